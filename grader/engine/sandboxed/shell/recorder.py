"""The outputs of one cell, as nbformat 4 keeps them, with a limit in bytes."""

import io
from base64 import b64encode


class Recorder:
    """Collects outputs; joins neighbouring text of one stream; stops at `limit` bytes with one sentence."""

    def __init__(self, limit=1_000_000):
        self.limit = limit
        self.displays = {}
        self.start()

    def start(self):
        self.outputs, self.left, self.pieces = [], self.limit, []
        self.full = self.clear_on_next = False

    def take(self):
        """The outputs so far; the next cell starts with none."""
        outputs = self.so_far()
        self.start()
        return outputs

    def so_far(self):
        """The outputs until now. The pieces of a stream are joined when it ends: as each comes, it would take
        as long as the square of what is printed."""
        if self.pieces:
            self.outputs[-1]["text"] += "".join(self.pieces)
            self.pieces.clear()
        return self.outputs

    def stream(self, name, text):
        if text and self._room(len(text), text, name):
            self._append_text(name, text)

    def add(self, output, size):
        if self._room(size):
            self.so_far().append(output)

    def error(self, name, value, lines):
        """An error is never left out, whatever was printed before it; only its length is limited."""
        lines, value = [line[:10_000] for line in lines[:500]], value[:10_000]
        self.so_far().append({"output_type": "error", "ename": name, "evalue": value, "traceback": lines})

    def display(self, data, metadata, number=None):
        output = {"output_type": "display_data", "data": data, "metadata": metadata}
        if number is not None:
            self.displays.setdefault(number, []).append(output)
        self.add(output, size_of(data))

    def update(self, data, metadata, number):
        for output in self.displays.get(number, ()):
            output["data"], output["metadata"] = data, metadata

    def clear(self, wait=False):
        if wait:
            self.clear_on_next = True
        else:
            self._empty()

    def _empty(self):
        self.outputs.clear()
        self.pieces.clear()

    def _append_text(self, name, text):
        last = self.outputs[-1] if self.outputs else {}
        if last.get("output_type") == "stream" and last["name"] == name:
            self.pieces.append(text)
        else:
            self.so_far().append({"output_type": "stream", "name": name, "text": text})

    def _room(self, size, text="", name="stdout"):
        if self.clear_on_next:
            self._empty()
            self.clear_on_next = False
        if self.full:
            return False
        if size <= self.left:
            self.left -= size
            return True
        self.full = True
        cut = text[: self.left]
        self._append_text(name, f"{cut}\n[output cut here: more than {self.limit // 1000} kB in one cell]\n")
        return False


def size_of(data):
    return sum(len(value) if isinstance(value, str) else len(str(value)) for value in data.values())


def json_ready(data):
    """A mime bundle as JSON holds it: bytes become base64 text, as in a notebook file."""
    return {
        str(mime): b64encode(value).decode() if isinstance(value, bytes) else value
        for mime, value in (data or {}).items()
    }


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` of a notebook."""

    encoding, errors = "utf-8", "replace"

    def __init__(self, recorder, name, number):
        self.recorder, self.name, self.number = recorder, name, number
        self.buffer = _Bytes(self)

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        self.recorder.stream(self.name, text)
        return len(text)

    def writable(self):
        return True

    def fileno(self):
        return self.number


class _Bytes(io.RawIOBase):
    def __init__(self, stream):
        self.stream = stream

    def writable(self):
        return True

    def write(self, data):
        self.stream.write(bytes(data).decode("utf-8", "replace"))
        return len(data)

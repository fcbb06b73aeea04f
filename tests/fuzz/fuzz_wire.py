"""Coverage-guided fuzzing of what a student's process may send: `make fuzz` (atheris, in .cache/fuzz).

    python tests/fuzz/fuzz_wire.py [SECONDS]

Whatever the bytes are, the tester reads a message and a value, or raises Violation or EOFError; nothing else
may come out, and no answer may be anything but plain data or what was asked of `borrow`.
"""

import collections
import shutil
import sys
import tempfile
from pathlib import Path

import atheris
import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["grader.engine"]):
    from grader.engine.job import Release, Settings
    from grader.engine.sandboxed.rpc import framing, library_objects, wire
    from grader.engine.tester.notebook import outputs

LIMITS = framing.Limits(message_bytes=1 << 16, head_bytes=1 << 15, depth=32, nodes=10_000, buffers=100)
HERE = Path(__file__).parent


def given():
    """What the question brought, and the answer may say to have changed in place."""
    return [[1], {"a": 1}, {1}, bytearray(b"a"), collections.deque([1]), np.zeros(2)]


def family_of(head):
    family = head.get("family")
    return family if isinstance(family, list) else []


class Lent:
    """What the tester would know under a number."""


def receive_from(data):
    """`receive(view) -> n`, as a socket does it."""
    at = 0

    def receive(view):
        nonlocal at
        part = data[at : at + len(view)]
        view[: len(part)] = part
        at += len(part)
        return len(part)

    return receive


def one_input(data):
    """As a whole message, and as a message's head alone: most changes of a byte end in its lengths."""
    for read in (
        lambda: framing.read(receive_from(data), LIMITS),
        lambda: (framing.parse(data, LIMITS), [data]),
    ):
        try:
            head, buffers = read()
            outputs.kept(head.get("outputs"), Settings(), Release(), 1)
            parcel = wire.Parcel({}, buffers, [])
            parcel.knows(given())
            wire.decode(head.get("value"), parcel, lambda tag, body: Lent(), LIMITS)
            wire.decode_changes(head.get("changed", []), parcel, lambda tag, body: Lent(), LIMITS)
            library_objects.make_exception(
                library_objects.known(family_of(head), library_objects.exceptions()), head
            )
        except (framing.Violation, EOFError):
            continue


def main(seconds="60"):
    from seeds import write_seeds

    with tempfile.TemporaryDirectory() as corpus:
        write_seeds(Path(corpus), LIMITS)
        kept = HERE / "found"  # inputs that once made trouble, if there are any
        if kept.is_dir():
            shutil.copytree(kept, corpus, dirs_exist_ok=True)
        words = [
            sys.argv[0],
            corpus,
            f"-max_total_time={seconds}",
            "-timeout=10",
            "-rss_limit_mb=2048",
            "-max_len=8192",
        ]
        atheris.Setup(words, one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:2])

"""Messages on a socket: one JSON head and raw buffers, with a limit on everything.

    u32 head length · u32 number of buffers · u64 length of each · head · buffers

Nothing here interprets a value (see `wire`), and nothing is unpickled, evaluated or allocated before its
size is known to be within the limits.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, NoReturn

from .kinds import Bytes, Head, Receive


class Violation(ValueError):
    """The other side broke the protocol: nothing that it sends from now on can be used."""


@dataclass(frozen=True)
class Limits:
    """What one message may hold. The head has its own limit: JSON grows tenfold in memory."""

    message_bytes: int = 64 << 20
    head_bytes: int = 16 << 20
    depth: int = 64
    nodes: int = 2_000_000
    buffers: int = 10_000


DEFAULT = Limits()


_encode = json.JSONEncoder(allow_nan=False, separators=(",", ":")).encode


class Message(NamedTuple):
    head: Head
    buffers: list[bytearray]


def pack(head: Head, buffers: Sequence[Bytes], limits: Limits = DEFAULT) -> bytes:
    """Bytes of a message; ValueError if the other side would refuse it."""
    text = _encode(head).encode()
    size = len(text) + sum(map(len, buffers))
    if size > limits.message_bytes or len(text) > limits.head_bytes or len(buffers) > limits.buffers:
        raise ValueError(f"the value is too large to send: {size / 1e6:.1f} MB in {len(buffers)} parts")
    if has_too_many_parts(text, limits):
        raise ValueError(f"the value has too many parts to be sent: more than {limits.nodes:,}")
    sizes = struct.pack(f"<II{len(buffers)}Q", len(text), len(buffers), *map(len, buffers))
    return b"".join([sizes, text, *buffers])


class ReadAhead:
    """`receive`, asked for more than is wanted: a small message is one system call, not one for each part."""

    def __init__(self, receive: Receive, size: int = 1 << 14):
        self.receive, self.buffer = receive, memoryview(bytearray(size))
        self.waiting = self.buffer[:0]

    def __call__(self, view: memoryview) -> int:
        if not self.waiting:
            if len(view) >= len(self.buffer):
                return self.receive(view)
            self.waiting = self.buffer[: self.receive(self.buffer)]
        size = min(len(view), len(self.waiting))
        view[:size], self.waiting = self.waiting[:size], self.waiting[size:]
        return size


def read(receive: Receive, limits: Limits = DEFAULT) -> Message:
    """One message; `receive(view) -> n` fills part of a buffer and returns 0 at the end of the stream."""
    head_size, count = struct.unpack("<II", _exactly(receive, 8))
    if head_size > limits.head_bytes or count > limits.buffers:
        raise Violation(f"a message with a head of {head_size} bytes and {count} buffers is over the limit")
    sizes = struct.unpack(f"<{count}Q", _exactly(receive, 8 * count))
    if head_size + sum(sizes) > limits.message_bytes:
        raise Violation(f"a message of {head_size + sum(sizes)} bytes is over the limit")
    head = parse(bytes(_exactly(receive, head_size)), limits)
    return Message(head, [_exactly(receive, size) for size in sizes])


def parse(text: bytes, limits: Limits = DEFAULT) -> Head:
    """The head as a dict. Counts its parts first: `[[],[],…]` would fill memory before any check."""
    if has_too_many_parts(text, limits):
        raise Violation("a message with too many parts")
    try:
        head = _decode(text.decode("ascii"))
    except (ValueError, RecursionError) as error:
        raise Violation(f"a message whose head is not JSON: {type(error).__name__}") from None
    if not isinstance(head, dict):
        raise Violation("a message whose head is not an object")
    return head


def has_too_many_parts(text: bytes, limits: Limits) -> bool:
    return sum(map(text.count, (b"[", b"{", b","))) > 2 * limits.nodes


def _refuse(name: str) -> NoReturn:
    raise Violation(f"{name} is not JSON")


_decode = json.JSONDecoder(parse_constant=_refuse).decode


def _exactly(receive: Receive, size: int) -> bytearray:
    buffer = bytearray(size)
    view = memoryview(buffer)
    at = 0
    while at < size:
        n = receive(view[at : at + (1 << 20)])
        if not n:
            raise EOFError("the stream ended")
        at += n
    return buffer

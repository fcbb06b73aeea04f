"""The words in which the protocol's signatures are written. What comes off the wire is a Tree, whatever was
expected: the type checker then asks of every reader that it looks before it takes (tools/check_types.py).
"""

from collections.abc import Callable
from typing import Protocol

Tree = None | bool | int | float | str | list | dict  # JSON
Head = dict[str, Tree]  # of a message: always an object (see framing.parse)
Shared = dict[str, type]  # classes that the instructor's cells define in both processes
Bytes = bytes | bytearray  # a buffer beside the head

Write = Callable[[object], Tree]  # the JSON form of a part
Read = Callable[[Tree], object]  # the value of a part
Lend = Callable[[object], Tree]  # the handle of a value that has no plain form
Borrow = Callable[[str, Tree], object]  # the object of a handle: its tag, its body
Receive = Callable[[memoryview], int]  # fills part of a buffer: how many bytes, 0 at the end


class Socket(Protocol):
    def sendall(self, data: bytes, /) -> object: ...

    def recv_into(self, buffer: memoryview, /) -> int: ...

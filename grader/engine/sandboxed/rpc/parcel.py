"""What of a message's values does not fit into JSON: raw bytes, and objects that may refer to each other."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .kinds import Bytes, Read, Shared, Tree, Write


class Unsendable(TypeError):
    """The value has no plain form."""


class Parcel:
    """It travels beside the JSON form of a message's values.

    shared:  {name: class} of the classes that the instructor's cells define in both processes
    bounded: comes from a student's process, and so holds nothing that could make endless work
    noted:   of a question, None or a list: its values that can be changed in place
    known:   of a reply, what was noted of its question; met: whether it names or holds something of that
    parts:   how many values and parts of values were put in
    came:    once it is read, (class, attribute) of what its objects carry
    """

    def __init__(
        self,
        shared: Shared | None = None,
        buffers: Iterable[Bytes] = (),
        objects: Iterable[Tree] = (),
        bounded: bool = True,
    ):
        self.shared, self.buffers, self.objects = shared or {}, list(buffers), list(objects)
        self.made: dict[int, Any] = {}  # being written: id -> number; being read: number -> object
        self.waiting: list[tuple[Any, Any]] = []  # (number, object) to be written, (state, object) to be read
        self.bounded, self.parts = bounded, 0
        self.noted: list[object] | None = None
        self.known: Sequence[object] = []
        self.numbers: dict[int, int] = {}
        self.naming, self.met = True, False
        self.came: list[tuple[str, str]] = []

    def add(self, data: Bytes) -> int:
        self.buffers.append(data)
        return len(self.buffers) - 1

    def note(self, value: object) -> None:
        if self.noted is not None:
            self.noted.append(value)

    def knows(self, values: Sequence[object], naming: bool = True) -> None:
        """A reply may name these, which its question brought; if not, they are copied."""
        self.naming = naming
        self.known, self.numbers = values, {id(value): number for number, value in enumerate(values)}


Send = Callable[[Any, Write, Parcel], Tree]  # Any: of the kind that the table has it for
Reader = Callable[[Tree, Read, Parcel], object]

"""An exercise is data: what is asked, what is wanted, which wrong answers we know by sight."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Place = tuple[int, ...]  # in an array, or first which value of several
Shapes = tuple[tuple[int, ...], tuple[int, ...]]  # got, wanted


class Wrong(Exception):
    """An answer is wrong for a reason that a question knows itself: "returned None: …".

    shapes: (got, want) where these are what is wrong
    """

    def __init__(self, sentence: str, shapes: Shapes | None = None):
        super().__init__(sentence)
        self.shapes = shapes


@dataclass(frozen=True)
class Question:
    """One thing to find out about a function. Asked of the answer and of the reference alike.

    ask:   from the function to a value: a number, a bool, None, an array or a tuple of these
    says:  the expression whose value that is; empty where it is the call itself
    law:   what does not hold where this value is wrong: "A flat image should give 0."; one for each place of
           an array where these differ
    shown: what to draw beside target and answer; empty for the arguments of the call
    """

    ask: Callable[[Callable], Any]
    says: str = ""
    shown: dict[str, Any] = field(default_factory=dict)
    law: str | tuple[str, ...] = ""


class Given:
    """An argument that the function may change, so that the question can look at it afterwards.

    Of all others the function gets copies.
    """

    def __init__(self, value: object):
        self.value = value

    def __deepcopy__(self, memo: dict) -> object:
        return self.value


def call(*args: Any, **kwargs: Any) -> Question:
    """The plain question: what does it return for these arguments?"""
    return Question(lambda f: f(*args, **kwargs))


@dataclass(frozen=True)
class Part:
    """Points that are earned together, by answering every question of one kind.

    questions: from a random generator to a list of questions, smallest first
    """

    points: int
    questions: Callable[[Any], list[Question]]


@dataclass(frozen=True)
class Mistake:
    """A wrong answer seen before, and the one true sentence that it earns."""

    sentence: str
    answer: Callable


@dataclass(frozen=True)
class Exercise:
    """Parts are tried in order: each right one earns its points, the first wrong one ends the check.

    returns: what the values are called, where the function returns several
    many:    more than one value is right for a call, so that only questions can tell
    """

    slug: str
    signature: str
    reference: Callable
    parts: tuple[Part, ...]
    mistakes: tuple[Mistake, ...]
    hints: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    many: bool = False

    @property
    def name(self) -> str:
        return self.slug.rpartition("/")[2]

    @property
    def points(self) -> int:
        return sum(part.points for part in self.parts)

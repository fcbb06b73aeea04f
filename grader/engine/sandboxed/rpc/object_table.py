"""Objects lent to the other side by number, and stand-ins for those borrowed from it."""

from types import FunctionType, GeneratorType, MethodType

from . import library_objects
from .framing import Violation
from .kinds import Shared, Tree

KNOWN_KINDS = (FunctionType, GeneratorType, MethodType, property, staticmethod, classmethod)


class Lent:
    """What this process has lent: the same object keeps its number, and is kept alive for it."""

    def __init__(self):
        self.objects: list[object] = []
        self.numbers: dict[int, int] = {}

    def number(self, value: object) -> int:
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self.objects)
            self.objects.append(value)
        return number

    def __getitem__(self, number: Tree) -> object:
        if type(number) is not int or not 0 <= number < len(self.objects):
            raise Violation("an object that was never lent")
        return self.objects[number]

    def describe(self, value: object, shared: Shared) -> dict[str, list]:
        """{"h": [number, kind, type's name, name, family]}: all that the other side learns of the object; of
        a student's also what Python can do with it (see ways.py).

        family: of an exception its classes, of others those of them that an instructor's cell defines
        """
        kind, family = "object", instructors(value if isinstance(value, type) else type(value), shared)
        if isinstance(value, type):
            kind = "exception" if issubclass(value, BaseException) else "class"
            family = family_of(value) if kind == "exception" else family
        elif callable(value):
            kind = "function"
        if not isinstance(value, type) and type(value) in KNOWN_KINDS:
            family = [library_objects.name_of(type(value))]
        return {"h": [self.number(value), kind, type(value).__name__[:60], _name(value)[:60], family]}


def instructors(kind: type, shared: Shared) -> list[str]:
    """Names of the classes that both sides have, among a class and its bases, nearest first."""
    return [base.__name__ for base in kind.__mro__ if shared.get(base.__name__) is base] if shared else []


def family_of(kind: type) -> list[str]:
    """ "module:name" of a class and its bases, nearest first."""
    return [f"{base.__module__}:{base.__qualname__}" for base in kind.__mro__[:20]]


def _name(value: object) -> str:
    name = getattr(value, "__name__", "")
    return name if isinstance(name, str) else ""

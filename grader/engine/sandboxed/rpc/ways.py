"""What Python itself does with an object: go through it, take its length, add to it. By the methods of its
type a test tells what the object is (`hasattr(stack, "__len__")`, `isinstance(f(3), Iterator)`), so a
stand-in has those and no others.
"""

ARITHMETIC = "add sub mul truediv floordiv mod pow matmul and or xor lshift rshift".split()  # noqa: SIM905
UNARY = "neg pos abs invert".split()  # noqa: SIM905
ALONE = "iter next len contains getitem setitem delitem bool int float index enter exit".split()  # noqa: SIM905
WAITING = "await aiter anext aenter aexit".split()  # noqa: SIM905
WAYS = frozenset(
    f"__{way}__" for way in [*ALONE, *WAITING, *UNARY, *ARITHMETIC, *(f"r{way}" for way in ARITHMETIC)]
)


def ways_of(value: object) -> list[str]:
    """Those of its type, and what Python does without a method of that name.

    >>> ways_of(iter([]))
    ['__iter__', '__next__']
    """
    kind, found = type(value), {}
    for base in reversed(kind.__mro__):
        found |= {way: vars(base)[way] for way in WAYS & vars(base).keys()}
    ways = {way for way, method in found.items() if method is not None}
    if "__getitem__" in ways and "__iter__" not in found:
        ways.add("__iter__")
    if isinstance(value, str | bytes):
        ways |= {"__int__", "__float__"}
    if isinstance(value, type) and hasattr(value, "__class_getitem__"):
        ways.add("__getitem__")
    return sorted(ways)

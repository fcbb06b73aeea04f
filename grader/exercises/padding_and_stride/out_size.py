"""Count the places of a window."""

from math import ceil, floor

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import out_size


def floors(rng):
    """Each argument alone first, then all together; many do not divide."""
    n, k, p, s, d = (int(x) for x in rng.integers(2, 6, size=5))
    return [
        call(5, 3),
        call(8, 3, 0, 2),
        call(4, 4),
        call(4, 3, 1),
        call(2, 3, 1),  # fits thanks to the padding alone
        call(7, 2, d=3),
        call(1, 1, 2, 4),
        call(10 * n, k, p, s, d),
        call(10 * n + 1, k + 1, p, s, d, "floor"),
        call(20 + n, k, s=s + 1, mode="floor"),
        call(6_000_000_001, 3, 1, 10**6),  # more than fits into 32 bits, yet a window may walk it
    ]


def ceilings(rng):
    """The last window may hang over the end, but not start in the right padding."""
    n, k, s = (int(x) for x in rng.integers(3, 6, size=3))
    return [
        call(8, 3, 0, 2, mode="ceil"),
        call(7, 3, 0, 2, mode="ceil"),
        call(5, 1, 0, 3, mode="ceil"),
        call(2, 2, 1, 3, mode="ceil"),
        call(4, 2, 1, 5, mode="ceil"),
        call(5, 5, 2, 3, mode="ceil"),
        call(5, 4, 1, 3, mode="ceil"),  # one more would start in the padding; with p = 2 it would not
        call(9, 2, 0, 2, 3, "ceil"),
        call(10 * n + 1, k, 1, s, 2, "ceil"),
        call(10 * n, k, 0, s + 2, 1, "ceil"),
        call(28, 1, 0, 5, mode="ceil"),  # one more would start beyond the last entry
    ]


def impossible(rng):
    """As large as the padded input fits, one more does not, in ceil mode either."""
    n = int(rng.integers(3, 9))
    return [
        call(2, 3),
        call(n, n + 3, 1),
        call(n, n + 1, mode="ceil"),
        call(2, 5, 0, 4, mode="ceil"),
        call(5, 3, d=3),
        call(0, 1, 2),
        call(5, 0),
        call(5, 3, p=-1),
        call(5, 3, s=0),
        call(5, 3, d=0),
        call(5, 3, mode="round"),
        call(5, 3, mode="Floor"),
    ]


def places(count, ceiling=None):
    """A wrong count from (room, s, reach); refuses what must be refused."""

    def answer(n, k, p=0, s=1, d=1, mode="floor"):
        right = out_size(n, k, p, s, d, mode)
        return (ceiling if ceiling and mode == "ceil" else count)(n, k, p, s, d, mode, right)

    return answer


def room(n, k, p, d):
    return n + 2 * p - d * (k - 1) - 1


def hanging(n, k, p, s, d, mode, right):
    return ceil(room(n, k, p, d) / s) + 1


OUT_SIZE = Exercise(
    slug="padding-and-stride/out_size",
    signature='out_size(n, k, p=0, s=1, d=1, mode="floor")',
    reference=out_size,
    parts=(Part(1, floors), Part(1, ceilings), Part(1, impossible)),
    hints=(
        "Where can the left end of the window stand? The first place is 0; which is the last, with s = 1?",
        "With dilation d there are d − 1 gaps between two weights. How far is it from the first to the last?",
        'In mode "ceil" one more window hangs over the end, unless its left end would stand in the padding.',
    ),
    mistakes=(
        Mistake(
            "One place is missing: the window stands at 0 before it takes its first step.",
            places(lambda n, k, p, s, d, mode, right: right - 1),
        ),
        Mistake(
            "The padding is counted once. It lies on both sides.",
            places(lambda n, k, p, s, d, mode, right: (room(n, k, p, d) - p) // s + 1),
        ),
        Mistake(
            "The padding is not counted: the window may stand in it too.",
            places(lambda n, k, p, s, d, mode, right: room(n, k, 0, d) // s + 1),
        ),
        Mistake(
            "The stride is not counted: a window in steps of s stands at every s-th place only.",
            places(lambda n, k, p, s, d, mode, right: room(n, k, p, d) + 1),
        ),
        Mistake(
            "The dilation is not counted: spread out, k weights reach over d(k − 1) + 1 entries.",
            places(lambda n, k, p, s, d, mode, right: room(n, k, p, 1) // s + 1),
        ),
        Mistake(
            "A spread-out window does not reach over d·k entries: there is no gap after its last weight.",
            places(lambda n, k, p, s, d, mode, right: (n + 2 * p - d * k) // s + 1),
        ),
        Mistake(
            "A part of a window multiplies nothing: the number of places is whole, "
            "and here it is rounded down.",
            places(lambda n, k, p, s, d, mode, right: room(n, k, p, d) / s + 1),
        ),
        Mistake(
            'That rounds to the nearest whole number. In mode "floor" what is left over is dropped.',
            places(lambda n, k, p, s, d, mode, right: floor(room(n, k, p, d) / s + 1.5)),
        ),
        Mistake(
            'That is mode "ceil" every time. Unless asked otherwise, what is left over is dropped.',
            places(lambda n, k, p, s, d, mode, right: out_size(n, k, p, s, d, "ceil")),
        ),
        Mistake(
            "That is the size of TensorFlow's SAME, whatever the window: "
            "here p says how much padding there is.",
            places(lambda n, k, p, s, d, mode, right: ceil(n / s)),
        ),
        Mistake(
            "Divide first, then add 1: the first place costs no step.",
            places(lambda n, k, p, s, d, mode, right: (room(n, k, p, d) + 1) // s),
        ),
        Mistake(
            'Right in mode "floor". In mode "ceil" what is left over gets one more window.',
            places(lambda n, k, p, s, d, mode, right: out_size(n, k, p, s, d)),
        ),
        Mistake(
            'In mode "ceil" you add a window even where nothing is left over.',
            places(
                lambda n, k, p, s, d, mode, right: right, lambda *a: room(a[0], a[1], a[2], a[4]) // a[3] + 2
            ),
        ),
        Mistake(
            'In mode "ceil" a last window that would start in the right padding sees no entry: '
            "it does not count.",
            places(lambda n, k, p, s, d, mode, right: right, hanging),
        ),
    ),
)

"""As many zeros as TensorFlow's SAME takes, and on which side."""

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import same_pad


def short_and_long_steps(rng):
    """A step of 1 alone does not show what a step has to do with it."""
    n, k = (int(x) for x in rng.integers(4, 12, size=2))
    return [
        call(5, 3),
        call(5, 2),
        call(5, 1),
        call(n, 2 * k),
        call(n, 2 * k + 1),
        call(6, 3, 2),
        call(13, 6, 5),
        call(9, 3, 1, 2),
        call(9, 4, d=3),
    ]


def windows_of_any_kind(rng):
    """Windows that divide, do not divide, and leave entries out altogether."""
    n, k, s, d = (int(x) for x in rng.integers(3, 8, size=4))
    return [
        call(5, 2, 3),
        call(7, 1, 4),
        call(224, 7, 2),
        call(7, 3, 2),
        call(9, 1, 5, 3),  # windows of one entry: the dilation has no gap to widen
        call(4 * n, k, s),
        call(4 * n + 1, k, s, d),
        call(n, k + 2, s, 2),
    ]


def pads(n, k, s=1, d=1, places=lambda n, s: -(-n // s), least=0):
    """All zeros that are missing, with one thing to get wrong."""
    return max(least, (places(n, s) - 1) * s + d * (k - 1) + 1 - n)


def halves(total):
    return total // 2, total - total // 2


SAME_PAD = Exercise(
    slug="padding-and-stride/same_pad",
    signature="same_pad(n, k, s=1, d=1)",
    reference=same_pad,
    parts=(Part(1, short_and_long_steps), Part(2, windows_of_any_kind)),
    returns=("before", "after"),
    hints=(
        "SAME asks for ⌈n / s⌉ places. Where does the last window start, and where does it end?",
        "How many entries are missing up to that end? It may be none at all.",
        "Halve what is missing. If it is odd, the extra zero goes behind.",
    ),
    mistakes=(
        Mistake(
            "The odd zero is in front: TensorFlow puts it behind.",
            lambda n, k, s=1, d=1: same_pad(n, k, s, d)[::-1],
        ),
        Mistake(
            "That is right for a stride of 1. In longer steps fewer zeros are missing: "
            "find the last window's end.",
            lambda n, k, s=1, d=1: same_pad(n, k, 1, d),
        ),
        Mistake(
            "Both sides get the same here, so an even window gets one zero too few or too many.",
            lambda n, k, s=1, d=1: (d * (k - 1) // 2,) * 2,
        ),
        Mistake(
            "Nothing can be less than no zeros: where the windows leave entries out, none are missing.",
            lambda n, k, s=1, d=1: halves(pads(n, k, s, d, least=-99)),
        ),
        Mistake(
            "The dilation is not counted: spread out, k weights reach over d(k − 1) + 1 entries.",
            lambda n, k, s=1, d=1: same_pad(n, k, s),
        ),
        Mistake(
            "The number of places is rounded down. SAME rounds n / s up, so that every entry can be seen.",
            lambda n, k, s=1, d=1: halves(pads(n, k, s, d, places=lambda n, s: n // s)),
        ),
        Mistake(
            "All zeros are behind. Half of them go in front.",
            lambda n, k, s=1, d=1: (0, sum(same_pad(n, k, s, d))),
        ),
        Mistake(
            "All zeros are in front. Half of them, or one more, go behind.",
            lambda n, k, s=1, d=1: (sum(same_pad(n, k, s, d)), 0),
        ),
        Mistake(
            "Each side gets all the zeros. Share them between the two.",
            lambda n, k, s=1, d=1: (sum(same_pad(n, k, s, d)),) * 2,
        ),
        Mistake(
            "The last window starts at (places − 1)·s: you let it start one step later.",
            lambda n, k, s=1, d=1: halves(pads(n, k, s, d, places=lambda n, s: -(-n // s) + 1)),
        ),
    ),
)

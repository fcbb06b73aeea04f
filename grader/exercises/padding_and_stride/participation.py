"""In how many windows each pixel takes part."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import out_size, participation


def counts(rng):
    """Kernels up to the size of the image: there the formula min(i + 1, n − i, k) fails."""
    n, k = int(rng.integers(5, 8)), int(rng.integers(2, 5))
    return [
        call(1, 1),
        call(2, 2),
        call(4, 3),
        call(4, 3, 1),
        call(4, 3, 2),
        call(3, 3),
        call(5, 4),
        call(n, k),
        call(n, k, k - 1),
        call(3, 2, 5),
        call(2, 4, 1),
    ]


def steps(rng):
    """Some pixels are in no window at all."""
    n, s = int(rng.integers(6, 9)), int(rng.integers(2, 4))
    return [
        call(4, 2, 0, 2),
        call(8, 3, 0, 2),
        call(5, 1, 0, 2),
        call(5, 2, 1, 3),
        call(n, 3, 1, s),
        call(n + 1, 2, p=0, s=s + 1),
    ]


def impossible(rng):
    n = int(rng.integers(2, 6))
    return [call(2, 3), call(n, n + 3, 1), call(n, n + 2, 0, 2)]


def line(n, k, p=0, s=1, first=0, last=None):
    """How many windows cover each entry of a padded row; of a window only entries first to last count."""
    seen = np.zeros(n + 2 * p, dtype=int)
    for i in range(out_size(n, k, p, s)):
        seen[i * s + first : i * s + (k if last is None else last)] += 1
    return seen


def inside(n, k, p=0, s=1, **how):
    return line(n, k, p, s, **how)[p : p + n]


def square(row):
    return np.outer(row, row)


def without_the_last(n, k, p=0, s=1):
    row, last = line(n, k, p, s), (out_size(n, k, p, s) - 1) * s
    row[last : last + k] -= 1
    return square(row[p : p + n])


def refusing(n, k, p, s, answer):
    out_size(n, k, p, s)
    return answer


def by_distance(n, k, p=0, s=1):
    out_size(n, k, p, s)
    i = np.arange(n)
    return square(np.minimum(np.minimum(i + 1, n - i) + p, k))


def over_the_end(n, k, p, s):
    out_size(n, k, p, s)
    seen = np.zeros(n + 2 * p, dtype=int)
    for start in range(0, n + 2 * p, s):
        seen[start : start + k] += 1
    return seen


PARTICIPATION = Exercise(
    slug="padding-and-stride/participation",
    signature="participation(n, k, p=0, s=1)",
    reference=participation,
    parts=(Part(2, counts), Part(1, steps), Part(1, impossible)),
    hints=(
        "Let the window walk, and add 1 to every pixel that it covers.",
        "Count on an image that is padded; at the end cut the padding off.",
        "A window in steps of s starts at 0, s, 2s, … as long as it fits.",
    ),
    mistakes=(
        Mistake(
            "The padding is still there: count for the n × n pixels of the image only.",
            lambda n, k, p=0, s=1: square(line(n, k, p, s)),
        ),
        Mistake(
            "The padding is not counted: windows may stand in it, "
            "so pixels at the border are seen more often.",
            lambda n, k, p=0, s=1: participation(n, k, 0, s) if k <= n else participation(n, k, p, s),
        ),
        Mistake(
            "The distance to the border is not enough: "
            "there are only n − k + 1 windows, however near the middle.",
            by_distance,
        ),
        Mistake(
            "Only the corner of each window is counted. Every pixel that it covers takes part.",
            lambda n, k, p=0, s=1: square(inside(n, k, p, s, last=1)),
        ),
        Mistake(
            "Only the middle of each window is counted. Every pixel that it covers takes part.",
            lambda n, k, p=0, s=1: square(inside(n, k, p, s, first=k // 2, last=k // 2 + 1)),
        ),
        Mistake(
            "That adds the counts of row and column. A pixel is in a window if both agree: multiply.",
            lambda n, k, p=0, s=1: np.add.outer(inside(n, k, p, s), inside(n, k, p, s)),
        ),
        Mistake(
            "Each pixel counts k² windows, as if all were in the middle. At the border there are fewer.",
            lambda n, k, p=0, s=1: refusing(n, k, p, s, np.full((n, n), k * k)),
        ),
        Mistake(
            "That is the number of all windows. Which of them cover the pixel?",
            lambda n, k, p=0, s=1: np.full((n, n), out_size(n, k, p, s) ** 2),
        ),
        Mistake(
            "That counts along a row only. An image has two directions.",
            lambda n, k, p=0, s=1: inside(n, k, p, s),
        ),
        Mistake(
            "The last window is missing in each direction: it may touch the end.",
            without_the_last,
        ),
        Mistake(
            "The stride is not counted: in longer steps there are fewer windows.",
            lambda n, k, p=0, s=1: participation(n, k, p),
        ),
        Mistake(
            "The windows hang over the end: the last one must fit whole into the padded image.",
            lambda n, k, p=0, s=1: square(over_the_end(n, k, p, s)[p : p + n]),
        ),
    ),
)

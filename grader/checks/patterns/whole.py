"""The whole answer is a change of the right one: its negative, its transpose, nine times as much."""

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from grader.checks.compare import show
from grader.checks.exercise import Exercise
from grader.checks.patterns.pairs import Pair, same

Change = Callable[[np.ndarray], np.ndarray | None]  # of the right answer; None where it has no such form


def turned(*axes: int) -> Change:
    return lambda Y: np.flip(Y, axes) if Y.ndim >= 2 else None


def within_rows(Y: np.ndarray) -> np.ndarray | None:
    return np.cumsum(Y, axis=-1) if Y.ndim >= 1 else None


CHANGES = (
    ("Every sign is turned: each number is the negative of what is wanted.", lambda Y: -numbers(Y)),
    ("True and False are swapped.", lambda Y: ~Y if Y.dtype == bool else None),
    (
        "The result is transposed: its rows and columns are swapped.",
        lambda Y: np.swapaxes(Y, -1, -2) if Y.ndim >= 2 else None,
    ),
    ("The result is upside down: its rows are in reverse order.", turned(-2)),
    ("The result is mirrored: its columns are in reverse order.", turned(-1)),
    ("The result is turned by 180°.", turned(-2, -1)),
    ("The result is in reverse order.", lambda Y: Y[::-1] if Y.ndim == 1 else None),
    ("The maps are in reverse order.", lambda Y: Y[::-1] if Y.ndim == 3 else None),
    ("The signs are lost: every number comes out positive.", lambda Y: np.abs(numbers(Y))),
    ("Negative numbers are lost: 0 stands in their place.", lambda Y: np.maximum(numbers(Y), 0)),
    ("The fractions are cut off: only whole numbers come out.", lambda Y: np.trunc(numbers(Y))),
    ("The fractions are rounded away: only whole numbers come out.", lambda Y: np.rint(numbers(Y))),
    ("Every number is squared.", lambda Y: numbers(Y) ** 2),
    ("Large numbers wrap around: they do not fit into 32 bits.", lambda Y: wrapped(Y)),
    (
        "The sum goes on from one window to the next: set it back to 0 for each.",
        lambda Y: np.cumsum(Y).reshape(Y.shape) if Y.ndim >= 1 else None,
    ),
    ("The sum goes on along each row: set it back to 0 for each window.", within_rows),
)


def numbers(Y: np.ndarray) -> np.ndarray:
    return Y.astype(float)


def wrapped(Y: np.ndarray) -> np.ndarray | None:
    return Y.astype(np.int32) if Y.dtype.kind == "i" else None


def find(exercise: Exercise, pairs: Sequence[Pair]) -> Iterator[tuple[str, None]]:
    for sentence, change in CHANGES:
        if all(is_changed(pair, change) for pair in pairs):
            yield sentence, None
    for sentence in (constant(exercise, pairs), factor(pairs), offset(pairs), reshaped(pairs)):
        if sentence:
            yield sentence, None


def is_changed(pair: Pair, change: Change) -> bool:
    want = change(pair.want)
    return want is not None and same(pair.got, want)


def together(pairs: Sequence[Pair]) -> list[np.ndarray] | None:
    """All numbers got and wanted, in two long rows; None where shapes differ."""
    if any(pair.got.shape != pair.want.shape for pair in pairs):
        return None
    rows = [np.concatenate([np.ravel(x).astype(float) for x in xs]) for xs in zip(*numbers_of(pairs))]  # noqa: B905
    return rows if np.isfinite(rows[0]).all() else None


def numbers_of(pairs: Sequence[Pair]) -> list[tuple[np.ndarray, np.ndarray]]:
    return [(pair.got, pair.want) for pair in pairs]


def constant(exercise: Exercise, pairs: Sequence[Pair]) -> str | None:
    """One value for whatever comes in."""
    if len({pair.want.tobytes() for pair in pairs}) < 3:
        return None
    if any(pair.got.shape != pair.want.shape for pair in pairs):
        return None
    values = np.concatenate([np.ravel(pair.got).astype(float) for pair in pairs])
    if not values.size or np.ptp(values) > 0 or not np.isfinite(values).all():
        return None
    several = any(pair.want.ndim for pair in pairs)
    if all(pair.want.dtype == bool for pair in pairs):
        return f"Each place is {bool(values[0])}, whatever comes in." if several else None
    what = "Every number in the result is" if several else f"{exercise.name} gives"
    return f"{what} {show(float(values[0]))}, whatever comes in."


def factor(pairs: Sequence[Pair]) -> str | None:
    rows = together(pairs)
    if rows is None:
        return None
    got, want = rows
    there = want != 0
    if len(set(np.round(np.abs(want[there]), 9))) < 2:
        return None
    ratio = float(np.median(got[there] / want[there]))
    if ratio == 0 or not same(got, ratio * want):
        return None
    if ratio > 1:
        return f"Too large by the factor {show(ratio)}."
    return f"Too small by the factor {show(1 / ratio)}." if ratio > 0 else f"Off by the factor {show(ratio)}."


def offset(pairs: Sequence[Pair]) -> str | None:
    rows = together(pairs)
    if rows is None or any(pair.want.dtype == bool for pair in pairs):
        return None
    got, want = rows
    more = float(np.median(got - want))
    if len(set(want)) < 2 or not same(got, want + more):
        return None
    return f"Every number is too {'large' if more > 0 else 'small'} by {show(abs(more))}."


def reshaped(pairs: Sequence[Pair]) -> str | None:
    """The right numbers in the right order, in another shape."""
    wrong = [pair for pair in pairs if not pair.right]
    if not all(
        pair.got.size == pair.want.size and same(pair.got.ravel(), pair.want.ravel()) for pair in wrong
    ):
        return None
    shown = next((pair for pair in wrong if pair.want.size > 1), wrong[0])  # the one that is drawn
    got, want = shown.got.shape, shown.want.shape
    return f"The numbers are right, but their shape is {got} where {want} is wanted."

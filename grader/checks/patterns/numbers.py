"""The wrong numbers, wherever they stand: all too large, all 0, all off by one."""

from collections.abc import Callable, Iterator

import numpy as np

from grader.checks.compare import differs, show
from grader.checks.exercise import Exercise
from grader.checks.patterns.cases import Case

FEWEST = 5  # cases with wrong numbers
BY_CHANCE = 8  # so many cases that all err to one side do not do so by chance


def find(exercise: Exercise, answer: Callable, known: list[Case]) -> Iterator[str]:
    got, want, truth = wrong_numbers(known, FEWEST)
    if not len(got):
        return
    if truth and len(want) >= BY_CHANCE:
        yield from truths(want)
    elif not truth:
        yield from values(got, want)


def last(exercise: Exercise, answer: Callable, known: list[Case]) -> Iterator[str]:
    """All err to one side."""
    got, want, truth = wrong_numbers(known, BY_CHANCE)
    if len(got) and np.isfinite(got).all() and not truth:
        yield from sides(got, want)


def wrong_numbers(known: list[Case], fewest: int) -> tuple[np.ndarray, np.ndarray, bool]:
    """All wrong numbers got, the ones wanted in their place, and whether these are True or False."""
    wrong = [pair for case in known for pair in case.pairs if not pair.right]
    if len(wrong) < fewest or any(pair.got.shape != pair.want.shape for pair in wrong):
        return np.zeros(0), np.zeros(0), False
    bad = [differs(pair.got, pair.want) | (pair.want.ndim == 0) for pair in wrong]
    got = np.concatenate([pair.got[there].astype(float) for pair, there in zip(wrong, bad, strict=True)])
    want = np.concatenate([pair.want[there].astype(float) for pair, there in zip(wrong, bad, strict=True)])
    return got, want, all(pair.want.dtype == bool for pair in wrong)


def truths(want: np.ndarray) -> Iterator[str]:
    if (want == 0).all():
        yield "Wherever it is wrong, it says True: never False in place of True."
    if (want == 1).all():
        yield "Wherever it is wrong, it says False: never True in place of False."


def values(got: np.ndarray, want: np.ndarray) -> Iterator[str]:
    if not np.isfinite(got).any():
        yield "Wherever it is wrong, no finite number comes out. Do you divide by 0?"
    if not np.isfinite(got).all():
        return
    if len(got) >= BY_CHANCE and (differs(got, got[0]) == 0).all() and differs(want, want[0]).any():
        yield f"Wherever it is wrong, it gives {show(float(got[0]))}."
    if not differs(got, -want).any():
        yield "It is right up to a sign: wherever it is wrong, the number is the negative of what is wanted."
    off = got - want
    if not differs(off, off[0]).any():
        yield f"Wherever it is wrong, it is too {size(off[0])} by {show(float(abs(off[0])))}."
    if not differs(abs(off), abs(off[0])).any():
        yield f"Wherever it is wrong, it is off by {show(float(abs(off[0])))}."
    ratio = got / want
    if np.isfinite(ratio).all() and not differs(ratio, ratio[0]).any() and differs(want, want[0]).any():
        more = ratio[0] > 1
        factor = ratio[0] if more or ratio[0] <= 0 else 1 / ratio[0]
        name = f"too {'large' if more else 'small'}" if ratio[0] > 0 else "off"
        if got.any():
            yield f"Wherever it is wrong, it is {name} by the factor {show(float(factor))}."


def sides(got: np.ndarray, want: np.ndarray) -> Iterator[str]:
    off = got - want
    if (off > 0).all() or (off < 0).all():
        yield f"Wherever it is wrong, it is too {size(off[0])}."
    if (abs(got) > abs(want)).all() or (abs(got) < abs(want)).all():
        yield f"Wherever it is wrong, it is too {'far from' if abs(got[0]) > abs(want[0]) else 'close to'} 0."


def size(off: float) -> str:
    return "large" if off > 0 else "small"

"""The answer is right but for a part of it: the last row is missing, or left at 0, or wrong."""

from collections.abc import Callable, Iterable, Iterator

import numpy as np

from grader.checks.compare import differs
from grader.checks.exercise import Exercise
from grader.checks.judge import Tried
from grader.checks.patterns.pairs import Pair, same

Shape = tuple[int, ...]
Mask = Callable[[Shape], np.ndarray | None]  # True in a part of an output; None where it has no such part
Wrongs = list[Pair]
Said = tuple[str, Tried | None]  # a sentence; what shows it best, None: any

ROWS, COLUMNS = -2, -1


def edge(name: str, *sides: tuple[int, int]) -> tuple[str, list[Mask]]:
    """A part of the output, as a mask for each side: the first (0) or last (-1) places along an axis."""
    return name, [side(*one) for one in sides]


def side(axis: int, place: int) -> Mask:
    def mask(shape: Shape) -> np.ndarray | None:
        if len(shape) + axis < 0:
            return None
        part = np.zeros(shape, bool)
        index: list[slice | int] = [slice(None)] * len(shape)
        index[axis] = place
        part[tuple(index)] = True
        return part

    return mask


LAST_ROW, LAST_COLUMN = (ROWS, -1), (COLUMNS, -1)
FIRST_ROW, FIRST_COLUMN = (ROWS, 0), (COLUMNS, 0)
EDGES = (
    edge("the last row", LAST_ROW),
    edge("the last column", LAST_COLUMN),
    edge("the first row", FIRST_ROW),
    edge("the first column", FIRST_COLUMN),
    edge("the last row and the last column", LAST_ROW, LAST_COLUMN),
    edge("the first row and the first column", FIRST_ROW, FIRST_COLUMN),
    edge("the first and the last row", FIRST_ROW, LAST_ROW),
    edge("the first and the last column", FIRST_COLUMN, LAST_COLUMN),
    edge("the border", FIRST_ROW, FIRST_COLUMN, LAST_ROW, LAST_COLUMN),
    edge("the first map", (-3, 0)),
    edge("the last map", (-3, -1)),
)


def first(shape: Shape, axis: int) -> np.ndarray | None:
    """The mask of what is computed when a loop ends after its first round."""
    part = np.zeros(shape, bool)
    index = [0] * (len(shape) + axis + 1) if len(shape) + axis >= 0 else None
    if index is None:
        return None
    part[tuple(index)] = True
    return part


LOOPS = (
    ("Only the first number is computed. Does `return` stand inside the loop?", COLUMNS),
    ("Only the first row is computed. Does `return` stand inside the loop?", ROWS),
    ("Only the first map is computed. Does `return` stand inside the loop?", -3),
)


def find(exercise: Exercise, pairs: Iterable[Pair]) -> Iterator[Said]:
    wrong = [pair for pair in pairs if not pair.right]
    for kind in (left_out, too_many, shifted, stopped, at_an_edge, unfilled, repeated, dealt, only, sized):
        if found := kind(wrong):
            sentence, shown = found
            yield (in_a_row(sentence) if wrong[0].want.ndim == 1 else sentence), shown


def in_a_row(sentence: str) -> str:
    """A row of numbers has no columns."""
    return sentence.replace("by one column", "by one place").replace("column", "number")


SIZES = 3  # of results that must be seen: one row may be missing of one size, and two of another


def left_out(wrong: Wrongs) -> Said | None:
    """The shape is too small, and what is there is right."""
    for rows, columns, name in (
        (1, 0, "row is"),
        (0, 1, "column is"),
        (1, 1, "row and column are"),
    ):
        for place, cut in (("last", lambda n, k: slice(0, n - k)), ("first", lambda n, k: slice(k, n))):
            if all(is_cut(pair, rows, columns, cut) for pair in wrong):
                shown = [pair for pair in wrong if pair.got.size]
                if len({pair.want.shape for pair in shown}) >= SIZES:
                    return f"The {place} {name} missing from the result; the rest is right.", shown[0].tried
    return None


def is_cut(pair: Pair, rows: int, columns: int, cut: Callable[[int, int], slice]) -> bool:
    if pair.want.ndim < 1 + (rows > 0):
        return False
    index = [slice(None)] * pair.want.ndim
    if rows:
        index[ROWS] = cut(pair.want.shape[ROWS], rows)
    if columns:
        index[COLUMNS] = cut(pair.want.shape[COLUMNS], columns)
    return same(pair.got, pair.want[tuple(index)])


def too_many(wrong: Wrongs) -> Said | None:
    """The shape is too large, and what should be there is there, at the top left."""
    sentences = set()
    for pair in wrong:
        got, want = pair.got, pair.want
        if got.ndim != want.ndim or not want.ndim or got.shape == want.shape or want.size == 0:
            return None
        more = [a - b for a, b in zip(got.shape, want.shape, strict=True)]
        if min(more) < 0 or not same(got[tuple(map(slice, want.shape))], want):
            return None
        sentences.add(tuple(np.sign(more[-2:])))
    if len(sentences) > 1:
        return None
    both = [*([0] if len(next(iter(sentences))) < 2 else []), *next(iter(sentences))]
    what = "rows and columns" if all(both) else "rows" if both[0] else "columns"
    return f"There are extra {what} at the end; the rest is right.", wrong[0].tried


SHIFTS = (
    ("one column to the right", (0, 1)),
    ("one column to the left", (0, -1)),
    ("one row down", (1, 0)),
    ("one row up", (-1, 0)),
    ("one row down and one column to the right", (1, 1)),
    ("one row up and one column to the left", (-1, -1)),
)


def shifted(wrong: Wrongs) -> Said | None:
    for name, shift in SHIFTS:
        if all(is_shifted(pair, shift) for pair in wrong) and any(pair.got.size > 3 for pair in wrong):
            return f"Every value is shifted by {name}.", None
    return None


def is_shifted(pair: Pair, shift: tuple[int, int]) -> bool:
    got, want = pair.got, pair.want
    if got.shape != want.shape or got.ndim < 1 or (got.ndim == 1 and shift[0]):
        return False
    here, there = [slice(None)] * got.ndim, [slice(None)] * got.ndim
    for axis, step in zip((ROWS, COLUMNS), shift, strict=True):
        if step and got.shape[axis] > 1:
            here[axis] = slice(1, None) if step > 0 else slice(None, -1)
            there[axis] = slice(None, -1) if step > 0 else slice(1, None)
        elif step:
            return False
    kept = got[tuple(here)]
    return kept.size > 0 and same(kept, want[tuple(there)])


def stopped(wrong: Wrongs) -> Said | None:
    """The shape is right; what a first round computes is right, and the rest was never touched."""
    wrong = [pair for pair in wrong if pair.want.size > 1]
    for sentence, axis in LOOPS:
        shown = [pair for pair in wrong if is_stopped(pair, axis)]
        if shown and len(shown) == len(wrong):
            return sentence, shown[0].tried
    return None


def is_stopped(pair: Pair, axis: int) -> bool:
    part = first(pair.want.shape, axis) if pair.got.shape == pair.want.shape else None
    if part is None:
        return False
    rest = pair.want[~part]
    return bool(same(pair.got[part], pair.want[part]) and not pair.got[~part].any() and rest.any())


def at_an_edge(wrong: Wrongs) -> Said | None:
    if any(pair.got.shape != pair.want.shape or not pair.want.ndim for pair in wrong):
        return None
    for name, sides in EDGES:
        if found := holds(wrong, sides):
            zero, shown = found
            if zero:
                return f"Right but for {name}: it is left at 0. Does a loop stop one short?", shown
            return f"Right but for {name}.", shown
    return None


def holds(wrong: Wrongs, sides: list[Mask]) -> tuple[bool, Tried] | None:
    """(is the part left at 0?, what shows it) where all that is wrong lies in this part, and not all does.

    Each of its sides must have been seen wrong where something else is right: in a result of two columns,
    the first and the last are all there is.
    """
    zero, shown, seen = True, [], set()
    for pair in wrong:
        masks = [mask for mask in (side(pair.want.shape) for side in sides) if mask is not None]
        if len(masks) < len(sides):
            return None
        part = np.any(masks, axis=0)
        bad = differs(pair.got, pair.want)
        if bad[~part].any():
            return None
        zero = zero and not pair.got[part].any()
        if (~part).any():
            seen |= {n for n, mask in enumerate(masks) if (bad & mask & (np.sum(masks, axis=0) == 1)).any()}
            if part.sum() < 2 or bad[part].sum() > 1:
                shown.append(pair.tried)
    return (zero, shown[0]) if len(shown) > 1 and len(seen) == len(sides) else None


def unfilled(wrong: Wrongs) -> Said | None:
    """What is computed is right; the loops do not reach the rest."""
    if any(pair.got.shape != pair.want.shape or not pair.want.ndim for pair in wrong):
        return None
    filled = [pair.got != 0 for pair in wrong]
    if not all(same(pair.got[there], pair.want[there]) for pair, there in zip(wrong, filled, strict=True)):
        return None
    shown = [pair for pair, there in zip(wrong, filled, strict=True) if there.any()]
    if not shown:
        return None
    return "Some numbers are right, the others are left at 0: do the loops reach them all?", shown[0].tried


def repeated(wrong: Wrongs) -> Said | None:
    """The rows are all alike where they should differ, or the columns."""
    for name, axis in (("row", ROWS), ("column", COLUMNS), ("map", -3)):
        flat = all(
            pair.got.ndim < 2 or (pair.got.size and not np.ptp(pair.got.astype(float))) for pair in wrong
        )
        if not flat and all(is_repeated(pair, axis) for pair in wrong):
            return f"Every {name} of the result holds the same numbers.", None
    return None


def is_repeated(pair: Pair, axis: int) -> bool:
    got, want = pair.got, pair.want
    if got.shape != want.shape or got.ndim + axis < 0 or got.shape[axis] < 2:
        return False
    return not np.ptp(got.astype(float), axis=axis).any() and bool(
        np.ptp(want.astype(float), axis=axis).any()
    )


def dealt(wrong: Wrongs) -> Said | None:
    """The right numbers in the right shape, in wrong places."""
    if any(pair.got.shape != pair.want.shape for pair in wrong):
        return None
    if not all(same(np.sort(pair.got, axis=None), np.sort(pair.want, axis=None)) for pair in wrong):
        return None
    if sum(len(np.unique(pair.want)) > 2 for pair in wrong) < min(3, len(wrong)):
        return None  # two numbers that change places show little
    return "The right numbers come out, but some stand in the wrong place.", None


PARTS = (
    ("The first row of the result is right, the others are not.", side(*FIRST_ROW)),
    ("The first column of the result is right, the others are not.", side(*FIRST_COLUMN)),
    ("The first map of the result is right, the others are not.", side(-3, 0)),
    ("The first number of the result is right, others are not.", lambda shape: first(shape, COLUMNS)),
)


def only(wrong: Wrongs) -> Said | None:
    wrong = [pair for pair in wrong if pair.want.ndim]
    if len(wrong) < 2 or any(pair.got.shape != pair.want.shape for pair in wrong):
        return None
    for sentence, mask in PARTS:
        parts = [mask(pair.want.shape) for pair in wrong]
        if None in [None if part is None else 0 for part in parts]:
            continue
        told = zip(wrong, parts, strict=True)
        told = [(same(pair.got[part], pair.want[part]), pair.want[part].any()) for pair, part in told]
        if all(right for right, _ in told) and sum(shows for _, shows in told) > 2:
            return sentence, None
    return None


def sized(wrong: Wrongs) -> Said | None:
    """The numbers of rows and columns are wrong, always in the same way."""
    shapes = [(pair.got.shape, pair.want.shape) for pair in wrong]
    axes = {(len(got), len(want)) for got, want in shapes}
    if len(axes) > 1 or any(got == want for got, want in shapes) or not shapes[0][1]:
        return None
    if len({want for _, want in shapes}) < SIZES:
        return None
    (got_axes, want_axes) = axes.pop()
    if got_axes != want_axes:
        if not got_axes:
            return "One number comes out, where an array is wanted.", None
        return f"The result has {count(got_axes, 'axis', 'axes')} in place of {want_axes}.", None
    if all(got == want[::-1] for got, want in shapes):
        return "Height and width of the result are swapped.", None
    names = ("map", "row", "column")[-want_axes:] if want_axes > 1 else ("number",)
    if want_axes > 3:
        return None
    more = [tuple(a - b for a, b in zip(got, want, strict=True)) for got, want in shapes]
    if len(set(more)) == 1:
        told = [off(n, name) for n, name in zip(more[0], names, strict=True) if n]
        return f"The result has {' and '.join(told)}.", None
    off_axes = {name for steps in more for n, name in zip(steps, names, strict=True) if n}
    if len(off_axes) == 1:
        what = off_axes.pop()
        return f"The result has the wrong {'length' if what == 'number' else f'number of {what}s'}.", None
    return None


def off(n: int, name: str) -> str:
    return f"{count(abs(n), name, name + 's')} too {'many' if n > 0 else 'few'}"


def count(n: int, one: str, many: str) -> str:
    return f"{n} {one if n == 1 else many}"

"""How much an answer changes when its input moves by one."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, Question
from grader.exercises.locality.corr2d import whole
from grader.reference import blur_pool, shift_sensitivity


def pairs(x):
    """Max-pool 2."""
    return np.max(np.reshape(x, (-1, 2)), axis=1)


def asked(f, x, name):
    return Question(lambda answer: answer(f, x), says=f"shift_sensitivity({name}, x)", shown={"x": x})


def places(x):
    """Not the same from everywhere: it weighs samples by where they are."""
    return np.asarray(x) * np.arange(len(x))


FUNCTIONS = {
    "max_pool": pairs,
    "blur_pool": blur_pool,
    "every_second": lambda x: np.asarray(x)[::2],
    "by_place": places,
    "np.max": np.max,
    "np.sum": np.sum,
    "first": lambda x: x[0],
}


def signals(rng):
    """In any order, for the number of the call must not tell the answer."""
    known = np.array([0.0, 0, 1, 1, 0, 0, 1, 1])
    some = [(name, whole(rng, 6)) for name in FUNCTIONS]
    some += [("max_pool", known), ("blur_pool", known), ("np.max", known)]
    some += [("every_second", np.array([0.0, 5, 0, 0, 0, 0])), ("by_place", np.array([1.0, 0, 0, 7]))]
    order = rng.permutation(len(some))
    return [
        asked(pairs, known, "max_pool"),
        *(asked(FUNCTIONS[some[i][0]], some[i][1], some[i][0]) for i in order),
    ]


def difference(f, x, moved, measure=lambda d: np.max(np.abs(d))):
    return float(measure(np.asarray(f(moved), float) - np.asarray(f(x), float)))


def rolled_output(f, x):
    """Equivariance, not invariance."""
    return float(np.max(np.abs(np.asarray(f(np.roll(x, 1)), float) - np.roll(np.asarray(f(x), float), 1))))


def pushed_out(x):
    return np.concatenate([[0], x[:-1]])


SHIFT_SENSITIVITY = Exercise(
    slug="pooling/shift_sensitivity",
    signature="shift_sensitivity(f, x)",
    reference=shift_sensitivity,
    parts=(Part(2, signals),),
    hints=(
        "`np.roll(x, 1)` moves every sample one step to the right; the last one comes back in front.",
        "f may return one number or many. `np.max(np.abs(…))` makes one number of either.",
    ),
    mistakes=(
        Mistake(
            "x moves to the left. On a function that looks at every second sample that is another question.",
            lambda f, x: difference(f, x, np.roll(x, -1)),
        ),
        Mistake(
            "What leaves at the right end is lost. On a ring it comes back in front: `np.roll`.",
            lambda f, x: difference(f, x, pushed_out(x)),
        ),
        Mistake(
            "The sign is not taken off: a drop by 3 is a change of 3.",
            lambda f, x: difference(f, x, np.roll(x, 1), np.max),
        ),
        Mistake(
            "That is the mean change. Asked is the largest.",
            lambda f, x: difference(f, x, np.roll(x, 1), lambda d: np.abs(d).mean()),
        ),
        Mistake(
            "That is the sum of all changes. Asked is the largest.",
            lambda f, x: difference(f, x, np.roll(x, 1), lambda d: np.abs(d).sum()),
        ),
        Mistake(
            "The output moves along in your comparison: that measures equivariance. "
            "Compare at the same place.",
            rolled_output,
        ),
        Mistake(
            "f is not used: compare what f makes of x, before and after the move.",
            lambda f, x: float(np.max(np.abs(np.roll(x, 1) - x))),
        ),
        Mistake(
            "x moves by two steps. Move it by one.",
            lambda f, x: difference(f, x, np.roll(x, 2)),
        ),
        Mistake(
            "That compares the largest answers only. Compare the answers place by place.",
            lambda f, x: float(abs(np.max(f(np.roll(x, 1))) - np.max(f(x)))),
        ),
        Mistake(
            "That is the square of the change, or its sum of squares. Take the largest absolute value.",
            lambda f, x: difference(f, x, np.roll(x, 1), lambda d: (d**2).sum()),
        ),
    ),
)

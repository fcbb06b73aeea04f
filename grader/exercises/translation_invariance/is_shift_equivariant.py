"""Does a shifted image give the shifted output? Asked about functions that do and that nearly do."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, Question
from grader.reference import corr2d, is_shift_equivariant

KERNEL = np.array([[1.0, 2, 0], [0, -1, 3], [1, 0, 1]])


def circular(X):
    return corr2d(np.pad(X, 1, mode="wrap"), KERNEL)


def by_fourier(X):
    """The same idea in another way, with rounding of its own."""
    taps = np.zeros(X.shape)
    taps[:2, :2] = [[0.1, 0.7], [1.3, 0.3]]
    return np.fft.ifft2(np.fft.fft2(X) * np.fft.fft2(taps)).real


def squares(X):
    return np.asarray(X) ** 2


def without_its_mean(X):
    return X - np.mean(X)


def zero_padded(X):
    return corr2d(np.pad(X, 1), KERNEL)


def every_second(X):
    return np.asarray(X)[::2, ::2]


def global_mean(X):
    return np.mean(X)


def brighter_downwards(X):
    return X * (1 + np.arange(len(X)))[:, None]


def brighter_to_the_right(X):
    return X + np.arange(np.shape(X)[1])


def chequered(X):
    return X * (np.indices(np.shape(X)).sum(axis=0) % 2)


def turned(X):
    return np.asarray(X)[::-1, ::-1]


def upside_down(X):
    return np.asarray(X)[::-1]


def mirrored(X):
    return np.asarray(X)[:, ::-1]


def transposed(X):
    return np.transpose(X)


def all_black(X):
    return np.zeros(np.shape(X))


def striped_downwards(X):
    return X * (np.indices(np.shape(X))[0] % 2)


def striped_to_the_right(X):
    return X * (np.indices(np.shape(X))[1] % 2)


def hardly_brighter_downwards(X):
    return X * (1 + np.arange(len(X)) / 1000)[:, None]


def dark_last_row(X):
    return X * (np.arange(len(X)) < len(X) - 1)[:, None]


def dark_last_column(X):
    return X * (np.arange(np.shape(X)[1]) < np.shape(X)[1] - 1)


def about(f, shape, rng):
    """The generator is handed over as a seed: a number crosses any wall."""
    seed = int(rng.integers(10**6))
    return Question(
        lambda answer: answer(f, shape, seed), says=f"is_shift_equivariant({f.__name__}, {shape}, {seed})"
    )


def dealt(functions, shape, rng):
    """Each of them, some again, in any order: neither a counter nor a count of the true ones gets through."""
    again = rng.integers(len(functions), size=rng.integers(2, 7))
    order = rng.permutation([*range(len(functions)), *again])
    return [about(functions[n], shape, rng) for n in order]


def plain_cases(rng):
    functions = (
        squares,
        circular,
        all_black,
        brighter_downwards,
        brighter_to_the_right,
        turned,
        upside_down,
        mirrored,
        transposed,
        global_mean,
    )
    return [*dealt(functions, (4, 6), rng), about(transposed, (5, 5), rng)]


def close_calls(rng):
    functions = (
        zero_padded,
        every_second,
        chequered,
        striped_downwards,
        striped_to_the_right,
        hardly_brighter_downwards,
        dark_last_row,
        dark_last_column,
        by_fourier,
        without_its_mean,
    )
    return dealt(functions, (6, 8), rng)


def tried(f, shape, rng, image=None, shifts=((1, 0), (0, 1)), same=np.allclose, moved=True):
    """The right test with one thing to get wrong."""
    X = np.random.default_rng(rng).normal(size=shape) if image is None else image(shape)
    for shift in shifts:
        got, want = np.asarray(f(np.roll(X, shift, (0, 1)))), np.asarray(f(X))
        if moved and want.shape != tuple(shape):
            return False
        if not same(got, np.roll(want, shift, (0, 1)) if moved else want):
            return False
    return True


def rolled_flat(f, shape, rng):
    X = np.random.default_rng(rng).normal(size=shape)
    got, want = np.asarray(f(np.roll(X, 1))), np.asarray(f(X))
    return want.shape == tuple(shape) and np.allclose(got, np.roll(want, 1))


def dot(shape):
    X = np.zeros(shape)
    X[shape[0] // 2 - 1, shape[1] // 2 - 1] = 1
    return X


IS_SHIFT_EQUIVARIANT = Exercise(
    slug="translation-invariance/is_shift_equivariant",
    signature="is_shift_equivariant(f, shape, rng=None)",
    reference=is_shift_equivariant,
    parts=(Part(2, plain_cases), Part(2, close_calls)),
    hints=(
        "`np.roll(X, 1, axis=0)` moves an image down by one, and what falls out comes in at the top.",
        "Compare two arrays: f of the moved image, and the moved f of the image. Up to rounding.",
        "One direction is not enough, and neither is a shift by two. Which image would hide a difference?",
    ),
    mistakes=(
        Mistake(
            "That asks for invariance: f(shifted X) = f(X). Equivariance shifts the output too.",
            lambda f, shape, rng=None: tried(f, shape, rng, moved=False),
        ),
        Mistake(
            "A gain that grows downwards slips through: try shifts down as well as to the right.",
            lambda f, shape, rng=None: tried(f, shape, rng, shifts=[(0, 1)]),
        ),
        Mistake(
            "Brightness that grows to the right slips through: try shifts to the right as well as down.",
            lambda f, shape, rng=None: tried(f, shape, rng, shifts=[(1, 0)]),
        ),
        Mistake(
            "A chequered pattern slips through: try shifts by one along one axis. "
            "It repeats along diagonals and every two pixels.",
            lambda f, shape, rng=None: tried(f, shape, rng, shifts=[(2, 0), (0, 2)]),
        ),
        Mistake(
            "Equal up to the last digit is too much to ask: computers round. Compare with `np.allclose`.",
            lambda f, shape, rng=None: tried(f, shape, rng, same=np.array_equal),
        ),
        Mistake(
            "Zero padding slips through: compare the border too, and try an image that is nowhere 0.",
            lambda f, shape, rng=None: tried(f, shape, rng, image=dot),
        ),
        Mistake(
            "Every function that keeps the shape slips through: compare the numbers as well.",
            lambda f, shape, rng=None: np.shape(f(np.zeros(shape))) == tuple(shape),
        ),
        Mistake(
            "`np.roll(X, 1)` without an axis takes the image for one long row: what leaves on the right "
            "comes in one row further down. Name the axis.",
            lambda f, shape, rng=None: rolled_flat(f, shape, rng),
        ),
        Mistake("That says True to every function.", lambda f, shape, rng=None: True),
        Mistake("That says False to every function.", lambda f, shape, rng=None: False),
    ),
)

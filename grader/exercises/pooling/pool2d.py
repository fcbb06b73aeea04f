"""The largest pixel of each window, or the mean; the border never wins and never counts."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import out_size, pool2d


def largest(rng):
    """Steps longer and shorter than the window; pixels below 0, next to a border."""
    return [
        call(np.array([[4.0]]), 1),
        call(np.array([[3.0, -5]]), 1),
        call(np.arange(9.0).reshape(3, 3), 2, 1),
        call(whole(rng, 4, 6), 2),
        call(whole(rng, 5, 3), 2),
        call(whole(rng, 7, 5), 3, 2),
        call(whole(rng, 5, 7), 2, 3),
        call(-np.abs(whole(rng, 3, 4)), 2, 1),
        call(-np.abs(whole(rng, 3, 4)), 2, 2, 1),
        call(-np.abs(whole(rng, 4, 3)), 3, 1, 1),
        call(rng.normal(size=(5, 6)), 3, p=1),
    ]


def means(rng):
    return [
        call(np.array([[1.0, 2], [3, 5]]), 2, mode="mean"),
        call(rng.integers(0, 9, size=(4, 5)), 2, 1, mode="mean"),
        call(np.full((2, 2), -1.0), 3, 1, 1, "mean"),
        call(whole(rng, 3, 4), 2, 2, 1, "mean"),
        call(whole(rng, 6, 4), 3, s=2, p=1, mode="mean"),
    ]


def impossible(rng):
    """A window that holds no pixel has no largest one."""
    X = whole(rng, 4, 5)
    return [
        call(whole(rng, 2, 5), 3),
        call(whole(rng, 5, 2), 3, 1),
        call(X, 2, p=2),
        call(X, 3, 1, 2, "mean"),
        call(X, 1, p=1),
        call(X, 2, p=-1),
        call(X, 2, 0),
        call(X, 2, mode="median"),
    ]


def pool(best=np.max, mean=None, pad=-np.inf, pad_mean=np.nan, step=None):
    """A pool with one thing to get wrong: how a window is combined, what stands in the border, the step."""

    def answer(X, k, s=None, p=0, mode="max"):
        pool2d(X, k, s, p, mode)  # refuses
        s = k if s is None else s
        s = step(k, s) if step else s
        combine, border = (best, pad) if mode == "max" else (mean or np.nanmean, pad_mean)
        Z = np.pad(np.asarray(X, float), p, constant_values=border)
        Y = np.zeros([out_size(n, k, p, s) for n in np.shape(X)])
        for i, j in np.ndindex(Y.shape):
            Y[i, j] = combine(Z[i * s : i * s + k, j * s : j * s + k])
        return Y

    return answer


def one_by_default(X, k, s=None, p=0, mode="max"):
    return pool2d(X, k, 1 if s is None else s, p, mode)


def empty_windows_accepted(X, k, s=None, p=0, mode="max"):
    s = k if s is None else s
    if mode not in ("max", "mean"):
        raise ValueError("no such mode")
    rows, columns = (out_size(n, k, p, s) for n in np.shape(X))
    Z = np.pad(np.asarray(X, float), p, constant_values=np.nan)
    Y = np.zeros((rows, columns))
    for i, j in np.ndindex(Y.shape):
        window = Z[i * s : i * s + k, j * s : j * s + k]
        real = window[~np.isnan(window)]
        Y[i, j] = (real.max() if mode == "max" else real.mean()) if len(real) else 0
    return Y


def rounded_up(X, k, s=None, p=0, mode="max"):
    """The last window hangs over the end."""
    pool2d(X, k, s, p, mode)
    s = k if s is None else s
    Z = np.pad(np.asarray(X, float), p, constant_values=np.nan)
    Y = np.zeros([out_size(n, k, p, s, mode="ceil") for n in np.shape(X)])
    for i, j in np.ndindex(Y.shape):
        Y[i, j] = (np.nanmax if mode == "max" else np.nanmean)(Z[i * s : i * s + k, j * s : j * s + k])
    return Y


POOL2D = Exercise(
    slug="pooling/pool2d",
    signature='pool2d(X, k, s=None, p=0, mode="max")',
    reference=pool2d,
    parts=(Part(2, largest), Part(1, means), Part(1, impossible)),
    hints=(
        "It is the sliding window again, in steps of s. Only what you do with a window is new.",
        "Which number can you put into the border that is never the largest, whatever the pixels are?",
        "For the mean, add up the real pixels of a window and divide by how many these are.",
    ),
    mistakes=(
        Mistake(
            "The border holds 0, and 0 wins against pixels below it. Fill it with −∞.",
            pool(pad=0.0),
        ),
        Mistake(
            "The border holds 0 in both modes: it wins against pixels below it, and it counts in your mean.",
            pool(pad=0.0, mean=np.mean, pad_mean=0.0),
        ),
        Mistake(
            "Your stride is 1 unless it is given. Here it is k: windows lie side by side.",
            one_by_default,
        ),
        Mistake(
            "That is the smallest pixel of each window.",
            pool(best=np.min, pad=np.inf),
        ),
        Mistake(
            "That is the pixel with the largest absolute value. Signs count: −5 is less than 3.",
            pool(best=lambda window: np.abs(window[np.isfinite(window)]).max()),
        ),
        Mistake(
            "That is the mean of each window. Unless asked otherwise, take the largest pixel.",
            pool(best=np.nanmean, pad=np.nan),
        ),
        Mistake(
            "That is the sum of each window. Take its largest pixel.",
            pool(best=np.nansum, pad=np.nan),
        ),
        Mistake(
            "Only the first pixel of each window is kept. Which one is the largest?",
            pool(best=lambda window: window[0, 0], pad=0.0),
        ),
        Mistake(
            "The windows lie side by side, whatever s is. Move them by s pixels.",
            lambda X, k, s=None, p=0, mode="max": pool(step=lambda k, s: k)(X, k, s, p, mode),
        ),
        Mistake(
            "The last window hangs over the end. Windows that do not fit whole are dropped.",
            rounded_up,
        ),
        Mistake(
            "The zeros of the border count in your mean: divide by the number of real pixels.",
            pool(mean=np.mean, pad_mean=0.0),
        ),
        Mistake(
            'In mode "mean" that is still the largest pixel.',
            pool(mean=np.nanmax),
        ),
        Mistake(
            'In mode "mean" that is the sum: divide it by the number of pixels.',
            pool(mean=np.nansum),
        ),
        Mistake(
            "With a border wider than half the window some windows hold no pixel at all: refuse p > k // 2.",
            empty_windows_accepted,
        ),
    ),
)

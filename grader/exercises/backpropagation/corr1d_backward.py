"""Backwards through a sliding window in one dimension."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, Question, Wrong, array, call
from grader.exercises.locality.corr2d import whole
from grader.reference import corr1d_backward

LAW = "⟨x ⋆ w, δ⟩, ⟨x, dx⟩ and ⟨w, dw⟩ should be the same number."


def short_and_long(rng):
    """As many outputs as weights, fewer and more; powers of ten in δ tell who met whom."""
    return [
        call(np.array([2.0]), np.array([3.0]), np.array([5.0])),
        call(np.array([1.0, 2, 3]), np.array([10.0, 1]), np.array([1.0, 5])),
        call(np.arange(1.0, 6), np.array([1.0, 2, 4]), np.array([1.0, 10, 100])),
        call(whole(rng, 6), whole(rng, 4), whole(rng, 3)),
        call(whole(rng, 7), whole(rng, 2), whole(rng, 6)),
        call(whole(rng, 4), whole(rng, 4), whole(rng, 1)),
        call(whole(rng, 4), whole(rng, 1), whole(rng, 4)),
        call(rng.integers(1, 9, 5), whole(rng, 3) / 2, whole(rng, 3) / 4),
    ]


def adjoint(rng, n, k):
    """The three dot products of one random case, as they belong together."""
    x, w, delta = rng.normal(size=n), rng.normal(size=k), rng.normal(size=n - k + 1)

    def ask(f):
        got = f(x, w, delta)
        if not isinstance(got, tuple | list) or len(got) != 2:
            raise Wrong("should return dx and dw")
        dx, dw = array(got[0], (n,)), array(got[1], (k,))
        return np.array([np.correlate(x, w, "valid") @ delta, x @ dx, w @ dw])

    return Question(ask, says="[⟨x ⋆ w, δ⟩, ⟨x, dx⟩, ⟨w, dw⟩]", law=LAW)


def long_ones(rng):
    """What no hand computes, by the law of adjoints."""
    return [adjoint(rng, n, k) for n, k in ((20, 5), (60, 33))]


def impossible(rng):
    return [
        call(whole(rng, 5), whole(rng, 3), whole(rng, 2)),
        call(whole(rng, 5), whole(rng, 3), whole(rng, 4)),
        call(whole(rng, 5), whole(rng, 3), whole(rng, 5)),
        call(whole(rng, 3), whole(rng, 5), whole(rng, 1)),
    ]


def off(dx=lambda right, x, w, delta: right, dw=lambda right, x, w, delta: right):
    """The reference with one thing to get wrong."""

    def answer(x, w, delta):
        right = corr1d_backward(x, w, delta)  # refuses
        return dx(right[0], x, w, delta), dw(right[1], x, w, delta)

    return answer


def overwritten(right, x, w, delta):
    dx = np.zeros(len(x))
    for i, one in enumerate(delta):
        dx[i : i + len(w)] = one * w
    return dx


def one_path(right, x, w, delta):
    dx = np.zeros(len(x))
    dx[: len(delta)] = delta * w[0]
    return dx


def accepts_all(x, w, delta):
    """Whatever NumPy makes of it."""
    if len(w) > len(x):
        raise ValueError("does not fit")
    return np.convolve(delta, w), np.correlate(x, delta, "valid")


CORR1D_BACKWARD = Exercise(
    slug="backpropagation/corr1d_backward",
    signature="corr1d_backward(x, w, delta)",
    reference=corr1d_backward,
    parts=(Part(2, short_and_long), Part(1, long_ones), Part(1, impossible)),
    returns=("dx", "dw"),
    hints=(
        "Take one output i. It is a sum of products w[a]·x[i + a]. How fast does it grow with x[i + a]?",
        "Begin with zeros. Each output adds its share to the inputs and to the weights that made it.",
        "With loops: `dx[i + a] += delta[i] * w[a]` is one of the two lines. What is the other?",
    ),
    mistakes=(
        Mistake(
            "dx is right, but dw is in reverse order, as if x and delta had changed places: "
            "what slides over what?",
            off(dw=lambda right, *_: right[::-1]),
        ),
        Mistake(
            "dx is that of a kernel laid on the wrong way round: "
            "an input that was the last one of an output met the last weight there.",
            off(dx=lambda right, x, w, delta: np.convolve(delta, w[::-1])),
        ),
        Mistake(
            "dx and dw are both in reverse order.",
            off(dx=lambda right, *_: right[::-1], dw=lambda right, *_: right[::-1]),
        ),
        Mistake(
            "dx is in reverse order: its first number belongs to the last input.",
            off(dx=lambda right, *_: right[::-1]),
        ),
        Mistake(
            "In dw, delta is turned round before it slides. Nothing is turned there.",
            off(dw=lambda right, x, w, delta: np.correlate(x, delta[::-1], "valid")),
        ),
        Mistake(
            "In dx each output overwrites what the one before it left. Windows overlap: add the shares up.",
            off(dx=overwritten),
        ),
        Mistake(
            "In dw only the last output is left. Add the shares of all of them up.",
            off(dw=lambda right, x, w, delta: delta[-1] * x[len(delta) - 1 :]),
        ),
        Mistake(
            "In dx each input has one path only, the one through the first weight. "
            "It takes part in several outputs.",
            off(dx=one_path),
        ),
        Mistake(
            "In dx the deltas arrive as they are. "
            "On its way each is multiplied by the weight that it goes through.",
            off(dx=lambda right, x, w, delta: np.convolve(delta, np.ones(len(w)))),
        ),
        Mistake(
            "dw is the same whatever delta is. An output whose delta is 0 has no share in it.",
            off(dw=lambda right, x, w, delta: np.correlate(x, np.ones(len(delta)), "valid")),
        ),
        Mistake(
            "dw is a mean over the outputs. Add the shares up: one weight moves all outputs at once.",
            off(dw=lambda right, x, w, delta: right / len(delta)),
        ),
        Mistake(
            "dx and dw are twice as large as they should be. The 2 of a squared error is in delta already.",
            off(dx=lambda right, *_: 2 * right, dw=lambda right, *_: 2 * right),
        ),
        Mistake(
            "dx lacks the inputs at both ends. They take part in fewer outputs, but in some.",
            off(dx=lambda right, x, w, delta: np.convolve(delta, w, "valid")),
        ),
        Mistake(
            "dx is cut off: it must be as long as x.",
            off(dx=lambda right, x, w, delta: np.convolve(delta, w, "same")),
        ),
        Mistake(
            "A delta that is longer or shorter than the output slips through. Compare the lengths first.",
            accepts_all,
        ),
    ),
)

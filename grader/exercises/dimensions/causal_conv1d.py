"""A layer that does not know the future."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import causal_conv1d


def next_to_each_other(rng):
    return [
        call(np.array([2.0]), np.array([3.0])),
        call(np.array([1.0, 2, 3, 4]), np.array([10.0, 1])),
        call(whole(rng, 5), whole(rng, 3)),
        call(whole(rng, 2), whole(rng, 4)),
        call(whole(rng, 7), whole(rng, 2), 1),
        call(rng.integers(0, 9, size=6), whole(rng, 3) / 2),
    ]


def spread_out(rng):
    d = int(rng.integers(3, 6))
    return [
        call(np.array([1.0, 2, 3, 4]), np.array([10.0, 1]), 2),
        call(whole(rng, 6), whole(rng, 3), 2),
        call(whole(rng, 3), whole(rng, 2), 5),
        call(whole(rng, 12), whole(rng, 3), dilation=d),
    ]


def the_future(rng):
    """The same past, another future: what came out before must not change. And what must be refused."""
    x = whole(rng, 8)
    other = np.concatenate([x[:5], whole(rng, 3)])
    w = whole(rng, 3)
    return [call(x, w, 2), call(other, w, 2), call(x, w, 0), call(x, w, -1), call(x, np.zeros(0))]


def looks(x, w, dilation=1, back=lambda a, k, d: a * d, before=lambda x: 0.0):
    """y(t) = Σ w[a] x[t − back], with one thing to get wrong: "
    "how far back, or what stands beyond the ends."""
    causal_conv1d(x, w, dilation)  # refuses
    n, k = len(x), len(w)
    y = np.zeros(n)
    for t in range(n):
        for a in range(k):
            place = t - back(a, k, dilation)
            y[t] += w[a] * (x[place] if 0 <= place < n else before(x))
    return y


def centred(x, w, dilation=1):
    half = (len(w) - 1) // 2 if len(w) > 2 else len(w) // 2
    return looks(x, w, dilation, lambda a, k, d: (a - half) * d)


def too_long(x, w, dilation=1):
    causal_conv1d(x, w, dilation)
    return causal_conv1d(np.append(x, np.zeros((len(w) - 1) * dilation)), w, dilation)


def wrapped(x, w, dilation=1):
    causal_conv1d(x, w, dilation)
    return sum(w[a] * np.roll(np.asarray(x, float), a * dilation) for a in range(len(w)))


def only_whole_windows(x, w, dilation=1):
    return causal_conv1d(x, w, dilation)[(len(w) - 1) * dilation :]


CAUSAL_CONV1D = Exercise(
    slug="dimensions/causal_conv1d",
    signature="causal_conv1d(x, w, dilation=1)",
    reference=causal_conv1d,
    parts=(Part(1, next_to_each_other), Part(1, spread_out), Part(1, the_future)),
    hints=(
        "Write out y(0), y(1) and y(2) for two weights. What was there before x(0)?",
        "Put (k − 1)·d zeros in front of x, and none behind it.",
        "Or add up shifted copies: w[a] times x, a·d samples later.",
    ),
    mistakes=(
        Mistake(
            "That looks into the future: x(t + a) is not known at time t. Look back: x(t − a).",
            lambda x, w, dilation=1: looks(x, w, dilation, lambda a, k, d: -a * d),
        ),
        Mistake(
            "The weights are in reverse order: w[0] weighs the present, the last one the oldest sample.",
            lambda x, w, dilation=1: causal_conv1d(x, np.asarray(w)[::-1], dilation),
        ),
        Mistake(
            "The window is centred, as in an image: half of it lies in the future.",
            centred,
        ),
        Mistake(
            "The dilation is not used: the samples that you look at are dilation steps apart.",
            lambda x, w, dilation=1: causal_conv1d(x, w) + 0 * causal_conv1d(x, w, dilation),
        ),
        Mistake(
            "One step too far apart: dilation 1 means neighbours, with no gap between them.",
            lambda x, w, dilation=1: looks(x, w, dilation, lambda a, k, d: a * (d + 1)),
        ),
        Mistake(
            "The end of x comes back in front of its beginning. Before x(0) there was nothing: zeros.",
            wrapped,
        ),
        Mistake(
            "Before x(0) you repeat it. There was nothing: zeros.",
            lambda x, w, dilation=1: looks(x, w, dilation, before=lambda x: x[0]),
        ),
        Mistake(
            "The first outputs are missing: y is as long as x, with zeros in front of x.",
            only_whole_windows,
        ),
        Mistake(
            "One sample too late: the present counts too, with weight w[0].",
            lambda x, w, dilation=1: looks(x, w, dilation, lambda a, k, d: a * d + 1),
        ),
        Mistake(
            "The echoes are too long: y ends when x does.",
            too_long,
        ),
    ),
)

"""All channels, all filters, and the bias."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import corr2d, corr2d_multi


def whole(rng, *shape):
    """Small whole numbers, none of them 0."""
    return rng.integers(1, 9, size=shape) * rng.choice([-1.0, 1.0], size=shape)


def layer(rng, C, H, W, D, h, w):
    return call(whole(rng, C, H, W), whole(rng, D, C, h, w), whole(rng, D))


def layers(rng):
    return [
        layer(rng, 1, 2, 2, 1, 1, 1),
        layer(rng, 2, 2, 3, 1, 2, 2),
        layer(rng, 2, 3, 2, 2, 2, 1),
        layer(rng, 3, 3, 3, 2, 2, 2),
        layer(rng, 3, 3, 4, 2, 2, 3),
        layer(rng, 2, 4, 3, 3, 3, 2),
        layer(rng, 1, 2, 5, 2, 1, 5),
        layer(rng, 1, 5, 2, 2, 4, 1),
        layer(rng, 1, 5, 2, 1, 5, 1),
        layer(rng, 2, 2, 4, 1, 1, 3),
        call(rng.integers(1, 9, (2, 3, 4)), whole(rng, 2, 2, 2, 2) / 2, whole(rng, 2) / 4),
        call(-rng.integers(1, 9, (2, 3, 3)), np.zeros((1, 2, 2, 2)), whole(rng, 1)),
    ]


def not_layers(rng):
    """A kernel with one slice would be stretched over all channels, one bias over all maps."""
    return [
        call(whole(rng, 2, 3, 3), whole(rng, 1, 3, 2, 2), whole(rng, 1)),
        call(whole(rng, 3, 3, 3), whole(rng, 2, 1, 2, 2), whole(rng, 2)),
        call(whole(rng, 2, 3, 3), whole(rng, 3, 2, 2, 2), whole(rng, 1)),
        call(whole(rng, 2, 3, 3), whole(rng, 2, 3, 2, 2), whole(rng, 2)),
        call(whole(rng, 2, 3, 3), whole(rng, 2, 2, 2, 2), whole(rng, 3)),
        call(whole(rng, 2, 2, 3), whole(rng, 1, 2, 3, 2), whole(rng, 1)),
        call(whole(rng, 2, 3, 2), whole(rng, 1, 2, 2, 3), whole(rng, 1)),
        call(whole(rng, 2, 2, 3), whole(rng, 1, 2, 3, 3), whole(rng, 1)),
    ]


def maps(X, K, slice_of=lambda K, d, c: K[d, c], add=sum):
    """The map of each filter, without its bias, with one thing to get wrong."""
    return np.stack([add([corr2d(x, slice_of(K, d, c)) for c, x in enumerate(X)]) for d in range(len(K))])


def biased(Y, b):
    return Y + b[:, None, None]


CORR2D_MULTI = Exercise(
    slug="channels/corr2d_multi",
    signature="corr2d_multi(X, K, b)",
    reference=corr2d_multi,
    parts=(Part(3, layers), Part(1, not_layers)),
    hints=(
        "Begin with one filter: slide each of its slices over its own channel. What happens to the results?",
        "The bias belongs to the output map: it is added once, after the channels have been added up.",
        "NumPy stretches an axis of length 1 without asking. Compare the shapes before you compute.",
    ),
    mistakes=(
        Mistake(
            "The maps hold whole numbers only, so the fractions are cut off: they take their type from X.",
            lambda X, K, b: biased(maps(X, K), b).astype(X.dtype),
        ),
        Mistake(
            "The maps of the channels are kept apart. One filter makes one map: add them up.",
            lambda X, K, b: maps(X, K, add=np.stack) + b[:, None, None, None],
        ),
        Mistake(
            "Only the first channel is used. A filter has a slice for each: add the maps of all channels up.",
            lambda X, K, b: biased(maps(X, K, add=lambda each: each[0]), b),
        ),
        Mistake(
            "Only the last channel is left: each one overwrites the one before. Add them up with `+=`.",
            lambda X, K, b: biased(maps(X, K, add=lambda each: each[-1]), b),
        ),
        Mistake(
            "The biases are missing: add b[d] to map d.",
            lambda X, K, b: maps(X, K),
        ),
        Mistake(
            "The bias is added once for each input channel. It belongs to the output map: add it once.",
            lambda X, K, b: biased(maps(X, K), len(X) * b),
        ),
        Mistake(
            "One bias is added to all maps: map d has b[d].",
            lambda X, K, b: maps(X, K) + b[0],
        ),
        Mistake(
            "That is the mean over the channels. Add them up and leave it at that.",
            lambda X, K, b: biased(maps(X, K) / len(X), b),
        ),
        Mistake(
            "The kernels are turned by 180°: that is a true convolution. Here they are laid on as they are.",
            lambda X, K, b: biased(maps(X, K[:, :, ::-1, ::-1]), b),
        ),
        Mistake(
            "The first slice of a filter is used for all channels. Each channel has its own: K[d, c].",
            lambda X, K, b: biased(maps(X, K, slice_of=lambda K, d, c: K[d, 0]), b),
        ),
        Mistake(
            "The slices meet the channels in reverse order.",
            lambda X, K, b: biased(maps(X, K, slice_of=lambda K, d, c: K[d, -1 - c]), b),
        ),
        Mistake(
            "Only the first filter is used. Each filter makes a map of its own.",
            lambda X, K, b: biased(maps(X, K[:1]), b[:1]),
        ),
        Mistake(
            "The maps are the last axis of your answer. Here they come first: (D, H − h + 1, W − w + 1).",
            lambda X, K, b: biased(maps(X, K), b).transpose(1, 2, 0),
        ),
    ),
)

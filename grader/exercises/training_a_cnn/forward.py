"""The scores of the book's small network, in NumPy."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import corr2d_multi, forward
from grader.reference.network import halved


def network(rng, maps, more, classes, h, w, spread=0.5):
    """Random weights, biases too: nothing about them is 0, and no kernel is symmetric."""
    shapes = {
        "K1": (maps, 1, 3, 3),
        "b1": (maps,),
        "K2": (more, maps, 3, 3),
        "b2": (more,),
        "W": (classes, more * (h // 4) * (w // 4)),
        "b": (classes,),
    }
    return {name: spread * rng.normal(size=shape) for name, shape in shapes.items()}


def asked(rng, count, maps, more, classes, h, w):
    return call(network(rng, maps, more, classes, h, w), rng.normal(size=(count, 1, h, w)))


def small(rng):
    """The first one by hand: kernels that copy the middle, one map, one number left."""
    K = np.zeros((1, 1, 3, 3))
    K[0, 0, 1, 1] = 1
    plain = {"K1": K, "b1": np.zeros(1), "K2": K, "b2": np.zeros(1), "W": np.array([[1.0], [2]]),
             "b": np.array([0.0, 10])}  # fmt: skip
    x = np.arange(16.0).reshape(1, 1, 4, 4) - 8
    more = [(1, 1, 1, 2, 4, 4), (1, 2, 3, 2, 4, 8), (2, 2, 3, 4, 8, 4)]
    return [call(plain, x), *(asked(rng, *sizes) for sizes in more)]


def the_books(rng):
    """6 and 12 maps, 8 × 8 pixels, ten classes; and sides that do not divide by 4."""
    return [asked(rng, 3, 6, 12, 10, 8, 8), asked(rng, 2, 2, 2, 3, 9, 6), asked(rng, 1, 3, 2, 5, 7, 13)]


def relu(x):
    return np.maximum(0, x)


def turned(K):
    return K[:, :, ::-1, ::-1]


def layers(kernel=lambda K: K, ring="constant", after=lambda x, b: relu(x + b[:, None, None]), pool=halved,
           flat=lambda x: x.reshape(len(x), -1), bias=lambda b: b, end=lambda scores: scores):  # fmt: skip
    """The forward pass with one thing to get wrong."""

    def answer(params, x):
        for name in "12":
            K, b = params["K" + name], params["b" + name]
            ringed = np.pad(x, [(0, 0), (0, 0), (1, 1), (1, 1)], ring)
            sums = [corr2d_multi(X, kernel(K), np.zeros(len(b))) for X in ringed]
            x = pool(np.stack([after(one, b) for one in sums]))
        return end(flat(x) @ params["W"].T + bias(params["b"]))

    return answer


def means(x):
    N, C, H, W = x.shape
    return x[:, :, : H // 2 * 2, : W // 2 * 2].reshape(N, C, H // 2, 2, W // 2, 2).mean(axis=(3, 5))


def every_second(x):
    H, W = x.shape[2:]
    return x[:, :, : H // 2 * 2 : 2, : W // 2 * 2 : 2]


def softmax(scores):
    e = np.exp(scores - scores.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def first_channel(K):
    """Of the maps that come in only the first is used."""
    K = np.array(K)
    K[:, 1:] = 0
    return K


FORWARD = Exercise(
    slug="training-a-cnn/forward",
    signature="forward(params, x)",
    reference=forward,
    parts=(Part(2, small), Part(2, the_books)),
    hints=(
        "One function for half of the network: a ring of zeros, the kernels, the bias of each map, ReLU, the "
        "largest of 2 × 2. Call it twice.",
        "An output map is the sum over all maps that come in, each under its own kernel, plus one bias.",
        "`x[:, :, : H // 2 * 2, : W // 2 * 2].reshape(N, C, H // 2, 2, W // 2, 2)` puts each 2 × 2 on axes 3 "
        "and 5.",
        "NumPy's `reshape(N, -1)` flattens map by map, row by row, as it is asked here.",
    ),
    mistakes=(
        Mistake(
            "The kernels are turned by 180°: networks slide them as they are.",
            layers(kernel=turned),
        ),
        Mistake(
            "The ReLU is missing: what is negative becomes 0 after each convolution.",
            layers(after=lambda x, b: x + b[:, None, None]),
        ),
        Mistake(
            "The bias comes after the ReLU in your answer. Add it before.",
            layers(after=lambda x, b: relu(x) + b[:, None, None]),
        ),
        Mistake(
            "The biases of the convolutions are missing.",
            layers(after=lambda x, b: relu(x)),
        ),
        Mistake(
            "The bias of the dense layer is missing.",
            layers(bias=lambda b: 0),
        ),
        Mistake(
            "You pool by the mean. Take the largest of each 2 × 2.",
            layers(pool=means),
        ),
        Mistake(
            "You keep the first number of each 2 × 2. Take the largest.",
            layers(pool=every_second),
        ),
        Mistake(
            "The maps are flattened pixel by pixel, all maps of one pixel together. Flatten map by map.",
            layers(flat=lambda x: x.transpose(0, 2, 3, 1).reshape(len(x), -1)),
        ),
        Mistake(
            "Each map is flattened column by column. Flatten it row by row.",
            layers(flat=lambda x: x.transpose(0, 1, 3, 2).reshape(len(x), -1)),
        ),
        Mistake(
            "A softmax comes last in your answer. Return the scores as they are.",
            layers(end=softmax),
        ),
        Mistake(
            "There is a ReLU on the scores: a score may be negative.",
            layers(end=relu),
        ),
        Mistake(
            "That is the class with the highest score. Return all scores.",
            layers(end=lambda scores: scores.argmax(axis=1)),
        ),
        Mistake(
            "The ring around the images repeats their border. It is made of zeros.",
            layers(ring="edge"),
        ),
        Mistake(
            "The second convolution sees one map only: add up over all maps that come in.",
            layers(kernel=first_channel),
        ),
        Mistake(
            "The kernels are transposed: rows of a kernel lie along rows of the image.",
            layers(kernel=lambda K: np.swapaxes(K, 2, 3)),
        ),
        Mistake(
            "That is the first image alone: one row of scores for each image.",
            layers(end=lambda scores: scores[0]),
        ),
    ),
)

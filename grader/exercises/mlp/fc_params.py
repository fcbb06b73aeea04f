"""Count the numbers of a fully connected layer."""

from math import prod

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import fc_params


def weights(rng):
    H, W, C, n = (int(n) for n in rng.integers(2, 9, size=4))
    return [
        call((10,), 3, bias=False),
        call((28, 28), 100, bias=False),
        call((H, W, C), n, bias=False),
        call((1000, 1000), 1000, bias=False),
        call((C, 1, H, n), W, bias=False),
        call((1024, 1024, 3), 1000, bias=False),  # more than fits into 32 bits
    ]


def biases(rng):
    H, W, C, n = (int(n) for n in rng.integers(2, 9, size=4))
    return [
        call((10,), 3, True),
        call((10,), 3),
        call((28, 28), 100),
        call((28, 28, 1), 100, True),
        call((H, W, C), n),
        call((1024, 1024, 3), 1000),
    ]


FC_PARAMS = Exercise(
    slug="mlp/fc_params",
    signature="fc_params(in_shape, hidden, bias=True)",
    reference=fc_params,
    parts=(Part(1, weights), Part(1, biases)),
    hints=(
        "How many numbers are there in an image of shape (28, 28)? And of shape (28, 28, 3)?",
        "Every hidden unit has a weight for each number of the input, and one bias.",
    ),
    mistakes=(
        Mistake(
            "Your `bias` is False by default. Here a layer has biases unless it is told otherwise.",
            lambda in_shape, hidden, bias=False: prod(in_shape) * hidden + bias * hidden,
        ),
        Mistake(
            "The sides of the image are added. An image of 28 × 28 has 28 · 28 pixels: multiply.",
            lambda in_shape, hidden, bias=True: sum(in_shape) * hidden + bias * hidden,
        ),
        Mistake(
            "Only the first axis counts in your answer. The layer sees every number of the input.",
            lambda in_shape, hidden, bias=True: in_shape[0] * hidden + bias * hidden,
        ),
        Mistake(
            "Only the last axis counts in your answer, as in torch.nn.Linear, which does not flatten. "
            "Here every unit sees the whole input.",
            lambda in_shape, hidden, bias=True: in_shape[-1] * hidden + bias * hidden,
        ),
        Mistake(
            "That stops after two axes. An input may have any number of them: use `math.prod`.",
            lambda in_shape, hidden, bias=True: prod(in_shape[:2]) * hidden + bias * hidden,
        ),
        Mistake(
            "The biases are missing: with bias=True each hidden unit has one more number to learn.",
            lambda in_shape, hidden, bias=True: prod(in_shape) * hidden,
        ),
        Mistake(
            "With bias=False there are no biases to count.",
            lambda in_shape, hidden, bias=True: prod(in_shape) * hidden + hidden,
        ),
        Mistake(
            "There is one bias for each hidden unit, not one for the layer.",
            lambda in_shape, hidden, bias=True: prod(in_shape) * hidden + bias,
        ),
        Mistake(
            "The biases belong to the hidden units, not to the inputs.",
            lambda in_shape, hidden, bias=True: prod(in_shape) * (hidden + bias),
        ),
        Mistake(
            "That counts the units. Every line between an input and a unit carries a weight: multiply.",
            lambda in_shape, hidden, bias=True: prod(in_shape) + hidden + bias * hidden,
        ),
    ),
)

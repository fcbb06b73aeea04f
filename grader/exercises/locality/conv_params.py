"""Count what is left to learn."""

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import conv_params


def one_map(rng):
    """Δ = 0 is a window of one pixel, and the case that a formula in 4Δ² gets wrong."""
    return [
        call(0, bias=False),
        call(1, bias=False),
        call(1, bias=True),
        call(1),
        call(int(rng.integers(2, 30))),
    ]


def many_maps(rng):
    delta, c_in, c_out = (int(n) for n in rng.integers(2, 9, size=3))
    return [
        call(0, c_in=3),
        call(0, c_out=2),
        call(1, 3, 2),
        call(delta, c_in, c_out + c_in),
        call(delta, c_in, c_out + c_in, bias=False),
        call(delta, c_in, 1, True),
        call(2, 200_000_000, 3, True),  # more than fits into 32 bits
    ]


CONV_PARAMS = Exercise(
    slug="locality/conv_params",
    signature="conv_params(delta, c_in=1, c_out=1, bias=True)",
    reference=conv_params,
    parts=(Part(1, one_map), Part(1, many_maps)),
    hints=(
        "List the offsets that a window with Δ = 1 can look at in one direction: −1, 0, 1. And with Δ = 2?",
        "Each output map has a window of its own for each input map, but only one bias.",
    ),
    mistakes=(
        Mistake(
            "Your `bias` is False by default. Here a layer has biases unless it is told otherwise.",
            lambda delta, c_in=1, c_out=1, bias=False: (2 * delta + 1) ** 2 * c_in * c_out + bias * c_out,
        ),
        Mistake(
            "4Δ² is wrong, though you will meet it in print. "
            "The offsets run from −Δ to Δ, and 0 is one of them: the side of the window is 2Δ + 1.",
            lambda delta, c_in=1, c_out=1, bias=True: 4 * delta**2 * c_in * c_out + bias * c_out,
        ),
        Mistake(
            "That window is Δ + 1 wide: it looks to one side only. Count the offsets from −Δ to Δ.",
            lambda delta, c_in=1, c_out=1, bias=True: (delta + 1) ** 2 * c_in * c_out + bias * c_out,
        ),
        Mistake(
            "That window is Δ wide. Δ is how far it reaches to each side, not its width.",
            lambda delta, c_in=1, c_out=1, bias=True: delta**2 * c_in * c_out + bias * c_out,
        ),
        Mistake(
            "That counts one row of the window. An image has two directions, so the side is squared.",
            lambda delta, c_in=1, c_out=1, bias=True: (2 * delta + 1) * c_in * c_out + bias * c_out,
        ),
        Mistake(
            "The biases are missing: with bias=True each output map has one more number to learn.",
            lambda delta, c_in=1, c_out=1, bias=True: (2 * delta + 1) ** 2 * c_in * c_out,
        ),
        Mistake(
            "With bias=False there are no biases to count.",
            lambda delta, c_in=1, c_out=1, bias=True: (2 * delta + 1) ** 2 * c_in * c_out + c_out,
        ),
        Mistake(
            "There is one bias for each output map, not one for the whole layer.",
            lambda delta, c_in=1, c_out=1, bias=True: (2 * delta + 1) ** 2 * c_in * c_out + bias,
        ),
        Mistake(
            "The biases are counted once for each input map too. A bias belongs to an output map alone.",
            lambda delta, c_in=1, c_out=1, bias=True: ((2 * delta + 1) ** 2 + bias) * c_in * c_out,
        ),
        Mistake(
            "The input maps are not counted: each output map has a window for every one of them.",
            lambda delta, c_in=1, c_out=1, bias=True: (2 * delta + 1) ** 2 * c_out + bias * c_out,
        ),
        Mistake(
            "The output maps are not counted: each one has windows and a bias of its own.",
            lambda delta, c_in=1, c_out=1, bias=True: (2 * delta + 1) ** 2 * c_in + bias,
        ),
    ),
)

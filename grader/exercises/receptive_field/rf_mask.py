"""Which inputs reach one output?"""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.receptive_field.receptive_field import some_layers
from grader.reference import out_size, receptive_field, rf_mask


def outputs(layers, n):
    for k, s, d in layers:
        n = out_size(n, k, s=s, d=d)
    return n


def asked(rng, layers, more):
    """Some output that there is, of an input that is a little longer than it needs to be."""
    n = receptive_field(layers)[0] + more + int(rng.integers(9))
    return call(layers, int(rng.integers(outputs(layers, n))), n)


def without_holes(rng):
    return [
        call([(2, 1, 1)], 1, 4),
        call([(3, 2, 1)], 2, 8),
        call([(3, 1, 1), (3, 1, 1)], 1, 7),
        call([(3, 2, 1), (3, 1, 1)], 1, 10),
        call([(2, 2, 1), (3, 2, 1), (2, 1, 1)], 1, 20),
        call([], 3, 5),
        asked(rng, [(3, 1, 1), (3, 2, 1), (2, 2, 1)], 14),
        asked(rng, [(4, 2, 1), (2, 1, 1)], 9),
    ]


def holes_and_limits(rng):
    """Dilation, and steps longer than the kernel; outputs that are not there."""
    layers = [(2, 1, 3), (2, 3, 1)]
    there = outputs(layers, 17)
    return [
        call([(3, 1, 2)], 1, 8),
        call([(1, 2, 1), (3, 1, 1)], 1, 9),
        call([(2, 1, 1), (2, 1, 4)], 0, 8),
        asked(rng, [(3, 1, 1), (3, 2, 1), (2, 2, 1), (3, 1, 2)], 13),
        asked(rng, [(2, 1, 3), (2, 3, 1), (2, 1, 2)], 11),
        asked(rng, some_layers(rng, 2), 8),
        call(layers, there - 1, 17),
        call(layers, there, 17),
        call(layers, -1, 17),
        call([(3, 1, 1), (3, 1, 1)], 0, 4),
    ]


def span(start=lambda i, jump: i * jump, end=0, check=rf_mask, look=receptive_field):
    """A stretch without holes, with one thing to get wrong."""

    def answer(layers, i, n):
        check(layers, i, n)
        field, jump = look(layers)
        place = np.arange(n)
        first = start(i, jump)
        return (place >= first) & (place < first + field + end)

    return answer


def traced(
    stride=lambda s: s, dilation=lambda d: d, taps=lambda k: np.arange(k), order=reversed, check=rf_mask
):
    """Back through the layers, with one thing to get wrong."""

    def answer(layers, i, n):
        check(layers, i, n)
        seen = np.array([i])
        for k, s, d in order(layers):
            seen = np.unique(np.add.outer(seen * stride(s), dilation(d) * taps(k)))
        return np.isin(np.arange(n), seen)

    return answer


def nothing(layers, i, n):
    """Refuses what cannot be, except that the count of outputs is not looked at."""


def not_negative(layers, i, n):
    if i < 0:
        raise ValueError("counted from 0")


RF_MASK = Exercise(
    slug="receptive-field/rf_mask",
    signature="rf_mask(layers, i, n)",
    reference=rf_mask,
    parts=(Part(1, without_holes), Part(1, holes_and_limits)),
    hints=(
        "Go back from the output: which outputs of the layer before it does it use?",
        "Output i of a layer (k, s, d) uses places i·s, i·s + d, …, i·s + (k − 1)·d.",
        "How many outputs are there? Each layer leaves (n − d·(k − 1) − 1) // s + 1 of n.",
    ),
    mistakes=(
        Mistake(
            "There are holes in the field: where the weights lie apart, what lies between them is not seen.",
            span(),
        ),
        Mistake(
            "Output i does not begin at input i: it begins i jumps from the start.",
            span(start=lambda i, jump: i),
        ),
        Mistake(
            "The field lies around place i. Without padding it begins at i jumps from the start.",
            span(start=lambda i, jump: i * jump - 1),
        ),
        Mistake(
            "The last input of the field is missing.",
            span(end=-1),
        ),
        Mistake(
            "The field is one input too long.",
            span(end=1),
        ),
        Mistake(
            "You go through the layers from the input to the output. Start at the output, and go back.",
            traced(order=list),
        ),
        Mistake(
            "The strides are not used: a step of one output is s places in the layer before.",
            traced(stride=lambda s: 1),
        ),
        Mistake(
            "The dilation is not used: the weights lie d places apart.",
            traced(dilation=lambda d: 1),
        ),
        Mistake(
            "Only the first weight of each kernel is followed. All k of them see something.",
            traced(taps=lambda k: np.arange(1)),
        ),
        Mistake(
            "Only the ends of each kernel are followed. All k weights see something.",
            traced(taps=lambda k: np.array([0, k - 1])),
        ),
        Mistake(
            "That answers for outputs that are not there. Count the outputs, "
            "and raise a ValueError for others.",
            traced(check=nothing),
        ),
        Mistake(
            "There are not so many outputs: count them, and raise a ValueError for those beyond the last.",
            traced(check=not_negative),
        ),
    ),
)

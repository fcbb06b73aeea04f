"""How far an output sees, and how far the next one's view lies."""

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import receptive_field


def some_layers(rng, count, stride=3, dilation=3):
    kernels, strides, dilations = (rng.integers(1, most + 1, count) for most in (5, stride, dilation))
    return [(int(k), int(s), int(d)) for k, s, d in zip(kernels, strides, dilations, strict=True)]


def stacks(rng):
    """Kernels of 1 and of even length; strides in every place, for the last one changes the jump alone."""
    return [
        call([(3, 1, 1)]),
        call([]),
        call([(3, 1, 1), (3, 1, 1)]),
        call([(3, 1, 1), (3, 2, 1)]),
        call([(3, 1, 1), (3, 2, 1), (2, 2, 1)]),
        call([(2, 2, 1), (2, 2, 1), (2, 2, 1)]),
        call([(1, 3, 1), (4, 1, 1)]),
        call(some_layers(rng, 3, dilation=1)),
        call(some_layers(rng, 5, dilation=1)),
    ]


def with_dilation(rng):
    return [
        call([(3, 1, 2)]),
        call([(3, 1, 1), (3, 2, 1), (2, 2, 1), (3, 1, 2)]),
        call([(2, 1, 1), (2, 1, 2), (2, 1, 4), (2, 1, 8)]),
        call(some_layers(rng, 3)),
        call(some_layers(rng, 4)),
        call([(3, 0, 1)]),
        call([(3, 1, 1), (0, 1, 1)]),
        call([(3, 1, 0)]),
    ]


def counted(
    first=(1, 1), grow=lambda field, jump, k, s, d: field + d * (k - 1) * jump, step=None, order=list
):
    """Layer by layer, with one thing to get wrong."""

    def answer(layers):
        receptive_field(layers)  # refuses
        field, jump = first
        for k, s, d in order(layers):
            field = grow(field, jump, k, s, d)
            jump = step(jump, s, d) if step else jump * s
        return field, jump

    return answer


def accepts_all(layers):
    field, jump = 1, 1
    for k, s, d in layers:
        field, jump = field + d * (k - 1) * jump, jump * s
    return field, jump


RECEPTIVE_FIELD = Exercise(
    slug="receptive-field/receptive_field",
    signature="receptive_field(layers)",
    reference=receptive_field,
    parts=(Part(2, stacks), Part(1, with_dilation)),
    returns=("field", "jump"),
    hints=(
        "Begin with no layer at all: an output is an input. Its field is 1, its jump is 1.",
        "A kernel of k weights reaches over k − 1 gaps. How wide is one gap, measured in inputs?",
        "A stride makes the gaps of all *later* layers wider, not its own.",
    ),
    mistakes=(
        Mistake(
            "You add k for each layer. A kernel of k weights spans k − 1 gaps.",
            counted(grow=lambda field, jump, k, s, d: field + d * k * jump),
        ),
        Mistake(
            "The strides are missing in the field: after a stride each gap is as wide as the jump.",
            counted(grow=lambda field, jump, k, s, d: field + d * (k - 1)),
        ),
        Mistake(
            "A layer's own stride comes too early: it widens the gaps of the layers after it.",
            counted(grow=lambda field, jump, k, s, d: field + d * (k - 1) * jump * s),
        ),
        Mistake(
            "You go from the output to the input. The strides that count are those *before* a layer.",
            counted(order=lambda layers: layers[::-1]),
        ),
        Mistake(
            "The dilation is not used: the weights lie d places apart.",
            counted(grow=lambda field, jump, k, s, d: field + (k - 1) * jump),
        ),
        Mistake(
            "The dilation goes into the jump. It spreads one kernel's weights, "
            "and leaves the outputs where they are.",
            counted(step=lambda jump, s, d: jump * s * d),
        ),
        Mistake(
            "Strides multiply: after two strides of 2 the next output lies 4 inputs further on.",
            counted(step=lambda jump, s, d: jump + s - 1),
        ),
        Mistake(
            "The jump is that of the last layer alone. All strides before it count.",
            counted(
                grow=lambda field, jump, k, s, d: field + d * (k - 1) * jump,
                step=lambda jump, s, d: s,
            ),
        ),
        Mistake(
            "Fields add up, they do not multiply: two layers of 3 see 5 inputs, not 9.",
            counted(grow=lambda field, jump, k, s, d: field * (d * (k - 1) + 1)),
        ),
        Mistake(
            "The field starts from 0. One output with no layer at all sees one input.",
            counted(first=(0, 1)),
        ),
        Mistake(
            "A dilated kernel spans d·(k − 1) + 1 places, not d·k.",
            counted(grow=lambda field, jump, k, s, d: field + (d * k - 1) * jump),
        ),
        Mistake(
            "A kernel, a stride or a dilation below 1 makes no layer: raise a ValueError.",
            accepts_all,
        ),
    ),
)

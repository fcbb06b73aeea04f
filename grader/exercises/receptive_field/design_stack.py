"""A stack that sees exactly so far and costs no more than so much: any that does is right."""

from functools import cache

from grader.checks import Exercise, Mistake, Part, Question, Wrong, call
from grader.reference import design_stack, receptive_field, rf_mask

ENOUGH = 100


def judged(target, budget):
    """By its constraints, not by comparison."""

    def ask(f):
        layers = checked(f(target, budget))
        field, _ = receptive_field(layers)
        if field != target:
            raise Wrong(f"has a field of {field}, asked was {target}")
        if not rf_mask(layers, 0, target).all():
            raise Wrong("has holes in its field: some inputs reach no weight")
        cost = sum(k for k, _, _ in layers)
        if cost > budget:
            raise Wrong(f"costs {cost}, more than the budget of {budget}")
        if target > 3 and len(layers) < 2:
            raise Wrong("has one layer only, where at least two are asked")
        return True

    return Question(ask, says=f"design_stack({target}, {budget})")


def checked(layers):
    """The layers as numbers."""
    if layers is None:
        raise Wrong("returned None: does it end with `return`?")
    if not isinstance(layers, list | tuple) or not all(
        isinstance(layer, list | tuple) and len(layer) == 3 for layer in layers
    ):
        raise Wrong("should return a list of layers (k, s, 1)")
    try:
        whole = [tuple(int(number) for number in layer) for layer in layers]
    except (TypeError, ValueError):
        raise Wrong("should return whole numbers for k, s and d") from None
    if any(k < 1 or s not in (1, 2) or d != 1 for k, s, d in whole):
        raise Wrong("holds a layer that is not allowed: k is 1 or more, s is 1 or 2, d is 1")
    return whole


@cache  # each part asks for the same few
def cheapest(target):
    return sum(k for k, _, _ in design_stack(target, ENOUGH))


def with_room(rng):
    """A little more than the cheapest costs."""
    targets = [5, 7, 9, *(int(t) for t in rng.permutation(range(10, 40))[:6])]
    return [judged(3, 3), *(judged(target, cheapest(target) + 3) for target in targets)]


def tight(rng):
    """The very cheapest, and one less than that."""
    targets = [int(t) for t in rng.permutation(range(4, 40))[:6]]
    return [
        judged(2, 2),
        judged(1, 1),
        judged(15, 9),
        judged(4, 4),  # here one layer costs no more than two
        *(judged(target, cheapest(target)) for target in targets),
        *(call(target, cheapest(target) - 1) for target in targets),
        call(0, 5),
    ]


def of_threes(target, budget):
    return [(3, 1, 1)] * ((target - 1) // 2) + [(2, 1, 1)] * ((target - 1) % 2)


def sum_of_kernels(target, budget):
    return [(3, 1, 1)] * (target // 3) + [(target % 3, 1, 1)] * (target % 3 > 0)


def halving(target, budget):
    return [(2, 2, 1)] * (target - 1).bit_length()


def with_holes(target, budget):
    first = [(2, 1, 1)] * (1 - target % 2)
    return [*first, (1, 2, 1), ((target - len(first) + 1) // 2, 1, 1)]


def one_stride(target, budget):
    """A stride in the first layer only."""
    even = (target - 2) // 2 + 1
    return [(2, 2, 1), (even, 1, 1)] if target % 2 == 0 else [(3, 2, 1), (even, 1, 1)]


def one_stride_or_nothing(target, budget):
    if target <= 3:
        return design_stack(target, budget)
    layers = one_stride(target, budget)
    if target < 1 or sum(k for k, _, _ in layers) > budget:
        raise ValueError("too expensive")
    return layers


def dilated(target, budget):
    return [(2, 1, 1), (2, 1, max(target - 2, 1))]


def strides_for_free(target, budget):
    """Its own stride counted in each gap."""
    layers, field, jump = [], 1, 1
    while field < target:
        jump *= 2
        layers.append((2, 2, 1))
        field += jump
    return layers


DESIGN_STACK = Exercise(
    slug="receptive-field/design_stack",
    signature="design_stack(target, budget)",
    reference=design_stack,
    parts=(Part(1, with_room), Part(1, tight)),
    hints=(
        "The first gap costs one weight and adds one input. After a stride of 2, one weight adds two.",
        "A stride helps only the layers that come after it. So put it early.",
        "There are few sensible layers. Try all stacks of small kernels, the cheapest first.",
        "A layer leaves a hole if its jump is longer than the field so far.",
    ),
    mistakes=(
        Mistake(
            "That is one layer as wide as the field. Take at least two, and they cost less.",
            lambda target, budget: [(target, 1, 1)],
        ),
        Mistake(
            "With stride 1 everywhere, each weight more adds one input. "
            "A stride makes the later ones add two.",
            of_threes,
        ),
        Mistake(
            "The kernels' sizes do not add up to the field: a kernel of k adds k − 1 gaps.",
            sum_of_kernels,
        ),
        Mistake(
            "Layers (2, 2, 1) alone have a field of 2, 4, 8, 16 and so on, and nothing between.",
            halving,
        ),
        Mistake(
            "A kernel of 1 with stride 2 skips every second input: the field has holes.",
            with_holes,
        ),
        Mistake(
            "That is a dilated layer: no dilation is allowed, and it would leave holes.",
            dilated,
        ),
        Mistake(
            "You count a layer's own stride in its gaps. It makes the gaps of later layers wider.",
            strides_for_free,
        ),
        Mistake(
            "You never refuse: raise a ValueError where nothing is cheap enough.",
            lambda target, budget: design_stack(target, ENOUGH),
        ),
        Mistake(
            "One stride of 2, in the first layer, is not the end: "
            "a second one makes later gaps twice as wide again.",
            one_stride_or_nothing,
        ),
    ),
)

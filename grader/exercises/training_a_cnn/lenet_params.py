"""How many numbers does LeNet-5 learn, for images of this size?"""

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import fc_params, lenet_params


def images(rng):
    """Sizes that do not divide by 4, and never square but for the first ones."""
    sizes = [(int(h), int(w), int(n)) for h, w, n in rng.integers((12, 30, 2), (30, 60, 40), size=(5, 3))]
    return [call(28, 28, 10), call(12, 12, 2), call(12, 13, 10), call(15, 32, 3), *(call(*s) for s in sizes)]


def too_small(rng):
    """The second pool needs two rows and two columns, the second convolution five."""
    sizes = [(11, 20, 10), (20, 11, 10), (12, 16, 4), (9, 9, 10), (1, 28, 10), (28, 3, 2)]
    return [call(*size) for size in sizes]


def counted(sides=lambda n: (n // 2 - 4) // 2, first=156, second=2416, dense=fc_params, checked=True):
    """Layer by layer, with one thing to get wrong."""

    def answer(h, w, classes):
        if checked:
            lenet_params(h, w, classes)
        a, b = sides(h), sides(w)
        ends = dense((16, a, b), 120) + dense((120,), 84) + dense((84,), classes)
        return first + second + ends

    return answer


def square(h, w, classes):
    lenet_params(h, w, classes)
    return lenet_params(h, h, classes)


def one_size(h, w, classes):
    """The famous 28 × 28, whatever the image is."""
    lenet_params(h, w, classes)
    return lenet_params(28, 28, classes)


LENET_PARAMS = Exercise(
    slug="training-a-cnn/lenet_params",
    signature="lenet_params(h, w, classes)",
    reference=lenet_params,
    parts=(Part(1, images), Part(1, too_small)),
    hints=(
        "Follow the size through the layers first: padding 2 keeps it, a pool halves it, the second "
        "convolution takes 4.",
        "A convolution learns 5 · 5 · maps in · maps out weights, and a bias for each map out. Pools learn "
        "nothing.",
        "The first dense layer has one weight for each unit and each number of the 16 small maps.",
    ),
    mistakes=(
        Mistake(
            "The biases are missing: one for each map, and one for each unit.",
            counted(first=150, second=2400, dense=lambda shape, n: fc_params(shape, n, bias=False)),
        ),
        Mistake(
            "The biases of the convolutions are missing: one for each map.",
            counted(first=150, second=2400),
        ),
        Mistake(
            "The biases of the dense layers are missing: one for each unit.",
            counted(dense=lambda shape, n: fc_params(shape, n, bias=False)),
        ),
        Mistake(
            "A kernel of the second convolution has six layers, one for each map that comes in.",
            counted(second=416),
        ),
        Mistake(
            "A bias belongs to a map, not to a weight of it: 5 · 5 · maps in + 1 numbers for each map out.",
            counted(first=300, second=4800),
        ),
        Mistake(
            "You forget the second pool: it halves the sides once more.",
            counted(sides=lambda n: n // 2 - 4),
        ),
        Mistake(
            "You forget the first pool: it halves the sides before the second convolution.",
            counted(sides=lambda n: (n - 4) // 2),
        ),
        Mistake(
            "The first convolution is padded by 2 and keeps the size. Only the second one takes 4.",
            counted(sides=lambda n: ((n - 4) // 2 - 4) // 2),
        ),
        Mistake(
            "The second convolution is not padded: a window of 5 leaves 4 fewer.",
            counted(sides=lambda n: n // 2 // 2),
        ),
        Mistake(
            "A pool drops a row or column that has no partner. You round up.",
            counted(sides=lambda n: ((n + 1) // 2 - 3) // 2),
        ),
        Mistake(
            "You use the height twice: images need not be square.",
            square,
        ),
        Mistake(
            "That is the number for images of 28 × 28. The first dense layer depends on the size.",
            one_size,
        ),
        Mistake(
            "You never refuse: raise a ValueError where a convolution or a pool has nothing left.",
            counted(sides=lambda n: max((n // 2 - 4) // 2, 0), checked=False),
        ),
    ),
)

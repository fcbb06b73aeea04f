"""What a layer costs: products, and memory."""

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import im2col_bytes, macs


def layers(rng):
    """Sizes from a hand count to a real layer; steps; borders that make room; what cannot be."""
    n, c_in, c_out = (int(x) for x in rng.integers([9, 2, 5], [30, 5, 9]))
    return [
        call(2, 1),
        call(4, 3),
        call(5, 5),
        call(5, 2, 3, 4),
        call(n, 3, c_in, c_out, 1),
        call(n + 1, 4, c_in, c_out, 2, 3),
        call(n, 5, 3, c_out, 0, 2),
        call(8, 3, 2, 5, 0, 2),
        call(56, 3, 64, 64, 1),
        call(1024, 31, 256, 512),
        call(1, 1, 2, 3),
        call(2, 4, 1, 1, 1),
        call(3, 4),
        call(3, 6, 1, 1, 1),
        call(4, 2, 1, 1, 0, 0),
        call(4, 2, 1, 1, -1),
        call(4, 2, 0, 3),
        call(4, 2, 3, 0),
        call(4, 0),
        call(0, 1, p=1),
    ]


def matrices(rng):
    n, c_in = (int(x) for x in rng.integers([9, 2], [30, 6]))
    return [
        call(2, 1),
        call(4, 3),
        call(5, 5),
        call(5, 2, 3, itemsize=8),
        call(n, 3, c_in, 1, itemsize=2),
        call(n + 1, 4, c_in, 2, 3),
        call(n, 5, 3, 0, 2, 8),
        call(8, 3, 2, 0, 2),
        call(1024, 31, 64),
        call(1, 1, 2, itemsize=1),
        call(1, 2, 1, 1),  # a single entry, and yet more than one place
        call(2, 4, 1, 1),
        call(3, 4),
        call(3, 6, 1, 1),
        call(4, 2, 1, 0, 0),
        call(4, 2, 1, -1),
        call(4, 2, 0),
        call(4, 0),
        call(0, 1, p=1),
    ]


def products(side=lambda n, k, p, s: (n + 2 * p - k) // s + 1, count=None):
    """Another side of the output, or another count from the side."""

    def answer(n, k, c_in=1, c_out=1, p=0, s=1):
        macs(n, k, c_in, c_out, p, s)  # refuses
        out = side(n, k, p, s)
        return count(out, k, c_in, c_out) if count else out**2 * k**2 * c_in * c_out

    return answer


def size(side=lambda n, k, p, s: (n + 2 * p - k) // s + 1, count=None):
    def answer(n, k, c_in=1, p=0, s=1, itemsize=4):
        im2col_bytes(n, k, c_in, p, s, itemsize)  # refuses
        out = side(n, k, p, s)
        return count(out, k, c_in, itemsize, n) if count else out**2 * k**2 * c_in * itemsize

    return answer


def refuses_nothing(exact, otherwise=0):
    def answer(*args, **kwargs):
        try:
            return exact(*args, **kwargs)
        except ValueError:
            return otherwise

    return answer


SIDES = (
    Mistake(
        "Not every pixel begins a window: count the places, not the pixels.",
        lambda n, k, p, s: n,
    ),
    Mistake(
        "The stride is not used: with a step of s there are fewer places.",
        lambda n, k, p, s: n + 2 * p - k + 1,
    ),
    Mistake(
        "The border is on both sides: it adds 2p to each row.",
        lambda n, k, p, s: (n + p - k) // s + 1,
    ),
    Mistake(
        "The border p is not used: it makes room for more places.",
        lambda n, k, p, s: max((n - k) // s + 1, 0),
    ),
    Mistake(
        "A last window that does not fit whole does not count: the division rounds down.",
        lambda n, k, p, s: -(-(n + 2 * p - k) // s) + 1,
    ),
    Mistake(
        "One place is missing in each row: a window of n in n pixels has one place, not none.",
        lambda n, k, p, s: (n + 2 * p - k) // s,
    ),
)

MACS = Exercise(
    slug="fast-convolution/macs",
    signature="macs(n, k, c_in=1, c_out=1, p=0, s=1)",
    reference=macs,
    parts=(Part(1, layers),),
    hints=(
        "One output number of one map: k · k products in each input channel.",
        "How many numbers are in an output map? Along one side (n + 2p − k) // s + 1.",
    ),
    mistakes=(
        *(Mistake(mistake.sentence, products(mistake.answer)) for mistake in SIDES),
        Mistake(
            "The input channels are not counted: each output sums over all of them.",
            products(count=lambda out, k, c_in, c_out: out**2 * k**2 * c_out),
        ),
        Mistake(
            "The output channels are not counted: each of them has kernels of its own.",
            products(count=lambda out, k, c_in, c_out: out**2 * k**2 * c_in),
        ),
        Mistake(
            "Channels multiply: each output channel meets each input channel.",
            products(count=lambda out, k, c_in, c_out: out**2 * k**2 * (c_in + c_out)),
        ),
        Mistake(
            "A kernel has k·k weights, not k.",
            products(count=lambda out, k, c_in, c_out: out**2 * k * c_in * c_out),
        ),
        Mistake(
            "The output is a square: count rows and columns.",
            products(count=lambda out, k, c_in, c_out: out * k**2 * c_in * c_out),
        ),
        Mistake(
            "Those are the weights. Each of them is used at every place.",
            products(count=lambda out, k, c_in, c_out: k**2 * c_in * c_out),
        ),
        Mistake(
            "You count products and sums apart. A multiply-accumulate is one of each, and counts once.",
            products(count=lambda out, k, c_in, c_out: 2 * out**2 * k**2 * c_in * c_out),
        ),
        Mistake(
            "Where no window fits, or a number makes no sense, raise a ValueError.",
            refuses_nothing(macs),
        ),
    ),
)

IM2COL_BYTES = Exercise(
    slug="fast-convolution/im2col_bytes",
    signature="im2col_bytes(n, k, c_in=1, p=0, s=1, itemsize=4)",
    reference=im2col_bytes,
    parts=(Part(1, matrices),),
    hints=(
        "How many rows does the matrix have, and how many columns?",
        "A number takes `itemsize` bytes.",
    ),
    mistakes=(
        *(Mistake(mistake.sentence, size(mistake.answer)) for mistake in SIDES),
        Mistake(
            "Those are numbers. Each of them takes `itemsize` bytes.",
            size(count=lambda out, k, c_in, itemsize, n: out**2 * k**2 * c_in),
        ),
        Mistake(
            "Those are bits: a byte has eight.",
            size(count=lambda out, k, c_in, itemsize, n: out**2 * k**2 * c_in * itemsize * 8),
        ),
        Mistake(
            "A number does not always take four bytes: use `itemsize`.",
            size(count=lambda out, k, c_in, itemsize, n: out**2 * k**2 * c_in * 4),
        ),
        Mistake(
            "The channels are not counted: a column holds the window of each of them.",
            size(count=lambda out, k, c_in, itemsize, n: out**2 * k**2 * itemsize),
        ),
        Mistake(
            "Those are the bytes of the image. Its pixels stand in many columns each.",
            size(count=lambda out, k, c_in, itemsize, n: n**2 * c_in * itemsize),
        ),
        Mistake(
            "Those are the bytes of the output: one number for each column. Count all rows.",
            size(count=lambda out, k, c_in, itemsize, n: out**2 * itemsize),
        ),
        Mistake(
            "A window has k·k pixels, not k.",
            size(count=lambda out, k, c_in, itemsize, n: out**2 * k * c_in * itemsize),
        ),
        Mistake(
            "Where no window fits, or a number makes no sense, raise a ValueError.",
            refuses_nothing(im2col_bytes),
        ),
    ),
)

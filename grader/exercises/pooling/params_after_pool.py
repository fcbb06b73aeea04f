"""Where a pool saves numbers, and where it does not."""

from grader.checks import Exercise, Mistake, Part, call
from grader.reference import params_after_pool


def networks(rng):
    """Sides that the pool divides, and sides that it does not."""
    n, c_in, c_out, k, hidden = (int(x) for x in rng.integers([6, 2, 3, 2, 2], [30, 9, 12, 6, 40]))
    return [
        call(1, 1, 1, 1, 1, 1),
        call(4, 1, 1, 3, 2, 1),
        call(28, 1, 6, 5, 2, 10),
        call(28, 1, 6, 5, 1, 10),
        call(7, 3, 2, 3, 2, 4),
        call(n, c_in, c_out, k, 1, hidden),
        call(n, c_in, c_out, k, 3, hidden),
        call(n, c_in, c_out, k, n, hidden),
        call(100_000, 3, 64, 3, 2, 1000),  # more than fits into 32 bits
    ]


def counts(weights=None, dense=None):
    """One of the two counted in another way."""

    def answer(n, c_in, c_out, k, pool, hidden):
        first, second = params_after_pool(n, c_in, c_out, k, pool, hidden)
        side = n // pool
        return (
            weights(n, c_in, c_out, k, pool) if weights else first,
            dense(n, side, c_out, pool, hidden, k) if dense else second,
        )

    return answer


PARAMS_AFTER_POOL = Exercise(
    slug="pooling/params_after_pool",
    signature="params_after_pool(n, c_in, c_out, k, pool, hidden)",
    reference=params_after_pool,
    parts=(Part(2, networks),),
    returns=("convolution", "dense"),
    hints=(
        "A convolution's weights are its kernels. Does a kernel know how large the image is?",
        "The dense layer sees c_out maps of n // pool × n // pool numbers each.",
        "One bias for each map of the convolution, one for each hidden unit.",
    ),
    mistakes=(
        Mistake(
            "The pool does not touch the convolution: its kernels are as many and as large as before.",
            counts(weights=lambda n, c_in, c_out, k, pool: (k * k * c_in + 1) * c_out // pool**2),
        ),
        Mistake(
            "The convolution's biases are missing: one for each output map.",
            counts(weights=lambda n, c_in, c_out, k, pool: k * k * c_in * c_out),
        ),
        Mistake(
            "The dense layer's biases are missing: one for each hidden unit.",
            counts(dense=lambda n, side, c_out, pool, hidden, k: side * side * c_out * hidden),
        ),
        Mistake(
            "No biases are counted: one for each output map, one for each hidden unit.",
            counts(
                lambda n, c_in, c_out, k, pool: k * k * c_in * c_out,
                lambda n, side, c_out, pool, hidden, k: side * side * c_out * hidden,
            ),
        ),
        Mistake(
            "The dense layer sees the maps after the pool: n // pool pixels wide, not n.",
            counts(dense=lambda n, side, c_out, pool, hidden, k: (n * n * c_out + 1) * hidden),
        ),
        Mistake(
            "The pool shrinks both sides of a map: height and width.",
            counts(dense=lambda n, side, c_out, pool, hidden, k: (n * side * c_out + 1) * hidden),
        ),
        Mistake(
            "The dense layer sees all c_out maps, not one.",
            counts(dense=lambda n, side, c_out, pool, hidden, k: (side * side + 1) * hidden),
        ),
        Mistake(
            "A window that does not fit whole is dropped: n / pool is rounded down, not up.",
            counts(dense=lambda n, side, c_out, pool, hidden, k: ((-(-n // pool)) ** 2 * c_out + 1) * hidden),
        ),
        Mistake(
            "The convolution is SAME: its maps are n pixels wide, not n − k + 1.",
            counts(
                dense=lambda n, side, c_out, pool, hidden, k: (
                    (((n - k + 1) // pool) ** 2 * c_out + 1) * hidden
                )
            ),
        ),
        Mistake(
            "The input channels are not counted: each output map has a kernel for every one of them.",
            counts(weights=lambda n, c_in, c_out, k, pool: (k * k + 1) * c_out),
        ),
        Mistake(
            "The convolution's weights do not grow with the image: "
            "they are counted once, not at every pixel.",
            counts(weights=lambda n, c_in, c_out, k, pool: n * n * (k * k * c_in + 1) * c_out),
        ),
    ),
)

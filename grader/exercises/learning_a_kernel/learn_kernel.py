"""Gradient descent on the squared error of X ⋆ K."""

import numpy as np

from grader.checks import Exercise, Mistake, Part, call
from grader.exercises.locality.corr2d import whole
from grader.reference import corr2d, learn_kernel


def edge_image():
    X = np.ones((6, 8))
    X[:, 2:6] = 0
    return X


def asked(X, K, lr, steps, seed):
    """Learn K from what it makes of X."""
    return call(X, corr2d(X, K), np.shape(K), lr, steps, seed)


def seed(rng):
    return int(rng.integers(1, 10**6))


def few_steps(rng):
    """Each step counts: nothing has settled yet."""
    return [
        asked(np.array([[2.0]]), np.array([[3.0]]), 0.05, 1, seed(rng)),
        asked(np.array([[0.0, 1, 1, 0]]), np.array([[2.0, 3]]), 0.1, 2, seed(rng)),
        asked(whole(rng, 5, 2), whole(rng, 3, 1), 0.001, 3, seed(rng)),  # taller than the image is wide
        asked(rng.normal(size=(2, 6)), rng.normal(size=(1, 3)), 0.01, 4, seed(rng)),
        asked(rng.normal(size=(6, 4)), rng.normal(size=(3, 2)), 0.005, 5, seed(rng)),
        call(rng.normal(size=(3, 5)), rng.normal(size=(2, 4)), (2, 2), 0.02, 3, seed(rng)),
        call(whole(rng, 3, 4), whole(rng, 2, 3), (2, 2), 0.1, 0, seed(rng)),
        call(np.zeros((3, 3)), whole(rng, 2, 2), (2, 2), 0.1, 2, seed(rng)),  # any step at all is right here
    ]


def until_it_fits(rng):
    """Two weights from stripes, which tell no more; six from noise."""
    return [
        asked(edge_image(), np.array([[1.0, -1]]), 0.02, 60, seed(rng)),
        asked(rng.normal(size=(6, 5)), rng.normal(size=(3, 2)), 0.02, 40, seed(rng)),
    ]


def impossible(rng):
    """Too large a kernel; outputs of another size, those that NumPy would stretch among them."""
    X = whole(rng, 4, 5)
    return [
        call(X, whole(rng, 3, 4), (5, 2), 0.01, 2, 1),
        call(X, whole(rng, 3, 4), (2, 6), 0.01, 2, 1),
        call(X, whole(rng, 4, 5), (2, 2), 0.01, 2, 1),
        call(X, whole(rng, 3, 1), (2, 2), 0.01, 2, 1),
        call(X, whole(rng, 1, 4), (2, 2), 0.01, 2, 1),
        call(X, whole(rng, 4, 3), (2, 2), 0.01, 2, 1),  # as many numbers as there are windows
        call(X, whole(rng, 2, 6), (2, 2), 0.01, 2, 1),
    ]


def descend(
    forward=corr2d,
    gradient=lambda X, K, errors: 2 * corr2d(X, errors),
    loss=lambda errors: (errors**2).sum(),
    start=lambda shape, rng: np.random.default_rng(rng).normal(size=shape),
    steps=lambda n: n,
    after=False,
    check=learn_kernel,
):
    """Gradient descent with one thing to get wrong."""

    def answer(X, Y, shape, lr, n, rng):
        check(X, Y, shape, lr, 0, rng)
        K, losses = start(shape, rng), []
        for _ in range(steps(n)):
            errors = forward(X, K) - Y
            if not after:
                losses.append(loss(errors))
            K = K - lr * gradient(X, K, errors)
            if after:
                losses.append(loss(forward(X, K) - Y))
        return K, losses

    return answer


def turned(K):
    return K[::-1, ::-1]


def fits(X, Y, shape, *rest):
    corr2d(X, np.zeros(shape))


def one_loss(X, Y, shape, lr, steps, rng):
    K, losses = learn_kernel(X, Y, shape, lr, steps, rng)
    return K, float(losses[-1]) if steps else 0.0


def one_loss_more(X, Y, shape, lr, steps, rng):
    K, _ = learn_kernel(X, Y, shape, lr, steps, rng)
    return K, learn_kernel(X, Y, shape, lr, steps + 1, rng)[1]


def the_last_but_one(X, Y, shape, lr, steps, rng):
    _, losses = learn_kernel(X, Y, shape, lr, steps, rng)
    return learn_kernel(X, Y, shape, lr, max(steps - 1, 0), rng)[0], losses


def each_weight_in_turn(X, Y, shape, lr, steps, rng):
    """The second weight already sees what the first one did."""
    learn_kernel(X, Y, shape, lr, 0, rng)
    K, losses = np.random.default_rng(rng).normal(size=shape), []
    for _ in range(steps):
        losses.append(((corr2d(X, K) - Y) ** 2).sum())
        for place in np.ndindex(*shape):
            K[place] -= lr * 2 * corr2d(X, corr2d(X, K) - Y)[place]
    return K, losses


LEARN_KERNEL = Exercise(
    slug="learning-a-kernel/learn_kernel",
    signature="learn_kernel(X, Y, shape, lr, steps, rng)",
    reference=learn_kernel,
    parts=(Part(2, few_steps), Part(1, until_it_fits), Part(1, impossible)),
    returns=("K", "losses"),
    hints=(
        "The error at each place is `corr2d(X, K) - Y`; the loss is the sum of its squares.",
        "Weight (a, b) meets pixel (i + a, j + b) in window (i, j). "
        "How fast does the square of one error grow with that weight?",
        "All these sums at once are a sliding window again: the errors slide over X.",
        "Write the loss down first, then take the step.",
    ),
    mistakes=(
        Mistake(
            "You go uphill: a step takes the gradient away from K.",
            descend(gradient=lambda X, K, errors: -2 * corr2d(X, errors)),
        ),
        Mistake(
            "The steps are half as long as they should be: the derivative of a square e² is 2e.",
            descend(gradient=lambda X, K, errors: corr2d(X, errors)),
        ),
        Mistake(
            "The steps are those of the mean squared error. Here the squares are added up, not averaged.",
            descend(gradient=lambda X, K, errors: 2 * corr2d(X, errors) / errors.size),
        ),
        Mistake(
            "Steps and losses are those of the mean squared error. "
            "Here the squares are added up, not averaged.",
            descend(
                gradient=lambda X, K, errors: 2 * corr2d(X, errors) / errors.size,
                loss=lambda errors: (errors**2).mean(),
            ),
        ),
        Mistake(
            "K is right, but your losses are means. Add the squares up.",
            descend(loss=lambda errors: (errors**2).mean()),
        ),
        Mistake(
            "K is right, but your losses are not squared.",
            descend(loss=lambda errors: np.abs(errors).sum()),
        ),
        Mistake(
            "K is right, but each loss is taken after its step. Take it before.",
            descend(after=True),
        ),
        Mistake(
            "You start from a kernel of zeros. Start from the random one that the task names.",
            descend(start=lambda shape, rng: np.zeros(shape)),
        ),
        Mistake(
            "Your first kernel does not depend on `rng`: it is the one of seed 0.",
            descend(start=lambda shape, rng: np.random.default_rng(0).normal(size=shape)),
        ),
        Mistake(
            "Your first kernel is drawn evenly between 0 and 1. Draw it with `normal`.",
            descend(start=lambda shape, rng: np.random.default_rng(rng).random(shape)),
        ),
        Mistake(
            "Your first kernel comes from `np.random.seed`, the old generator. Use `np.random.default_rng`.",
            descend(start=lambda shape, rng: np.random.RandomState(rng).normal(size=shape)),
        ),
        Mistake(
            "The gradient is turned by 180°: in place (a, b) belong the errors "
            "times the pixels that weight (a, b) met.",
            descend(gradient=lambda X, K, errors: 2 * turned(corr2d(X, errors))),
        ),
        Mistake(
            "You learn with a true convolution, and K comes out turned by 180°. Lay K on as it is.",
            descend(
                forward=lambda X, K: corr2d(X, turned(K)),
                gradient=lambda X, K, errors: 2 * turned(corr2d(X, errors)),
            ),
        ),
        Mistake(
            "Each weight's step already sees the steps before it. "
            "Compute the whole gradient first, then change all weights at once.",
            each_weight_in_turn,
        ),
        Mistake(
            "One step is missing: take as many as `steps` says.",
            descend(steps=lambda n: max(n - 1, 0)),
        ),
        Mistake(
            "That is one step too many: take as many as `steps` says.",
            descend(steps=lambda n: n + 1),
        ),
        Mistake(
            "K is one step behind: return it after the last step.",
            the_last_but_one,
        ),
        Mistake(
            "There is one loss too many: one for each step, taken before it. None for the last kernel.",
            one_loss_more,
        ),
        Mistake(
            "That is the last loss alone. Keep one for each step.",
            one_loss,
        ),
        Mistake(
            "A Y of another size slips through: NumPy repeats a single row or column until it fits. "
            "Compare the shapes first.",
            descend(check=fits),
        ),
    ),
)

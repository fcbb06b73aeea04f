"""Far more than an exercise asks, to tell a wrong answer from a right one without asking the exercise.

Small sizes on purpose: ones, squares, equal sides, zeros, whole numbers, and everything that must be refused.
"""

import numpy as np

from grader.checks import Question, array, call
from grader.exercises.convolution.conv_via_corr import given
from grader.exercises.convolution.noncommuting_pair import kind
from grader.exercises.kernels.derivative_kernel import powers
from grader.exercises.kernels.edge_kernel import plane, response
from grader.exercises.kernels.separate import product
from grader.exercises.pooling.shift_sensitivity import FUNCTIONS, asked
from grader.exercises.receptive_field.design_stack import cheapest, judged
from grader.exercises.training_a_cnn import forward as whole_network
from grader.exercises.training_a_cnn.overfit_batch import dense, learning
from grader.exercises.training_a_cnn.pick_device import BROKEN, offering
from grader.exercises.translation_invariance.extract_kernel import shared


def some(rng, *shape):
    """Numbers of one of several kinds."""
    kinds = (
        lambda: rng.normal(size=shape),
        lambda: rng.integers(-9, 10, shape).astype(float),
        lambda: rng.integers(0, 9, shape),
        lambda: rng.integers(0, 3, shape) / 2,
        lambda: -rng.random(shape),
        lambda: np.zeros(shape),
    )
    return kinds[rng.integers(len(kinds))]()


def sizes(rng, n, most=5):
    return [int(k) for k in rng.integers(1, most, n)]


def corr2d(rng):
    H, W, h, w = sizes(rng, 4)
    return call(some(rng, H, W), some(rng, h, w))


def conv_params(rng):
    delta, c_in, c_out = (int(n) for n in rng.integers(0, 9, 3))
    big = int(rng.choice([1, 1, 100]))
    tries = [(delta * big,), (delta, c_in + 1), (delta * big, c_in + 1, c_out + 1)]
    arguments = tries[rng.integers(3)]
    return call(*arguments, **[{}, {"bias": True}, {"bias": False}][rng.integers(3)])


def fc_params(rng):
    shape = tuple(sizes(rng, rng.integers(1, 5), 9))
    shape = shape if rng.random() < 0.8 else (2000, 2000, 3)
    return call(shape, *sizes(rng, 1, 2000), **[{}, {"bias": True}, {"bias": False}][rng.integers(3)])


def permute_weights(rng):
    m, n = sizes(rng, 2, 6)
    perm = rng.permutation(n) if rng.random() < 0.6 else rng.integers(-1, n + 2, rng.integers(1, n + 2))
    return call(some(rng, m, n), perm)


def corr2d_multi(rng):
    C, H, W, D, h, w = sizes(rng, 6, 4)
    wrong = rng.integers(0, 2, 2) if rng.random() < 0.3 else (0, 0)
    return call(some(rng, C, H, W), some(rng, D, C + wrong[0], h, w), some(rng, D + wrong[1]))


def conv1x1(rng):
    C, H, W, D = sizes(rng, 4)
    wrong = rng.integers(-1, 2) if rng.random() < 0.3 else 0
    return call(some(rng, C, H, W), some(rng, D, max(1, C + wrong)))


def to_layout(rng):
    letters = "".join(rng.permutation(list("NCHW"))[: rng.integers(1, 5)])
    target = "".join(rng.permutation(list(letters)))
    if rng.random() < 0.3:
        noise = "".join(rng.choice(list("NCHWX"), rng.integers(0, 5)))
        letters, target = [(letters, noise), (noise, target)][rng.integers(2)]
        return call(np.arange(24.0).reshape(2, 3, 4), letters, target)
    return call(np.arange(5.0 ** len(letters)).reshape([5] * len(letters))[..., 1:], letters, target)


def edge_kernel(rng):
    down, right, a, b = (float(x) for x in rng.integers(-6, 7, 4))
    if rng.random() < 0.7:
        return response((down, right), plane(a, b, level=float(rng.integers(-5, 5))), "ramp")
    u, v = rng.normal(size=(2, 2)), rng.integers(-4, 5, 2)
    both = u + v
    return Question(
        lambda f: array(f(tuple(both)), (3, 3)) - array(f(tuple(u)), (3, 3)) - array(f(tuple(v)), (3, 3)),
        says="sum",
    )


def find_edges(rng):
    X = some(rng, *sizes(rng, 1), int(rng.integers(2, 6)))
    return call(X if rng.random() < 0.7 else rng.integers(0, 256, X.shape).astype(np.uint8))


def derivative_kernel(rng):
    return powers(int(rng.integers(0, 9)), float(rng.integers(-3, 4)))


def separate(rng):
    m, n = sizes(rng, 2)
    K = np.outer(some(rng, m), some(rng, n)).astype(float)
    if rng.random() < 0.5 or min(m, n) < 2:
        return product(K)
    K = K + np.outer(rng.normal(size=m), rng.normal(size=n)) * rng.choice([1, 0.01])
    return call(K) if np.linalg.matrix_rank(K, tol=1e-6) > 1 else product(K)


def taps(rng):
    k = rng.normal(size=(2, 2))
    return lambda X: sum(k[a, b] * np.roll(X, (a, b), (0, 1)) for a in (0, 1) for b in (0, 1))


def is_shift_equivariant(rng):
    def one_row(X):
        Y = np.array(X, float)
        Y[row % len(Y)] *= 1.01
        return Y

    def one_column(X):
        Y = np.array(X, float)
        Y[:, row % Y.shape[1]] += 0.01
        return Y

    row = int(rng.integers(5))
    functions = (
        taps(rng),
        lambda X: np.abs(X),
        lambda X: X * 0,
        lambda X: X - np.mean(X),
        lambda X: np.roll(X, 2, 1),
        lambda X: X[::-1],
        lambda X: X[:, ::-1],
        lambda X: np.transpose(X),
        lambda X: np.mean(X),
        lambda X: np.pad(X, 1),
        lambda X: X[1:],
        lambda X: X[::2, ::2],
        lambda X: np.sort(X, axis=0),
        lambda X: X[None],
        one_row,
        one_column,
        lambda X: X * (np.indices(X.shape)[0] % 2),
        lambda X: X * (np.indices(X.shape)[1] % 2),
        lambda X: X * (np.indices(X.shape).sum(axis=0) % 2),
    )
    f, shape, seed = (
        functions[rng.integers(len(functions))],
        (2 * sizes(rng, 1)[0] + 2,),
        int(rng.integers(99)),
    )
    shape = (*shape, *([shape[0]] if rng.random() < 0.3 else [2 * sizes(rng, 1)[0] + 2]))
    return Question(lambda answer: answer(f, shape, seed), says="f")


def extract_kernel(rng):
    H, W = sizes(rng, 2, 4)
    W4 = shared(some(rng, 2 * H - 1, 2 * W - 1)).astype(float)
    if H * W > 1 and rng.random() < 0.5:
        W4[tuple(rng.integers(0, n) for n in W4.shape)] += rng.choice([1, 0.01, -3])
    return call(W4)


def conv2d_full(rng):
    return call(some(rng, *sizes(rng, 2)), some(rng, *sizes(rng, 2)))


def noncommuting_pair(rng):
    return Question(kind, says="noncommuting_pair()")


def conv_via_corr(rng):
    h, w, more, wider = sizes(rng, 4)
    return given(some(rng, h + more - 1, w + wider - 1), some(rng, h, w))


def delay_kernel(rng):
    return call(int(rng.integers(-2, 9)), float(rng.integers(-9, 10)) / int(rng.integers(1, 3)))


def out_size(rng):
    n, k, p, s, d = (int(x) for x in rng.integers([0, 0, -1, 0, 0], [30, 7, 4, 6, 4]))
    mode = str(rng.choice(["floor", "ceil", "floor", "ceil", "round"]))
    p = min(p, k // 2) if mode == "ceil" else p  # as for a pool; beyond that there is no peer to ask
    tries = [(n, k), (n, k, p), (n, k, p, s), (n, k, p, s, d), (n, k, p, s, d, mode)]
    return call(*tries[min(4, rng.integers(9))])


def same_pad(rng):
    n, k, s, d = (int(x) for x in rng.integers(1, [40, 9, 8, 4]))
    return call(*[(n, k), (n, k, s), (n, k, s, d)][rng.integers(3)])


def participation(rng):
    n, k, p, s = (int(x) for x in rng.integers([1, 1, 0, 1], [8, 5, 4, 4]))
    return call(*[(n, k), (n, k, p), (n, k, p, s)][rng.integers(3)])


def pad2d(rng):
    X = some(rng, *sizes(rng, 2))
    p = int(rng.integers(-1, 5)) if rng.random() < 0.4 else tuple(int(x) for x in rng.integers(-1, 5, 2))
    mode = str(rng.choice(["zero", "reflect", "circular", "edge", "reflect", "wrap"]))
    return call(X, p) if rng.random() < 0.2 else call(X, p, mode)


def corr2d_strided(rng):
    p, s = (one_or_two(rng, least) for least in (-1, 0))
    return call(some(rng, *sizes(rng, 2, 7)), some(rng, *sizes(rng, 2)), p, s)


def one_or_two(rng, least):
    pair = tuple(int(x) for x in rng.integers(least, 4, 2))
    return pair if rng.random() < 0.4 else max(pair)


def pool2d(rng):
    k, s, p = (int(x) for x in rng.integers([1, 0, -1], [4, 4, 3]))
    mode = str(rng.choice(["max", "mean", "max", "median"]))
    X = some(rng, *sizes(rng, 2, 7))
    return call(X, k) if rng.random() < 0.2 else call(X, k, s or None, p, mode)


def shift_sensitivity(rng):
    name = str(rng.choice(list(FUNCTIONS)))
    return asked(FUNCTIONS[name], some(rng, 2 * sizes(rng, 1)[0]).astype(float), name)


def params_after_pool(rng):
    n, c_in, c_out, k, pool, hidden = (int(x) for x in rng.integers(1, [40, 9, 9, 7, 6, 50]))
    return call(max(n, pool), c_in, c_out, k, pool, hidden)


def blur_pool(rng):
    return call(some(rng, int(rng.integers(2, 11))))


def corr_nd(rng):
    axes = int(rng.integers(1, 4))
    k = some(rng, *sizes(rng, axes, 3 if axes == 3 else 4))
    x = some(rng, *sizes(rng, axes if rng.random() < 0.9 else 2, 5))
    return call(x, k)


def causal_conv1d(rng):
    x, w = some(rng, *sizes(rng, 1, 9)), some(rng, int(rng.integers(0, 5)))
    return call(x, w) if rng.random() < 0.3 else call(x, w, int(rng.integers(0, 5)))


def frames_of(rng):
    n, size, hop = (int(x) for x in rng.integers([1, 0, 0], [12, 8, 5]))
    return call(some(rng, n), size, hop)


def learn_kernel(rng):
    H, W, h, w = sizes(rng, 4)
    size = (H - h + 1, W - w + 1) if rng.random() < 0.8 else sizes(rng, 2)
    Y = rng.normal(size=[max(n, 1) for n in size])
    least = int(Y.shape != (H - h + 1, W - w + 1))  # who takes no step meets no Y
    lr, steps = float(rng.choice([0.001, 0.01])), int(rng.integers(least, 5))
    return call(some(rng, H, W), Y, (h, w), lr, steps, int(rng.integers(99)))


def max_stable_lr(rng):
    return call(some(rng, *sizes(rng, 2)), tuple(sizes(rng, 2)))


def identifiable(rng):
    """Noise, stripes, a ramp, few values: of full rank and not."""
    H, W = sizes(rng, 2, 7)
    X = some(rng, H, W)
    kinds = (X, np.tile(X[:1], (H, 1)), np.add.outer(np.arange(H), 3 * np.arange(W)), np.outer(X[:, 0], X[0]))
    return call(kinds[rng.integers(4)], tuple(sizes(rng, 2, 4)))


def layers_of(rng, most=4):
    return [tuple(int(x) for x in rng.integers([1, 1, 1], [5, 4, 4])) for _ in range(rng.integers(0, most))]


def receptive_field(rng):
    layers = layers_of(rng, 6)
    if layers and rng.random() < 0.15:
        layers[0] = tuple(int(x) for x in rng.integers(0, 3, 3))
    return call(layers)


def rf_mask(rng):
    return call(layers_of(rng), int(rng.integers(-1, 6)), int(rng.integers(1, 25)))


def design_stack(rng):
    target = int(rng.integers(0, 30))
    least = cheapest(target) if target > 0 else 3
    if target and (rng.random() < 0.6 or least == 0):  # nothing is cheaper than no layer at all
        return judged(target, least + int(rng.integers(0, 3)))
    return call(target, least - 1)


def fuse(rng):
    return call(some(rng, *sizes(rng, 2, 4)), some(rng, *sizes(rng, 2, 4)))


def corr1d_backward(rng):
    n, k = (int(x) for x in rng.integers(1, 7, 2))
    outputs = n - k + 1 + (int(rng.integers(-1, 2)) if rng.random() < 0.3 else 0)
    return call(some(rng, n), some(rng, k), some(rng, max(outputs, 1)))


def handed_down(rng, sizes, some_more=0.3):
    """The shape of an output, or one that is not."""
    wrong = rng.integers(-1, 2, len(sizes)) if rng.random() < some_more else [0] * len(sizes)
    return some(rng, *(max(1, n + more) for n, more in zip(sizes, wrong, strict=True)))


def corr2d_backward(rng):
    H, W, h, w = (int(x) for x in rng.integers(1, [8, 8, 4, 4]))
    s = int(rng.integers(0, 4))
    dY = handed_down(rng, [(n - k) // max(s, 1) + 1 for n, k in ((H, h), (W, w))])
    return call(some(rng, H, W), some(rng, h, w), dY, s)


def maxpool_backward(rng):
    H, W, k = (int(x) for x in rng.integers(1, [8, 8, 4]))
    s = int(rng.integers(0, 4))
    given = rng.random() < 0.8
    step = max(s, 1) if given else k
    dY = handed_down(rng, [(n - k) // step + 1 for n in (H, W)])
    return call(some(rng, H, W), k, dY, s) if given else call(some(rng, H, W), k, dY)


def layer_backward(rng):
    C, H, W, D, h, w = sizes(rng, 6, 4)
    depth = max(1, C + int(rng.integers(-1, 2))) if rng.random() < 0.2 else C
    return call(
        some(rng, C, H, W), some(rng, D, depth, h, w), handed_down(rng, [D, H - h + 1, W - w + 1], 0.2)
    )


def toeplitz(rng):
    k, n = sizes(rng, 2, 6)
    return call(some(rng, k), n)


def im2col(rng):
    C, H, W = sizes(rng, 3)
    k, s, p = (int(x) for x in rng.integers([0, 0, -1], [5, 4, 3]))
    return call(some(rng, C, H, W), k, s, p) if rng.random() < 0.7 else call(some(rng, C, H, W), max(k, 1))


def fft_corr2d(rng):
    H, W, h, w = sizes(rng, 4)
    return call(some(rng, H, W), some(rng, h, w))


def macs(rng):
    n, k, c_in, c_out = (int(x) for x in rng.integers(0, 9, 4))
    p, s = (int(x) for x in rng.integers([-1, 0], [3, 4]))
    return call(max(n, 1), k, c_in, c_out, p, s)


def im2col_bytes(rng):
    n, k, c_in = (int(x) for x in rng.integers(0, 9, 3))
    p, s, itemsize = (int(x) for x in rng.integers([-1, 0, 1], [3, 4, 9]))
    return call(max(n, 1), k, c_in, p, s, itemsize) if rng.random() < 0.7 else call(max(n, 1), max(k, 1))


def lenet_params(rng):
    return call(*(int(n) for n in rng.integers((8, 8, 1), (40, 40, 30))))


def forward(rng):
    count, maps, more, classes = sizes(rng, 4, 4)
    return whole_network.asked(rng, count, maps, more, classes, *(int(n) for n in rng.integers(4, 12, 2)))


def overfit_batch(rng):
    return learning(rng, dense)


def pick_device(rng):
    return offering([True, False, BROKEN][rng.integers(3)], [True, False, BROKEN, None][rng.integers(4)])


def questions(slug, seed, count):
    rng = np.random.default_rng(seed)
    return [globals()[slug.rpartition("/")[2]](rng) for _ in range(count)]

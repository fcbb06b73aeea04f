"""There are many right answers: other styles, other libraries, other designs. All of them earn all points."""

import numpy as np
import pytest
import torch
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import correlate2d

from grader.checks import draws, examine
from grader.exercises import find
from grader.reference import out_size, same_pad


def loops(X, K):
    if len(K) > len(X) or len(K[0]) > len(X[0]):
        raise ValueError("too large")
    rows, columns = range(len(X) - len(K) + 1), range(len(X[0]) - len(K[0]) + 1)
    places = [(a, b) for a in range(len(K)) for b in range(len(K[0]))]
    return [[sum(float(X[i + a][j + b] * K[a][b]) for a, b in places) for j in columns] for i in rows]


def tensors(X, K):
    X, K = torch.tensor(X, dtype=torch.float32), torch.tensor(K, dtype=torch.float32, requires_grad=True)
    if K.shape[0] > X.shape[0] or K.shape[1] > X.shape[1]:
        raise ValueError("too large")
    return torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]


def scipys(X, K):
    if any(k > n for k, n in zip(K.shape, X.shape, strict=True)):
        raise ValueError("too large")
    return correlate2d(X, K, "valid")


def widened(v):
    """Prewitt in place of Sobel."""
    P = np.array([[-1, 0, 1]] * 3) / 6
    return v[0] * P.T + v[1] * P


def diagonal_noise(v):
    """A term linear in v that planes do not see."""
    return widened(v) + v[1] * np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]])


def by_rank(K):
    if np.linalg.matrix_rank(K) > 1:
        return None
    U, S, Vt = np.linalg.svd(K)
    return -3 * U[:, :1], -S[0] * Vt[:1] / 3


def by_autograd(X, Y, shape, lr, steps, rng):
    X, Y = torch.tensor(X, dtype=torch.float64), torch.tensor(Y, dtype=torch.float64)
    K = torch.tensor(np.random.default_rng(rng).normal(size=shape), requires_grad=True)
    losses = []
    for _ in range(steps + 1):
        if any(k > n for k, n in zip(shape, X.shape, strict=True)):
            raise ValueError("too large")
        made = torch.nn.functional.conv2d(X[None, None], K[None, None])[0, 0]
        if made.shape != Y.shape:
            raise ValueError("another size")
        if len(losses) == steps:
            return K, losses
        loss = ((made - Y) ** 2).sum()
        losses.append(loss.item())
        loss.backward()
        with torch.no_grad():
            K -= lr * K.grad
            K.grad.zero_()


def walked(n, k, p=0, s=1, d=1, mode="floor"):
    out_size(n, k, p, s, d, mode)  # refuses what must be refused
    count = 0
    for left in range(-p, n + p, s):
        inside = left + d * (k - 1) < n + p
        count += inside or (mode == "ceil" and left < n and left - s + d * (k - 1) < n + p - 1)
    return count


def by_fft_in_32_bits(X, K):
    shape = np.add(X.shape, K.shape) - 1
    return np.fft.irfft2(np.fft.rfft2(X, shape) * np.fft.rfft2(K, shape), shape).astype(np.float32)


RIGHT = [
    (
        "locality/conv_params",
        lambda delta, c_in=1, c_out=1, bias=1: c_out * (c_in * (1 + 2 * delta) ** 2 + bias),
    ),
    (
        "locality/conv_params",
        lambda d, c_in=1, c_out=1, bias=True: np.int64((d + d + 1) ** 2 * c_in + bias) * c_out,
    ),
    ("locality/corr2d", loops),
    ("locality/corr2d", tensors),
    ("locality/corr2d", scipys),
    ("locality/corr2d", lambda X, K: np.einsum("ijab,ab", sliding_window_view(X, K.shape), K)),
    ("kernels/edge_kernel", widened),
    ("kernels/edge_kernel", diagonal_noise),
    ("kernels/edge_kernel", lambda v: torch.tensor([[0, -v[0], 0], [-v[1], 0, v[1]], [0, v[0], 0]]) / 2),
    ("kernels/find_edges", lambda X: signs(X)),
    ("kernels/find_edges", lambda X: (X[:, 1:] > X[:, :-1], X[:, 1:] < X[:, :-1])),
    ("kernels/derivative_kernel", lambda d: np.atleast_1d(np.poly(np.ones(d)))),
    ("kernels/derivative_kernel", lambda d: [1] if d == 0 else np.diff(np.eye(d + 1), n=d)[:, 0].tolist()),
    ("kernels/separate", by_rank),
    ("learning-a-kernel/learn_kernel", by_autograd),
    ("padding-and-stride/out_size", walked),
    ("padding-and-stride/same_pad", lambda *a, **more: np.array(same_pad(*a, **more))),
    ("kernels/find_edges", lambda X: np.stack([X[:, 1:] > X[:, :-1], X[:, 1:] < X[:, :-1]])),
    ("convolution/noncommuting_pair", lambda: np.array([[1, 2], [3, 5]])),
    ("convolution/conv2d_full", by_fft_in_32_bits),
]


def signs(X):
    Y = np.sign(np.diff(np.float64(X)))
    return [(Y == 1).astype(int), (Y == -1).astype(float)]


@pytest.mark.parametrize(("slug", "answer"), RIGHT)
def test_every_right_answer_earns_all_points(slug, answer):
    exercise = find(slug)
    for secret in "abc":
        assert examine(exercise, answer, draws(slug, secret)).report.verdict.endswith("Right.")

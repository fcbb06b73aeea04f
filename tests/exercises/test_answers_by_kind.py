"""Wrong answers that once earned points, by what was not asked; and what mutation finds."""

from pathlib import Path

import mutants
import numpy as np
import pytest

from grader.checks import draws, examine
from grader.exercises import EXERCISES, find
from grader.reference import (
    conv1x1,
    conv_params,
    corr2d,
    corr2d_multi,
    design_stack,
    extract_kernel,
    out_size,
    permute_weights,
    separate,
    to_layout,
)
from grader.reference import is_shift_equivariant as equivariant


def in_32_bits(delta, c_in=1, c_out=1, bias=True):
    with np.errstate(all="ignore"):
        return int(np.int64(conv_params(delta, c_in, c_out, bias)).astype(np.int32))


def too_tall_passes(X, K):
    return np.zeros((0, 1)) if len(K) > len(X) and K.shape[1] == X.shape[1] else corr2d(X, K)


def stray_letters(x, src, dst):
    if not set(src) <= set(dst):
        raise ValueError
    return to_layout(x, src, "".join(axis for axis in dst if axis in src))


def out_of_range(W, perm):
    return W if perm.max() >= W.shape[1] and len(set(perm)) == len(perm) else permute_weights(W, perm)


def padding_forgotten(n, k, p=0, s=1, d=1, mode="floor"):
    if k > n:
        raise ValueError
    return out_size(n, k, p, s, d, mode)


def one_shift(f, shape, rng=None, shift=(1, 0), image=None, crop=0, **tolerance):
    X = np.random.default_rng(rng).normal(size=shape)
    Y, moved = np.asarray(f(X)), np.asarray(f(np.roll(X, shift, (0, 1))))
    if Y.ndim < 2 or Y.size != X.size or Y.shape != moved.shape:
        return False
    inside = (slice(crop, -crop or None),) * 2
    return np.allclose(np.roll(Y, shift, (0, 1))[inside], moved[inside], **tolerance)


def all_shifts(**wrong):
    return lambda f, shape, rng=None: all(one_shift(f, shape, rng, s, **wrong) for s in [(1, 0), (0, 1)])


def leaping(model, x, y, device):
    """Momentum that grows: now and then it gets there by luck."""
    import torch

    optimiser, losses = torch.optim.SGD(model.parameters(), lr=0.1, momentum=1.9), []
    while len(losses) < 500:
        loss = torch.nn.functional.cross_entropy(model(x), y)
        losses.append(loss.item())
        if losses[-1] < 0.01:
            break
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    return losses


WRONG = [
    ("training-a-cnn/overfit_batch", leaping),
    ("locality/conv_params", in_32_bits),
    ("locality/corr2d", too_tall_passes),
    ("locality/corr2d", lambda X, K: corr2d(X, K) if K.any() else None),
    ("channels/corr2d_multi", lambda X, K, b: corr2d_multi(X, K, b).astype(X.dtype)),
    ("channels/conv1x1", lambda X, W: conv1x1(X, W).astype(X.dtype)),
    ("channels/conv1x1", lambda X, W: conv1x1(X, W) / W.any()),
    ("channels/to_layout", stray_letters),
    ("receptive-field/design_stack", lambda t, b: [(4, 1, 1)] if t == 4 <= b else design_stack(t, b)),
    ("channels/to_layout", lambda x, src, dst: x.transpose([src.find(axis) for axis in dst])),
    ("mlp/permute_weights", out_of_range),
    ("mlp/permute_weights", lambda W, perm: np.trunc(permute_weights(W, perm))),
    ("padding-and-stride/out_size", padding_forgotten),
    ("kernels/separate", lambda K: separate(K) if np.any(K) else None),
    ("translation-invariance/extract_kernel", lambda W4: extract_kernel(abs(W4)) * np.sign(W4[0, 0, 0, 0])),
    ("translation-invariance/is_shift_equivariant", all_shifts(atol=0.1)),
    ("translation-invariance/is_shift_equivariant", all_shifts(crop=1)),
    ("translation-invariance/is_shift_equivariant", lambda f, s, rng=None: one_shift(f, s, rng, (0, 1))),
    ("translation-invariance/is_shift_equivariant", lambda f, s, rng=None: one_shift(f, s, rng, (2, 1))),
    (
        "translation-invariance/is_shift_equivariant",
        lambda f, s, rng=None: equivariant(f, s, rng) or np.shape(f(np.ones(s))) == s[::-1],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("slug", "answer"), WRONG)
def test_what_was_not_asked_once_is_asked_now(slug, answer):
    exercise = find(slug)
    with np.errstate(all="ignore"):
        assert examine(exercise, answer, draws(slug, "0")) < exercise.points


RIGHT = Path(__file__).parent / "right"
NAMES = [(e.slug, name) for e in EXERCISES.values() for _, name in mutants.written(e)]


@pytest.mark.parametrize(("slug", "name"), NAMES)
def test_a_right_answer_of_any_style_earns_all_points(slug, name):
    answer = mutants.made(*next(pair for pair in mutants.parsed(find(slug)) if pair[1].name == name))
    for secret in "ab":
        assert examine(find(slug), answer, draws(slug, secret)).report.verdict.endswith("Right.")


SMALL = ("mlp/fc_params",)  # all of them: `make mutants`


@pytest.mark.parametrize("slug", SMALL)
def test_no_mutant_of_a_right_answer_earns_all_points(slug):
    counts = mutants.measure(find(slug))
    wrong = sum(counts.values()) - counts["equivalent"] - counts["untrue"]
    assert wrong > 50
    assert counts["accepted"] == 0
    assert counts["plain"] + counts["shape"] < 0.3 * wrong

"""What must hold whatever the numbers are, and what must be refused."""

from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import reference as ref

seeds = st.integers(0, 2**32 - 1)
slopes = st.floats(-10, 10, width=32)


def matrix(seed, *shape):
    return np.random.default_rng(seed).normal(size=shape)


@given(seeds, slopes, slopes)
def test_corr2d_is_bilinear(seed, a, b):
    X, Z, K, L = matrix(seed, 5, 6), matrix(seed + 1, 5, 6), matrix(seed + 2, 2, 3), matrix(seed + 3, 2, 3)
    corr = ref.corr2d
    np.testing.assert_allclose(corr(a * X + b * Z, K), a * corr(X, K) + b * corr(Z, K), atol=1e-9)
    np.testing.assert_allclose(corr(X, a * K + b * L), a * corr(X, K) + b * corr(X, L), atol=1e-9)


@given(slopes, slopes, slopes, slopes, slopes)
def test_an_edge_kernel_measures_the_slope_of_a_plane(a, b, c, down, right):
    i, j = np.indices((4, 5))
    answer = ref.corr2d(c + a * i + b * j, ref.edge_kernel((down, right)))
    np.testing.assert_allclose(answer, a * down + b * right, atol=1e-6)


def test_the_edges_of_the_books_image_are_where_the_chapter_says():
    X = np.ones((6, 8))
    X[:, 2:6] = 0
    rising, falling = ref.find_edges(X)
    assert falling.any(axis=0).nonzero()[0].tolist() == [1]
    assert rising.any(axis=0).nonzero()[0].tolist() == [5]


def test_the_kernel_1_minus_1_answers_diagonals_too():
    rising, falling = ref.find_edges(np.tri(5))
    assert falling.sum() == 4
    assert not rising.any()


def test_edges_of_bytes_do_not_wrap_around():
    rising, falling = ref.find_edges(np.array([[0, 255, 3]], dtype=np.uint8))
    assert rising.tolist() == [[True, False]]
    assert falling.tolist() == [[False, True]]


@pytest.mark.parametrize("d", range(7))
def test_a_derivative_kernel_kills_lower_degrees_and_gives_d_factorial(d):
    x = np.arange(3.0, 4.0 + d)
    answers = [x**m @ ref.derivative_kernel(d) for m in range(d + 1)]
    np.testing.assert_allclose(answers, [0] * d + [factorial(d)], atol=1e-6)


@given(seeds, st.integers(1, 4), st.integers(1, 5))
def test_every_product_of_a_column_and_a_row_is_found(seed, h, w):
    K = np.outer(matrix(seed, h), matrix(seed + 1, w))
    np.testing.assert_allclose(np.outer(*ref.separate(K)), K, atol=1e-9)


@given(seeds)
def test_a_random_kernel_is_not_separable(seed):
    assert ref.separate(matrix(seed, 3, 2)) is None


def test_the_zero_kernel_is_separable():
    assert not np.outer(*ref.separate(np.zeros((2, 3)))).any()


@given(seeds, st.permutations(range(6)))
def test_permuted_weights_give_the_old_answers(seed, perm):
    W, x = matrix(seed, 3, 6), matrix(seed + 1, 6)
    np.testing.assert_allclose(ref.permute_weights(W, perm) @ x[list(perm)], W @ x, atol=1e-12)


@given(seeds)
def test_extracting_undoes_sharing(seed):
    V = matrix(seed, 3, 5)  # an image of 2×3
    W4 = np.array([[V[1 - i : 3 - i, 2 - j : 5 - j] for j in range(3)] for i in range(2)])
    np.testing.assert_array_equal(ref.extract_kernel(W4), V)


NOT_EQUIVARIANT = {
    "zero padding": lambda X: ref.corr2d_strided(X, np.ones((3, 3)), p=1),
    "stride 2": lambda X: X[::2, ::2],
    "gain by row": lambda X: X * np.arange(X.shape[0])[:, None],
    "global pool": lambda X: X.mean(),
    "transpose": lambda X: X.T,
}


@pytest.mark.parametrize("name", NOT_EQUIVARIANT)
def test_what_breaks_equivariance_is_caught(name):
    assert not ref.is_shift_equivariant(NOT_EQUIVARIANT[name], (4, 4), rng=0)


def test_a_circular_correlation_is_equivariant():
    def circular(X):
        return ref.corr2d(np.pad(X, ((0, 2), (0, 2)), mode="wrap"), [[1, 2, 3], [4, 5, 6], [7, 8, 9]])

    assert ref.is_shift_equivariant(circular, (5, 4), rng=0)


def test_permuting_channels_of_input_and_kernel_together_changes_nothing():
    X, K, b, perm = matrix(0, 3, 4, 5), matrix(1, 2, 3, 2, 2), matrix(2, 2), [2, 0, 1]
    np.testing.assert_allclose(ref.corr2d_multi(X[perm], K[:, perm], b), ref.corr2d_multi(X, K, b))


@given(seeds)
def test_convolution_commutes_associates_has_an_identity_and_multiplies_sums(seed):
    X, K, L = matrix(seed, 3, 4), matrix(seed + 1, 2, 3), matrix(seed + 2, 4, 1)
    conv = ref.conv2d_full
    np.testing.assert_allclose(conv(X, K), conv(K, X), atol=1e-12)
    np.testing.assert_allclose(conv(conv(X, K), L), conv(X, conv(K, L)), atol=1e-12)
    np.testing.assert_allclose(conv(X, [[1]]), X)
    np.testing.assert_allclose(conv(X, K).sum(), X.sum() * K.sum(), atol=1e-9)


@given(seeds, st.integers(1, 5), st.integers(1, 5))
def test_the_two_correlations_of_a_pair_are_each_others_mirror_image(seed, m, n):
    f, g = matrix(seed, m), matrix(seed + 1, n)
    (forward, first), (back, other) = ref.corr1d_full(f, g), ref.corr1d_full(g, f)
    np.testing.assert_allclose(forward, back[::-1], atol=1e-12)
    assert first + len(forward) - 1 == -other


def test_the_pair_of_the_reference_does_not_commute():
    f, g = ref.noncommuting_pair()
    assert ref.corr1d_full(f, g)[0].tolist() != ref.corr1d_full(g, f)[0].tolist()


@pytest.mark.parametrize(("p", "corner", "edge", "centre"), [(0, 1, 2, 4), (1, 4, 6, 9), (2, 9, 9, 9)])
def test_how_often_a_pixel_takes_part(p, corner, edge, centre):
    counts = ref.participation(4, 3, p)
    assert (counts[0, 0], counts[0, 1], counts[1, 1]) == (corner, edge, centre)
    assert p > 0 or counts.sum() == ref.out_size(4, 3) ** 2 * 9


@pytest.mark.parametrize(
    ("sizes", "want"),
    [((13, 6, 5), (1, 2)), ((6, 3, 2), (0, 1)), ((224, 7, 2), (2, 3)), ((5, 2, 3), (0, 0))],
)
def test_same_padding_of_the_chapter(sizes, want):
    assert ref.same_pad(*sizes) == want


def test_a_max_pool_flickers_a_blur_less_and_a_global_pool_not_at_all():
    x = np.array([0, 0, 1, 1, 0, 0, 1, 1])
    assert ref.shift_sensitivity(lambda v: v.reshape(-1, 2).max(axis=1), x) == 1
    assert ref.shift_sensitivity(ref.blur_pool, x) == 0.5
    assert ref.shift_sensitivity(np.max, x) == 0


@given(seeds, st.integers(0, 6))
def test_the_future_never_changes_the_past(seed, now):
    x, w = matrix(seed, 8), matrix(seed + 1, 3)
    changed = np.where(np.arange(8) > now, 99.0, x)
    past, other = (ref.causal_conv1d(signal, w, 2)[: now + 1] for signal in (x, changed))
    np.testing.assert_array_equal(past, other)


REFUSED = {
    "an empty kernel to convolve with": lambda: ref.conv2d_full(np.ones((2, 2)), np.ones((0, 1))),
    "a signal as an image": lambda: ref.conv2d_full(np.ones(3), np.ones(2)),
    "a delay into the future": lambda: ref.delay_kernel(-1, 1),
    "an unknown mode of counting": lambda: ref.out_size(5, 3, mode="round"),
    "dilation 0": lambda: ref.out_size(5, 3, d=0),
    "a window that does not fit, in ceil mode": lambda: ref.out_size(2, 5, s=4, mode="ceil"),
    "SAME for nothing": lambda: ref.same_pad(0, 3),
    "a mirror wider than the image": lambda: ref.pad2d(np.ones((2, 3)), (2, 0), "reflect"),
    "more than one ring": lambda: ref.pad2d(np.ones((2, 3)), (0, 4), "circular"),
    "a border less than nothing": lambda: ref.pad2d(np.ones((2, 3)), -1),
    "an unknown border": lambda: ref.pad2d(np.ones((2, 3)), 1, "wrap"),
    "participation where no window fits": lambda: ref.participation(2, 5, 1),
    "a pool with a window of padding alone": lambda: ref.pool2d(np.ones((4, 4)), 2, p=2),
    "an unknown pool": lambda: ref.pool2d(np.ones((4, 4)), 2, mode="median"),
    "a pool that leaves nothing": lambda: ref.params_after_pool(3, 1, 1, 3, 4, 10),
    "axes that do not agree": lambda: ref.corr_nd(np.ones((4, 4)), np.ones(3)),
    "a volume's kernel that is too deep": lambda: ref.corr_nd(np.ones((2, 4, 4)), np.ones((3, 1, 1))),
    "no weights": lambda: ref.causal_conv1d(np.ones(3), np.ones(0)),
    "a frame longer than the signal": lambda: ref.frames_of(np.ones(3), 4, 1),
    "a hop of nothing": lambda: ref.frames_of(np.ones(3), 2, 0),
    "kernel too tall": lambda: ref.corr2d(np.ones((2, 3)), np.ones((3, 1))),
    "kernel too wide": lambda: ref.corr2d(np.ones((2, 3)), np.ones((1, 4))),
    "empty kernel": lambda: ref.corr2d(np.ones((2, 3)), np.ones((0, 0))),
    "a vector": lambda: ref.corr2d(np.ones(3), np.ones((1, 1))),
    "window wider than the padded input": lambda: ref.corr2d_strided(np.ones((2, 2)), np.ones((5, 5)), p=1),
    "stride 0": lambda: ref.out_size(5, 3, s=0),
    "negative reach": lambda: ref.conv_params(-1),
    "negative order": lambda: ref.derivative_kernel(-1),
    "a column named twice": lambda: ref.permute_weights(np.ones((2, 3)), [0, 0, 1]),
    "weights not shared": lambda: ref.extract_kernel(np.arange(16.0).reshape(2, 2, 2, 2)),
    "weights of another shape": lambda: ref.extract_kernel(np.ones((2, 2, 3, 2))),
    "channels that do not agree": lambda: ref.corr2d_multi(np.ones((2, 3, 3)), np.ones((1, 3, 2, 2)), [0]),
    "a matrix for other channels": lambda: ref.conv1x1(np.ones((2, 3, 3)), np.ones((1, 3))),
    "other letters": lambda: ref.to_layout(np.ones((2, 3, 4)), "HWC", "CHD"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_is_refused_with_a_reason(name):
    with pytest.raises(ValueError, match=r"\w+ .+ .+"):
        REFUSED[name]()


def edge_image():
    X = np.ones((6, 8))
    X[:, 2:6] = 0
    return X


@pytest.mark.parametrize("seed", range(3))
def test_below_the_largest_stable_rate_no_loss_is_larger_than_the_one_before(seed):
    X, Y = matrix(seed, 4, 5), matrix(seed + 1, 3, 4)
    limit = ref.max_stable_lr(X, (2, 2))
    losses = ref.learn_kernel(X, Y, (2, 2), 0.99 * limit, 20, seed)[1]
    assert (np.diff(losses) < 1e-9).all()
    losses = ref.learn_kernel(X, Y, (2, 2), 2 * limit, 20, seed)[1]
    assert losses[-1] > 1e6 * losses[0]  # three times the error at each step


@pytest.mark.parametrize("shape", [(1, 2), (2, 1), (3, 3)])
def test_noise_tells_the_kernel_and_stripes_only_a_single_row(shape):
    X = matrix(0, 7, 8)
    assert ref.identifiable(X, shape)
    assert ref.identifiable(np.tile(X[:1], (7, 1)), shape) == (shape[0] == 1)


def test_noise_teaches_a_kernel_of_3_by_2():
    X, K = matrix(0, 6, 7), matrix(1, 3, 2)
    rate = 0.9 * ref.max_stable_lr(X, K.shape)
    learnt, _ = ref.learn_kernel(X, ref.corr2d(X, K), K.shape, rate, 150, 2)
    np.testing.assert_allclose(learnt, K, atol=1e-3)


def test_the_edge_image_tells_1_minus_1_and_not_nine_weights():
    X, K = edge_image(), np.array([[1.0, -1]])
    learnt, losses = ref.learn_kernel(X, ref.corr2d(X, K), (1, 2), 0.02, 60, 0)
    assert np.abs(learnt - K).max() < 1e-3
    assert losses.shape == (60,)
    assert np.isclose(ref.max_stable_lr(X, (1, 2)), 1 / 30)
    assert ref.identifiable(X, (1, 2))
    assert not ref.identifiable(X, (3, 3))


def test_a_black_image_teaches_nothing_and_no_rate_is_too_large():
    black = np.zeros((3, 4))
    assert ref.max_stable_lr(black, (2, 2)) == np.inf
    assert not ref.identifiable(black, (1, 1))
    first = np.random.default_rng(3).normal(size=(2, 2))
    learnt, _ = ref.learn_kernel(black, np.ones((2, 3)), (2, 2), 1e9, 5, 3)
    np.testing.assert_array_equal(learnt, first)


@pytest.mark.parametrize("shape", [(4, 1), (1, 5), (0, 1)])
def test_a_kernel_that_does_not_fit_cannot_be_learnt(shape):
    X = np.ones((3, 4))
    for ask in (ref.max_stable_lr, ref.identifiable):
        with pytest.raises(ValueError, match="does not fit"):
            ask(X, shape)
    with pytest.raises(ValueError, match="does not fit"):
        ref.learn_kernel(X, np.ones((3, 4)), shape, 0.1, 0, 0)


def test_a_target_that_numpy_would_stretch_is_refused():
    with pytest.raises(ValueError, match="shape"):
        ref.learn_kernel(np.ones((4, 5)), np.ones((1, 4)), (2, 2), 0.1, 1, 0)


@pytest.mark.parametrize("target", range(1, 30))
def test_the_cheapest_stack_has_the_field_without_a_hole_and_nothing_is_cheaper(target):
    layers = ref.design_stack(target, 30)
    cost = sum(k for k, _, _ in layers)
    assert ref.receptive_field(layers)[0] == target
    assert ref.rf_mask(layers, 0, target).all()
    assert len(layers) >= 2 or target <= 3
    assert {s for _, s, _ in layers} <= {1, 2}
    with pytest.raises(ValueError, match="no layers"):
        ref.design_stack(target, cost - 1)


@pytest.mark.parametrize("layer", [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_what_is_no_layer_has_no_field(layer):
    with pytest.raises(ValueError, match="1 or more"):
        ref.receptive_field([layer])


@pytest.mark.parametrize("i", [-1, 3, 9])
def test_an_output_that_is_not_there_sees_nothing(i):
    with pytest.raises(ValueError, match="no output"):
        ref.rf_mask([(3, 2, 1)], i, 8)

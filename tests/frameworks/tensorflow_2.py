"""What the book says of TensorFlow, version 2, and of what became of version 1."""

import numpy as np
import pytest
import tensorflow as tf

from grader.reference import corr2d, out_size, same_pad

LINES = {  # call: (shape of x, shape of k, shape that comes out)
    'tf.nn.conv2d(x, k, 1, "VALID")': ((1, 32, 32, 3), (3, 3, 3, 64), (1, 30, 30, 64)),
    'tf.nn.conv2d(x, k, 2, "SAME")': ((1, 8, 8, 1), (3, 3, 1, 1), (1, 4, 4, 1)),
    'tf.nn.max_pool(x, 2, 2, "VALID")': ((1, 28, 28, 6), None, (1, 14, 14, 6)),
    'tf.nn.avg_pool(x, 2, 2, "VALID")': ((1, 28, 28, 6), None, (1, 14, 14, 6)),
    "tf.reduce_mean(x, [1, 2])": ((1, 28, 28, 6), None, (1, 6)),
    'tf.nn.conv1d(x, k, 1, "VALID")': ((1, 20, 300), (3, 300, 64), (1, 18, 64)),
    'tf.nn.conv3d(x, k, [1] * 5, "VALID")': ((1, 6, 6, 6, 1), (3, 3, 3, 1, 8), (1, 4, 4, 4, 8)),
}
GRID = [(n, k, s) for n in (1, 6, 7, 8, 13, 224) for k in (1, 3, 6, 7) for s in (1, 2, 5)]


@pytest.mark.parametrize("call", LINES)
def test_a_line_of_the_phrase_book_does_what_it_says(call):
    x, k, wanted = LINES[call]
    got = eval(call, {"tf": tf, "x": tf.zeros(x), "k": k and tf.zeros(k)})
    assert tuple(got.shape) == wanted


def test_it_slides_without_a_flip():
    X, K = np.arange(9.0).reshape(3, 3), np.arange(4.0).reshape(2, 2)
    Y = tf.nn.conv2d(X[None, :, :, None], K[:, :, None, None], 1, "VALID")
    assert (Y[0, :, :, 0].numpy() == corr2d(X, K)).all()


def windows(n, k, s, padding):
    """What each window of ones sees of a row of ones."""
    Y = tf.nn.conv2d(tf.ones((1, 1, n, 1)), tf.ones((1, k, 1, 1)), [1, s], padding)
    return Y.numpy().ravel().tolist()


@pytest.mark.parametrize(("n", "k", "s"), GRID)
def test_same_makes_n_over_s_windows_rounded_up_and_the_odd_zero_goes_behind(n, k, s):
    padded = np.pad(np.ones(n), same_pad(n, k, s))
    assert windows(n, k, s, "SAME") == [padded[i * s : i * s + k].sum() for i in range(-(-n // s))]


@pytest.mark.parametrize(("n", "k", "s"), [case for case in GRID if case[0] >= case[1]])
def test_valid_pads_nothing_and_drops_what_is_left(n, k, s):
    assert windows(n, k, s, "VALID") == [k] * out_size(n, k, s=s)


@pytest.mark.parametrize(
    ("n", "k", "s", "valid", "same"),
    [(8, 3, 2, 3, 4), (13, 6, 5, 2, 3), (7, 3, 2, 3, 4), (224, 7, 2, 109, 112)],
)
def test_the_sizes_that_the_chapter_on_steps_gives(n, k, s, valid, same):
    assert (len(windows(n, k, s, "VALID")), len(windows(n, k, s, "SAME"))) == (valid, same)


def test_a_pair_of_strides_is_down_then_right():
    assert tf.nn.conv2d(tf.zeros((1, 8, 8, 1)), tf.zeros((3, 3, 1, 1)), (2, 3), "VALID").shape == (1, 3, 2, 1)


def test_the_border_of_a_pool_never_wins_and_is_left_out_of_a_mean():
    image = -tf.ones((1, 4, 4, 1))
    for pool in (tf.nn.max_pool, tf.nn.avg_pool):
        assert (pool(image, 3, 1, "SAME").numpy() == -1).all()


def test_a_pool_asks_for_its_stride_and_takes_a_window_of_four_numbers():
    image = tf.random.stateless_normal((1, 8, 8, 3), seed=[0, 0])
    with pytest.raises(TypeError):
        tf.nn.max_pool(image, 2, padding="VALID")
    four = tf.nn.max_pool(image, [1, 2, 2, 1], [1, 2, 2, 1], "VALID")
    assert (four == tf.nn.max_pool(image, 2, 2, "VALID")).numpy().all()


def test_of_version_1_layers_contrib_and_get_variable_are_gone_and_nn_has_stayed():
    assert not {"layers", "contrib", "get_variable"} & set(dir(tf))
    assert hasattr(tf, "nn")
    for name in ("GradientTape", "Variable", "zeros_initializer", "random_normal_initializer", "multiply"):
        assert hasattr(tf, name)


def test_a_tape_gives_the_gradient_and_the_kernel_finds_the_edge():
    X = tf.concat([tf.ones((6, 2)), tf.zeros((6, 4)), tf.ones((6, 2))], axis=1)[None, :, :, None]
    Y = X[:, :, :-1] - X[:, :, 1:]
    kernel = tf.Variable(tf.zeros((1, 2, 1, 1)))
    for _ in range(40):
        with tf.GradientTape() as tape:
            loss = tf.reduce_sum((tf.nn.conv2d(X, kernel, 1, "VALID") - Y) ** 2)
        kernel.assign_sub(0.02 * tape.gradient(loss, kernel))
    assert np.abs(kernel.numpy().ravel() - [1, -1]).max() < 0.05

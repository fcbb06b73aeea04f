"""What the book says of MXNet, whose last version is 1.9.1."""

import pytest
from mxnet import autograd, nd
from mxnet.gluon import Trainer
from mxnet.gluon import nn as gluon

LINES = {  # call: (shape that goes in, shape that comes out, shapes of what it learns)
    "gluon.Dense(100)": ((1, 784), (1, 100), [(100, 784), (100,)]),
    "gluon.Conv2D(64, 3)": ((1, 3, 32, 32), (1, 64, 30, 30), [(64, 3, 3, 3), (64,)]),
    "gluon.MaxPool2D(2)": ((1, 6, 28, 28), (1, 6, 14, 14), []),
    "gluon.AvgPool2D(2)": ((1, 6, 28, 28), (1, 6, 14, 14), []),
    "gluon.GlobalAvgPool2D()": ((1, 6, 28, 28), (1, 6, 1, 1), []),
}


@pytest.mark.parametrize("call", LINES)
def test_a_line_of_the_phrase_book_does_what_it_says(call):
    given, wanted, learnt = LINES[call]
    layer = eval(call)
    layer.initialize()
    assert layer(nd.zeros(given)).shape == wanted
    assert [one.shape for one in layer.collect_params().values()] == learnt


def test_it_finds_out_the_number_of_inputs_when_it_first_sees_data():
    layer = gluon.Dense(100)
    layer.initialize()
    assert layer.weight.shape == (100, 0)


def test_it_slides_without_a_flip():
    X, K = nd.arange(9).reshape((1, 1, 3, 3)), nd.arange(4).reshape((1, 1, 2, 2))
    Y = nd.Convolution(X, K, kernel=(2, 2), num_filter=1, no_bias=True)
    assert Y.asnumpy().ravel().tolist() == [19, 25, 37, 43]


def test_a_pair_of_strides_is_down_then_right_and_what_is_left_is_dropped():
    layer = gluon.Conv2D(1, 3, strides=(2, 3))
    layer.initialize()
    assert layer(nd.zeros((1, 1, 8, 8))).shape == (1, 1, 3, 2)


def test_a_pool_steps_by_its_own_size_unless_told_otherwise():
    assert gluon.MaxPool2D(3)(nd.zeros((1, 1, 9, 9))).shape == (1, 1, 3, 3)


def stripes():
    """The 6 × 8 image of the lesson, and its edges."""
    X = nd.ones((1, 1, 6, 8))
    X[:, :, :, 2:6] = 0
    return X, X[:, :, :, :-1] - X[:, :, :, 1:]


def test_the_loop_that_moves_the_kernel_by_hand_finds_the_edge_kernel():
    X, Y = stripes()
    layer = gluon.Conv2D(1, kernel_size=(1, 2), use_bias=False)
    layer.initialize()
    for _ in range(40):
        with autograd.record():
            loss = (layer(X) - Y) ** 2
        loss.backward()  # writes over the gradient of the step before
        layer.weight.data()[:] -= 0.02 * layer.weight.grad()
    assert abs(layer.weight.data().asnumpy().ravel() - [1, -1]).max() < 0.05


def test_a_trainer_divides_by_the_size_of_the_batch():
    X, Y = stripes()
    moved = []
    for batch in (1, 2):
        layer = gluon.Conv2D(1, kernel_size=(1, 2), use_bias=False)
        layer.initialize("zeros")
        trainer = Trainer(layer.collect_params(), "sgd", {"learning_rate": 0.02})
        with autograd.record():
            loss = ((layer(X) - Y) ** 2).sum()
        loss.backward()
        trainer.step(batch)
        moved.append(layer.weight.data().asnumpy().ravel())
    assert abs(moved[0] - 2 * moved[1]).max() < 1e-6 < abs(moved[0]).max()

"""What the book says of Keras 3, on its torch backend."""

import os

os.environ["KERAS_BACKEND"] = "torch"

import keras
import numpy as np
import pytest
from keras import layers

from grader.reference import same_pad

LINES = {  # call: (shape that goes in, shape that comes out, parameters)
    "layers.Dense(100)": ((784,), (100,), 78_500),
    "layers.Flatten()": ((28, 28), (784,), 0),
    "layers.Conv2D(64, 3)": ((32, 32, 3), (30, 30, 64), 1792),
    "layers.Conv2D(64, 1)": ((5, 5, 256), (5, 5, 64), 16_448),
    'layers.Conv2D(64, 3, activation="relu")': ((32, 32, 3), (30, 30, 64), 1792),
    'layers.Conv2D(10, kernel_size=(3, 3), activation="relu", padding="same", strides=1)': (
        (28, 28, 1),
        (28, 28, 10),
        100,
    ),
    'layers.Conv2D(1, 3, strides=2, padding="same")': ((8, 8, 1), (4, 4, 1), 10),
    "layers.MaxPooling2D(2)": ((28, 28, 6), (14, 14, 6), 0),
    "layers.AveragePooling2D(2)": ((28, 28, 6), (14, 14, 6), 0),
    "layers.GlobalAveragePooling2D()": ((28, 28, 6), (6,), 0),
    "layers.Conv1D(64, 3)": ((20, 300), (18, 64), 57_664),
    'layers.Conv1D(64, 3, padding="causal")': ((20, 300), (20, 64), 57_664),
    "layers.Conv3D(8, 3)": ((6, 6, 6, 1), (4, 4, 4, 8), 224),
}
X = np.arange(9.0, dtype="float32").reshape(1, 3, 3, 1)
K = np.arange(4.0, dtype="float32").reshape(2, 2, 1, 1)


def zeros(*shape):
    return np.zeros((1, *shape), "float32")


@pytest.mark.parametrize("call", LINES)
def test_a_line_of_the_phrase_book_does_what_it_says(call):
    given, wanted, parameters = LINES[call]
    layer = eval(call)
    assert tuple(layer(zeros(*given)).shape) == (1, *wanted)
    assert layer.count_params() == parameters


def test_a_kernel_that_is_an_argument_slides_without_a_flip():
    Y = eval("keras.ops.conv(x, k)", {"keras": keras, "x": X, "k": K})
    assert Y.flatten().tolist() == [19, 25, 37, 43]


def test_it_runs_on_torch_and_finds_out_the_number_of_inputs_when_it_first_sees_data():
    layer = layers.Dense(100)
    assert keras.backend.backend() == "torch"
    assert not layer.built
    layer(zeros(784))
    assert layer.built


def test_images_are_n_h_w_c_by_default_and_filters_rows_columns_in_out():
    layer = layers.Conv2D(64, 3)
    layer(zeros(32, 32, 5))
    assert keras.config.image_data_format() == "channels_last"
    assert tuple(layer.kernel.shape) == (3, 3, 5, 64)


def test_a_pair_of_strides_is_down_then_right():
    assert tuple(layers.Conv2D(1, 3, strides=(2, 3))(zeros(8, 8, 1)).shape) == (1, 3, 2, 1)


@pytest.mark.parametrize(("n", "k", "s"), [(8, 3, 2), (13, 6, 5), (7, 3, 2), (224, 7, 2)])
def test_same_rounds_up_and_its_odd_zero_goes_behind(n, k, s):
    ones = np.ones((1, n, 1), "float32")
    layer = layers.Conv1D(1, k, strides=s, padding="same", kernel_initializer="ones")
    padded = np.pad(np.ones(n), same_pad(n, k, s))
    assert layer(ones).flatten().tolist() == [
        padded[i : i + k].sum() for i in range(0, len(padded) - k + 1, s)
    ]


def test_a_causal_layer_does_not_see_the_future():
    layer = layers.Conv1D(1, 3, padding="causal", kernel_initializer="ones")
    spike = np.eye(8, dtype="float32")[5].reshape(1, 8, 1)
    assert layer(spike).flatten().tolist() == [0, 0, 0, 0, 0, 1, 1, 1]


def test_the_border_is_left_out_of_a_mean():
    average = layers.AveragePooling2D(3, 1, padding="same")
    assert average(-np.ones((1, 4, 4, 1), "float32")).flatten().tolist() == [-1] * 16


def test_a_pool_steps_by_its_own_size_unless_told_otherwise():
    assert layers.MaxPooling2D(2).strides == (2, 2)


def test_the_maps_of_a_layer_with_relu_hold_no_negative_number():
    noise = np.random.default_rng(0).normal(size=(1, 28, 28, 1)).astype("float32")
    line = next(line for line in LINES if "kernel_size" in line)
    maps = eval(line)(noise)
    assert float(maps.min()) == 0 < float(maps.max())


def test_what_the_sources_call_is_there_today():
    for name in ("GlorotUniform", "Zeros", "RandomNormal"):
        assert hasattr(keras.initializers, name)
    assert isinstance(layers.Conv2D(1, 3).kernel_initializer, keras.initializers.GlorotUniform)
    assert issubclass(layers.Conv2D, keras.Layer)

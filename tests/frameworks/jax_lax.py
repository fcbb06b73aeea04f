"""What the book says of JAX."""

import jax.numpy as jnp
import numpy as np
import pytest
from jax import lax

from grader.reference import same_pad

LINES = {  # call: (shape of x, shape of k, shape that comes out)
    'lax.conv(x, k, (1, 1), "VALID")': ((1, 3, 32, 32), (64, 3, 3, 3), (1, 64, 30, 30)),
    'lax.conv(x, k, (2, 2), "SAME")': ((1, 1, 8, 8), (1, 1, 3, 3), (1, 1, 4, 4)),
}


@pytest.mark.parametrize("call", LINES)
def test_a_line_of_the_phrase_book_does_what_it_says(call):
    x, k, wanted = LINES[call]
    assert eval(call, {"lax": lax, "x": jnp.zeros(x), "k": jnp.zeros(k)}).shape == wanted


def test_it_slides_without_a_flip_images_n_c_h_w_filters_out_in_rows_columns():
    X, K = jnp.arange(9.0).reshape(1, 1, 3, 3), jnp.arange(4.0).reshape(1, 1, 2, 2)
    assert lax.conv(X, K, (1, 1), "VALID").ravel().tolist() == [19, 25, 37, 43]


def test_a_pair_of_strides_is_down_then_right():
    assert lax.conv(jnp.zeros((1, 1, 8, 8)), jnp.zeros((1, 1, 3, 3)), (2, 3), "VALID").shape == (1, 1, 3, 2)


@pytest.mark.parametrize(("n", "k", "s"), [(8, 3, 2), (13, 6, 5), (7, 3, 2), (224, 7, 2)])
def test_same_is_that_of_tensorflow(n, k, s):
    got = lax.conv(jnp.ones((1, 1, 1, n)), jnp.ones((1, 1, 1, k)), (1, s), "SAME").ravel()
    padded = np.pad(np.ones(n), same_pad(n, k, s))
    assert got.tolist() == [padded[i * s : i * s + k].sum() for i in range(-(-n // s))]

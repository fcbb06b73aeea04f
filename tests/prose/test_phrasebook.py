"""What `book/phrasebook.md` says: PyTorch is run here, other frameworks by `make frameworks`."""

import ast
import re

import frameworks
import pytest
import torch
from torch import nn

from tests.frameworks import phrases

LINES = {  # call: (shape that goes in, shape that comes out, parameters)
    "nn.Linear(784, 100)": ((784,), (100,), 78_500),
    "nn.Flatten()": ((28, 28), (784,), 0),
    "nn.Conv2d(3, 64, 3)": ((3, 32, 32), (64, 30, 30), 1792),
    'nn.Conv2d(1, 10, 3, padding="same")': ((1, 28, 28), (10, 28, 28), 100),
    "nn.Conv2d(256, 64, 1)": ((256, 5, 5), (64, 5, 5), 16_448),
    "nn.ReLU()": ((64, 5, 5), (64, 5, 5), 0),
    "nn.Conv2d(1, 1, 3, padding=1, stride=2)": ((1, 8, 8), (1, 4, 4), 10),
    "nn.MaxPool2d(2)": ((6, 28, 28), (6, 14, 14), 0),
    "nn.AvgPool2d(2)": ((6, 28, 28), (6, 14, 14), 0),
    "nn.AdaptiveAvgPool2d(1)": ((6, 28, 28), (6, 1, 1), 0),
    "nn.Unfold(3)": ((3, 32, 32), (27, 900), 0),
    "nn.Conv1d(300, 64, 3)": ((300, 20), (64, 18), 57_664),
    "nn.Conv3d(1, 8, 3)": ((1, 6, 6, 6), (8, 4, 4, 4), 224),
}
SOURCES = [
    "tf.nn.conv2d",
    "tf.nn.max_pool",
    "tf.nn.avg_pool",
    "tf.layers.conv2d",
    "tf.layers.max_pooling2d",
    "tf.layers.average_pooling2d",
    "tf.get_variable",
    "tf.contrib.layers.xavier_initializer_conv2d",
    "tf.zeros_initializer",
    "tf.random_normal_initializer",
    "tf.keras.layers.Conv2D",
    "tf.keras.layers.Layer",
    "add_weight",
    "tf.GradientTape",
    "tf.Variable",
    "tf.reduce_sum",
    "tf.reshape",
    "tf.multiply",
    "tf.zeros",
    "tf.ones",
    "keras.layers.Conv2D",
    "nn.Conv2d",
    "nn.Module",
    "nn.Parameter",
    "torch.rand",
    "torch.zeros",
    "nn.Conv2D",
    "nn.Block",
    "initialize",
    "self.params.get",
    "autograd.record",
    "npx.set_np",
    "d2l.tensor",
    "d2l.zeros",
    "d2l.ones",
    "d2l.reduce_sum",
    "d2l.reshape",
    "d2l.transpose",
]  # every call of the five lessons
BY_HAND = {"nn.functional.conv2d(x, k)", "keras.ops.conv(x, k)"}  # tests of their own
HERE = frameworks.ROOT / "tests" / "frameworks"


@pytest.mark.parametrize("call", LINES)
def test_a_line_of_pytorch_does_what_it_says(call):
    given, wanted, parameters = LINES[call]
    layer = eval(call)
    assert layer(torch.zeros(1, *given)).shape == (1, *wanted)
    assert sum(p.numel() for p in layer.parameters()) == parameters


def test_pytorch_slides_a_kernel_that_is_an_argument_without_a_flip():
    x, k = torch.arange(9.0).reshape(1, 1, 3, 3), torch.arange(4.0).reshape(1, 1, 2, 2)
    Y = eval("nn.functional.conv2d(x, k)", {"nn": nn, "x": x, "k": k})
    assert Y.flatten().tolist() == [19, 25, 37, 43]


def test_pytorch_files_a_filter_as_out_in_rows_columns_and_pools_step_by_their_size():
    assert nn.Conv2d(5, 64, 3).weight.shape == (64, 5, 3, 3)
    assert nn.MaxPool2d(2).stride == nn.AvgPool2d(2).stride == 2


def lines_of(framework):
    """The calls that a file of tests runs, without importing what it imports."""
    tree = ast.parse((HERE / f"{framework}.py").read_text("utf8"))
    table = next(
        node.value for node in tree.body if getattr(getattr(node, "targets", [None])[0], "id", "") == "LINES"
    )
    return ast.literal_eval(table).keys()


def test_every_call_that_the_page_names_is_run_by_a_test_or_gone():
    tested = {"pytorch": LINES.keys(), **{name: lines_of(name) for name in frameworks.FRAMEWORKS}}
    for name, lines in tested.items():
        assert set(phrases.of(name)) - BY_HAND == set(lines), name
    known = [call for name in phrases.BEGINS for call in phrases.of(name)]
    assert sorted(known) == sorted(phrases.calls())


def test_every_call_of_the_sources_has_a_row_that_says_what_became_of_it():
    _, _, rows = phrases.PAGE.read_text("utf8").partition("| call | what became of it | today |")
    firsts = [row.split("|")[1] for row in rows.splitlines() if row.startswith("| `")]
    named = {name for first in firsts for name in re.findall(r"`([^`]+)`", first)}
    assert set(SOURCES) <= named


def test_by_hand_pytorch_moves_the_kernel_of_the_lesson_to_the_edge_kernel():
    X = torch.ones(1, 1, 6, 8)
    X[..., 2:6] = 0
    layer = nn.Conv2d(1, 1, (1, 2), bias=False)
    for _ in range(40):
        layer.zero_grad()
        ((layer(X) - (X[..., :-1] - X[..., 1:])) ** 2).sum().backward()
        layer.weight.data -= 0.02 * layer.weight.grad
    torch.testing.assert_close(layer.weight.data.flatten(), torch.tensor([1.0, -1]), atol=0.05, rtol=0)


def test_the_page_cites_the_versions_that_are_run():
    cited = re.findall(r"(Keras|TensorFlow|JAX|MXNet) (\d+\.\d+)", phrases.PAGE.read_text("utf8"))
    wanted = {name.split("-")[0]: version for name, version in pins()}
    assert {name.lower(): version for name, version in cited} == wanted


def pins():
    """(package, its version without the last number) of each framework."""
    for needs in frameworks.FRAMEWORKS.values():
        yield re.fullmatch(r"([\w-]+)==(\d+\.\d+)\..*", needs[0]).groups()

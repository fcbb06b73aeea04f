"""The numbers that `book/training-a-cnn.md` states, and the files that they are read from."""

import gzip
import math
import struct

import numpy as np
import pytest
import torch

from convolution_book.experiments import mnist, training
from convolution_book.experiments.results import TRAINING, WEIGHTS, results, shipped, spread
from convolution_book.experiments.training import (
    CASES,
    NETWORKS,
    SEEDS,
    SHIPPED,
    STEPS,
    cnn,
    examples,
    mlp,
    permuted,
)
from convolution_book.widgets import WholeNetwork
from grader.reference import forward, lenet_params

DIGITS = examples("digits", np.random.default_rng(0))[1]


def scores(network, weights, X, dtype=torch.float64):
    with torch.no_grad():
        P = [torch.tensor(w).to(dtype) for w in weights.values()]
        return network(P, torch.tensor(X).to(dtype)).double().numpy()


def percents(network, task, order="in order", moved=0):
    found = results(TRAINING)["right"][f"{network}, {task}, {order}"]
    return [100 * right[moved] / 360 for right in found]


def mean(*case, **moved):
    return round(float(np.mean(percents(*case, **moved))))


def test_every_case_has_as_many_trainings_as_the_script_says_and_nothing_else_is_in_the_file():
    found = results(TRAINING)
    assert (found["seeds"], found["steps"], found["tested"]) == (len(SEEDS), STEPS, 360)
    assert set(found["right"]) == {", ".join(case) for case in CASES}
    assert all(len(right) == len(SEEDS) for right in found["right"].values())


def test_by_itself_the_script_trains_twelve_networks_once_and_writes_no_file(monkeypatch, capsys):
    right, written = results(TRAINING)["right"], [path.read_bytes() for path in (TRAINING, WEIGHTS)]
    monkeypatch.setattr(training, "measured", lambda seeds: {one: right[one][: len(seeds)] for one in right})
    training.main([])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CASES) == 12
    assert " ".join(lines[0].split()) == "CNN, digits, in order 98 % five trainings: 97 % (95–98)"
    assert [path.read_bytes() for path in (TRAINING, WEIGHTS)] == written


def test_a_shipped_network_reads_as_many_of_its_test_pictures_as_its_file_says():
    known = results(WEIGHTS)["networks"]
    assert set(known) == {", ".join(case) for case in SHIPPED}
    assert WEIGHTS.stat().st_size < 100_000
    for (network, task, order), facts in zip(SHIPPED, known.values(), strict=True):
        X, y = examples(task, np.random.default_rng(facts["seed"]))[1]
        X = permuted(X, facts["perm"]) if order == "permuted" else X
        P = shipped(network, task, order)
        read = (scores(NETWORKS[network][0], P, X).argmax(1) == y).sum()
        assert abs(read - facts["right"]) <= 1  # weights of four decimals
        assert sum(w.size for w in P.values()) == 1210


def test_numpy_and_torch_give_the_shipped_networks_the_same_scores():
    P = shipped("CNN")
    np.testing.assert_allclose(forward(P, DIGITS[0][:, None]), scores(cnn, P, DIGITS[0]), atol=1e-10)
    M = shipped("MLP")
    hidden = np.maximum(0, DIGITS[0].reshape(-1, 64) @ M["W1"].T + M["b1"])
    np.testing.assert_allclose(hidden @ M["W2"].T + M["b2"], scores(mlp, M, DIGITS[0]), atol=1e-10)


def test_the_layers_have_60_660_and_490_numbers_and_lenets_156_2416_48120_10164_and_850():
    sizes = [w.size for w in shipped("CNN").values()]
    assert [sum(sizes[i : i + 2]) for i in (0, 2, 4)] == [60, 660, 490]
    layers = [sum(p.numel() for p in layer.parameters()) for layer in mnist.lenet()]
    assert [n for n in layers if n] == [156, 2416, 48_120, 10_164, 850]
    assert sum(layers) == lenet_params(28, 28, 10) == 61_706


def test_who_knows_nothing_has_a_loss_of_23():
    assert round(-math.log(1 / 10), 1) == 2.3


def test_on_digits_in_their_place_the_networks_tie():
    assert mean("CNN", "digits") == mean("MLP", "digits") == 97
    assert (
        min(percents("MLP", "digits")) < np.mean(percents("CNN", "digits")) < max(percents("MLP", "digits"))
    )
    assert (spread("CNN", "digits"), spread("MLP", "digits")) == ("97 % (95–98)", "97 % (95–99)")


def test_where_the_place_varies_the_cnn_is_ahead_in_every_training_and_more_so_with_few_examples():
    leads = [mean("CNN", task) - mean("MLP", task) for task in ("shapes", "few shapes")]
    assert (mean("CNN", "shapes"), mean("MLP", "shapes")) == (98, 69)
    assert 20 < leads[0] < leads[1]
    for task in ("shapes", "few shapes"):
        assert min(percents("CNN", task)) > max(percents("MLP", task))


def test_permuting_costs_the_cnn_its_lead_and_the_mlp_nothing_beyond_its_spread():
    assert abs(mean("CNN", "shapes", "permuted") - mean("MLP", "shapes", "permuted")) <= 1
    assert mean("CNN", "digits", "permuted") == 95
    for task in ("digits", "shapes", "few shapes"):
        known = percents("MLP", task)
        assert min(known) <= mean("MLP", task, "permuted") + 0.5 <= max(known) + 1


def test_one_pixel_costs_the_cnn_a_third_of_its_digits_and_the_mlp_half():
    assert (mean("CNN", "digits", moved=1), mean("MLP", "digits", moved=1)) == (67, 46)
    assert mean("CNN", "digits", moved=2) == 30
    P, (X, y) = shipped("CNN"), DIGITS
    assert (forward(P, np.roll(X, 1, 2)[:, None]).argmax(1) == y).mean().round(2) == 0.64
    assert [int(forward(P, np.roll(X[:1], n, 2)[:, None]).argmax()) for n in (0, 1, 2)] == [0, 3, 8]


def test_the_beam_is_a_cross_to_the_cnn_once_its_pixels_are_permuted_and_a_beam_to_the_mlp():
    def said(**state):
        logits = WholeNetwork(task="shapes", **state).computed()["logits"]
        return WholeNetwork().labels[f"shapes_{np.argmax(logits)}"]

    assert [said(net=net, permuted=how) for net in ("CNN", "MLP") for how in (False, True)] == [
        *("beam", "cross"),
        *("beam", "beam"),
    ]


def test_one_training_says_little_five_lie_between_95_and_98_per_cent():
    assert (round(min(percents("CNN", "digits"))), round(max(percents("CNN", "digits")))) == (95, 98)


def test_32_bits_change_no_answer_and_16_bits_hardly_one():
    P, X = shipped("CNN"), DIGITS[0]
    want = forward(P, X[:, None])
    assert 26 < abs(want).max() < 27
    exact, short = (scores(cnn, P, X, dtype) for dtype in (torch.float32, torch.bfloat16))
    assert abs(exact - want).max() < 1e-4
    assert (exact.argmax(1) == want.argmax(1)).all()
    assert 0.05 < abs(short - want).max() < 0.5  # processors round in different places
    assert (short.argmax(1) != want.argmax(1)).sum() <= 4


def idx(*shape, values):
    return b"\0\0\x08" + bytes([len(shape)]) + struct.pack(f">{len(shape)}I", *shape) + bytes(values)


def test_a_copy_of_mnist_is_read_packed_or_not(tmp_path):
    folder = tmp_path / "MNIST" / "raw"
    folder.mkdir(parents=True)
    (folder / "train-images-idx3-ubyte.gz").write_bytes(
        gzip.compress(idx(2, 1, 3, values=[0, 51, 255, 1, 2, 3]))
    )
    (folder / "train-labels-idx1-ubyte").write_bytes(idx(2, values=[7, 9]))
    X, y = mnist.load("mnist", "train", tmp_path)
    assert (X.shape, y.tolist()) == ((2, 1, 3), [7, 9])
    np.testing.assert_allclose(X[0, 0], [0, 0.2, 1], atol=1e-7)
    (folder / "cut").write_bytes(idx(3, values=[7, 9]))
    with pytest.raises(ValueError, match="holds 2 numbers, its head says"):
        mnist.read_idx(folder / "cut")


def test_where_there_is_no_copy_of_fashion_mnist_one_reads_how_to_get_it(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"torchvision.datasets.FashionMNIST\(.*download=True\)"):
        mnist.load("fashion", root=tmp_path)

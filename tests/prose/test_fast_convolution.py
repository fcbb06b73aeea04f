"""The numbers that `book/fast-convolution.md` states. Times are those of the files in book/ladders."""

import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.lib.stride_tricks import sliding_window_view
from scipy.signal import convolve2d

from convolution_book import figures
from convolution_book.ladders import ladders, show_steps, where
from convolution_book.widgets import FourMachines
from grader.reference import corr2d, fft_corr2d, im2col, im2col_bytes, macs, toeplitz
from grader.reference.rungs import RUNGS

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))  # scripts, not a package
import ladder

TABLES = ladders()
RNG = np.random.default_rng(0)
X, K = RNG.normal(size=(60, 80)), RNG.normal(size=(3, 3))


def rungs(table, C, O, n, k):
    return next(
        row["ms"] for row in table["rungs"] if (row["C"], row["O"], row["n"], row["k"]) == (C, O, n, k)
    )


def test_a_layer_has_so_many_products():
    assert (macs(4, 3), macs(256, 3)) == (36, 580_644)
    assert macs(56, 3, 64, 64, p=1) == 115_605_504
    assert 254**2 == 64_516


def test_shifted_sums_say_nine_things():
    assert len([*np.ndindex(3, 3)]) == 9
    Y = sum(K[a, b] * X[a : a + 58, b : b + 78] for a, b in np.ndindex(3, 3))
    np.testing.assert_allclose(Y, corr2d(X, K), atol=1e-12)


def test_a_view_of_all_windows_takes_no_memory_and_their_copy_nine_times_as_much():
    V = sliding_window_view(X, (3, 3))
    assert V.shape == (58, 78, 3, 3)
    assert np.shares_memory(V, X)
    assert V.copy().nbytes == im2col_bytes(58 + 2, 3, itemsize=8) / 58 * 78
    assert 8 < im2col_bytes(256, 3) / (256 * 256 * 4) < 9


def test_the_matrix_of_a_window_holds_three_rows_and_its_transpose_convolves_fully():
    T = toeplitz([1, 2, 3], 5)
    assert T.tolist() == [[1, 2, 3, 0, 0], [0, 1, 2, 3, 0], [0, 0, 1, 2, 3]]
    delta = np.array([5, 0, 7])
    assert (T.T @ delta).tolist() == np.convolve(delta, [1, 2, 3]).tolist()
    assert round(64_516 * 65_536 * 4 / 1e9) == 17


def test_the_columns_of_a_small_image_give_the_four_sums():
    columns = im2col(np.arange(9).reshape(1, 3, 3), 2)
    assert columns.T.tolist() == [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]
    assert ([0, 1, 2, 3] @ columns).tolist() == [19, 25, 37, 43]


def test_the_four_machines_are_asked_for_what_the_text_says_they_show():
    made = FourMachines().computed()
    assert [int((np.array(made["cols"]) == pixel).sum()) for pixel in (4, 1, 0)] == [4, 2, 1]
    loop, matrix, _, _ = FourMachines(n=64, k=3).computed()["stored"]
    assert (4 * loop, round(4 * matrix / 1e6), 62**2) == (36, 63, 3844)
    ring, turned = (np.array(FourMachines(conj=conj).computed()["fft"]) for conj in (True, False))
    assert ring[0, 0] == 19
    assert turned[1, 1] == 5


def test_columns_take_so_much_memory():
    assert 256 * 256 * 4 == 262_144
    assert 226**2 == 51_076
    assert round(im2col_bytes(256, 31) / 1e6) == 196
    assert round(im2col_bytes(256, 3, 16) / 1e6) == 37


def test_a_product_of_spectra_is_a_true_convolution_on_a_ring():
    x, w = np.array([1, 2, 3, 4, 5]), np.array([1, 10, 100])
    spectra = np.fft.fft(x), np.fft.fft(w, 5)
    ring = np.fft.ifft(spectra[0] * spectra[1].conj()).real.round()
    assert ring.tolist() == [321, 432, 543, 154, 215]
    assert ring[:3].tolist() == np.correlate(x, w).tolist()
    turned = np.fft.ifft(spectra[0] * spectra[1]).real.round()
    assert turned[2:].tolist() == np.convolve(x, w, "valid").tolist()
    Z = np.fft.ifft2(np.fft.fft2(X) * np.fft.fft2(K, X.shape)).real
    np.testing.assert_allclose(Z[2:, 2:], convolve2d(X, K, "valid"), atol=1e-10)
    np.testing.assert_allclose(fft_corr2d(X, K), corr2d(X, K), atol=1e-12)


def test_sixteen_to_sixteen_channels_are_288_transforms():
    assert 16 + 16 * 16 + 16 == 288


@pytest.mark.parametrize("table", TABLES, ids=where)
def test_a_product_in_a_python_loop_takes_about_a_microsecond_so_a_layer_takes_minutes(table):
    us = 1e3 * rungs(table, 1, 1, 64, 3)["loops"] / macs(64, 3)
    assert 0.2 < us < 5
    assert us * macs(56, 3, 64, 64, p=1) > 30e6


@pytest.mark.parametrize("table", TABLES, ids=where)
def test_shifted_sums_are_some_hundred_times_as_fast_as_loops_and_einsum_is_slower(table):
    ms = rungs(table, 1, 1, 64, 3)
    assert ms["loops"] > 100 * ms["shifted sums"]
    assert ms["windows, einsum"] > ms["shifted sums"]
    if table is TABLES[0]:
        assert 350 < ms["loops"] / ms["shifted sums"] < 450


@pytest.mark.parametrize("table", TABLES, ids=where)
def test_loops_would_take_more_than_a_thousand_times_as_long_as_strips_on_sixteen_channels(table):
    us = 1e3 * rungs(table, 1, 1, 64, 3)["loops"] / macs(64, 3)
    assert us / 1e3 * macs(256, 3, 16, 16) > 1000 * rungs(table, 16, 16, 256, 3)["im2col in strips"]


@pytest.mark.parametrize("table", TABLES, ids=where)
def test_strips_are_the_fastest_of_ours_on_channels(table):
    ms = rungs(table, 16, 16, 256, 3)
    assert ms["im2col in strips"] == min(took for name, took in ms.items() if name in RUNGS)
    assert 1.5 < ms["im2col"] / ms["im2col in strips"] < 3
    assert ms["FFT"] > 10 * ms["im2col in strips"]


@pytest.mark.parametrize("table", TABLES, ids=where)
def test_the_fft_wins_for_large_kernels_and_loses_for_small_ones_and_for_channels(table):
    sides = (3, 5, 7, 11, 15, 31)
    rows = {k: rungs(table, 1, 1, 256, k) for k in sides}
    assert all(rows[3]["FFT"] > rows[3][way] for way in ("shifted sums", "torch", "im2col"))
    assert all(rows[k]["FFT"] > rows[k]["shifted sums"] for k in (3, 5))
    assert all(rows[k]["FFT"] < min(rows[k]["torch"], rows[k]["shifted sums"]) for k in (11, 15, 31))
    assert max(row["FFT"] for row in rows.values()) < 2 * min(row["FFT"] for row in rows.values())
    assert rows[3]["shifted sums"] < rows[3]["torch"]
    ms = rungs(table, 16, 16, 256, 3)
    assert ms["FFT"] > 10 * ms["torch"]
    large = rungs(table, 1, 1, 256, 31)
    assert large["FFT"] < large["torch"]
    assert large["separable"] < 1.5 * large["FFT"]


@pytest.mark.parametrize("table", TABLES, ids=where)
def test_the_best_rung_is_as_near_to_torch_as_was_promised(table):
    """At most twice on one channel, three times on sixteen, and ahead of it for a large kernel."""
    for asked, bound in (((1, 1, 256, 3), 2), ((16, 16, 256, 3), 3), ((1, 1, 256, 31), 1)):
        ms = rungs(table, *asked)
        assert min(ms[name] for name in RUNGS.keys() - {"separable"} if name in ms) <= bound * ms["torch"]


@pytest.mark.parametrize("table", TABLES, ids=where)
def test_every_way_is_near_the_answer_in_float64_and_the_file_names_no_more_than_the_machine(table):
    for row in table["images"] + table["layers"]:
        assert all(error < 1e-4 for error in row["error"]["one thread"].values())
    assert table["machine"].keys() == {"processor", "cores", "gpu"}
    assert "/" not in str(table["machine"]) + str(table["versions"])


def test_a_step_of_each_network_has_the_gradients_of_float64_and_is_printed_with_its_machine(capsys):
    rows = [
        {"name": name, "N": 50} | ladder.step_row(ladder.NETWORKS[name], 50, "cpu") for name in ("CNN", "MLP")
    ]
    for row in rows:
        assert set(row["ms"]["one thread"]) == {"step"}
        assert row["error"]["one thread"]["step"] < 1e-5
    show_steps([TABLES[0] | {"training": rows}])
    told = capsys.readouterr().out.splitlines()
    assert told[0].split() == ["one", "thread", "50", "pictures"]
    assert [line.split()[0] for line in told[1:3]] == ["CNN", "MLP"]
    assert ", ".join(told[-2:]) == where(TABLES[0])
    show_steps()
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 42, "wider than a phone"
    show_steps([])
    assert "make ladder" in capsys.readouterr().out


def test_the_ladder_names_its_tables_to_whoever_asks_for_another():
    with pytest.raises(SystemExit, match="speed"):
        ladder.main(["speed"])


def test_the_picture_of_times_has_a_curve_for_each_way_and_one_more_picture_for_a_gpu():
    drawn = figures.timings(["shifted sums", "FFT"], 256, TABLES[:1])._repr_html_()
    assert drawn.count("<polyline") == 2
    assert where(TABLES[0]) in drawn
    ms = {"one thread": {}, "GPU, float32": {"direct": 0.02, "FFT": 0.1}}
    images = [{"n": 256, "k": k, "ms": ms} for k in (3, 5)]
    both = TABLES[0] | {"images": images, "machine": {"processor": "P", "cores": 1, "gpu": "G"}}
    drawn = figures.timings(["FFT"], 256, [both])._repr_html_()
    assert drawn.count("<svg") == 2
    assert "G: GPU, float32" in drawn


def off(y, exact):
    return (y.double() - exact).abs().max().item()


def test_float32_is_off_by_little_tf32_by_more_and_bfloat16_by_a_hundredth():
    torch.manual_seed(0)
    x, k = torch.randn(1, 64, 28, 28), torch.randn(64, 64, 3, 3) / 24
    layer = torch.nn.functional.conv2d
    exact = layer(x.double(), k.double())
    cut = [(t.view(torch.int32) >> 13 << 13).view(torch.float32) for t in (x, k)]
    errors = [off(layer(x, k), exact), off(layer(*cut), exact), off(layer(x.bfloat16(), k.bfloat16()), exact)]
    assert 0.9 < exact.std() < 1.1
    assert errors[0] < 1e-5 < errors[1] < errors[2]
    assert 0.003 < errors[2] < 0.1

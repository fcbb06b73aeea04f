"""One output by loop, Toeplitz row, im2col column and FFT: the same number, and what each of them stores."""

import numpy as np
import pytest
import torch
import traitlets
from scipy.signal import convolve2d

from convolution_book.ladders import ladders, where
from convolution_book.widgets import FourMachines
from convolution_book.widgets.four_machines import MACHINES, stored, toeplitz2d
from grader.reference import corr2d, im2col, im2col_bytes
from tests.widgets.page import cells, set_traits, trait

FIRST = FourMachines()


def test_all_four_give_the_first_states_numbers_of_the_storyboard():
    made = FIRST.computed()
    assert made["Y"] == [[19, 25], [37, 43]]
    assert made["T"][0] == [0, 1, 0, 2, 3, 0, 0, 0, 0]
    assert made["cols"] == [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]]
    assert made["fft"] == [[19, 25, 19], [37, 43, 37], [10, 16, 10]]
    turned = FourMachines(conj=False).computed()["fft"]
    assert turned == [[38, 32, 38], [11, 5, 11], [29, 23, 29]]
    assert np.array_equal(np.array(turned)[1:, 1:], convolve2d(FIRST.X, FIRST.K, "valid"))


def test_matrix_and_columns_compute_the_window_for_any_kernel_that_fits():
    rng = np.random.default_rng(0)
    for H, W, h, w in [(5, 5, 3, 3), (5, 4, 1, 3), (1, 5, 1, 2), (4, 5, 3, 1)]:
        X, K = rng.normal(size=(H, W)), rng.normal(size=(h, w))
        made = FourMachines(X=X, K=K).computed()
        want = corr2d(X, K).ravel()
        np.testing.assert_allclose(np.array(made["T"]) @ X.ravel(), want)
        np.testing.assert_allclose(K.ravel() @ np.array(made["cols"]), want)
        ring = np.array(made["fft"])[: H - h + 1, : W - w + 1]
        np.testing.assert_allclose(ring.ravel(), want, atol=2e-6)
    np.testing.assert_array_equal(FIRST.computed()["cols"], im2col(np.array([FIRST.X]), 2))


def test_the_meter_counts_what_numpy_and_torch_would_hold():
    n, k, C = 12, 3, 2
    m = n - k + 1
    loop, matrix, windows, waves = stored(n, k, C)
    assert loop == torch.nn.Conv2d(C, C, k, bias=False).weight.numel()
    assert matrix == C * C * toeplitz2d(np.ones((k, k)), (n, n)).size
    assert windows == torch.nn.functional.unfold(torch.zeros(1, C, n, n), k).numel()
    one = np.fft.rfft2(np.zeros((n, n))).view(float).size
    assert waves == one * (C + C * C + C)
    assert 4 * windows == im2col_bytes(n, k, C) == 4 * C * k * k * m * m


def test_a_toeplitz_matrix_is_nearly_all_empty_and_columns_are_eighteen_times_the_image():
    loop, matrix, windows, _ = stored(28, 5, 1)
    weights = np.count_nonzero(~np.isnan(toeplitz2d(np.ones((5, 5)), (28, 28))))
    assert (loop, matrix, weights, windows) == (25, 451_584, 14_400, 14_400)
    assert round(100 * weights / matrix, 1) == 3.2
    assert round(windows / 28**2, 1) == 18.4


def test_times_are_those_of_the_ladders_file_and_its_machine_is_named():
    table = ladders()[0]
    assert FIRST.measured["where"] == where(table)
    one = next(row for row in FIRST.measured["layers"] if (row["n"], row["k"], row["channels"]) == (64, 3, 1))
    ms = next(row["ms"] for row in table["rungs"] if (row["C"], row["n"], row["k"]) == (1, 64, 3))
    assert dict(zip(MACHINES, one["ms"], strict=True)) == {
        "loop": ms["loops"],
        "toeplitz": None,
        "im2col": ms["im2col"],
        "fft": ms["FFT"],
    }


@pytest.mark.parametrize("state", [{"K": [[1, 2, 3, 4]]}, {"X": [[1, 2]]}, {"n": 5, "k": 7}, {"tab": "x"}])
def test_python_refuses_what_the_page_cannot_draw(state):
    with pytest.raises(traitlets.TraitError):
        FourMachines(**state)


def test_the_still_picture_has_the_question_the_four_and_what_they_store():
    html = FourMachines().still()
    assert FIRST.labels["ask"] in html
    assert html.count(">·</td>") == 4 * 5
    assert "Toeplitz: 15,745,024 numbers" in html
    assert FIRST.labels["ask"] not in FourMachines(answer="told").still()


def bars(page):
    return page.locator(".cw-four-meter .cw-bar-number").all_inner_texts()


def results(page):
    return page.locator(".cw-four-result").all_inner_texts()


def note(page):
    return page.locator(".cw-fact").inner_text()


@pytest.mark.browser
def test_the_reader_says_how_often_a_pixel_is_copied_then_sees_its_copies(played):
    with played(FourMachines()) as page:
        assert page.locator(".is-im2col > .cw-masked").count() == 1
        assert page.locator(".is-copy").count() == 0
        guess = page.locator(".cw-guess")
        for typed, why in [("1", "a copy of its own"), ("2", "an edge"), ("9", "only four windows")]:
            guess.fill(typed)
            guess.press("Enter")
            assert why in page.locator(".cw-judged-text").inner_text()
        guess.fill("4")
        guess.press("Enter")
        page.wait_for_function("models[0].get('answer') === '4'")
        assert page.locator(".cw-four-im2col .is-copy").count() == 4
        assert note(page).startswith("The pixel in row 2, column 2 stands in 4 of the 4 windows.")


@pytest.mark.browser
def test_outputs_and_pixels_are_chosen_by_tap_and_by_keyboard_and_all_four_follow(played):
    with played(FourMachines(answer="told")) as page:
        page.locator(".cw-output .cw-cell").nth(3).click()
        assert (trait(page, "step"), results(page)) == (3, ["= 43"] * 4)
        told = page.locator(".cw-told").inner_text()
        assert told == "Output 4: 4·0 + 5·1 + 7·2 + 8·3 = 43; Toeplitz row 4 has 5 empty places."
        page.locator(".cw-four-im2col .cw-cell").first.click()
        assert (trait(page, "step"), trait(page, "pick")) == (0, [0, 0])
        assert page.locator(".cw-four-im2col .is-copy").count() == 1
        page.locator(".cw-four-toeplitz .cw-value").first.focus()
        for key in ("ArrowDown", "ArrowRight", "Enter"):
            page.keyboard.press(key)
        assert (trait(page, "step"), trait(page, "pick")) == (1, [0, 1])
        page.locator(".cw-input .cw-value").first.focus()
        page.keyboard.press("ArrowDown")
        assert trait(page, "pick") == [1, 0]
        page.get_by_role("switch").click()
        assert results(page)[3] == "= 11 ≠ 25"
        assert "turns the kernel" in note(page)


@pytest.mark.browser
def test_the_meter_tells_memory_and_times_where_they_were_measured(played):
    with played(FourMachines(answer="told")) as page:
        page.get_by_role("radio", name="memory").click()
        assert trait(page, "tab") == "memory"
        assert page.locator(".cw-four-box:visible").count() == 0
        assert bars(page)[1] == "63 megabytes"
        assert [" ms" in bar for bar in bars(page)] == [True, False, True, True]
        assert where(ladders()[0]) in page.locator(".cw-four-where").inner_text()
        page.get_by_label("layer").select_option(label="n 256, k 31, 1 → 1")
        assert bars(page)[2].startswith("196.3 megabytes, ")
        set_traits(page, n=28, k=5)
        assert (trait(page, "stored"), bars(page)[0]) == (stored(28, 5, 1), "100 bytes")
        assert "not measured" in page.locator(".cw-four-where").inner_text()
        page.get_by_role("radio", name="memory").press("ArrowLeft")
        assert page.locator(".cw-four-box:visible").count() == 4
        page.get_by_role("textbox", name="kernel side k").fill("29")
        page.keyboard.press("Enter")
        assert "kernel of 29" in page.locator(".cw-complaint").inner_text().replace("\u00a0", " ")


@pytest.mark.browser
def test_on_a_phone_one_machine_is_in_sight_and_larger_inputs_ask_nothing(played):
    with played(FourMachines(answer="told"), width=390) as page:
        box = page.locator(".cw-four-box")
        assert [one.is_visible() for one in box.all()] == [False, False, True, False]
        page.get_by_role("radio", name="loop").click()
        assert [one.is_visible() for one in box.all()] == [True, False, False, False]
        X = np.arange(25).reshape(5, 5).tolist()
        set_traits(page, X=X, K=[[1, 0], [0, -1]], answer="", step=24)
        assert not page.locator(".cw-gate").is_visible()
        assert trait(page, "step") == 15
        assert len(cells(page, "four-toeplitz")) == 16

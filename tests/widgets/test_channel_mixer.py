import numpy as np
import pytest
import traitlets

from convolution_book.widgets import ChannelMixer
from convolution_book.widgets.channel_mixer import DAHLIA
from convolution_book.widgets.python.photos import read
from grader.reference import conv1x1, corr2d_multi, to_layout
from tests.widgets.page import set_traits, trait

RNG = np.random.default_rng(8)
HWC = read(DAHLIA).astype(float)
CHW = to_layout(HWC, "HWC", "CHW")


def lines(page):
    return [row.split("\n") for row in page.locator(".cw-line:visible").all_inner_texts()]


def value(text):
    return float(text.strip("=≈ ").replace("−", "-"))


@pytest.mark.browser
def test_the_partial_maps_add_up_to_the_reference_s_answer(modules):
    X = RNG.integers(0, 256, (3, 6, 7))
    for h, w in [(1, 1), (3, 3), (2, 4), (6, 7)]:
        K, bias = RNG.integers(-4, 5, (3, h, w)), float(RNG.integers(-9, 9))
        calls = [[x.ravel().tolist(), [6, 7], k.tolist()] for x, k in zip(X, K, strict=True)]
        maps = modules("channel_mixer/channels.js", "partialMap", calls)
        [got] = modules("channel_mixer/channels.js", "addMaps", [[maps, bias]])
        want = corr2d_multi(X, K[None], [bias])[0]
        np.testing.assert_allclose(np.reshape(got, want.shape), want)


@pytest.mark.browser
def test_a_1_by_1_layer_is_the_reference_s_matrix_product(modules):
    X, W = RNG.integers(0, 256, (3, 4, 5)), RNG.normal(size=(3, 3))
    [got] = modules("channel_mixer/channels.js", "mixChannels", [[X.reshape(3, -1).tolist(), W.tolist()]])
    np.testing.assert_allclose(np.reshape(got, (3, 4, 5)), conv1x1(X, W))


@pytest.mark.browser
def test_the_window_that_is_written_out_is_the_reference_s(played):
    with played(ChannelMixer(bias=7)) as page:
        for probe in ([0, 0], [13, 8], [37, 37]):
            K = RNG.integers(-3, 4, (3, 3, 3))
            set_traits(page, probe=probe, K_red=K[0].tolist(), K_green=K[1].tolist(), K_blue=K[2].tolist())
            want = corr2d_multi(CHW, K[None], [7])[0][tuple(probe)]
            assert trait(page, "values") == [want]
            *parts, total = lines(page)
            assert value(total[-1]) == want == sum(value(part[-1]) for part in parts) + 7
            for name, terms, result in parts:
                factors = [
                    term.replace("−", "-").replace("(", "").replace(")", "") for term in terms.split(" + ")
                ]
                assert sum(np.prod([float(f) for f in term.split("·")]) for term in factors) == value(
                    result
                ), name


@pytest.mark.browser
def test_a_channel_that_is_switched_off_leaves_the_sum(played):
    K = np.array(trait_slices(ChannelMixer()))
    with played(ChannelMixer(bias=5)) as page:
        for on in ([1, 1, 0], [0, 1, 0], [0, 0, 0]):
            for name, is_on in zip(("red", "green", "blue"), on, strict=True):
                switch = page.get_by_role("switch", name=name)
                if (switch.get_attribute("aria-checked") == "true") != bool(is_on):
                    switch.click()
            want = corr2d_multi(CHW * np.array(on)[:, None, None], K[None], [5])[0][13, 8]
            assert trait(page, "values") == [want]


def trait_slices(widget):
    return [widget.K_red, widget.K_green, widget.K_blue]


@pytest.mark.browser
def test_1_by_1_mode_makes_the_reference_s_new_colours(played):
    with played(ChannelMixer(probe=[20, 11])) as page:
        page.get_by_role("switch", name="1 × 1").click()
        assert trait(page, "values") == CHW[:, 20, 11].tolist()
        page.get_by_label("mixture").select_option("grey")
        W = np.array(trait(page, "W"))
        np.testing.assert_allclose(trait(page, "values"), conv1x1(CHW, W)[:, 20, 11])
        slider = page.get_by_role("group", name="new red").get_by_role("slider", name="green")
        slider.focus()
        page.keyboard.press("ArrowRight")
        assert trait(page, "W")[0][1] == 0.6


@pytest.mark.browser
def test_reshape_in_place_of_transpose_scrambles_the_photo_as_numpy_does(played):
    with played(ChannelMixer(mix=True)) as page:
        page.get_by_role("switch", name="reshape, not transpose").click()
        assert trait(page, "values") == HWC.reshape(3, 40, 40)[:, 13, 8].tolist()
        assert trait(page, "values") != CHW[:, 13, 8].tolist()
        assert "right shape, wrong pixels" in page.locator(".cw-note").inner_text()


@pytest.mark.browser
def test_it_is_played_by_keyboard_alone(played):
    with played(ChannelMixer()) as page:
        page.locator(".cw-mixer-out canvas").focus()
        for key in ("ArrowDown", "ArrowLeft"):
            page.keyboard.press(key)
        assert trait(page, "probe") == [14, 7]
        page.locator(".cw-slice-red input").first.focus()
        page.keyboard.type("5")
        page.keyboard.press("Enter")
        assert trait(page, "K_red")[0][0] == 5
        page.get_by_label("bias", exact=True).focus()
        page.keyboard.press("ArrowUp")
        assert trait(page, "bias") == 1
        page.wait_for_function("document.querySelector('.cw-spoken').textContent.includes('bias 1')")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"photo": {}}, "The photo cannot be read"),
        ({"K_red": [[1, 2], [3]]}, "The rows of K_red have different lengths"),
        ({"K_red": [[1]]}, "The slices have different sizes (1 × 1, 3 × 3, 3 × 3)"),
        ({"W": [[1]]}, "The matrix W is 1 × 1"),
        ({"bias": "b"}, "“b” does not work as bias: type a whole number from −999 to 999."),
    ],
)
def test_an_impossible_state_is_a_sentence(played, traits, sentence):
    with played(ChannelMixer()) as page:
        set_traits(page, **traits)
        assert page.locator(".cw-trouble").inner_text().startswith(sentence)


@pytest.mark.browser
def test_a_link_carries_the_situation(played):
    state = {"K_green": [[0, 1, 0]] * 3, "channels_on": [1, 0, 1], "bias": -4, "mix": True, "reshape": True}
    state |= {"W": [[0.5, 0, 0], [0, 1, 0], [0, 0, 2]], "probe": [3, 4]}
    with played(ChannelMixer()) as page:
        set_traits(page, **state)
        page.get_by_role("button", name="Copy link").click()
        page.wait_for_function("location.hash.length > 1")
        address = page.evaluate("location.hash")
    with played(ChannelMixer(), address=address) as page:
        assert {name: trait(page, name) for name in state} == state


def test_a_filter_is_given_as_one_array_or_slice_by_slice():
    K = np.arange(27.0).reshape(3, 3, 3)
    assert trait_slices(ChannelMixer(K=K)) == K.tolist()


@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"K": np.ones((2, 3, 3))}, "K has 2 slices"),
        ({"W": np.ones((2, 3))}, "W must be 3 × 3"),
        ({"photo": np.zeros((8, 8))}, r"shape \(H, W, 3\)"),
        ({"photo": np.zeros((3, 3, 3)), "K": np.ones((3, 5, 5))}, "does not fit into a photo of 3 × 3"),
        ({"channels_on": [1, 2, 0]}, "channels_on"),
    ],
)
def test_an_impossible_setting_is_refused_in_one_sentence(traits, sentence):
    with pytest.raises(traitlets.TraitError, match=sentence):
        ChannelMixer(**traits)

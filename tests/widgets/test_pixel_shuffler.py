import re
from itertools import pairwise

import numpy as np
import pytest
import traitlets

from convolution_book.widgets import PixelShuffler
from convolution_book.widgets.channel_mixer import DAHLIA
from convolution_book.widgets.pixel_shuffler import HOPPER
from convolution_book.widgets.python.photos import packed, read, unpacked
from grader.reference import corr2d, fc_params, permute_weights
from tests.widgets.page import set_traits, trait

X = read(HOPPER)[..., 0].astype(int)


def number(text):
    return float(text.replace("−", "-").replace(",", ""))


def under(page):
    return [number(text) for text in page.locator(".cw-under strong").all_inner_texts()]


def neighbours(X):
    return np.concatenate([np.abs(np.diff(X, axis=axis)).ravel() for axis in (0, 1)]).mean()


@pytest.mark.browser
def test_the_score_is_the_same_at_every_setting_and_the_neighbours_are_not(played):
    with played(PixelShuffler()) as page:
        scores, rough = set(), []
        for shuffle in (0, 3, 40, 100):
            set_traits(page, shuffle=shuffle)
            perm = np.array(trait(page, "perm"))
            assert sorted(perm) == list(range(784))
            assert round(7.84 * shuffle) == (perm != np.arange(784)).sum() == under(page)[0]
            np.testing.assert_allclose(trait(page, "roughness"), neighbours(X.ravel()[perm].reshape(28, 28)))
            scores.add(under(page)[1])
            rough.append(under(page)[2])
        assert len(scores) == 1
        assert rough == sorted(rough)


@pytest.mark.browser
def test_the_shuffled_neuron_is_the_reference_s(played, modules):
    [weights] = modules("pixel_shuffler/shuffling.js", "weightsFor", [[X.ravel().tolist()]])
    w = np.array(weights)
    with played(PixelShuffler(shuffle=70, seed=5)) as page:
        perm = trait(page, "perm")
        assert trait(page, "score") == (permute_weights(w[None], perm) @ X.ravel()[perm])[0] == w @ X.ravel()


@pytest.mark.browser
def test_a_larger_percentage_moves_the_same_pixels_and_more(modules):
    perms = modules(
        "pixel_shuffler/shuffling.js",
        "partialPermutation",
        [(100, percent, 3) for percent in range(0, 101, 5)],
    )
    moved = [{i for i, source in enumerate(perm) if source != i} for perm in perms]
    assert all(fewer <= more for fewer, more in pairwise(moved))
    assert moved[-1] == set(range(100))


@pytest.mark.browser
def test_the_map_shows_the_convolution_of_the_shuffled_photo(played):
    with played(PixelShuffler(shuffle=30, probe=[7, 9])) as page:
        perm = trait(page, "perm")
        want = corr2d(X.ravel()[perm].reshape(28, 28), PixelShuffler().K)[6, 8]
        alt = page.locator("canvas").nth(2).get_attribute("aria-label")
        assert number(re.search(r"is (\S+)\. ", alt)[1]) == want


@pytest.mark.browser
def test_it_is_played_by_keyboard_alone(played):
    with played(PixelShuffler()) as page:
        page.locator("input[type=range]").focus()
        page.keyboard.press("ArrowRight")
        assert trait(page, "shuffle") == 1
        page.keyboard.press("Tab")
        page.keyboard.type("60")
        page.keyboard.press("Enter")
        assert trait(page, "shuffle") == 60
        page.locator("canvas").first.focus()
        page.keyboard.press("ArrowDown")
        assert trait(page, "probe") == [14, 12]
        page.wait_for_function("document.querySelector('.cw-spoken').textContent.startsWith('60 %')")


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["101", "-1", "many", "", "2.5"])
def test_a_percentage_that_is_none_is_refused_in_one_sentence(played, typed):
    with played(PixelShuffler(shuffle=20)) as page:
        box = page.get_by_label("shuffle").and_(page.locator("[type=text]"))
        box.fill(typed)
        box.press("Enter")
        assert "type a whole number from 0 to 100." in page.locator(".cw-note").inner_text()
        assert (trait(page, "shuffle"), box.input_value()) == (20, "20")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("traits", "sentence"),
    [
        ({"photo": None}, "The photo cannot be read"),
        ({"photo": {"height": 2, "width": 2, "channels": 1, "pixels": "AA=="}}, "The photo cannot be read"),
        ({"shuffle": 300}, "“300” does not work as shuffle: type a whole number from 0 to 100."),
        ({"seed": -1}, "“−1” does not work as seed"),
    ],
)
def test_an_impossible_state_is_a_sentence(played, traits, sentence):
    with played(PixelShuffler()) as page:
        set_traits(page, **traits)
        assert page.locator(".cw-trouble").inner_text().startswith(sentence)


@pytest.mark.browser
def test_the_bars_are_the_counts_of_the_reference(played):
    with played(PixelShuffler()) as page:
        shown = [number(text) for text in page.locator(".cw-bar-number").all_inner_texts()]
    assert shown == [fc_params((28, 28), 784, bias=False), 9]


@pytest.mark.browser
def test_a_link_carries_the_setting(played):
    with played(PixelShuffler(), address="#pixel-shuffler-1?shuffle=55&seed=3&probe=2,4") as page:
        assert [trait(page, name) for name in ("shuffle", "seed", "probe")] == [55, 3, [2, 4]]


def test_your_own_photo_may_be_bytes_or_fractions():
    bytes_ = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert PixelShuffler(photo=bytes_).photo == PixelShuffler(photo=bytes_ / 255).photo
    np.testing.assert_array_equal(unpacked(PixelShuffler(photo=bytes_).photo)[..., 0], bytes_)
    assert PixelShuffler(photo=bytes_).own
    assert not PixelShuffler().own


@pytest.mark.parametrize(
    ("photo", "sentence"),
    [
        (np.zeros((4, 4, 3)), r"shape \(H, W\), at least 3 × 3, is needed, got shape \(4, 4, 3\)"),
        (np.zeros((400, 4)), "too large"),
        (np.zeros((0, 4)), "got shape"),
        ("photo", "got str"),
        (None, "got NoneType"),
        (np.full((4, 4), np.nan), "0 to 255"),
        (np.full((4, 4), -1), "0 to 255"),
    ],
)
def test_a_photo_that_cannot_be_drawn_is_refused_in_one_sentence(photo, sentence):
    with pytest.raises(traitlets.TraitError, match=sentence):
        PixelShuffler(photo=photo)


def test_the_small_photos_are_cut_from_pictures_that_our_dependencies_ship():
    """And nothing but cropped, shrunk by averaging and made grey."""
    import matplotlib.cbook
    from PIL import Image
    from sklearn.datasets import load_sample_image

    with matplotlib.cbook.get_sample_data("grace_hopper.jpg") as file:
        hopper = Image.open(file).crop((60, 0, 460, 400))
    dahlia = Image.fromarray(load_sample_image("flower.jpg")).crop((107, 0, 534, 427))
    cuts = {HOPPER: hopper.convert("L").resize((28, 28), Image.Resampling.BOX)}
    cuts[DAHLIA] = dahlia.resize((40, 40), Image.Resampling.BOX)
    for path, cut in cuts.items():
        assert packed(np.atleast_3d(np.asarray(cut))) == packed(read(path))

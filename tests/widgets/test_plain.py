"""The same widgets with ipywidgets' own controls, for labs that block others."""

from pathlib import Path

import ipywidgets
import pytest

from convolution_book import widgets
from convolution_book.widgets import (
    ChannelMixer,
    KernelLab,
    ParameterLadder,
    PixelShuffler,
    SlidingWindow,
    plain,
)
from convolution_book.widgets.python import plain as plain_form
from tests.widgets.every import each_widget


def control(box, name):
    return next(child for child in box.children if getattr(child, "description", "") == name)


def picture(box):
    return box.children[-1].value


def complaint(box):
    return box.children[-2].value


@each_widget
def test_every_widget_has_a_plain_form_of_core_controls_alone(cls):
    box = plain(cls())
    assert all(type(child).__module__.startswith("ipywidgets.") for child in box.children)
    assert picture(box).startswith(("<div", "<ul"))


@each_widget
def test_every_control_answers_to_the_value_it_has(cls):
    box = plain(cls())
    for child in box.children[:-2]:
        child.notify_change(
            {"name": "value", "type": "change", "new": child.value, "old": None, "owner": child}
        )
    assert complaint(box) == ""


def test_the_window_is_written_out_step_by_step():
    box = plain(SlidingWindow())
    assert "row 1, column 1: 0·0 + 1·1 + 3·2 + 4·3 = 19" in picture(box)
    control(box, "step").value = 1
    assert "row 1, column 2: 1·0 + 2·1 + 4·2 + 5·3 = 25" in picture(box)
    control(box, "flip").value = True
    assert "= 11" in picture(box)


def test_typed_numbers_become_the_kernel():
    lab = KernelLab()
    control(plain(lab), "K").value = "0, 1; -1 0.5"
    assert lab.K == [[0, 1], [-1, 0.5]]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("0 x; 1 2", "K holds 'x'"), ("1 2; 3", "different lengths"), ("", "K must be a matrix")],
)
def test_what_cannot_be_a_kernel_is_told_in_a_sentence_and_changes_nothing(typed, sentence):
    window = SlidingWindow()
    box = plain(window)
    before = picture(box)
    control(box, "K").value = typed
    assert sentence in complaint(box)
    assert (window.K, picture(box)) == ([[0, 1], [2, 3]], before)
    control(box, "K").value = "1"
    assert complaint(box) == ""


def test_the_other_pictures_follow_their_settings_too():
    for widget, name, value in [
        (ParameterLadder(), "delta", 2),
        (PixelShuffler(), "shuffle", 50),
        (ChannelMixer(), "channels_on", "1 0 0"),
        (ChannelMixer(), "mix", True),
    ]:
        box = plain(widget)
        before = picture(box)
        control(box, name).value = value
        assert picture(box) != before, name


def test_half_a_shuffle_keeps_all_pixels_and_about_half_of_their_places():
    X = widgets.pixel_shuffler.unpacked(PixelShuffler().photo)[..., 0]
    moved = widgets.pixel_shuffler.partly_shuffled(X, 50, seed=3)
    assert sorted(moved.ravel()) == sorted(X.ravel())
    assert 0.45 < (moved == X).mean() < 0.75


def test_something_else_is_refused_in_a_sentence():
    with pytest.raises(TypeError, match="plain takes a widget of this book"):
        plain(ipywidgets.IntSlider())


def test_the_plain_form_needs_no_front_end_of_ours():
    assert "anywidget" not in Path(plain_form.__file__).read_text("utf8")

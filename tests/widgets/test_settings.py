"""Controls that a chapter has not explained yet are folded away; how fast Play turns the pages."""

import pytest
import traitlets

from convolution_book.widgets import FindTheFigure, KernelLab, ParameterLadder, SlidingWindow
from tests.widgets.every import WIDGETS
from tests.widgets.page import set_traits, trait

FOLDING = [cls for cls in WIDGETS if cls.SETTINGS]
folding = pytest.mark.parametrize("cls", FOLDING, ids=lambda cls: cls.__name__)
FOLDED = ".cw-panel .is-folded"


def opener(page):
    return page.get_by_role("button", name="More settings")


@pytest.mark.browser
@folding
def test_what_is_not_named_waits_behind_one_button(played, cls):
    with played(cls(show=[])) as page:
        folded = page.locator(FOLDED)
        assert folded.count() == len(cls.SETTINGS)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            assert not any(control.is_visible() for control in folded.all())
            opener(page).focus()
            page.keyboard.press("Enter")
            assert opener(page).get_attribute("aria-expanded") == "true"
            seen = [control.is_visible() or control.get_attribute("hidden") == "" for control in folded.all()]
            assert all(seen)
            opener(page).click()
            assert not any(control.is_visible() for control in folded.all())


@pytest.mark.browser
@folding
def test_each_name_keeps_its_own_control_in_sight(played, cls):
    with played(*(cls(show=[name]) for name in cls.SETTINGS)) as page:
        counts = [frame.locator(FOLDED).count() for frame in page.locator(".cw-frame").all()]
    assert counts == [len(cls.SETTINGS) - 1] * len(cls.SETTINGS)


@pytest.mark.browser
def test_a_widget_by_itself_folds_nothing(played):
    with played(*(cls() for cls in FOLDING)) as page:
        assert page.locator(".is-folded").count() == 0
        assert not any(button.is_visible() for button in opener(page).all())


@pytest.mark.browser
def test_what_is_folded_away_is_no_part_of_a_copied_link(played):
    with played(SlidingWindow(show=["flip"])) as page:
        page.get_by_role("button", name="Copy link").click()
        assert "flip=0" in page.url
        assert "show" not in page.url


@pytest.mark.browser
def test_the_size_of_the_output_needs_no_padding_before_there_is_any(played):
    with played(SlidingWindow(show=[])) as page:
        assert page.locator(".cw-fact").inner_text().replace("\N{NO-BREAK SPACE}", " ") == (
            "3 × 3 input, 2 × 2 kernel: 3 − 2 + 1 = 2, so a 2 × 2 output"
        )


def test_a_control_that_does_not_exist_is_refused_by_name():
    with pytest.raises(
        traitlets.TraitError, match=r"show names \['steps'\]: choose from \['preset', 'picture'"
    ):
        KernelLab(show=["steps"])


@pytest.mark.browser
@pytest.mark.parametrize("cls", [SlidingWindow, FindTheFigure, ParameterLadder])
def test_the_speed_is_chosen_by_a_list_or_by_two_keys(played, cls):
    with played(cls()) as page:
        page.get_by_label("speed").select_option("4 ×")
        assert trait(page, "speed") == 4
        page.locator(".cw-scrub").first.focus()
        for key, speed in [(">", 4), ("<", 1), ("<", 0.25), ("<", 0.25), (">", 1)]:
            page.keyboard.press(key)
            assert trait(page, "speed") == speed
        assert page.get_by_label("speed").input_value() == "1"


def stop_the_clock(page):
    """Time goes on only where run_for says so, in all of the profile; then play."""
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    set_traits(page, playing=True)


PLAYED = [(0.25, 4000), (1, 1000), (4, 250)]


@pytest.mark.browser
@pytest.mark.parametrize(("speed", "pause_ms"), PLAYED)
def test_a_page_is_turned_when_the_speed_says_so(played, speed, pause_ms):
    with played(SlidingWindow(interval_ms=1000, speed=speed), own=True) as page:
        stop_the_clock(page)
        page.clock.run_for(pause_ms - 1)
        assert trait(page, "step") == 0
        page.clock.run_for(1)
        assert trait(page, "step") == 1


@pytest.mark.browser
def test_a_reader_who_wants_less_motion_gets_a_second_for_each_page(played):
    with played(SlidingWindow(interval_ms=100, speed=4), own=True, reduced_motion="reduce") as page:
        stop_the_clock(page)
        page.clock.run_for(999)
        assert trait(page, "step") == 0
        page.clock.run_for(1)
        assert trait(page, "step") == 1


@pytest.mark.parametrize("speed", [0, 2, "fast"])
def test_other_speeds_are_refused(speed):
    with pytest.raises(traitlets.TraitError):
        SlidingWindow(speed=speed)

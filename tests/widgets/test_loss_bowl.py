"""The ball in the loss bowl: what is left after ten steps, where a column comes to rest, what is asked."""

import numpy as np
import pytest
import torch
import traitlets
from torch import nn

from convolution_book.widgets import LossBowl
from convolution_book.widgets.loss_bowl import SOUGHT, X
from grader.reference import corr2d, max_stable_lr
from grader.reference.learning import windows
from tests.widgets.page import set_traits, trait


def loss(step, **state):
    return LossBowl(**state).computed()["losses"][0][step]


def curvatures(shape):
    A = windows(X, shape)
    return np.linalg.eigvalsh(2 * A.T @ A)


def by_torch(widget, steps):
    """The kernel after so many steps of torch's own descent."""
    layer = nn.Conv2d(1, 1, widget.first().shape, bias=False).double()
    layer.weight.data[0, 0] = torch.tensor(widget.first())
    x, y = (torch.tensor(a)[None, None] for a in (X, corr2d(X, SOUGHT[widget.kernel])))
    descent = torch.optim.SGD(layer.parameters(), lr=widget.eta, momentum=widget.beta)
    for _ in range(steps):
        descent.zero_grad()
        ((layer(x) - y) ** 2).sum().backward()
        descent.step()
    return layer.weight.detach().numpy()[0, 0]


@pytest.mark.parametrize(
    ("state", "left"),
    [
        ({"eta": 0.02}, 0.0124),
        ({"eta": 1 / 36}, 0.0415),
        ({"eta": 0.03}, 1.5568),
        ({"eta": 1 / 30}, 135.000),
        ({"eta": 0.034}, 295.80),
        ({"eta": 0.04}, 112_952),
        ({"eta": 0.034, "w": [0, 0]}, 0.000335),
        ({"eta": 0.034, "beta": 0.5}, 0.00393),
    ],
)
def test_after_ten_steps_the_loss_is_what_the_storyboard_says(state, left):
    assert loss(0) == 138
    np.testing.assert_allclose(loss(10, **state), left, rtol=2e-3)


@pytest.mark.parametrize("state", [{"beta": 0.4}, {"kernel": "3x3", "eta": 0.02, "seed": 3, "beta": 0.2}])
def test_the_ball_goes_where_torchs_own_descent_goes(state):
    widget = LossBowl(**state)
    kernels, _ = widget.descent()
    for step in (1, 7, 40):
        np.testing.assert_allclose(kernels[step], by_torch(widget, step), atol=1e-9)


def test_the_curvatures_are_12_and_60_or_six_zeros_and_three_others():
    np.testing.assert_allclose(curvatures((1, 2)), [12, 60])
    np.testing.assert_allclose(curvatures((3, 3)), [0] * 6 + [14.06, 48, 81.94], atol=0.005)
    np.testing.assert_allclose([max_stable_lr(X, (1, 2)), 0.03 / max_stable_lr(X, (1, 2))], [1 / 30, 0.9])
    assert round(1 / max_stable_lr(X, (3, 3))) == 41
    assert np.isclose(2 / (curvatures((3, 3))[6:] @ [1, 0, 1]), 1 / 48)


@pytest.mark.browser
def test_the_page_has_the_curvatures_of_numpy(modules):
    for kernel, shape in (("1x2", (1, 2)), ("3x3", (3, 3))):
        [[got]] = [modules("loss_bowl/descent.js", "ratesOf", [[kernel]])]
        curved = curvatures(shape)[-len(SOUGHT[kernel][0]) :]
        np.testing.assert_allclose(
            [got["limit"], got["fastest"]], [2 / curved[-1], 2 / (curved[0] + curved[-1])]
        )
    [along, across] = modules("loss_bowl/descent.js", "factorOf", [[12, 0.03, 0], [60, 0.03, 0]])
    np.testing.assert_allclose([along["factor"], across["factor"]], [0.64, -0.8])
    for curvature, eta, beta in [(60, 0.034, 0.5), (12, 0.03, 0.3), (60, 0.05, 0.1)]:
        step = np.array([[1 + beta - eta * curvature, -beta], [1, 0]])
        [[got]] = [modules("loss_bowl/descent.js", "factorOf", [[curvature, eta, beta]])]
        np.testing.assert_allclose(abs(got["factor"]), abs(np.linalg.eigvals(step)).max())


def test_two_starts_end_in_two_kernels_with_the_same_column_sums_and_no_loss():
    ends = []
    for seed in (0, 1):
        kernels, losses = LossBowl(kernel="3x3", eta=0.02, seed=seed).descent()
        assert losses[-1] < 1e-3
        ends.append(kernels[-1])
        np.testing.assert_allclose(kernels[-1].sum(axis=0), [1, -1, 0], atol=0.02)
    assert abs(ends[0] - ends[1]).max() > 1


def test_in_a_column_the_ball_moves_straight_across_the_valley():
    kernels, _ = LossBowl(kernel="3x3", eta=0.02, w=[4, -1]).descent()
    for column in (kernels[:, :, 0], kernels[:, :, 1]):
        np.testing.assert_allclose(np.diff(column - column[0], axis=1), 0, atol=1e-12)
        np.testing.assert_allclose(column[:, 2], column[:, :2].mean(axis=1))


def told(page):
    return page.locator(".cw-bowl-told").inner_text()


@pytest.mark.browser
def test_the_reader_says_what_0034_does_then_the_ball_rolls_until_it_has_left(played):
    with played(LossBowl()) as page:
        assert told(page) == ""
        assert page.locator(".cw-bowl-trail line.is-walked").count() == 0
        for text, why in [("lower than 1.6", "−1.04."), ("a little higher", "makes it worse.")]:
            page.get_by_role("radio", name=text).click()
            assert page.locator(".cw-judged-text").inner_text().endswith(why)
        assert trait(page, "answer") == ""
        page.get_by_role("radio", name="it never comes down").click()
        assert trait(page, "answer") == "never"
        set_traits(page, step=1)
        assert told(page) == "Step 1: w = (−0.52, −1.88), loss 87.63; factors 0.64 and −0.8."
        set_traits(page, eta=0.05, step=1, interval_ms=20, playing=True)
        page.wait_for_function("!models[0].get('playing')")
        assert (
            told(page)
            == f"Step {trait(page, 'step')}: the ball has left the picture. The loss is over a million."
        )
        assert page.locator(".cw-bowl-large .is-out").count() == 1


@pytest.mark.browser
def test_the_ball_is_dropped_by_a_drag_a_tap_or_an_arrow_key(played):
    with played(LossBowl(answer="shown", step=3)) as page:
        box = page.locator(".cw-bowl-large .cw-bowl-box").bounding_box()
        unit = box["width"] / 10
        page.mouse.click(box["x"] + 2 * unit, box["y"] + 3 * unit)
        assert (trait(page, "w"), trait(page, "step")) == ([-2, 1], 0)
        ball = page.locator("button.cw-bowl-ball")
        page.wait_for_function("document.getAnimations().length === 0")
        x, y = box["x"] + 2 * unit, box["y"] + 3 * unit
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 2, y + 2)
        assert trait(page, "w") == [-2, 1]
        page.mouse.move(x + 4 * unit, y + unit, steps=3)
        page.mouse.up()
        assert trait(page, "w") == [2, 0]
        ball.press("ArrowUp")
        ball.press("Shift+ArrowLeft")
        assert trait(page, "w") == [1, 0.1]
        assert ball.get_attribute("aria-label") == "The ball, at (1, 0.1). Arrow keys drop it elsewhere."
        page.get_by_label("start").select_option("along")
        assert trait(page, "w") == [0, 0]


@pytest.mark.browser
def test_a_fraction_is_taken_as_it_is_and_the_slider_rests_on_the_marks(played):
    with played(LossBowl(answer="shown")) as page:
        field = page.get_by_role("textbox", name="rate η")
        for typed, eta in [("1/36", 1 / 36), ("0.0301", 0.0301)]:
            field.fill(typed)
            field.press("Enter")
            assert trait(page, "eta") == eta
        field.fill("0.2")
        field.press("Enter")
        assert page.locator(".cw-complaint").inner_text() == (
            "“0.2” does not work as rate η: type a number from 0 to 0.05."
        )
        set_traits(page, eta=0.0275)
        slider = page.get_by_role("slider", name="rate η")
        slider.press("ArrowRight")
        assert trait(page, "eta") == 1 / 36
        slider.press("ArrowRight")
        assert trait(page, "eta") == 0.0285


@pytest.mark.browser
def test_nine_weights_have_a_smaller_limit_and_two_valleys(played):
    with played(LossBowl(answer="told")) as page:
        page.get_by_role("radio", name="3 × 3").click()
        assert (trait(page, "kernel"), trait(page, "eta")) == ("3x3", 0.02)
        assert page.locator(".cw-bowl-floor:visible").count() == 2
        set_traits(page, step=40)
        assert told(page).endswith("The columns add up to 1, −1 and 0.")
        sums = page.locator(".cw-bowl-kernel tr:last-child td").all_inner_texts()
        assert sums == ["1", "−1", "0"]
        set_traits(page, eta=0.03)
        assert "has left the picture" in told(page)


@pytest.mark.parametrize(
    "state", [{"eta": 0.06}, {"beta": 1}, {"w": [7, 0]}, {"w": [1]}, {"kernel": "2x2"}, {"eta": "fast"}]
)
def test_python_refuses_what_the_page_cannot_draw(state):
    with pytest.raises(traitlets.TraitError):
        LossBowl(**state)


def test_the_still_picture_has_the_question_its_answer_and_three_ways_down():
    html = LossBowl().still()
    assert "With 0.034?" in html
    assert "After ten steps the loss is 295.8." in html
    assert html.count("<svg") == 3
    assert "η = 0.034: after 10 steps the loss is 295.8<" in html
    assert "column sums" in LossBowl(kernel="3x3", eta=0.02).still()

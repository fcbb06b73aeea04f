"""The network in the page is the one that was trained: every layer, every number, and what a reader draws."""

import gzip
import json
import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F
import traitlets

from convolution_book.experiments import pens
from convolution_book.experiments.pens import arc, joined, line
from convolution_book.experiments.results import WEIGHTS, results, shipped
from convolution_book.experiments.training import NETWORKS, SAMPLES, examples
from convolution_book.widgets import WholeNetwork
from convolution_book.widgets.whole_network import trained
from tests.widgets.page import set_traits, trait

PACKED = trained.packed()


def layers_by_torch(network, P, x):
    """The layers of the page, by torch: arrays (maps, rows, columns)."""
    P = [torch.tensor(w) for w in P.values()]
    X = torch.tensor(x).reshape(1, 1, 8, 8)
    if network == "MLP":
        hidden = F.relu(F.linear(X.flatten(1), P[0], P[1]))
        return [hidden, F.linear(hidden, P[2], P[3])]
    first = F.relu(F.conv2d(X, P[0], P[1], padding=1))
    small = F.max_pool2d(first, 2)
    second = F.relu(F.conv2d(small, P[2], P[3], padding=1))
    last = F.max_pool2d(second, 2)
    return [first, small, second, last, F.linear(last.flatten(1), P[4], P[5])]


def pictures(task):
    drawn = np.random.default_rng(5).integers(0, 17, (2, 64)) / 16
    return [np.ravel(trained.picture(task, n)) / 16 for n in (0, 3, 8)] + [np.zeros(64), np.ones(64), *drawn]


@pytest.mark.browser
def test_every_layer_of_every_shipped_network_is_that_of_torch(modules):
    for known, facts in PACKED["networks"].items():
        network, task, how = known.split(", ")
        P = shipped(network, task, how)
        [got] = modules(
            "whole_network/forward.js", "unpacked", [[facts["weights"], PACKED["shapes"][network]]]
        )
        for name, w in P.items():
            np.testing.assert_allclose(got[name], w.ravel(), rtol=0, atol=1e-12)
        seen = pictures(task)
        calls = [[network, got, x.tolist()] for x in seen]
        for x, layers in zip(seen, modules("whole_network/forward.js", "forward", calls), strict=True):
            for layer, values in zip(layers, layers_by_torch(network, P, x), strict=True):
                np.testing.assert_allclose(layer["values"], values.ravel(), atol=1e-9, err_msg=known)


@pytest.mark.browser
def test_the_windows_behind_a_number_and_its_bias_are_the_number(modules):
    x = pictures("digits")[1].tolist()
    for network in NETWORKS:
        P = {name: w.ravel().tolist() for name, w in shipped(network).items()}
        [layers] = modules("whole_network/forward.js", "forward", [[network, P, x]])
        for layer in layers:
            places = [[layer["units"] - 1, 0, 0], [0, layer["rows"] - 1, layer["cols"] - 1]]
            for made in modules("whole_network/forward.js", "madeOf", [[layer, at] for at in places]):
                total = sum(part["sum"] for part in made["parts"]) + made["bias"]
                assert math.isclose(total, made["before"], abs_tol=1e-9)
                assert all(part["rows"] * part["cols"] <= 9 for part in made["parts"])


def test_the_pictures_are_the_first_of_the_test_and_the_order_is_that_of_the_training():
    for task, many in SAMPLES.items():
        X, y = examples(task, np.random.default_rng(0))[1]
        kept = [trained.picture(task, n) for n in range(many)]
        np.testing.assert_array_equal(kept, np.round(16 * X[:many]))
        assert [label for label, _ in PACKED["samples"][task]] == y[:many].tolist()
        both = [PACKED["networks"][trained.key(network, task, True)]["perm"] for network in NETWORKS]
        assert both[0] == both[1] == trained.permutation(task)
        assert sorted(both[0]) == list(range(64))


def test_the_question_and_its_answer_are_those_of_the_shipped_network():
    facts = results(WEIGHTS)["networks"]["CNN, digits, in order"]
    words = WholeNetwork().labels
    assert "reads 96." in words["ask"]
    assert round(100 * facts["right"] / 360) == 96
    assert "reads 64." in words["right"]
    assert round(100 * facts["one to the right"] / 360) == 64
    assert round(100 * facts["two to the right"] / 360) < 40


def test_a_page_needs_less_than_100_kb_for_it():
    widget = WholeNetwork()
    sent = f"{widget._esm}{widget._css}{json.dumps([widget.trained, widget.labels])}"
    assert len(gzip.compress(sent.encode())) < 100_000


HANDWRITTEN = {  # by hand, none of them a style that a network has learnt from
    "0, its ends apart": [arc(0.5, 0.5, 0.33, 0.25, 100, 470)],
    "1, a line": [line((0.1, 0.52), (0.9, 0.5))],
    "1, without a foot": [line((0.25, 0.42), (0.12, 0.5), (0.9, 0.5))],
    "1, with a foot": [line((0.28, 0.35), (0.1, 0.5), (0.9, 0.5)), line((0.9, 0.33), (0.9, 0.67))],
    "2": [joined(arc(0.3, 0.5, 0.2, 0.22, 170, -30), line((0.9, 0.26), (0.9, 0.76)))],
    "3": [joined(arc(0.3, 0.45, 0.2, 0.2, 140, -80), arc(0.7, 0.45, 0.2, 0.25, 80, -140))],
    "4, open": [line((0.1, 0.3), (0.55, 0.25), (0.55, 0.8)), line((0.1, 0.65), (0.9, 0.65))],
    "4, open and slanted": [line((0.1, 0.42), (0.6, 0.25), (0.58, 0.75)), line((0.25, 0.62), (0.9, 0.52))],
    "4, open and square": [line((0.2, 0.3), (0.55, 0.3), (0.55, 0.7)), line((0.2, 0.7), (0.9, 0.7))],
    "4, closed": [line((0.6, 0.8), (0.6, 0.2), (0.1, 0.6), (0.9, 0.6))],
    "5": [joined(line((0.1, 0.7), (0.1, 0.35), (0.42, 0.32)), arc(0.65, 0.45, 0.25, 0.25, 110, -140))],
    "6": [joined(line((0.1, 0.58), (0.35, 0.38)), arc(0.67, 0.48, 0.22, 0.2, 150, 510))],
    "7": [line((0.15, 0.25), (0.15, 0.75), (0.9, 0.45))],
    "7, with a bar": [line((0.15, 0.25), (0.15, 0.75), (0.9, 0.4)), line((0.5, 0.38), (0.5, 0.75))],
    "8": [joined(arc(0.3, 0.5, 0.18, 0.17, 45, 270), arc(0.7, 0.5, 0.2, 0.2, 90, -270),
                 arc(0.3, 0.5, 0.18, 0.17, 270, 405))],
    "9": [joined(arc(0.3, 0.48, 0.2, 0.2, 10, 370), line((0.9, 0.6)))],
    "9, with a hook": [joined(arc(0.32, 0.48, 0.2, 0.2, 0, 360), line((0.6, 0.68)),
                              arc(0.7, 0.48, 0.2, 0.2, 0, -130))],
}  # fmt: skip


@pytest.mark.parametrize("network", NETWORKS)
def test_each_digit_is_read_however_it_is_written_an_open_4_and_a_7_with_a_bar_too(network):
    X = np.array([pens.fitted(strokes) for strokes in HANDWRITTEN.values()]) / 16
    P = [torch.tensor(w) for w in shipped(network).values()]
    said = NETWORKS[network][0](P, torch.tensor(X)).argmax(1).tolist()
    assert dict(zip(HANDWRITTEN, said, strict=True)) == {name: int(name[0]) for name in HANDWRITTEN}


@pytest.mark.browser
def test_the_simulated_pens_digits_are_prepared_as_the_page_prepares_a_readers(modules):
    drawn = list(HANDWRITTEN.values())
    calls = [[[points.tolist() for points in strokes]] for strokes in drawn]
    got = modules("whole_network/ink.js", "fitted", calls)
    np.testing.assert_allclose(got, [pens.fitted(strokes) for strokes in drawn], atol=1)


DRAWN = {
    "3": [*arc(0.33, 0.45, 0.15, 0.18, 150, -90), *arc(0.65, 0.45, 0.17, 0.2, 90, -150)],
    "7": [(0.2, 0.3), (0.2, 0.7), (0.5, 0.5), (0.8, 0.42)],
    "0": arc(0.25, 0.25, 0.12, 0.12, 90, 450),  # a small circle in a corner
}


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def draw(page, line):
    box = page.locator("canvas.cw-net-sheet").bounding_box()
    places = [(box["x"] + col * box["width"], box["y"] + row * box["height"]) for row, col in line]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=3)
    page.mouse.up()


def told(page):
    return page.locator(".cw-net-told").inner_text()


@pytest.mark.browser
def test_a_drawn_3_a_7_and_a_circle_are_read_wherever_and_however_large_they_are_drawn(played):
    with played(WholeNetwork()) as page:
        for name, line in DRAWN.items():
            press(page, "Clear")
            draw(page, line)
            assert told(page).startswith(f"The CNN reads {name}:")
            rows = np.array(trait(page, "X")).sum(axis=1)
            assert rows.all()  # as tall as the data


@pytest.mark.browser
def test_the_figures_are_kept_back_until_the_reader_has_said_how_many_are_left(played):
    with played(WholeNetwork()) as page:
        facts, field = page.locator(".cw-fact"), page.locator(".cw-guess")
        for typed, why in [("95", "a weight for each place"), ("20", "two pixels")]:
            field.fill(typed)
            field.press("Enter")
            assert why in page.locator(".cw-judged-text").inner_text()
            assert not facts.evaluate("(el) => el.checkVisibility({ visibilityProperty: true })")
        field.fill("60")
        field.press("Enter")
        assert facts.inner_text().startswith("Seed 0: reads 347 of 360 test pictures; moved one pixel")
        assert trait(page, "answer") == "60"
        assert page.evaluate("document.activeElement.className") == "cw-net-sheet"


@pytest.mark.browser
def test_by_keyboard_from_the_picture_to_a_map_to_its_window_and_back(played):
    with played(WholeNetwork(answer="shown")) as page:
        sheet = page.locator("canvas.cw-net-sheet")
        press(page, "Clear")
        sheet.press("ArrowRight")
        sheet.press(" ")
        assert trait(page, "X")[3] == [0, 0, 0, 0, 16, 0, 0, 0]
        press(page, "Reset")
        strips = page.locator(".cw-net-layers:not(.is-out) .cw-net-maps")
        strips.nth(2).press("ArrowRight")
        assert trait(page, "at") == [2, 1, 0, 0]
        strips.nth(2).press("Enter")
        assert trait(page, "zoom") == 1
        chosen = page.locator(".cw-net-one canvas[tabindex]")
        chosen.press("ArrowDown")
        chosen.press("Enter")
        assert (trait(page, "at"), trait(page, "zoom")) == ([2, 1, 1, 0], 2)
        assert page.locator(".cw-net-near .cw-where").inner_text() == "second layer, map 2, row 2, column 1"
        windows = page.locator(".cw-net-near .cw-net-part:visible")
        assert windows.count() == 6
        windows.nth(0).press("ArrowRight")
        assert trait(page, "part") == 1
        assert page.locator(".cw-net-near .cw-term").count() == 9
        for zoom in (1, 0):
            page.keyboard.press("Escape")
            assert trait(page, "zoom") == zoom


@pytest.mark.browser
def test_moving_permuting_and_the_other_network_change_what_is_read(played):
    widget = WholeNetwork(answer="shown")
    with played(widget) as page:
        assert "reads 0" in told(page)
        press(page, "move the picture to the right")
        assert (trait(page, "moved"), told(page)[:15]) == ([0, 1], "The CNN reads 3")
        press(page, "move the picture to the right")
        assert told(page).startswith("The CNN reads 8")
        press(page, "Reset")
        page.get_by_role("switch", name="Permute pixels").click()
        assert "reads 0" in told(page)
        page.get_by_role("radio", name="MLP").click()
        assert told(page).startswith("The MLP reads 0")
        press(page, "Example")
        assert trait(page, "X") == trained.picture("digits", 1)
        page.get_by_label("it has learnt").select_option("shapes")
        assert trait(page, "X") == trained.picture("shapes", 0)
        press(page, "Clear")
        draw(page, [(0.3, 0.2), (0.3, 0.6)])
        assert set(np.array(trait(page, "X"))[2]) == {0, 16}
        for state in ({"net": "MLP", "at": [1, 3, 0, 0], "zoom": 2}, {"net": "CNN", "at": [1, 5, 3, 3]}):
            set_traits(page, **state)
            assert told(page)


@pytest.mark.parametrize("state", [{"X": [[0]]}, {"X": [[17] * 8] * 8}, {"at": [0, 0]}, {"task": "photos"}])
def test_python_refuses_what_the_page_cannot_draw(state):
    with pytest.raises(traitlets.TraitError):
        WholeNetwork(**state)


def test_the_still_picture_has_the_question_the_maps_one_window_and_all_scores():
    html = WholeNetwork().still()
    assert WholeNetwork().labels["ask"] in html
    assert html.count("<img") == 2
    assert "first layer, map 1, row 4, column 4: 2.33 + bias 0.02 ≈ 2.34; after ReLU 2.34." in html
    assert "<b>11.78</b>" in html
    assert "<img" in WholeNetwork(net="MLP", permuted=True).drawn()


@pytest.mark.browser
def test_a_network_that_is_still_on_its_way_is_waited_for_and_reset_keeps_what_has_come(played):
    widget = WholeNetwork(answer="64")
    widget.trained = widget.at_first(widget.get_state())["trained"]
    with played(widget) as page:
        set_traits(page, permuted=True)
        page.get_by_text(widget.labels["bad_late"]).wait_for()
        set_traits(page, trained=PACKED)
        page.get_by_text(widget.labels["bad_late"]).wait_for(state="hidden")
        expected = WholeNetwork(permuted=True).computed()["logits"]
        np.testing.assert_allclose(trait(page, "logits"), expected, atol=1e-6)
        page.get_by_role("button", name=widget.labels["reset"]).click()
        assert trait(page, "trained") == PACKED

"""The concept inventory: each answer that can be computed is, each misconception leads to its section."""

import json
import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch

from convolution_book.extensions.inventory import held
from convolution_book.inventory import TABLE, read, result, shows, table, take, write
from grader import reference
from tests.browser import serve, visit
from tests.prose.sphinx_page import build

FOUND = table()
ITEMS = {item["id"]: item for item in FOUND["item"]}
WORDS = FOUND["misconception"]
HEADING = re.compile(r"^#{2,} (.*)$", re.M)


def text_of(item, ident):
    return next(choice["text"] for choice in ITEMS[item]["choices"] if shows(choice) == ident)


def taken(folder, chosen):
    """Take it in a notebook; press the button before the last answer and after it."""
    form = take(folder)
    *questions, button, _ = form.children
    for item, question in zip(FOUND["item"], questions, strict=True):
        if item is FOUND["item"][-1]:
            button.click()
        question.children[1].value = chosen(item)
    button.click()
    button.click()
    return json.loads((folder / "inventory.json").read_text("utf8"))


def test_in_a_notebook_the_first_taking_is_kept_as_before_and_the_last_one_as_after(tmp_path, capsys):
    def wrong(item):
        return held(item)[0]

    first = taken(tmp_path, wrong)
    assert first == {"before": {item["id"]: wrong(item) for item in FOUND["item"]}}
    last = taken(tmp_path, lambda item: "right")
    assert last == first | {"after": {ident: "right" for ident in ITEMS}}
    told = "\n".join(result(first))
    assert WORDS["pooling-invariant"]["you"] in told
    assert not any(words["you"] in "\n".join(result(last)) for words in WORDS.values())
    assert next(result(last)).endswith("before 0 of 1, after 1 of 1")


def test_who_is_stopped_while_a_choice_is_kept_loses_none(tmp_path, monkeypatch):
    file = tmp_path / "inventory.json"
    write(file, {"draft": {"spike": "right"}})

    def half(path, text, *_):
        path.write_bytes(text.encode()[:5])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", half)
    with pytest.raises(OSError, match="No space"):
        write(file, {"draft": {"spike": "unknown"}})
    assert read(file) == {"draft": {"spike": "right"}}


def test_what_was_chosen_in_a_notebook_is_there_when_it_is_opened_again(tmp_path):
    take(tmp_path).children[2].children[1].value = "unknown"
    again = take(tmp_path).children
    assert [box.children[1].value for box in again[:3]] == [None, None, "unknown"]


def numbers(item, ident):
    return [int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*", text_of(item, ident))]


@pytest.mark.parametrize("item", ITEMS.values(), ids=lambda item: item["id"])
def test_an_item_has_one_right_answer_and_each_other_one_shows_a_misconception_of_its_own(item):
    assert item.keys() == {"id", "idea", "question", "choices", "why"}
    assert item["idea"] in FOUND["idea"]
    answers = [shows(choice) for choice in item["choices"]]
    assert answers.count("right") == 1
    assert len(set(answers)) == len(answers) >= 3
    assert set(held(item)) <= WORDS.keys()


def test_no_item_stands_there_twice_and_the_right_answer_has_no_usual_place():
    assert len(ITEMS) == len(FOUND["item"]) == 20
    places = Counter([shows(c) for c in item["choices"]].index("right") for item in ITEMS.values())
    assert all(4 <= places[place] <= 8 for place in range(3)), places


def test_every_idea_is_asked_about_and_every_misconception_can_be_shown():
    assert {item["idea"] for item in ITEMS.values()} == FOUND["idea"].keys()
    assert {ident for item in ITEMS.values() for ident in held(item)} == WORDS.keys()


def anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("ident", WORDS)
def test_a_misconception_is_one_sentence_with_its_reason_and_a_section(ident):
    words = WORDS[ident]
    assert words.keys() == {"you", "but", "where"}
    assert re.fullmatch(r"You think [^.]*\.", words["you"])
    page, _, section = words["where"].partition("#")
    assert section in map(anchor, HEADING.findall((TABLE.parent / f"{page}.md").read_text("utf8")))


def test_the_whole_book_is_asked_about():
    contents = (TABLE.parents[1] / "_toc.yml").read_text("utf8")
    order = re.findall(r"^      - file: ([\w-]+)\n        sections:", contents, re.M)
    assert {words["where"].partition("#")[0] for words in WORDS.values()} == set(order)


def test_shuffled_weights_undo_any_shuffle_of_the_pixels():
    rng = np.random.default_rng(0)
    W, x, order = rng.normal(size=(3, 9)), rng.normal(size=9), rng.permutation(9)
    assert np.allclose(reference.permute_weights(W, order) @ x[order], W @ x)
    assert text_of("shuffle", "right") == "Yes, always."


def test_the_map_moves_with_the_dot():
    X = np.zeros((11, 11))
    X[5, 5] = 1
    K = np.arange(1.0, 10).reshape(3, 3)
    before, after = reference.corr2d(X, K), reference.corr2d(np.roll(X, 2, axis=1), K)
    assert (after == np.roll(before, 2, axis=1)).all()
    assert not (after == before).all()
    assert "2 to the right" in text_of("moving-dot", "right")


def test_a_pooled_dot_stays_for_half_of_the_places():
    dots = np.eye(8)
    pooled = dots.reshape(8, 4, 2).max(axis=2)
    changed = [(pooled[i] != pooled[i + 1]).any() for i in range(7)]
    assert changed == [False, True] * 3 + [False]
    assert "half" in text_of("pooled-dot", "right")


def test_scores_behind_pools_and_a_dense_layer_change_when_the_picture_moves():
    torch.manual_seed(0)
    net = torch.nn.Sequential(
        torch.nn.Conv2d(1, 4, 3, padding=1),
        torch.nn.ReLU(),
        torch.nn.MaxPool2d(2),
        torch.nn.Flatten(),
        torch.nn.Linear(64, 10),
    )
    x = torch.zeros(1, 1, 8, 8)
    x[..., 2:5, 2:5] = torch.rand(3, 3)
    assert not torch.allclose(net(x), net(x.roll(1, dims=3)))
    assert text_of("dense-end", "right") == "As a rule, no."


def test_the_weights_of_layers_are_counted():
    learnt = reference.conv_params(1, c_out=8)
    assert numbers("larger-picture", "right") == [learnt]
    assert numbers("larger-picture", "one-bias") == [9 * 8 + 1]
    assert numbers("larger-picture", "place-has-weights") == [learnt * (64 // 32) ** 2]
    weights = reference.conv_params(2, c_in=6, c_out=16, bias=False)
    assert numbers("pool-before", "right") == [weights]
    assert numbers("pool-before", "pooling-saves-weights") == [weights // 4]
    assert numbers("pool-before", "filter-one-slice") == [weights // 6]


def test_one_filter_makes_one_map_and_channels_are_no_axis_to_slide_on():
    layer = torch.nn.Conv2d(3, 1, 3)
    assert layer.weight.numel() == numbers("colour-filter", "right")[0]
    assert layer(torch.zeros(1, 3, 10, 10)).shape[1:] == (1, 8, 8)
    scan = torch.nn.Conv3d(1, 1, 3)(torch.zeros(1, 1, 10, 10, 10))
    assert scan.shape[1:] == (1, 8, 8, 8)
    assert numbers("scan-and-photo", "right") == [8, 8, 8, 8, 8]


def test_pytorch_gives_the_kernel_back_to_front():
    x, w = torch.tensor([[[0.0, 0, 1, 0, 0]]]), torch.tensor([[[1.0, 2, 3]]])
    out = torch.nn.functional.conv1d(x, w).flatten().tolist()
    assert numbers("spike", "right") == out
    assert numbers("spike", "frameworks-flip") == np.convolve([0, 0, 1, 0, 0], [1, 2, 3], "valid").tolist()
    assert numbers("spike", "own-pixel") == [0, 2 * 1, 0]


def test_one_minus_one_answers_to_vertical_and_diagonal_edges():
    vertical = np.tile([0, 0, 1, 1], (4, 1))
    answers = [np.any(reference.corr2d(X, np.array([[1, -1]]))) for X in (vertical, np.tri(4), vertical.T)]
    assert answers == [True, True, False]
    assert text_of("which-edges", "right") == "To the vertical and the diagonal one"


def test_windows_are_counted():
    assert numbers("how-many-outputs", "right") == [reference.out_size(16, 5, s=3)]
    assert numbers("how-many-outputs", "first-window-forgotten") == [(16 - 5) // 3]
    assert numbers("how-many-outputs", "last-window-hangs-over") == [
        reference.out_size(16, 5, s=3, mode="ceil")
    ]
    assert (16 - 5) % 3 != 0


def test_a_corner_of_ones_and_zeros():
    ones = np.ones((5, 5))
    inside = reference.corr2d(ones, np.ones((3, 3)))
    corner = reference.corr2d(reference.pad2d(ones, 1), np.ones((3, 3)))[0, 0]
    assert numbers("corner-of-ones", "right") == [corner]
    assert numbers("corner-of-ones", "zeros-do-nothing") == [inside[0, 0]]


def test_fields_are_computed():
    def field(*layers):
        return reference.receptive_field([(*layer, 1) for layer in layers])[0]

    assert numbers("stride-then-kernel", "right") == [field((3, 2), (3, 1))]
    assert numbers("stride-then-kernel", "stride-stretches-nothing") == [field((3, 1), (3, 1))]
    assert numbers("stride-then-kernel", "field-is-kernel") == [field((3, 1))]
    assert numbers("stride-then-kernel", "widths-multiply") == [3 * 3]


def test_two_linear_layers_are_one_of_5_by_5():
    rng = np.random.default_rng(0)
    X, K1, K2 = rng.normal(size=(9, 9)), rng.normal(size=(3, 3)), rng.normal(size=(3, 3))
    one = reference.fuse(K1[::-1, ::-1], K2[::-1, ::-1])[::-1, ::-1]
    assert one.shape == (5, 5)
    assert np.allclose(reference.corr2d(X, one), reference.corr2d(reference.corr2d(X, K1), K2))
    assert text_of("two-linear-layers", "right") == "Nothing."


def test_steps_of_0_6_on_2w2_grow():
    def losses(rate, w=1.0):
        for _ in range(6):
            yield 2 * w**2
            w -= rate * 4 * w

    assert np.all(np.diff(list(losses(0.6))) > 0)
    assert np.all(np.diff(list(losses(0.3))) < 0)
    assert "grows" in text_of("long-steps", "right")


def test_a_flat_picture_does_not_tell_the_kernel():
    X = np.ones((10, 10))
    assert not reference.identifiable(X, (3, 3))
    assert numbers("flat-picture", "many-windows") == [reference.corr2d(X, np.ones((3, 3))).size, 9]


def test_gradients_are_computed():
    x, w, delta = np.array([1, 2, 3, 4]), np.array([1, 1]), np.array([1, 0, 10])
    dw = reference.corr1d_backward(x, w, delta)[1].tolist()
    assert numbers("gradient-of-weights", "right") == dw
    assert numbers("gradient-of-weights", "weights-turned") == dw[::-1]
    assert numbers("gradient-of-weights", "one-error-each") == (x[:2] * delta[:2]).tolist()
    w, delta = np.array([1, 10]), np.array([3, 5, 7])
    assert numbers("gradient-of-inputs", "right") == [reference.corr1d_backward(x, w, delta)[0][1]]
    assert numbers("gradient-of-inputs", "inputs-not-turned") == [delta[:2] @ w]
    assert numbers("gradient-of-inputs", "one-error-each") == [delta[1] * w[0]]


def test_multiplied_spectra_go_round_and_flip():
    row, kernel = np.array([0, 0, 0, 1]), np.array([1, 2, 0, 0])
    spectra = np.fft.fft(row), np.fft.fft(kernel)
    ring = np.fft.ifft(spectra[0] * spectra[1]).real.round().astype(int)
    slid = np.fft.ifft(spectra[0] * spectra[1].conj()).real.round().astype(int)
    assert numbers("ring", "right") == ring.tolist()
    assert numbers("ring", "spectra-slide") == slid.tolist()
    assert numbers("ring", "spectra-have-edges") == np.convolve(row, [1, 2])[:4].tolist()


def test_a_difference_within_the_spread_tells_nothing():
    cnn, mlp, low, high = map(int, re.findall(r"\d+(?= %| to)", ITEMS["one-training"]["question"]))
    assert low <= mlp < cnn <= high
    assert "Nobody" in text_of("one-training", "right")


PAGE = """# Page

:::{inventory}
:::
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inventory")
    html, _ = build(folder, "convolution_book.extensions.inventory", index=PAGE)  # without the chapters
    return folder / "out", html


def test_without_a_script_the_form_can_be_read_and_its_answers_opened(made):
    form, answers = made[1].split('<details class="inv-answers">')
    assert form.count("<fieldset") == 20
    assert form.count('type="radio"') == sum(len(item["choices"]) + 1 for item in ITEMS.values())
    assert answers.partition("</details>")[0].count("<li>") == 20


def choose(page, answers):
    """Take the inventory: for each item what `answers` says, else what is right."""
    for item in ITEMS:
        page.locator(f"#item-{item} input[value='{answers.get(item, 'right')}']").check()


@pytest.mark.browser
def test_before_and_after_are_kept_told_by_idea_and_forgotten(made, browser):
    wrong = {"spike": "frameworks-flip", "pooled-dot": "pooling-invariant", "dense-end": "pooling-invariant"}
    with serve(made[0]) as address, visit(browser, f"{address}/index.html", width=390) as page:
        show = page.get_by_role("button", name="Show my result")
        told, answers = page.locator(".inv-result li:visible"), page.locator(".inv-answers")
        choose(page, wrong)
        assert told.count() == 0, "nothing is told while it is taken"
        assert not answers.is_visible()
        page.reload()
        assert page.locator(".inv-form :checked").count() == 20, "one may go on later"
        show.press("Enter")
        assert told.count() == 2
        assert answers.is_visible()
        assert "You think pooling makes the network shift-invariant." in told.first.inner_text()
        counts = page.locator("tbody[data-idea='shifts'] [data-when][data-asked]")
        assert counts.all_inner_texts() == ["1 of 3", "–"]

        page.get_by_role("button", name="Take it again").click()
        assert page.locator(".inv-form :checked").count() == 0
        assert told.count() == 0
        show.click()
        assert page.locator(".inv-open").inner_text().startswith("20 questions are still open.")
        choose(page, {"spike": "frameworks-flip", "ring": "unknown"})
        show.click()
        page.reload()
        assert counts.all_inner_texts() == ["1 of 3", "3 of 3"]
        assert told.first.locator(".inv-when:visible").all_inner_texts() == ["before"]
        assert told.last.locator(".inv-when:visible").all_inner_texts() == ["before", "after"]
        assert page.locator(".inv-all [data-asked]").all_inner_texts() == ["17 of 20", "18 of 20"]

        page.get_by_text("Forget", exact=True).click()
        page.get_by_role("button", name="Forget my results").click()
        assert page.locator(".inv-form :checked").count() == 0
        page.reload()
        assert told.count() == 0
        assert page.leaving == []

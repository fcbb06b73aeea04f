"""Formulas as the MathML that browsers draw: TeX's alphabets, columns and spaces."""

from xml.etree import ElementTree

import pytest

from grader.mathml import mathml


def elements(tex, name):
    """Every element of this name in a formula."""
    return [e for e in ElementTree.fromstring(mathml(tex)).iter() if e.tag.rpartition("}")[2] == name]


def test_a_letter_of_another_alphabet_is_that_letter_of_unicode():
    for tex, letter in [(r"\mathsf W", "𝖶"), (r"\mathbb R", "ℝ"), (r"\mathbf x", "𝐱"), (r"\mathcal F", "ℱ")]:
        assert [e.text for e in elements(tex, "mi")] == [letter]


def test_capital_greek_stands_upright_and_small_greek_does_not():
    delta, sigma = elements(r"\Delta \sigma", "mi")
    assert (delta.get("mathvariant"), sigma.get("mathvariant")) == ("normal", None)


@pytest.mark.parametrize("name", ["aligned", "split", "align", "align*"])
def test_the_lines_of_an_environment_meet_at_their_signs(name):
    cells = elements(rf"\begin{{{name}}} a &= b \\ cc &= d \end{{{name}}}", "mtd")
    assert [cell.get("columnalign") for cell in cells] == ["right", "left"] * 2
    assert all("padding-right:0" in cell.get("style") for cell in cells)


@pytest.mark.parametrize("tex", ["(-1, 0)", "a = -1", "[1, -1]", "-x", r"\max(0, \cdot)"])
def test_a_sign_with_nothing_to_its_left_or_right_takes_no_space(tex):
    tight = [e.text for e in elements(tex, "mo") if e.get("lspace") == e.get("rspace") == "0"]
    assert tight in (["−"], ["·"])


def test_a_sign_between_two_letters_keeps_the_space_that_browsers_give_it():
    assert all(e.get("lspace") is None for e in elements("a - b + c", "mo"))


def test_in_an_index_no_sign_takes_space():
    assert [e.get("rspace") for e in elements("X_{i+a, j}", "mo")] == ["0", "0"]


def test_a_comma_inside_a_number_takes_no_space():
    assert [e.get("rspace") for e in elements("3{,}996", "mo")] == ["0"]


def test_the_name_of_a_function_is_no_operator():
    assert [e.text for e in elements(r"\max(0, x)", "mi")] == ["max", "x"]


def test_the_tex_is_kept_to_be_copied():
    assert ElementTree.fromstring(mathml("a <\n b")).get("alttext") == "a < b"


def test_what_is_not_known_is_refused():
    with pytest.raises(ValueError, match=r"\\foo"):
        mathml(r"\foo + 1")


def test_no_address_and_no_style_of_an_author_comes_through():
    drawn = mathml(r"\href{javascript:alert(1)}{x}")
    assert "javascript" not in drawn.replace('alttext="\\href{javascript:alert(1)}{x}"', "")

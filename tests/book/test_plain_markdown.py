"""Chapters as notebooks: what MyST writes in its own way becomes Markdown that JupyterLab shows."""

import pytest

from convolution_book.extensions.plain_markdown import plain, relink


@pytest.mark.parametrize(
    ("myst", "wanted"),
    [
        ("```{tip}\nLook twice.\n```", "> **Tip**\n>\n> Look twice."),
        (":::{admonition} Errata\n:class: errata\n- one\n:::", "> **Errata**\n>\n> - one"),
        ("```{math}\n:label: eq\nx = 1\n```", "$$\nx = 1\n$$"),
        ("```{code-block} python\nx = 1\n```", "```python\nx = 1\n```"),
        ("```{figure} a.png\n:alt: a cat\nA cat.\n```", "![a cat](a.png)\n\nA cat."),
        ("```{bibliography}\n```", ""),
        ("as {ref}`above <the-label>` says", "as above says"),
        ("{set}`turn the\nkernel <flip=1&step=0>` now", "turn the\nkernel now"),
        ("{math}`k^2` weights", "$k^2$ weights"),
        ("{cite:p}`fukushima1980`", "[fukushima1980]"),
        ("(locality)=\n# Look", "# Look"),
        ("% a note to ourselves\ntext", "text"),
        ("$$\ny = x\n$$ (eq-y)", "$$\ny = x\n$$"),
    ],
)
def test_what_jupyterlab_cannot_show_is_written_another_way(myst, wanted):
    assert plain(myst) == wanted


def test_a_box_inside_a_box_is_a_quotation_inside_a_quotation():
    inner = "```{note}\nInside.\n```"
    assert plain(f"````{{tip}}\n{inner}\n````") == "> **Tip**\n>\n> > **Note**\n> >\n> > Inside."


def test_a_question_keeps_its_choices_and_folds_its_answers():
    text = plain(":::{question}\nHow many?\n\n- [ ] Six — that adds.\n- [x] Nine — three rows.\n:::")
    asked, folded = text.split("<details>")
    assert "> - Six\n> - Nine" in asked
    assert "three rows" not in asked
    assert "- ✓ Nine — three rows." in folded


def test_plain_code_in_the_text_is_left_alone():
    code = "```python\n%timeit f(x)\nprint('{ref}`a`')\n```"
    assert plain(code) == code


def test_links_between_pages_lead_to_notebooks_and_others_keep_their_words():
    text = "See [kernels](kernels.md#edges), [notation](notation.md), [a site](https://a.org/b.md) and [3]."
    linked = relink(text, {"kernels": "kernels.ipynb"}.get)
    assert linked == "See [kernels](kernels.ipynb), notation, [a site](https://a.org/b.md) and [3]."

"""Glossary terms explain themselves where they stand."""

import pytest

from tests.browser import overflow, serve, visit
from tests.prose.sphinx_page import build

TERMS = "convolution_book.extensions.terms"
GLOSSARY = """# Glossary

:::{glossary}
kernel
커널
  The weights of $X \\star K$. They slide.
:::
"""


def test_a_term_shows_both_names_and_the_first_sentence(tmp_path):
    html, _ = build(
        tmp_path, TERMS, index="# Page\n\nA {term}`kernel`, or {term}`matrix <커널>`.", glossary=GLOSSARY
    )
    tip = "kernel · 커널: The weights of X ⋆ K."
    assert html.count(f'data-tip="{tip}" aria-description="{tip}"') == 2


def test_a_book_without_a_glossary_builds(tmp_path):
    html, complaints = build(tmp_path, TERMS, index="# Page\n\nNo terms.")
    assert "data-tip" not in html
    assert complaints == ""


@pytest.mark.browser
def test_a_tooltip_at_the_right_edge_stays_inside_the_window(tmp_path, browser):
    text = '# Page\n\n<p style="height:200px"></p>\n\nA {term}`kernel`\n'
    build(tmp_path, TERMS, index=text, glossary=GLOSSARY)
    with serve(tmp_path / "out") as address, visit(browser, f"{address}/index.html", width=800) as page:
        term = page.locator("a[data-tip]")
        term.evaluate("a => Object.assign(a.style, {position: 'fixed', right: '40px', top: '300px'})")
        term.hover()
        assert term.evaluate("a => getComputedStyle(a, '::after').content").startswith('"kernel')
        assert overflow(page) == 0
        assert float(term.evaluate("a => a.style.getPropertyValue('--tip-shift')").removesuffix("px")) < 0


@pytest.mark.browser
def test_a_first_tap_tells_and_a_second_one_follows_the_link(tmp_path, browser):
    text = "# Page\n\nSome words before the {term}`kernel`.\n\nElsewhere.\n"
    build(tmp_path, TERMS, index=text, glossary=GLOSSARY)
    phone = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
    with serve(tmp_path / "out") as address, visit(browser, f"{address}/index.html", **phone) as page:
        told = page.locator("a.is-told")
        page.locator("a[data-tip]").tap()
        assert told.evaluate("a => getComputedStyle(a, '::after').content").startswith('"kernel')
        assert overflow(page) == 0
        page.get_by_text("Elsewhere").tap()
        assert told.count() == 0
        page.locator("a[data-tip]").tap()
        told.tap()
        page.wait_for_url("**/glossary.html#term-kernel")

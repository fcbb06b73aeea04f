"""Glossary terms explain themselves where they stand."""

from tests.prose.sphinx_page import build

TERMS = "book.extensions.terms"
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

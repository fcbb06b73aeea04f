"""How formulas and products stand in the text."""

from tests.prose.sphinx_page import build

FORMULAS = "convolution_book.extensions.formulas"


def test_no_line_ends_inside_of_a_product_and_code_stays_as_it_was_typed(tmp_path):
    page = "# Page\n\nA window of 3 × 3, and 1 · 4 + 10 · 1, but `3 × 3` and rows × columns.\n"
    html, complaints = build(tmp_path, FORMULAS, index=page)
    assert complaints == ""
    assert "of 3\u00a0×\u00a03, and 1\u00a0·\u00a04 + 10\u00a0·\u00a01, but" in html
    assert "rows × columns" in html
    assert html.count("\u00a0×\u00a0") == 1, "code is left alone"

"""The font of the formulas: it holds every sign that a page shows, slanted letters included."""

from io import BytesIO
from types import SimpleNamespace

from fontTools.ttLib import TTFont

from convolution_book.extensions.math_font import ask, characters, woff2, write
from grader.mathml import mathml

TEX = r"\sum_{i=1}^{n} \mathsf W_{h,k} \left\lfloor \frac{\Delta x}{2} \right\rfloor \star \alpha"


def test_every_sign_of_a_formula_is_in_the_font():
    needed = characters([f"<p>not these: é</p>{mathml(TEX)}"])
    with TTFont(BytesIO(woff2(needed))) as font:
        assert {ord(one) for one in needed} <= set(font.getBestCmap())
        assert "MATH" in font
    assert {"𝑥", "ℎ", "𝖶", "∑", "⌊", "𝛼"} <= set(needed)
    assert "é" not in needed


def test_the_font_is_small():
    assert len(woff2(characters([mathml(TEX)]))) < 20_000


def asked(body):
    """What a page with this body becomes: (body, address of the sheet that its head asks for)."""
    context = {"pathto": lambda address, kind: f"../{address}", "body": body}
    ask(None, "page", "page.html", context, None)
    return context["body"], context.get("formulas")


def test_a_page_asks_for_the_font_in_its_head_and_not_at_all_if_it_has_no_formula():
    body = "<p><math></math></p><script widget-view+json></script>"
    assert asked(body) == (body, "../_static/math.css")
    assert asked("<p>x</p>") == ("<p>x</p>", None)


def test_a_widget_above_the_first_formula_does_not_wait_for_the_font():
    above, formula = "<script widget-view+json></script><p>", "<math></math><math></math></p>"
    body, head = asked(above + formula)
    assert head is None
    assert body.startswith(f'{above}<link rel="stylesheet" href="../_static/math.css"')
    assert body.endswith(f">{formula}")


def test_the_sheet_holds_the_font_of_all_pages_and_a_book_without_formulas_has_none(tmp_path):
    (tmp_path / "_static").mkdir()
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path)
    (tmp_path / "page.html").write_text("<p>x</p>")
    write(app, None)
    assert not (tmp_path / "_static/math.css").exists()
    (tmp_path / "page.html").write_text("<math><mi>x</mi></math>")
    write(app, None)
    assert (tmp_path / "_static/math.css").read_text().startswith('@font-face{font-family:"Book Math"')

"""The font of the formulas: it holds every sign that a page shows, slanted letters included."""

from io import BytesIO

from fontTools.ttLib import TTFont

from convolution_book.extensions.math_font import characters, woff2
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

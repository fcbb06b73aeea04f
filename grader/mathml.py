"""TeX formulas as MathML Core: what browsers draw themselves, without a script and without a network.

latex2mathml reads the TeX. It writes MathML 3, of which browsers draw a part; here that part is made of it:
letters of another alphabet instead of `mathvariant`, style instead of `columnalign`, and the space that TeX's
rules give an operator instead of the one that browsers look up by its character alone.
"""

import re
import unicodedata
from html import unescape
from xml.etree import ElementTree

from latex2mathml.converter import convert_to_element

KEPT = """
    accent depth display displaystyle fence form height largeop linethickness lspace mathcolor mathsize
    maxsize minsize movablelimits notation rspace scriptlevel separator stretchy symmetric voffset width
"""
ATTRIBUTES = set(KEPT.split())
SPACE = "http://www.w3.org/1998/Math/MathML"
ALPHABETS = {  # mathvariant: how Unicode names such a letter
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "fraktur": "FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "monospace": "MONOSPACE",
}
DIGITS = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"]
BINARY = set("+-−±∓·×÷∗*⋆∘⊗⊕⊙∧∨∖")
OPENING, PUNCTUATION = set("([{⟨⌊⌈"), set(",;:")
CLOSING = set(")]}⟩⌋⌉.!")
RELATIONS = set("=<>≤≥≠≈≡∼∈∉⊂⊆→←↔⇒⇐⇔↦≪≫∝")
ALIGNED = re.compile(r"\\(begin|end)\{(?:aligned|align)\}")  # the same as split, by other names
SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
UPRIGHT = set("ΓΔΘΛΞΠΣΥΦΨΩ")  # as TeX has them
THIN = "0.167em"


def mathml(tex: str, display="inline") -> str:
    """A formula as text.

    Raises: ValueError if there is something in it that latex2mathml does not know; what it raises itself
    """
    drawn = _core(convert_to_element(ALIGNED.sub(r"\\\1{split}", tex), display=display))
    for element in drawn.iter():
        if element.tag in ("mi", "mo") and re.search(r"[\\&]", element.text or ""):
            raise ValueError(f"{element.text} is not known: {tex}")
    for row in list(drawn.iter()):
        _space(list(row))
        if row.tag in SCRIPTS:
            for script in list(row)[1:]:
                _tighten(script)
    drawn.set("alttext", " ".join(tex.split()))
    return ElementTree.tostring(drawn, encoding="unicode")


def _core(element):
    """A copy with the elements and attributes of MathML alone: the converter lets `\\href` through."""
    name = element.tag.rpartition("}")[2]
    kept = {key: value for key, value in element.attrib.items() if key in ATTRIBUTES}
    copy = ElementTree.Element(name if name == "math" or name[0] == "m" else "mrow", kept)
    if name == "math":
        copy.set("xmlns", SPACE)
    copy.text, copy.tail = unescape(element.text or ""), unescape(element.tail or "")
    if alphabet := ALPHABETS.get(element.get("mathvariant")):
        copy.text = "".join(letter(character, alphabet) for character in copy.text)
    elif name == "mi" and (element.get("mathvariant") == "normal" or copy.text in UPRIGHT):
        copy.set("mathvariant", "normal")  # the one value that is left
    copy.extend(_core(part) for part in element)
    if name == "mtable":
        _columns(copy, element)
    return copy


def letter(character, alphabet):
    """The same letter or digit in another alphabet of Unicode, if it has one.

    >>> letter("W", "SANS-SERIF"), letter("R", "DOUBLE-STRUCK"), letter("+", "BOLD")
    ('𝖶', 'ℝ', '+')
    """
    if character.isascii() and character.isdigit():
        kind = f"DIGIT {DIGITS[int(character)]}"
    elif character.isascii() and character.isalpha():
        kind = f"{'CAPITAL' if character.isupper() else 'SMALL'} {character.upper()}"
    else:
        return character
    for name in (f"MATHEMATICAL {alphabet} {kind}", f"{alphabet} {kind}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return character


def _columns(table, read):
    """How the cells of a column are aligned; in `aligned` its two halves meet without a gap."""
    halves = read.get("columnspacing", "").startswith("0em")
    for row, read_row in zip(table, read, strict=True):
        for column, (cell, read_cell) in enumerate(zip(row, read_row, strict=True)):
            side = read_cell.get("columnalign")
            # Chromium moves a row of symbols by its own word alone, others by the first or the attribute
            aligned = f"text-align:{side};text-align:-webkit-{side}"
            style = [aligned] if side in ("left", "right") else []
            if halves:
                style.append("padding-left:0" if column % 2 or column == 0 else "padding-left:2em")
                style.append("padding-right:0")
            if style:
                cell.set("columnalign", side or "center")
                cell.set("style", ";".join(style))


def _space(row):
    """TeX's rules: an operator with nothing to work on is a letter, and so is a name like max."""
    signs = [_sign(element) for element in row]
    for i, (element, sign) in enumerate(zip(row, signs, strict=True)):
        before = signs[i - 1] if i else "open"
        after = signs[i + 1] if i + 1 < len(row) else "close"
        if element.tag == "mo" and len(element.text or "") > 1 and element.text.isalpha():
            element.tag = "mi"
            if after == "letter" and (i + 1 == len(row) or row[i + 1].tag != "mspace"):
                element.set("style", f"padding-right:{THIN}")
        lonely = before in ("open", "relation", "binary", "comma") or after in ("close", "relation", "comma")
        if sign == "binary" and lonely:
            element.set("form", "prefix")
            _set_tight(element)
        elif (sign == "comma" and len(row) == 1) or (element.tag == "mo" and element.text in (".", "…", "⋯")):
            _set_tight(element)  # the comma of 3{,}996


def _tighten(script):
    """No space around signs in an index: i+a, not i + a."""
    for element in [script, *script]:
        if _sign(element) in ("binary", "relation", "comma"):
            _set_tight(element)


def _set_tight(operator):
    operator.set("lspace", "0")
    operator.set("rspace", "0")


def _sign(element):
    """What an element is to its neighbours; whatever is no operator is a letter."""
    if element.tag != "mo":
        return "letter"
    kinds = {"binary": BINARY, "relation": RELATIONS, "comma": PUNCTUATION, "open": OPENING, "close": CLOSING}
    return next((kind for kind, signs in kinds.items() if element.text in signs), "letter")

"""Sentences count from 1, code and formulas from 0: the notation page says so."""

import re
from pathlib import Path

import pytest

BOOK = Path(__file__).parents[2] / "book"
PROSE = [*sorted(BOOK.glob("*.md")), *sorted(BOOK.glob("widgets/**/words.json"))]
COUNTED = re.compile(r"\b(row|column|pixel|cell|window|channel|step) (number )?0\b|\bzeroth\b", re.IGNORECASE)
EXACT = re.compile(r"^(`{3,}|~{3,}).*?^\1|\$\$.*?\$\$|\$[^$]+\$|`[^`]+`", re.DOTALL | re.MULTILINE)


def counted_from_0(text):
    """The places that a sentence counts from 0; code and formulas may.

    >>> counted_from_0("The top row is row 0: `row 0`, $row 0$.")
    ['row 0']
    """
    return [match[0] for match in COUNTED.finditer(EXACT.sub("", text))]


@pytest.mark.parametrize("page", PROSE, ids=lambda page: f"{page.parent.name}-{page.name}")
def test_a_sentence_counts_from_1(page):
    assert counted_from_0(page.read_text(encoding="utf-8")) == []

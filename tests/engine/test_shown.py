"""No text of a submission's moves a cursor, turns the writing direction or never ends."""

import pytest

from grader.engine.shown import all_shown, one_line, shown


@pytest.mark.parametrize("text", ["", "plain", "two\nlines", "Zoë", "김민지", "ﻡﺮﺤﺑﺍ", "👩‍🔬 ok", "a − b"])
def test_what_can_be_seen_stays_as_it_is(text):
    assert shown(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[2J\x1b]0;title\x07", "\\x1b[2J\\x1b]0;title\\x07"),
        ("100\u202e001", "100\\u202e001"),
        ("\u2066a\u2069\u200f", "\\u2066a\\u2069\\u200f"),
        ("\udcff\ud800", "\\udcff\\ud800"),
        ("a\rb\tc\x9b", "a\\rb\\tc\\x9b"),
        ("a\u2028b", "a\\u2028b"),
    ],
)
def test_what_cannot_be_seen_is_written_out(text, seen):
    assert shown(text) == seen
    seen.encode()


def test_no_text_is_longer_than_it_may_be():
    assert shown("x" * 10_000_000, 10) == "x" * 9 + "…"
    assert one_line("first\nsecond") == "first"


def test_all_texts_in_plain_data_are_reached():
    assert all_shown({"\x1b": ["\x1b", ("\x1b", 1.5, None)]}) == {"\\x1b": ["\\x1b", ("\\x1b", 1.5, None)]}

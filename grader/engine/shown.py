"""Text that comes from a submission, made fit to be shown: on a terminal, in JSON, on a page.

A name, a cell's id, a sentence with an exception's text: any may hold what moves the cursor, turns the
writing direction, or never ends. Whatever is reported passes through `shown`.
"""

import re
import unicodedata

MOST = 2_000  # characters of one text
HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, writing direction, half characters, line ends
KEPT = "\n\u200c\u200d"  # joiners: names in Persian, emoji of several parts
PLAIN = re.compile(r"[ -~\n]*")
DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")  # embeddings, overrides and isolates


def shown(text: str, most: int = MOST) -> str:
    """The text with what cannot be seen written out, and no longer than `most`; a line's end stays one.

    >>> shown("\\x1b[2Jgood\\u202e")
    '\\\\x1b[2Jgood\\\\u202e'
    >>> shown("a" * 9, most=4)
    'aaa…'
    """
    cut = text if len(text) <= most else text[: most - 1] + "…"
    if PLAIN.fullmatch(cut):
        return cut
    return "".join(map(_seen, cut))


def directions_shown(text: str) -> str:
    """The text with what turns its direction written out: code reads as it runs.

    >>> directions_shown("a\\u202eb")
    'a\\\\u202eb'
    """
    return DIRECTIONS.sub(lambda found: _seen(found[0]), text)


def one_line(text: str, most: int = 300) -> str:
    """`shown`, of its first line."""
    return shown(text.partition("\n")[0], most)


def all_shown(value):
    """`shown` of every text in plain data: lists, dicts and what they hold."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {all_shown(key): all_shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(all_shown, value))
    return value


def _seen(character):
    if character in KEPT or unicodedata.category(character) not in HIDDEN:
        return character
    return character.encode("unicode_escape").decode("ascii")

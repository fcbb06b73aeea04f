"""Each row of the errata is guarded: its test is there and runs, its sections say it."""

import ast
import re
from collections import Counter

import pytest

from convolution_book.extensions.errata import TABLE
from convolution_book.extensions.row_tables import rows
from tests.prose.places import missing

ROOT = TABLE.parents[1]
ROWS = rows(TABLE)
BOX = re.compile(r"^:class: errata\n(.*?)^```$", re.M | re.S)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["read"])
def test_a_row_says_what_is_read_but_what_is_right_where_and_which_test_guards_it(row):
    assert row.keys() == {"read", "but", "where", "test"}
    assert row["read"].endswith(".")
    assert row["but"].endswith(".")
    file, _, name = row["test"].partition("::")
    tests = {node.name: node for node in ast.parse((ROOT / file).read_text("utf8")).body if is_test(node)}
    assert name in tests, f"no test guards this row: {row['test']}"
    marks = " ".join(map(ast.unparse, tests[name].decorator_list))
    assert "skip" not in marks
    assert "xfail" not in marks


def is_test(node):
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def test_each_row_leads_to_sections_that_are_there():
    assert missing(place for row in ROWS for place in row["where"]) == []


def test_no_row_stands_there_twice():
    assert not [read for read, times in Counter(row["read"] for row in ROWS).items() if times > 1]


def test_what_a_chapter_lists_in_its_box_has_rows_that_lead_there():
    leads = Counter(place.partition("#")[0] for row in ROWS for place in row["where"])
    for page in sorted(TABLE.parent.glob("*.md")):
        for box in BOX.findall(page.read_text("utf8")):
            items = re.findall(r"^- ", box, re.M)
            assert leads[page.stem] >= len(items), page.stem

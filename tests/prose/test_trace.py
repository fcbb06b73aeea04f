"""Each item of the sources is traced to sections and exercises that are there, and no chapter is left out."""

import re

from convolution_book.extensions.row_tables import rows
from convolution_book.extensions.trace import TABLE
from grader.exercises import EXERCISES
from tests.prose.places import missing

ROWS = rows(TABLE)
CHAPTER = re.compile(r"^      - file: ([\w-]+)\n        sections:", re.M)


def test_each_of_the_65_items_is_there_once_and_in_order():
    assert [row["number"] for row in ROWS] == list(range(1, 66))
    assert len({row["item"] for row in ROWS}) == 65


def test_an_item_names_its_sources_and_the_sections_that_treat_it():
    for row in ROWS:
        assert row.keys() - {"do"} == {"number", "item", "source", "where"}, row
        assert row["source"], row
        assert set(row["source"]) <= {"S0", "S1", "S2", "S3", "S4"}, row
        assert row["where"], row
        assert missing(row["where"]) == [], row
        assert set(row.get("do", [])) <= EXERCISES.keys(), row


def test_no_chapter_and_no_source_is_without_an_item():
    chapters = CHAPTER.findall((TABLE.parents[1] / "_toc.yml").read_text("utf8"))
    assert len(chapters) == 14
    pages = {place.partition("#")[0] for row in ROWS for place in row["where"]}
    assert set(chapters) <= pages
    assert {source for row in ROWS for source in row["source"]} == {"S0", "S1", "S2", "S3", "S4"}


def test_a_section_that_is_gone_is_noticed():
    gone = ["locality#a-window-jumps", "nowhere"]
    assert missing(["locality#a-window-slides", "timeline", *gone]) == gone

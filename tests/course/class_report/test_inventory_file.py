"""What students handed in of the concept inventory: nothing is believed but choices that there are."""

import json
from pathlib import Path

import pytest
from classroom import CONFIG

from grader.course import CourseError, inventory_table, open_course, taken

TABLE = Path(__file__).resolve().parents[3] / "book" / "inventory.toml"
MINE = {"before": {"spike": "right", "none": "right"}, "after": {"spike": "frameworks-flip"}}
READ = {
    "ann": (json.dumps(MINE), {"before": {"spike": "right"}, "after": {"spike": "frameworks-flip"}}),
    "bob": ('{"before": {"spike": "<script>"}, "after": [1]}', None),
    "cid": ("[" * 100_000, None),
    "dan": ('{"before": {"spike": {"a": 1}}}', None),
}


def test_choices_are_read_and_nothing_else(tmp_path):
    (tmp_path / "nbgrader_config.py").write_text(CONFIG)
    for student, (text, _) in READ.items():
        folder = tmp_path / "submitted" / student / "inventory"
        folder.mkdir(parents=True)
        (folder / "my inventory.json").write_text(text)
    found = taken(open_course(tmp_path), ["inventory"], inventory_table(TABLE))
    assert found == {student: want for student, (_, want) in READ.items() if want}


def test_a_table_that_is_none_is_told(tmp_path):
    (tmp_path / "other.toml").write_text("x = 1")
    with pytest.raises(CourseError, match="no table of a concept inventory"):
        inventory_table(tmp_path / "other.toml")

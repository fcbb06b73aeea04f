"""Outputs that a student's process reports, whatever they are: a notebook of bounded size, in plain JSON."""

import json

import pytest

from grader.engine.job import Release, Settings
from grader.engine.tester.notebook.outputs import Room, has_error, kept

PRINT = {"output_type": "stream", "name": "stdout", "text": "x" * 90_000}
LONG = {"output_type": "error", "ename": "E", "evalue": "x" * 20_000, "traceback": ["y" * 9_000] * 900}
SETTINGS = Settings(output_kb=100)


def size(outputs):
    return len(json.dumps(outputs))


@pytest.mark.parametrize("output", [PRINT, LONG], ids=["text", "errors"])
def test_what_one_cell_shows_is_bounded(output):
    assert size(kept([output] * 100, SETTINGS, Release(), 1)) < 400_000


@pytest.mark.parametrize("output", [PRINT, LONG], ids=["text", "errors"])
def test_what_all_cells_show_together_is_bounded(output):
    whole = Room()
    whole.left = 500_000
    cells = [kept([output], SETTINGS, Release(), 1, whole) for _ in range(100)]
    assert size(cells) < 600_000
    assert all(map(has_error, cells)) == (output is LONG), "that there was an error is always told"


def test_a_number_that_json_has_not_is_left_out_of_a_display():
    shown = {"output_type": "display_data", "data": {"application/json": {"a": [1e999, -1e999, 2.5]}}}
    (output,) = kept([shown], SETTINGS, Release(), 1)
    assert json.dumps(output, allow_nan=False)
    assert output["data"]["application/json"] == {"a": [None, None, 2.5]}

"""Answers that are oddly alike are shown, and what everybody must write is no sign of anything."""

import json

import pytest
from classroom import STUDENTS

from grader.alike import Answers, alike, answers_of
from grader.cli import main
from grader.course import open_course

pytestmark = pytest.mark.xdist_group("course")
TASK = "def blur(image):\n    raise NotImplementedError\n"
LOOPS = """
def blur(image):
    rows, columns = len(image), len(image[0])
    made = [[0.0 for _ in range(columns)] for _ in range(rows)]
    for r in range(1, rows - 1):
        for c in range(1, columns - 1):
            made[r][c] = sum(image[r + i][c + j] for i in (-1, 0, 1) for j in (-1, 0, 1)) / 9
    return made
"""
ODD = """
def blur(image):
    if not image: return image
    acc = dict()
    while len(acc) < 7 and image[0]:
        acc.setdefault(len(acc), []).append([max(v, 3) ** 2 for v in image[len(acc) % len(image)]])
    return [acc[key][0] for key in sorted(acc, reverse=True) if key != 2]
"""


def class_of(code):
    return [Answers("", TASK, ""), *(Answers(whose, text, "") for whose, text in code.items())]


def test_a_copy_with_other_names_is_shown_and_nobody_else():
    renamed = ODD.replace("acc", "bag").replace("key", "place").replace("image", "picture")
    found = alike(class_of({"ann": ODD, "bob": renamed, "carl": LOOPS}), 0.6)
    assert [(pair.one, pair.other, pair.kind) for pair in found] == [("ann", "bob", "code")]


def test_what_much_of_the_class_wrote_is_no_sign():
    assert alike(class_of(dict.fromkeys(["ann", "bob", "carl", "dora", "eve"], LOOPS)), 0.1) == []


def test_what_the_teacher_wrote_is_no_sign():
    answers = [Answers("", TASK + LOOPS, ""), Answers("ann", LOOPS, ""), Answers("bob", LOOPS, "")]
    assert alike(answers, 0.1) == []


def test_a_text_that_was_copied_is_shown():
    essay = (
        "An outlier pulls the mean far away, while the median asks only who stands in the middle of the row."
    )
    answers = [Answers("", "", ""), Answers("ann", "", essay), Answers("bob", "", f"{essay} So I think.")]
    (pair,) = alike(answers, 0.6)
    assert pair.kind == "text"


def test_no_cell_hides_from_the_comparison_whatever_it_says_of_itself(released):
    (path,) = (released / "submitted/alice/ps1").glob("doubling.ipynb")
    whole = path.read_text()
    notebook = json.loads(whole)
    before = next(each for each in answers_of(open_course(released), "ps1")[0] if each.whose == "alice")
    for cell in notebook["cells"]:
        about = cell["metadata"].get("nbgrader")
        if about and about["solution"]:
            cell["metadata"]["nbgrader"] = about | {"grade": True, "solution": False}
    odd = [5, {"cell_type": "code", "source": [3], "metadata": None}, {"metadata": {"nbgrader": None}}]
    path.write_text(json.dumps(notebook | {"cells": [*notebook["cells"], *odd]}))
    after = next(each for each in answers_of(open_course(released), "ps1")[0] if each.whose == "alice")
    path.write_text(whole)
    assert before.code
    assert after.code.split() == before.code.split()


def test_a_notebook_that_is_large_by_its_outputs_is_compared_and_one_that_is_none_is_named(released):
    large, broken = (released / f"submitted/{name}/ps1/doubling.ipynb" for name in ("alice", "bob"))
    kept = {path: path.read_text() for path in (large, broken)}
    before, _ = answers_of(open_course(released), "ps1")
    notebook = json.loads(kept[large])
    notebook["cells"][1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 6_000_000}]
    large.write_text(json.dumps(notebook))
    broken.write_text("{")
    after, left_out = answers_of(open_course(released), "ps1")
    for path, text in kept.items():
        path.write_text(text)
    assert [each for each in after if each.whose == "alice"] == [
        each for each in before if each.whose == "alice"
    ]
    assert left_out == ["bob: doubling.ipynb is no notebook, and was not compared"]


def test_the_command_calls_it_a_hint(released, capsys):
    assert main(["alike", "ps1", "--course", str(released)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert f"of {len(STUDENTS)} submissions 0 pairs share 60 % or more" in said
    assert "a hint and no verdict" in said

"""The graded notebook is the instructor's; of the submission it has the answers and the free cells."""

import nbformat
import pytest
from grading_bench import answer, cell, check, graded, locked, manual, notebook, run
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.utils import compute_checksum

from grader.engine.job import Release
from grader.engine.tester.notebook import graded_notebook, release
from grader.engine.tester.notebook.notebook_file import read_cell
from grader.engine.tester.notebook.rebuild import rebuild

SOURCE = [
    cell("Welcome", "markdown"),
    locked("setup", "import math"),
    answer("a", "x = 1"),
    check("test-a", "assert x == 1", 2),
    manual("essay", "Because."),
    graded("todo", "Do it.", "markdown", task=True, locked=True, points=4),
]


def cells(*made):
    return [read_cell(tree, "cell") for tree in made]


def rebuilt(*submitted, source=SOURCE):
    log = []
    return rebuild(cells(*source), cells(*submitted), Release(), log), log


def shown(steps):
    """What the notebook holds: grade ids, and the sources of free cells."""
    return [
        step.info["grade_id"] if step.info else step.cell.source for step in steps if step.kind != "shadow"
    ]


def sources(steps):
    return {step.info["grade_id"]: step.cell.source for step in steps if step.info}


IDS = ["setup", "a", "test-a", "essay", "todo"]


def test_answers_come_from_the_submission_and_all_else_from_the_source():
    steps, log = rebuilt(
        locked("setup", "hacked"), answer("a", "x = 5"), check("test-a", "pass"), manual("essay", "So.")
    )
    assert sources(steps) == {
        "setup": "import math",
        "a": "x = 5",
        "test-a": "assert x == 1",
        "essay": "So.",
        "todo": "Do it.",
    }
    assert "setup: the locked cell was changed; the instructor's is used" in log


def test_what_was_deleted_is_put_back_without_the_solution_and_without_a_stub_that_runs():
    steps, log = rebuilt(answer("a", "x = 5"))
    assert shown(steps) == IDS
    assert sources(steps)["essay"] == "YOUR ANSWER HERE"
    steps, log = rebuilt()
    assert sources(steps)["a"] == ""
    assert sum("put back" in line for line in log) == 5


def test_free_cells_stay_behind_the_cell_that_they_followed():
    steps, _ = rebuilt(
        cell("0"), locked("setup", ""), cell("1"), cell("2"), answer("a", ""), cell("3"), check("test-a", "")
    )
    assert shown(steps) == ["0", "setup", "1", "2", "a", "3", "test-a", "essay", "todo"]


def test_reordered_cells_come_in_the_order_of_the_source():
    steps, _ = rebuilt(manual("essay", "So."), cell("free"), answer("a", "x = 5"), locked("setup", ""))
    assert shown(steps) == ["setup", "a", "test-a", "essay", "free", "todo"]


def test_of_duplicated_cells_the_first_counts_and_the_others_run_as_free_cells():
    steps, log = rebuilt(
        answer("a", "x = 5"), answer("a", "x = 6"), check("test-a", ""), check("test-a", "pass")
    )
    assert shown(steps) == ["setup", "a", "x = 6", "test-a", "pass", "essay", "todo"]
    assert sources(steps)["a"] == "x = 5"
    assert any("more than once" in line for line in log)


def test_a_duplicate_of_the_right_type_is_preferred():
    steps, _ = rebuilt(graded("a", "text", "markdown", solution=True), answer("a", "x = 5"))
    assert sources(steps)["a"] == "x = 5"


def test_an_answer_whose_type_was_changed_gets_its_type_back():
    steps, log = rebuilt(graded("a", "x = 5", "markdown", solution=True))
    step = next(step for step in steps if step.kind == "answer")
    assert (step.cell.kind, step.cell.source) == ("code", "x = 5")
    assert any("type was changed" in line for line in log)


@pytest.mark.parametrize(
    "forged",
    [
        locked("mine", "1"),
        check("mine", "1", 99),
        graded("mine", "1", grade=True, solution=True, points="many"),
        graded("mine", "1", task=True),
        cell("1", nbgrader=[]),
        cell("1", nbgrader={"grade_id": 5, "locked": True}),
        cell("1", nbgrader={"grade_id": ["a"]}),
        cell("1", tags=["shared-process"], deletable=False),
    ],
    ids=repr,
)
def test_metadata_of_the_submission_is_dropped(forged):
    steps, _ = rebuilt(forged)
    step = next(step for step in steps if step.cell.source == "1")
    assert (step.kind, step.info, step.cell.metadata) == ("free", {}, {})


def test_points_locks_and_tags_are_the_instructors():
    steps, _ = rebuilt(check("test-a", "pass", 1000, tags=["shared-process"]), answer("a", "x = 5"))
    step = next(step for step in steps if step.info and step.info["grade_id"] == "test-a")
    assert step.kind == "test"
    assert step.info["points"] == 2
    assert step.cell.metadata["editable"] is False


def test_attachments_of_an_answer_are_kept():
    pasted = manual("essay", "![](attachment:p.png)") | {
        "attachments": {"p.png": {"image/png": "AAAA", "x": 3}}
    }
    steps, _ = rebuilt(pasted)
    step = next(step for step in steps if step.kind == "manual")
    assert step.cell.attachments == {"p.png": {"image/png": "AAAA"}}


def test_thousands_of_cells_are_no_trouble():
    steps, _ = rebuilt(*(answer("a", f"x = {n}") for n in range(4000)))
    assert len(steps) == 4005


def test_the_notebook_is_one_that_nbgrader_accepts():
    steps, _ = rebuilt(cell("free"), answer("a", "x = 5"), manual("essay", "So."))
    made = nbformat.from_dict(
        graded_notebook.as_notebook({"kernelspec": {"name": "python3", "display_name": "Python"}}, steps)
    )
    nbformat.validate(made)
    MetadataValidator().validate_nb(made)


def test_checksums_are_those_of_nbgrader():
    """The checksum of a released cell, as nbgrader computes it when it generates the assignment."""
    for tree in SOURCE[1:]:
        made = read_cell(tree, "cell")
        info = release.grade_info(made.metadata)
        theirs = nbformat.from_dict(tree | {"metadata": {"nbgrader": info}})
        assert release.checksum(made.source, made.kind, info) == compute_checksum(theirs)


def test_the_released_source_is_that_of_nbgrader():
    from nbgrader.preprocessors import ClearSolutions

    texts = [
        "x = 1",
        "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION\n    # after",
        "a\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc\n### BEGIN SOLUTION\nd\n### END SOLUTION",
    ]
    made = [answer(f"a{n}", text) for n, text in enumerate(texts)] + [manual("m", "Because.")]
    theirs, _ = ClearSolutions().preprocess(nbformat.from_dict(notebook(*made)), {})
    for tree, cleared in zip(made, theirs.cells, strict=True):
        read = read_cell(tree, "cell")
        assert release.released_source(read, release.grade_info(read.metadata), Release()) == cleared.source


def test_metadata_of_old_schemas_is_upgraded():
    assert release.grade_info({"nbgrader": {"grade_id": "a", "grade": True, "points": ""}})["points"] == 0
    assert release.grade_info({"nbgrader": {"grade_id": "a", "grade": True, "points": -2}})["points"] == 0
    assert release.grade_info({"nbgrader": {"grade_id": "a"}}) is None
    assert release.grade_info({"nbgrader": {}}) is None


TWO = [
    locked("imp", "import math"),
    answer("f", "def f(v):\n    ### BEGIN SOLUTION\n    return 2 * v\n    ### END SOLUTION"),
    check("t1", "assert f(2) == 4", 2),
    answer("g", "half = 0.5\n### BEGIN SOLUTION\ndef g(v):\n    return v + 1\n### END SOLUTION"),
    check("t2", "assert g(2) == 3", 3),
]
IMP, F, T1, G, T2 = TWO
MY_F, MY_G = "def f(v): return 2 * v", "def g(v): return v + 1"
ELSEWHERE = {
    "retyped": [IMP, cell(MY_F), T1, answer("g", MY_G), T2],
    "both retyped": [IMP, cell(MY_F), T1, cell(MY_G), T2],
    "merged": [IMP, answer("f", f"{MY_F}\n{MY_G}"), T1, T2],
    "moved to the top": [cell(MY_F), IMP, T1, answer("g", MY_G), T2],
    "moved to the end": [IMP, T1, answer("g", MY_G), T2, cell(MY_F)],
    "in a new notebook": [cell("import math"), cell(MY_F), cell("assert f(2) == 4"), cell(MY_G)],
    "with the tests deleted": [answer("f", MY_F), cell(MY_G)],
}


@pytest.mark.parametrize("submitted", ELSEWHERE.values(), ids=ELSEWHERE)
def test_an_answer_counts_wherever_it_was_written_when_its_cell_was_deleted(submitted, tmp_path):
    made = run(tmp_path, notebook(*TWO), notebook(*submitted))
    assert made.scores == {"t1": 2.0, "t2": 3.0}, made.notebook
    assert made.remarks


def test_of_two_retyped_answers_none_is_overridden_by_the_other(tmp_path):
    submitted = notebook(IMP, cell(f"{MY_F}\n{MY_G}"), cell("def f(v): return 0"), T1, T2)
    assert run(tmp_path, notebook(*TWO), submitted).scores == {"t1": 0.0, "t2": 3.0}


def test_who_deletes_answers_and_tests_gains_nothing(tmp_path):
    made = run(tmp_path, notebook(*TWO), notebook(IMP))
    assert made.scores == {"t1": 0.0, "t2": 0.0}
    assert made.remarks == ("4 of 5 graded cells were missing and were put back",)


def test_a_lost_essay_waits_for_a_person_and_its_text_stays(tmp_path):
    source = notebook(answer("a", "x = 1"), check("t", "assert x == 1", 3), manual("essay", "Write.", 4))
    bare = notebook(cell("x = 1"), cell("assert x == 1"), cell("My essay.", "markdown"))
    made = run(tmp_path, source, bare)
    assert made.scores == {"t": 3.0, "essay": None}
    assert "My essay." in [c["source"] for c in made.notebook["cells"]]
    assert made.comments["essay"] == (
        "This cell was no longer marked as the answer. It was recognised by where it stands."
    )
    assert made.remarks == (
        "answers had lost their marks and were recognised: "
        "a by the names that it defines; essay by where it stands",
    )
    assert run(tmp_path, source, notebook(*source["cells"])).remarks == ()

"""A budget of late days is one for the whole course, whichever assignment is graded first."""

import shutil

import nbformat
import pytest
from classroom import CONFIG, cell, notebook, run, tables

from grader.autograde.late import LateDays, Spent
from grader.cli import main
from grader.gradebook import Late

pytestmark = pytest.mark.xdist_group("course")
RULE = """
c.AssignLatePenalties.plugin_class = "grader.autograde.late.LateDays"
c.LateDays.budget = 3
c.LateDays.per_day = 0.25
"""
DAY = 86_400
DUE = {"ps1": "2024-02-10 00:00:00", "ps2": "2024-02-20 00:00:00"}
CAME = {("ann", "ps1"): "2024-02-11 12:00:00", ("ann", "ps2"): "2024-02-21 12:00:00"}  # two days, two days
CAME |= {("bob", "ps1"): "2024-02-10 00:00:00", ("bob", "ps2"): "2024-02-24 00:00:00"}  # none, four


@pytest.fixture(scope="module")
def term(tmp_path_factory):
    """The course, and what grading ps1 said, after ps2 had been graded."""
    from nbgrader.api import Gradebook

    root = tmp_path_factory.mktemp("late") / "course"
    for name in DUE:
        (root / "source" / name).mkdir(parents=True)
        cells = [cell("a", "### BEGIN SOLUTION\nx = 1\n### END SOLUTION", solution=True)]
        nbformat.write(notebook([*cells, cell("t", "8", points=8)]), root / "source" / name / f"{name}.ipynb")
    (root / "nbgrader_config.py").write_text(CONFIG + RULE)
    for name in DUE:
        run("nbgrader", "generate_assignment", name, cwd=root)
    with Gradebook(f"sqlite:///{root}/gradebook.db", "demo") as gb:
        for name, due in DUE.items():
            gb.update_or_create_assignment(name, duedate=due)
    for (student, name), when in CAME.items():
        shutil.copytree(root / "release" / name, folder := root / "submitted" / student / name)
        (folder / "timestamp.txt").write_text(f"{when} UTC")
    first = penalties(root, "ps2")
    return root, first, run("grader", "autograde", "ps1", cwd=root)


def penalties(root, graded=None):
    if graded:
        run("grader", "autograde", graded, cwd=root)
    return {(who, name): penalty for who, name, _, penalty in tables(root)["notebooks"]}


def test_earlier_due_dates_use_the_budget_first_and_a_day_that_has_begun_is_a_day():
    rule = LateDays(budget=3, grace_days=1, per_day=0.1)
    late = [Late("ann", name, seconds) for name, seconds in (("a", 2.5 * DAY), ("b", DAY), ("c", 4 * DAY))]
    assert rule.spent(late) == Spent(3, {"a": 2, "c": 1}, {"c": 2})
    assert rule.spent(late).left == 0
    assert (rule.penalty(2, 10), rule.penalty(0, 10)) == (2.0, None)


def test_what_is_graded_later_changes_what_was_graded_before(term):
    root, first, said = term
    assert first == {("ann", "ps2"): None, ("bob", "ps2"): 2}
    now = {("ann", "ps1"): None, ("ann", "ps2"): 2, ("bob", "ps1"): None, ("bob", "ps2"): 2}
    assert penalties(root) == now
    assert "ps2: late days change what 1 lose (ann)" in said


def test_who_used_how_many_where_and_what_is_left_is_told(term, capsys):
    root, *_ = term
    assert main(["scores", "--course", str(root)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "ps1 2, ps2 1: 0 left" in said
    assert "ps2 3: 0 left" in said
    assert main(["scores", "ps1", "--course", str(root)]) == 0
    assert "2 late days used, 0 left" in capsys.readouterr().out
    assert main(["grades", "canvas", "--course", str(root)]) == 0
    told = capsys.readouterr().err
    assert "late days used: ann (ps1 2, ps2 1), bob (ps2 3); `grader scores` says what is left" in told


def test_another_rule_is_taken_at_the_next_run(term):
    root, *_ = term
    config = root / "nbgrader_config.py"
    config.write_text(config.read_text().replace("budget = 3", "budget = 4"))
    assert penalties(root, "ps1")["ann", "ps2"] is None

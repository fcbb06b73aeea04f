"""Every attack of the corpus, in one class with honest students: it gets what its answers deserve, no more.

One run of `grader autograde` grades them all; ten of them are shown to nbgrader's own command as well.
"""

import json
import shutil
import time
from types import SimpleNamespace

import pytest
from attack_corpus import attacks
from attack_course import BYSTANDERS, command, judge, make_course, nbgrader, rows, scores, submit, tables
from attack_outside import LATER_S, contents, laid_out, planted, running, visitors

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("attacks")]

ATTACKS = {attack.student: attack for attack in attacks()}
STOCK = {student: attack for student, attack in ATTACKS.items() if attack.stock is not None}
OURS_AROUND = ("course", "graded.json", "home/.ipython", "home/.jupyter")
WRITTEN = ("gradebook.db", ".grader", "autograded")  # what a grading may change in a course


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    """The class without attackers, not graded yet."""
    root = tmp_path_factory.mktemp("honest") / "course"
    make_course(root)
    return root


@pytest.fixture(scope="module")
def graded(honest, tmp_path_factory):
    """What was there before the attackers came, and after them."""
    seen = SimpleNamespace(root=tmp_path_factory.mktemp("attacked") / "course")
    shutil.copytree(honest, seen.root)
    with laid_out(seen.root.parent, seen.root) as (seen.names, seen.sockets):
        grade(seen)
        judge(seen.root, "cat", 1.5, "Right for what is positive.")
        for student, attack in ATTACKS.items():
            submit(seen.root, student, attack.lines, seen.names)
        seen.before = look(seen)
        began = time.monotonic()
        seen.report = grade(seen)
        time.sleep(max(0.0, began + LATER_S + 1 - time.monotonic()))
        seen.after = look(seen)
        seen.visitors, seen.running = visitors(seen.sockets), running(seen.names["MARK"])
    return seen


def grade(seen):
    """{student: its row of the report}"""
    words = ("autograde", "ps1", "--force", "--json", "../graded.json")
    command(seen.root, "grader", *words, HOME=str(seen.names["HOME"]))
    report = json.loads((seen.root.parent / "graded.json").read_text())
    return {row["student"]: row for row in report["rows"]}


def look(seen):
    root = seen.root
    return {
        "rows": {student: row for student, row in rows(root).items() if student in BYSTANDERS},
        "autograded": {student: contents(root / "autograded" / student) for student in BYSTANDERS},
        "tables": tables(root),
        "course": contents(root, WRITTEN),
        "around": contents(root.parent, OURS_AROUND),
        "planted": planted(),
    }


@pytest.mark.parametrize("student", ATTACKS)
def test_an_attack_gets_what_its_answers_deserve(student, graded):
    attack, row = ATTACKS[student], graded.report[student]
    assert (row["score"], row["state"]) == (attack.deserves, attack.state), row
    assert scores(graded.root)[student] == attack.deserves


@pytest.mark.parametrize("student", ATTACKS)
def test_an_attack_leaves_a_notebook_that_can_be_read(student, graded):
    notebook = graded.root / "autograded" / student / "ps1/hw.ipynb"
    assert not notebook.is_symlink()
    assert json.loads(notebook.read_text(), parse_constant=pytest.fail)["nbformat"] == 4
    assert notebook.stat().st_size < 5_000_000


@pytest.mark.parametrize("student", BYSTANDERS)
def test_a_bystander_keeps_every_row_and_every_file(student, graded):
    assert scores(graded.root)[student] == BYSTANDERS[student][1]
    assert graded.after["rows"][student] == graded.before["rows"][student]
    assert graded.after["autograded"][student] == graded.before["autograded"][student]


def test_the_gradebook_holds_the_class_and_nothing_else(graded):
    assert set(rows(graded.root)) == {*BYSTANDERS, *ATTACKS}
    assert graded.after["tables"] == graded.before["tables"]


def test_no_file_outside_is_changed_or_made(graded):
    assert graded.after["course"] == graded.before["course"]
    assert graded.after["around"] == graded.before["around"]
    assert graded.after["planted"] == graded.before["planted"] == []


def test_nothing_kept_from_students_comes_back_in_their_notebooks(graded):
    for path in (graded.root / "autograded").rglob("*"):
        assert not path.is_symlink()
        assert not path.is_file() or graded.names["SECRET"].encode() not in path.read_bytes(), path


def test_no_process_is_left(graded):
    assert graded.running == []  # and the reaper around the command has seen none


def test_nobody_came_to_the_listeners(graded):
    assert graded.visitors == []


def test_each_autograded_folder_is_its_students_own(graded):
    folders = {path.name for path in (graded.root / "autograded").iterdir()}
    assert folders == {*BYSTANDERS, *ATTACKS}


def test_the_feedback_of_every_attack_can_be_written(graded):
    command(graded.root, "grader", "feedback", "ps1")
    pages = {path.parts[-3] for path in graded.root.glob("feedback/*/ps1/hw.html")}
    assert pages == {*BYSTANDERS, *ATTACKS}
    for page in graded.root.glob("feedback/*/ps1/hw.html"):
        assert graded.names["SECRET"] not in page.read_text()


@pytest.fixture(scope="module")
def stock(honest, tmp_path_factory):
    """The same attacks, those that harm nobody, and `nbgrader autograde`: {student: points}."""
    root = tmp_path_factory.mktemp("stock") / "course"
    shutil.copytree(honest, root, ignore=shutil.ignore_patterns("submitted"))
    for student, attack in STOCK.items():
        submit(root, student, attack.lines, {"COURSE": root})
    nbgrader(root, "autograde", "ps1")
    return scores(root)


def test_ten_attacks_are_shown_to_nbgrader():
    assert len(STOCK) == 10
    assert sum(attack.stock == 9 for attack in STOCK.values()) == 5


@pytest.mark.parametrize("student", STOCK)
def test_nbgrader_itself_gives_more(student, stock):
    assert stock[student] == STOCK[student].stock
    assert stock[student] >= STOCK[student].deserves

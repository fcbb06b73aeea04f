"""The source notebooks: valid, in step with the exercises they ask for, and what nbgrader makes of them."""

import json
import re
import shutil
from pathlib import Path

import nbformat
import new_exercise
import pytest
from nbgrader.api import Gradebook

from grader.exercises import EXERCISES
from tests.stock import stock

SOURCES = Path(__file__).parents[2] / "book" / "exercises"
CHAPTERS = sorted(path.name for path in SOURCES.iterdir() if (path / f"{path.name}.ipynb").is_file())


def source(chapter):
    return nbformat.read(SOURCES / chapter / f"{chapter}.ipynb", as_version=4)


def cells(notebook, **flags):
    """grade_id -> cell, of those that nbgrader knows under these flags."""
    known = [(cell, cell.metadata.get("nbgrader")) for cell in notebook.cells]
    chosen = [(cell, g) for cell, g in known if g and all(g[flag] == value for flag, value in flags.items())]
    return {g["grade_id"]: cell for cell, g in chosen}


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_source_notebook_is_valid_and_holds_no_outputs(chapter):
    notebook = source(chapter)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in notebook.cells)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_notebook_is_written_so_that_a_change_is_one_line_of_a_diff(chapter):
    path = SOURCES / chapter / f"{chapter}.ipynb"
    text = path.read_text()
    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("slug", EXERCISES)
def test_what_a_record_knows_stands_in_the_notebook_as_make_exercise_writes_it(slug):
    chapter = slug.split("/")[0]
    notebook = json.loads((SOURCES / chapter / f"{chapter}.ipynb").read_text())
    before = json.dumps(notebook)
    new_exercise.put(notebook, EXERCISES[slug])
    assert json.dumps(notebook) == before


@pytest.mark.parametrize("slug", EXERCISES)
def test_an_exercise_begins_in_an_empty_notebook_as_valid_cells(slug):
    exercise, name = EXERCISES[slug], slug.split("/")[1]
    notebook = new_exercise.empty("a chapter")
    new_exercise.put(notebook, exercise)
    read = nbformat.reads(json.dumps(notebook), as_version=4)
    nbformat.validate(read)
    known = cells(read)
    assert known[f"{name}-check"].metadata.nbgrader.points == exercise.points
    assert known[name].source.count("SOLUTION") == 2
    compile(known[name].source, name, "exec")


@pytest.mark.parametrize("slug", EXERCISES)
def test_an_exercise_has_its_task_its_solution_and_its_check_with_the_same_points(slug):
    exercise, (chapter, name) = EXERCISES[slug], slug.split("/")
    known = cells(source(chapter))
    task, solution, check = known[f"{name}-task"], known[name], known[f"{name}-check"]
    assert re.search(rf"\({exercise.points} points?\)", task.source)
    assert all(hint in task.source for hint in exercise.hints)
    assert f"def {exercise.signature}:" in solution.source
    assert "### BEGIN SOLUTION" in solution.source
    assert check.source.splitlines()[-1] == f'check("{slug}", {name})'
    assert check.metadata.nbgrader.points == exercise.points
    assert check.metadata.nbgrader.locked


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_question_for_a_person_to_read_has_a_rubric_that_students_do_not_get(chapter):
    for grade_id, cell in cells(source(chapter), grade=True, solution=True).items():
        assert "**Rubric.**" in cell.source, grade_id
        assert f"({cell.metadata.nbgrader.points} points, read by a person)" in source_task(chapter, grade_id)


def source_task(chapter, grade_id):
    return cells(source(chapter))[f"{grade_id}-task"].source


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course by stock nbgrader: `solver` hands in every source, `idler` one notebook as released."""
    root = tmp_path_factory.mktemp("course")
    shutil.copytree(SOURCES, root / "source", ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    (root / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'test'\n")
    nbgrader(root, "generate_assignment")
    for chapter in CHAPTERS:
        shutil.copytree(root / "source" / chapter, root / "submitted" / "solver" / chapter)
    shutil.copytree(root / "release" / CHAPTERS[0], root / "submitted" / "idler" / CHAPTERS[0])
    return root


def nbgrader(root, command):
    for chapter in CHAPTERS:
        done = stock("nbgrader", command, chapter, cwd=root)
        assert done.returncode == 0, done.stderr


@pytest.mark.xdist_group("notebooks")
def test_a_released_notebook_has_stubs_and_no_solutions(course):
    for chapter in CHAPTERS:
        text = (course / "release" / chapter / f"{chapter}.ipynb").read_text()
        released = nbformat.reads(text, as_version=4)
        assert "SOLUTION" not in text
        assert "Rubric" not in text
        stubs = cells(released, solution=True, grade=False).values()
        assert all("raise NotImplementedError" in cell.source for cell in stubs)
        asked = cells(source(chapter), solution=True, grade=False)
        assert len(stubs) == len(asked) >= sum(slug.startswith(f"{chapter}/") for slug in EXERCISES)


@pytest.mark.slow
@pytest.mark.xdist_group("notebooks")
def test_stock_nbgrader_gives_the_solution_all_points_and_the_released_notebook_none(course):
    nbgrader(course, "autograde")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for chapter in CHAPTERS:
            graded = cells(source(chapter), grade=True, solution=False).values()
            points = sum(cell.metadata.nbgrader.points for cell in graded)
            assert gradebook.find_submission(chapter, "solver").score == points
        assert gradebook.find_submission(CHAPTERS[0], "idler").score == 0

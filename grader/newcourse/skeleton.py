"""The files of a new course: ours with chosen chapters, or an example to be replaced by the teacher's own."""

import shutil
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from ..course import CourseError

EXERCISES = (
    Path(__file__).resolve().parents[2] / "book" / "exercises"
)  # in a clone; no wheel carries solutions
CONFIG = '''"""Read by nbgrader and by grader alike: https://nbgrader.readthedocs.io/en/stable/configuration"""

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = {course_id!r}
c.Grader.order = {order!r}  # as the term takes them; others come after, by due date
c.ClearSolutions.code_stub = {{"python": "# your code here\\nraise NotImplementedError"}}
c.ClearSolutions.text_stub = "*Your answer here.*"

# Late work loses a tenth of the points for each day that has begun, and never more than half. Each student
# has five late days for the whole course that cost nothing; earlier due dates use them first. (grace_days = 2
# would give two on every assignment.) Due dates are set in formgrader. Without these lines nothing is lost.
# c.AssignLatePenalties.plugin_class = "grader.autograde.late.LateDays"
# c.LateDays.budget = 5
# c.LateDays.per_day = 0.1
# c.LateDays.most = 0.5

# nbgrader's own `autograde` and formgrader's button use the engine, too:
from grader.autograde import use_engine; use_engine()
'''


def known_chapters() -> list[str]:
    """Raises: CourseError where only the installed package is at hand"""
    if not EXERCISES.is_dir():
        raise CourseError(
            "the book's exercises are not in this package: with their solutions they come with a clone of the"
            " book. Run this from there, or without --chapters"
        )
    return sorted(
        folder.name for folder in EXERCISES.iterdir() if (folder / f"{folder.name}.ipynb").is_file()
    )


def lay_out(folder: Path, course_id: str, chapters: list[str]) -> list[str]:
    """Write what is missing; the names of the assignments. The config comes last: a killed run is run again.

    Raises: CourseError if a course is there already, or a chapter is not
    """
    if (folder / "nbgrader_config.py").exists():
        raise CourseError(f"{folder} is a course already (nbgrader_config.py is there): nothing was changed")
    known = known_chapters() if chapters else []
    if unknown := [name for name in chapters if name not in known]:
        raise CourseError(
            f"the book has no chapter {unknown[0]!r} with exercises: there are {', '.join(known)}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name in chapters:
        target = folder / "source" / name
        target.mkdir(parents=True, exist_ok=True)
        for file in sorted((EXERCISES / name).iterdir()):
            if file.is_file() and not file.name.startswith("."):
                shutil.copyfile(file, target / file.name)
    if not chapters:
        _example(folder / "source" / "ps1")
    names = chapters or ["ps1"]
    text = CONFIG.format(course_id=course_id, order=names)
    new = folder / ".nbgrader_config.py"
    new.write_text(text, encoding="utf-8")
    new.rename(folder / "nbgrader_config.py")
    return names


def _example(folder):
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.glob("*.ipynb")):  # the teacher's own are there
        return
    (folder / "ps1.ipynb").write_text(nbformat.writes(example()) + "\n", encoding="utf-8")


def example() -> nbformat.NotebookNode:
    """One answer that tests grade, visible and hidden ones, and one that a person reads by a rubric."""
    cells = [
        new_markdown_cell("# Problem set 1\n\nReplace these cells by your own."),
        _cell(
            "mean",
            "def mean(numbers):\n    ### BEGIN SOLUTION\n    return sum(numbers) / len(numbers)\n"
            "    ### END SOLUTION",
            solution=True,
        ),
        _cell("mean-check", "assert mean([2, 4]) == 3", points=1),
        _cell(
            "mean-hidden",
            "### BEGIN HIDDEN TESTS\nassert mean([1, 2]) == 1.5\n### END HIDDEN TESTS",
            points=2,
        ),
        _cell(
            "why",
            "When is the median a better summary than the mean? Two sentences.\n\n"
            "=== BEGIN MARK SCHEME ===\n\n"
            "- 2 points: an outlier moves the mean, and hardly the median\n"
            "- 1 point: an example, with numbers\n\n"
            "=== END MARK SCHEME ===",
            points=3,
            task=True,
        ),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


def _cell(grade_id, source, *, points=None, solution=False, task=False):
    about = {"grade_id": grade_id, "schema_version": 3, "solution": solution, "task": task}
    about |= {"grade": points is not None and not task, "locked": not solution}
    about |= {"points": points} if points is not None else {}
    new = new_markdown_cell if task else new_code_cell
    return new(source=source, metadata={"nbgrader": about})

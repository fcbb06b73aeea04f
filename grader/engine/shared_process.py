"""What the instructor's own solution teaches of the tests, when it is graded like a submission.

- A test that patches the student's module or looks into a file that it wrote needs the student's process.
  Its teacher need not know: the solution fails it from outside and passes it inside, and so it is run inside
  for the whole class and reported as forgeable. A test that the solution fails in either place stays
  outside, where nothing can be forged.
- A test that ends in no number with the solution (a picture, a shape, nothing) was never meant to give part
  of its points: whoever meets no error in it has passed.
- A test that fails here, however many points it is worth, is told of with its reason.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .job import GradedNotebook, Job, Result

NO_ANSWER = "No response."


@dataclass(frozen=True)
class Failure:
    """Of the solution in a test. why: the error that it met, or what it was given instead of points"""

    points: float
    most: float
    why: str


@dataclass(frozen=True)
class Learnt:
    """Tests are named "notebook/grade_id".

    solved: whether the source holds any solution at all; without one nothing is learnt
    shared, shown, asked: see Job
    """

    state: str
    sentence: str
    solved: bool = True
    shared: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    failed: dict[str, Failure] = field(default_factory=dict)


def solution_job(job: Job) -> Job:
    """The source, handed in as a submission: solutions and all."""
    return replace(job, student="the solution", submission=job.source, keep=(), solving=True)


def learn(job: Job, grade: Callable[[Job], Result]) -> Learnt:
    """From one grading of the solution; two, where it fails tests that it may pass in its own process."""
    asked = solution_job(job)
    outside = grade(asked)
    if not is_solved(outside):
        return Learnt(outside.state, outside.sentence, solved=False)
    suspects = failed(outside)
    inside = grade(replace(asked, shared=tuple(suspects))) if suspects else outside
    shared = to_share(suspects, failed(inside))
    told = {test: failure for test, failure in suspects.items() if test not in shared}
    told |= {test: failure for test, failure in failed(inside).items() if test in shared}
    result = inside if shared else outside
    shown = {test for test in shown_in(outside) if test not in shared}
    shown |= {test for test in shown_in(inside) if test in shared}
    passed = tuple(test for test in tests_of(result) if test not in told)
    asked = tuple(f"{n.name}/{said}" for n in (*outside.notebooks, *inside.notebooks) for said in n.asked)
    return Learnt(
        state=result.state,
        sentence=result.sentence,
        shared=shared,
        shown=tuple(sorted(shown)),
        asked=tuple(dict.fromkeys(asked)),
        passed=passed,
        failed=told,
    )


def is_solved(result: Result) -> bool:
    """Whether any code differs from what was handed out: a course may grade by its release alone."""
    said = [
        notebook.comments.get(about_of(cell).get("grade_id"))
        for notebook in result.notebooks
        for cell in cells_of(notebook)
        if cell["cell_type"] == "code" and about_of(cell).get("solution")
    ]
    return not said or any(comment != NO_ANSWER for comment in said)


def failed(result: Result) -> dict[str, Failure]:
    """The tests that the solution does not pass: it meets an error, or loses points."""
    return {
        name: Failure(notebook.scores[test], notebook.max_scores[test], why(notebook, test))
        for name, (notebook, test) in tests_of(result).items()
        if is_failed(notebook, test)
    }


def tests_of(result: Result) -> dict[str, tuple[GradedNotebook, str]]:
    return {
        f"{notebook.name}/{test}": (notebook, test)
        for notebook in result.notebooks
        for test, score in notebook.scores.items()
        if score is not None and test not in notebook.comments
    }


def is_failed(notebook: GradedNotebook, test: str) -> bool:
    """Where it met no error and showed no number, nothing is wrong: see `shown_in`."""
    loses = notebook.scores[test] < notebook.max_scores[test] and test not in notebook.shown
    return loses or bool(error_in(notebook, test))


def shown_in(result: Result) -> set[str]:
    return {f"{notebook.name}/{test}" for notebook in result.notebooks for test in notebook.shown}


def to_share(before: dict[str, Failure], after: dict[str, Failure]) -> tuple[str, ...]:
    """The tests that the solution passes, or does better in, when they run in its own process."""
    return tuple(test for test in before if test not in after or after[test].points > before[test].points)


def why(notebook: GradedNotebook, test: str) -> str:
    """The error of a test, and that of the first cell before it that failed, which is often the reason."""
    error = error_in(notebook, test)
    if not error:
        said = (line.removeprefix(f"{test}: ") for line in notebook.log if line.startswith(f"{test}: "))
        return next(said, "the test meets no error")
    first = next((cell for cell in cells_of(notebook) if not is_test(cell) and error_of(cell)), None)
    return f"{error}, after {error_of(first)} in {name_of(first)}" if first else error


def error_in(notebook: GradedNotebook, test: str) -> str:
    for cell in cells_of(notebook):
        if about_of(cell).get("grade_id") == test:
            return error_of(cell)
    return ""


def cells_of(notebook: GradedNotebook) -> list[dict]:
    return notebook.notebook["cells"] if notebook.notebook else []


def about_of(cell: dict) -> dict:
    return cell["metadata"].get("nbgrader", {})


def is_test(cell: dict) -> bool:
    return bool(about_of(cell).get("grade")) and not about_of(cell).get("solution")


def name_of(cell: dict) -> str:
    name = about_of(cell).get("grade_id")
    return f"cell {name!r}" if name else f"cell [{cell.get('execution_count')}]"


def error_of(cell: dict) -> str:
    """ "ModuleNotFoundError: No module named 'x'", or nothing."""
    errors = [output for output in cell.get("outputs", ()) if output["output_type"] == "error"]
    return f"{errors[0]['ename']}: {errors[0]['evalue']}"[:200].rstrip(": ") if errors else ""

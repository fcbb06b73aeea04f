"""Tests that cannot judge from outside: found by grading the instructor's own solution.

A test that patches the student's module or looks for a change made in place needs the student's process. Its
teacher need not know: the instructor's solution fails it from outside and passes it inside, and so it is run
inside for the whole class and reported as forgeable. A test that the solution fails in either place stays
outside, where nothing can be forged, and the teacher is told.
"""

from dataclasses import replace

from .unit import Job, Result


def solution_job(job: Job) -> Job:
    """The source, handed in as a submission: solutions and all."""
    return replace(job, student="the solution", submission=job.source, keep=())


def failed(solved: Result) -> dict[str, tuple[float, float]]:
    """ "notebook/test" -> (points, of how many), of the tests in which the solution loses some."""
    return {
        f"{notebook.name}/{test}": (score, notebook.max_scores[test])
        for notebook in solved.notebooks
        for test, score in notebook.scores.items()
        if score is not None and score < notebook.max_scores[test] and test not in notebook.comments
    }


def to_share(outside: Result, inside: Result) -> tuple[str, ...]:
    """The tests that the solution does better in when they run in its own process."""
    before, after = failed(outside), failed(inside)
    better = [name for name, (score, most) in before.items() if after.get(name, (most, most))[0] > score]
    return tuple(dict.fromkeys(name.partition("/")[2] for name in better))


def grade_solution(job: Job, grade) -> tuple[tuple[str, ...], Result]:
    """(tests to share, the solution's result with these shared). grade: from a Job to its Result.

    At most three gradings; one, where the solution passes everything from outside.
    """
    asked = solution_job(job)
    outside = grade(asked)
    suspects = tuple(dict.fromkeys(name.partition("/")[2] for name in failed(outside)))
    if not suspects:
        return (), outside
    inside = grade(replace(asked, shared=suspects))
    shared = to_share(outside, inside)
    if not shared:
        return (), outside
    return shared, inside if shared == suspects else grade(replace(asked, shared=shared))

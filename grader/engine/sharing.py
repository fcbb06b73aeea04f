"""Tests that cannot judge from outside: found by grading the instructor's own solution.

A test that patches the student's module or looks for a change made in place needs the student's process. Its
teacher need not know: the instructor's solution fails it from outside, and so it is run inside for the whole
class and reported as forgeable. What fails there too is the test's own fault, as in nbgrader.
"""

from dataclasses import replace

from .unit import Job, Result


def solution_job(job: Job) -> Job:
    """The source, handed in as a submission: solutions and all."""
    return replace(job, student="the solution", submission=job.source, keep=())


def to_share(solved: Result) -> tuple[str, ...]:
    """The tests in which the instructor's own solution does not get full marks."""
    return tuple(
        name
        for notebook in solved.notebooks
        for name, score in notebook.scores.items()
        if score is not None and score < notebook.max_scores[name] and name not in notebook.forgeable
    )

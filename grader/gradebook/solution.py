"""The instructor's own solution, graded like a submission: which tests must run inside, which it fails.

Once for each version of the assignment; what came of it is kept beside the ledger.
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from ..course import fingerprint
from ..engine import open_pool, sharing
from ..engine.unit import Job, Result
from .plan import Plan, libraries, tester_libraries

FEW = 6  # tests named in one note


@dataclass(frozen=True)
class Solution:
    """shared: tests to run in the student's process; failed: "notebook/test" -> (points, of how many)."""

    key: str
    state: str
    sentence: str
    shared: tuple[str, ...] = ()
    failed: dict[str, tuple[float, float]] = field(default_factory=dict)


def pool_for(plan: Plan, jobs=0, early=None):
    """Warm processes with what this class imports, while a `with` lasts. early: see `early_start`."""
    settings, ours = plan.jobs[0].settings, tester_libraries(plan)
    return open_pool(jobs, settings, libraries(plan), tester_preload=ours, early=early)


def with_sharing(plan: Plan, grade: Callable[[Job], Result]) -> Plan:
    """The plan with every job told which tests to share, and notes for the teacher."""
    solution = _kept(plan)
    if solution is None and plan.jobs:
        solution = _graded(plan, grade)
    if solution is None:
        return plan
    jobs = tuple(replace(job, shared=solution.shared) for job in plan.jobs)
    return replace(plan, jobs=jobs, warnings=plan.warnings + notes(solution))


def notes(solution: Solution) -> tuple[str, ...]:
    """What a teacher should know of the solution itself."""
    if solution.state != "graded":
        return (f"the instructor's own solution: {solution.state}. {solution.sentence}",)
    if not solution.failed:
        return ()
    earned = [f"{score:g} of {most:g} on {name}" for name, (score, most) in solution.failed.items()]
    more = f" and on {len(earned) - FEW} more tests less than all" if len(earned) > FEW else ""
    return (
        f"the instructor's own solution earns {', '.join(earned[:FEW])}{more}:"
        " correct it or the tests (no matter if the source holds no solutions)",
    )


def _graded(plan, grade):
    secret = fingerprint.course_secret(plan.course.state)
    seed = fingerprint.seed(secret, plan.master.assignment, "the solution")
    shared, result = sharing.grade_solution(replace(plan.jobs[0], seed=seed), grade)
    solution = Solution(plan.version, result.state, result.sentence, shared, sharing.failed(result))
    if result.state != "grader error":  # that is tried again
        _keep(_file(plan), solution)
    return solution


def _file(plan) -> Path:
    return plan.course.state / "solutions" / f"{plan.master.assignment}.json"


def _kept(plan):
    path = _file(plan)
    if not path.is_file():
        return None
    kept = json.loads(path.read_text())
    if kept["key"] != plan.version:
        return None
    return Solution(**kept | {"shared": tuple(kept["shared"])})


def _keep(path, solution):
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(asdict(solution)))
    os.replace(new, path)

"""The instructor's own solution, graded like a submission: what it teaches of the tests, which it fails.

Once for each version of the assignment; what came of it is kept beside the ledger. It is told before any
score is written; and where the solution fails a test that it has passed before, nothing is graded unless the
teacher insists: a slip would take the class's points.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from .. import whole_file
from ..course import CourseError, fingerprint, imported_names, private_folders
from ..engine import Pool, ZygoteError, closed_packages, open_pool, shared_process, unseen_packages
from ..engine.codec import from_json
from ..engine.job import Job, Result
from ..engine.shared_process import Learnt
from .plan import Plan, libraries, tester_libraries

FEW = 6  # tests named in one note


@dataclass(frozen=True)
class Solution:
    """What was learnt from one version of the assignment, whose hash is `key`."""

    key: str
    learnt: Learnt


@contextmanager
def pool_for(plan: Plan, jobs=0, early=None) -> Iterator[Pool]:
    """Warm processes with what this class imports, while a `with` lasts. early: see `early_start`.

    Raises: CourseError with the reason if they cannot be had, before anything is graded
    """
    settings, ours, private = plan.jobs[0].settings, tester_libraries(plan), private_folders(plan.course)
    refuse_unseen(plan, private)
    with ExitStack() as stack:
        pool = open_pool(jobs, settings, libraries(plan), tester_preload=ours, early=early, course=private)
        try:
            opened = stack.enter_context(pool)
        except ZygoteError as problem:
            raise CourseError(f"the processes that grade cannot be had: {problem}") from problem
        yield opened


def refuse_unseen(plan: Plan, private) -> None:
    """A package that only the course's own folder holds, or only its owner may read, would be missing in
    each submission."""
    beside = {path.stem for path in plan.master.folder.iterdir()}
    names = imported_names([plan.master.folder]) - beside
    for name, place in closed_packages(names).items():
        raise CourseError(
            f"{name} is imported from {place}, which only its owner may read: nothing was graded. Where root"
            f" grades, submissions run as other users: `chmod -R go+rX {place}`"
        )
    unseen = unseen_packages(names, private)
    if unseen:
        name, place = next(iter(unseen.items()))
        raise CourseError(
            f"{name} is imported from {place}, where no submission may look: nothing was graded. Install it"
            " into the environment, put it beside the notebook, or move it to a folder outside of the course"
            " that PYTHONPATH names"
        )


def with_sharing(plan: Plan, grade: Callable[[Job], Result], force: bool = False) -> Plan:
    """The plan with every job told what the solution taught, and notes for the teacher.

    Raises: CourseError if the solution fails a test that it passed in the version before, unless forced
    """
    earlier = _kept(plan)
    learnt = earlier.learnt if earlier and earlier.key == plan.version else None
    if learnt is None and plan.jobs:
        learnt = _graded(plan, grade)
        if earlier and not force:
            _refuse_new_failures(earlier.learnt, learnt)
        if learnt.state != "grader error":  # that is tried again
            _keep(_file(plan), Solution(plan.version, learnt))
    if learnt is None:
        return plan
    jobs = tuple(
        replace(job, shared=learnt.shared, shown=learnt.shown, asked=learnt.asked) for job in plan.jobs
    )
    return replace(plan, jobs=jobs, warnings=plan.warnings + notes(learnt))


MORE = {
    "out of memory": " Libraries that it imports count, too: give it more by c.Grader.memory_mb.",
    "timed out": " Give it more by c.Grader.cell_s or c.Grader.total_s.",
}


def notes(learnt: Learnt) -> tuple[str, ...]:
    """What a teacher should know of the solution itself."""
    if not learnt.solved:
        return ()
    if learnt.state != "graded":
        return (
            f"the instructor's own solution: {learnt.state}. {learnt.sentence}{MORE.get(learnt.state, '')}",
        )
    if not learnt.failed:
        return ()
    more = f"; and {len(learnt.failed) - FEW} more tests" if len(learnt.failed) > FEW else ""
    return (f"the instructor's own solution earns {_listed(learnt.failed)}{more}",)


def _listed(failed) -> str:
    """ "0 of 2 on ps/t (NameError: …), 1 of 2 on ps/u (…)", of the first few."""
    said = [f"{f.points:g} of {f.most:g} on {test} ({f.why})" for test, f in failed.items()]
    return ", ".join(said[:FEW])


def _refuse_new_failures(before: Learnt, now: Learnt) -> None:
    new = {test: failure for test, failure in now.failed.items() if test in before.passed}
    if now.solved and new:
        raise CourseError(
            f"the instructor's own solution now earns {_listed(new)}, which it passed before:"
            " nothing was graded. Correct the test or the solution, or grade all the same with --force"
        )


def _graded(plan, grade) -> Learnt:
    secret = fingerprint.course_secret(plan.course.state)
    seed = fingerprint.seed(secret, plan.master.assignment, "the solution")
    return shared_process.learn(replace(plan.jobs[0], seed=seed), grade)


def _file(plan) -> Path:
    return plan.course.state / "solutions" / f"{plan.master.assignment}.json"


def _kept(plan) -> Solution | None:
    """None also of a file that another version of ours wrote: it is made anew."""
    try:
        return from_json(Solution, _file(plan).read_text())
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _keep(path, solution):
    whole_file.write(path, json.dumps(asdict(solution)))

"""One assignment from plan to verdict: our command, nbgrader's own and formgrader's button all call this."""

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass

from ..course import Course
from ..engine.jail.isolation.probe import Tier
from ..engine.job import Result
from ..report import Report
from .late import settle
from .outcome import report_of
from .plan import Plan, planned
from .solution import pool_for, with_sharing
from .steps import engine_settings
from .store import ALONE, Alone, carry_out


class Listener:
    """What a run tells while it goes on. Each way of showing it overrides what it shows."""

    def nothing_to_do(self, plan: Plan) -> None:
        """Nothing has changed since the last run."""

    def begins(self, plan: Plan, tier: Tier) -> None:
        """Processes are ready, held like this."""

    def noted(self, lines: tuple[str, ...]) -> None:
        """What a teacher should know before any score is written."""

    def graded(self, results: Generator[Result], plan: Plan) -> Generator[Result]:
        """Each result as it comes, not stored yet; passes it on."""
        return results

    def stored(self, entry: dict) -> None:
        """A verdict is safe: its line in the ledger, and its log."""


@dataclass(frozen=True)
class Outcome:
    """todo: how many were to be graded; refused: who may not be given a verdict, a sentence each."""

    report: Report
    todo: int
    unchanged: tuple[str, ...]
    refused: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """What a teacher may say of a run. students: only these, if any are named.

    jobs, early: see `grader.engine.open_pool`
    """

    students: tuple[str, ...] = ()
    force: bool = False
    unsafe: bool = False
    jobs: int = 0
    early: Future | None = None


@contextmanager
def here(plan: Plan, choices: Choices) -> Iterator[tuple]:
    """This computer's own processes, which share the assignment with nobody."""
    with pool_for(plan, choices.jobs, choices.early) as pool:
        yield pool, ALONE


Graders = Callable[[Plan, Choices], AbstractContextManager[tuple[object, Alone]]]


def grade_assignment(
    course: Course,
    assignment: str,
    choices: Choices = Choices(),
    listener: Listener | None = None,
    graders: Graders = here,
) -> Outcome:
    """Everything that changed since the last run, graded and stored.

    graders: what grades (a pool's `tier`, `grade`, `grade_all`), and whom it shares the assignment with

    Raises: CourseError with the sentence for a teacher; Unsafe if this machine cannot hold a submission
    """
    settings = engine_settings(course, unsafe=choices.unsafe)
    listener = listener or Listener()
    together = graders is not here
    with planned(course, assignment, choices.students, choices.force, settings, together) as plan:
        known, isolation, fresh = len(plan.warnings), "", set()
        if plan.todo:
            with graders(plan, choices) as (pool, others):
                listener.begins(plan, pool.tier)
                plan = with_sharing(plan, pool.grade, choices.force)
                listener.noted(plan.warnings[known:])
                with closing(listener.graded(pool.grade_all(plan.jobs), plan)) as results:
                    for entry in carry_out(plan, results, others):
                        fresh.add(entry["student"])
                        listener.stored(entry)
                isolation = pool.tier.name
        else:
            listener.nothing_to_do(plan)
            plan = with_sharing(plan, None)
        settled = settle(plan.gb, course, assignment) if fresh or not plan.todo else ()
        report = report_of(
            plan.gb,
            course,
            assignment,
            students={*plan.unchanged, *fresh},
            fresh=fresh,
            isolation=isolation,
            warnings=plan.warnings + plan.refused + settled,
        )
    return Outcome(report, len(plan.todo), tuple(plan.unchanged), plan.refused)

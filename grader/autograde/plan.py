"""What is to be graded: everything that changed since the last run; the course is reserved meanwhile."""

import contextlib
import fcntl
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..course import (
    BROUGHT_ALONG,
    Course,
    CourseError,
    Master,
    Submission,
    fingerprint,
    folder_of,
    imported_names,
    ledger,
    prepare_master,
)
from ..course import submissions as handed_in
from ..engine.job import Job, Settings
from ..engine.pool import PRELOAD
from ..gradebook import (
    add_students,
    check_writable,
    find_or_register,
    open_gradebook,
    place,
    released,
    require_known,
    reserve_roster,
    reserved_assignment,
    roster,
    standings,
)
from . import forced
from .autograded_folder import sweep
from .steps import Steps, course_steps, release_rules

OUR_TESTS = ("grader.checks", "grader.exercises")  # what `check` imports


@dataclass(frozen=True)
class Plan:
    """What is to be graded and what stays.

    prints: student -> hash of all that a verdict depends on; version: of all that the class's verdicts share
    """

    course: Course
    gb: object
    row: object
    master: Master
    steps: Steps
    todo: tuple[Submission, ...]
    unchanged: dict[str, dict]
    prints: dict[str, str]
    version: str
    jobs: tuple[Job, ...]
    warnings: tuple[str, ...]
    refused: tuple[str, ...]
    run: str = ""  # a forced run's mark
    contents: dict[str, str] = field(default_factory=dict)  # student -> hash of what was handed in

    @property
    def ledger(self) -> Path:
        return ledger_file(self.course, self.master.assignment)

    @property
    def history(self) -> Path:
        return history_file(self.course, self.master.assignment)

    def finish(self) -> None:
        """All that was to be graded is stored."""
        if self.run:
            forced.finished(_mark_file(self.course, self.master.assignment))


def ledger_file(course: Course, assignment: str) -> Path:
    return course.state / "ledger" / f"{assignment}.jsonl"


def history_file(course: Course, assignment: str) -> Path:
    return course.state / "history" / f"{assignment}.jsonl"


def _mark_file(course, assignment):
    return ledger_file(course, assignment).with_suffix(".forced")


@contextlib.contextmanager
def planned(
    course: Course, assignment: str, students=(), force=False, settings=None, together=False
) -> Iterator[Plan]:
    """Everything ready to be graded, with the gradebook open and the course reserved for us.

    together: other folders' graders may be at work on the assignment; one in this folder is waited for

    Raises: CourseError with the sentence for a teacher, before anything is graded
    """
    require_known(course, assignment)
    with (
        reserved(course, patient=together),
        open_gradebook(course) as gb,
        reserved_assignment(gb, assignment, place(course), together),
        contextlib.chdir(course.root),
    ):
        if together:
            reserve_roster(gb)  # one of them saves the assignment, the others find it
        row = find_or_register(gb, course, assignment)
        found = handed_in(course, assignment, students)
        check_writable(gb)
        sweep(course, assignment)
        run = forced.mark(_mark_file(course, assignment), students) if force else ""
        plan = _plan(course, gb, row, found, run, settings or Settings())
        if force and not plan.todo:  # that run was stopped in its very last moment
            forced.finished(_mark_file(course, assignment))
            run = forced.mark(_mark_file(course, assignment), students)
            plan = _plan(course, gb, row, found, run, settings or Settings())
        yield plan


@contextlib.contextmanager
def reserved(course: Course, patient=False):
    """One writer a folder: a second grader is told so, or waits, instead of racing the first."""
    try:
        course.state.mkdir(parents=True, exist_ok=True)
        lock = (course.state / "lock").open("w")
    except OSError as error:
        raise CourseError(
            f"{course.state} cannot be written ({error.strerror}): check its permissions"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX if patient else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CourseError(
                f"another grader is at work in {course.root}: wait until it has finished"
            ) from error
        yield


def libraries(plan: Plan) -> tuple[str, ...]:
    """The heavy libraries that this class uses: without torch, a run starts seconds sooner."""
    names = imported_names([plan.master.folder, *(s.folder for s in plan.todo)])
    names |= {"numpy"} if "grader" in names else set()
    names |= {"IPython"}
    wanted = [library for library in PRELOAD if library.partition(".")[0] in names]
    return tuple(library for library in wanted if library in names or library not in BROUGHT_ALONG)


def tester_libraries(plan: Plan) -> tuple[str, ...]:
    """What only the tests import, and a student's process never sees."""
    return OUR_TESTS if "grader" in imported_names([plan.master.folder]) else ()


def _plan(course, gb, row, found, run, settings):
    assignment = row.name
    steps = course_steps(course)
    master = prepare_master(course, assignment, released(row))
    found, refused = _on_roster(gb, found, steps.create_student)
    reserve_roster(gb)
    add_students(gb, [s.student for s in found])
    ledger.compact(ledger_file(course, assignment))
    known = ledger.read(ledger_file(course, assignment))
    if run:
        known = {student: entry for student, entry in known.items() if entry.get("run") == run}
    now = standings(gb, assignment)
    contents = {s.student: fingerprint.submission_digest(s.folder) for s in found}
    common = fingerprint.digest(master.digest, steps.digest, asdict(settings))
    due = {s: now[s].due if s in now else str(row.duedate or "") for s in contents}
    prints = {s: fingerprint.digest(common, contents[s], due[s]) for s in contents}
    unchanged = {
        s: known[s] for s in prints if _is_done(course, master, s, known.get(s), prints[s], now.get(s))
    }
    todo = tuple(s for s in found if s.student not in unchanged)
    jobs = _jobs(course, master, todo, contents, settings)
    gb.db.commit()  # all is read: no transaction stays open while the class is graded
    return Plan(
        course,
        gb,
        row,
        master,
        steps,
        todo,
        unchanged,
        prints,
        common,
        jobs,
        master.warnings,
        refused,
        run,
        contents,
    )


def _jobs(course, master, todo, contents, settings):
    secret, rules = fingerprint.course_secret(course.state), release_rules(course)
    return tuple(
        Job(
            assignment=master.assignment,
            student=s.student,
            source=master.folder,
            submission=s.folder,
            seed=fingerprint.seed(secret, master.assignment, contents[s.student]),
            settings=settings,
            release=rules,
            keep=master.keep,
        )
        for s in todo
    )


def _on_roster(gb, found, create_student):
    """Submissions that the gradebook may hold; and a sentence for each that it may not."""
    known = roster(gb)
    odd = tuple(s.refused for s in found if s.refused)
    found = [s for s in found if not s.refused]
    welcome = [s for s in found if create_student or s.student in known]
    refused = [
        f"{s.student}: not in the gradebook, and c.Autograde.create_student is False:"
        " not graded; add the student with `nbgrader db student add`"
        for s in found
        if s not in welcome
    ]
    return welcome, odd + tuple(refused)


def _is_done(course, master, student, entry, print_now, standing):
    """The verdict still stands, and nobody has removed what it left."""
    if not entry or entry["fingerprint"] != print_now or standing is None or standing.auto != entry["auto"]:
        return False
    folder = folder_of(course, "autograded", student, master.assignment)
    return all((folder / f"{name}.ipynb").is_file() for name in entry["notebooks"])

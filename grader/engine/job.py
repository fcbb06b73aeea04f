"""The unit of work: what goes into a grading, what comes out. Plain data, no behaviour.

A unit is pure: the same assignment, submission, seed and settings give the same result, so it may be
retried, moved to another machine or run twice without harm.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

State = Literal["graded", "timed out", "crashed", "out of memory", "invalid notebook", "grader error"]


@dataclass(frozen=True)
class Settings:
    """Limits for one submission. Seconds, megabytes, counts; the defaults suit a two-core laptop.

    Seconds are of computing: what a busy machine takes longer for costs nobody points. Who sleeps for as many
    seconds, or gives no answer for ten times as many by the clock, is stopped too, and graded again, alone,
    before that counts.
    cell_s:  a cell, or a test with all that it asks of the submission
    total_s: all cells of a notebook, with all processes that they start
    reuse: how many submissions one tester may serve (see tester/reuse); 1: a fresh one for each
    environment: variables of ours that the instructor's cells may read, and no answer
    """

    cell_s: float = 30
    total_s: float = 120
    memory_mb: int = 2048
    processes: int = 64
    file_mb: int = 64
    output_kb: int = 1000
    message_mb: int = 64
    message_depth: int = 32
    reuse: int = 64
    environment: tuple[str, ...] = ()
    unsafe: bool = False


@dataclass(frozen=True)
class Release:
    """How the course makes what students receive from its source, and how much it keeps of outputs.

    The names and defaults are nbgrader's (ClearSolutions, ClearHiddenTests, LimitOutput); its comparison with
    the released cell decides who gave no answer.

    other_stubs: language -> its code_stub, where it is not Python's.
    """

    begin_solution: str = "BEGIN SOLUTION"
    end_solution: str = "END SOLUTION"
    begin_hidden: str = "BEGIN HIDDEN TESTS"
    end_hidden: str = "END HIDDEN TESTS"
    code_stub: str = "# YOUR CODE HERE\nraise NotImplementedError()"
    text_stub: str = "YOUR ANSWER HERE"
    max_lines: int = 1000
    max_traceback: int = 100
    other_stubs: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """One student's submission of one assignment.

    source:     folder with the instructor's notebooks (with solutions and tests) and data files
    submission: folder that the student handed in; may be malformed in any way
    keep:       files handed in that the source folder's do not replace (nbgrader's exclude_overwriting)
    shared:     tests ("notebook/grade_id") to run in the student's own process, besides those tagged for it
    shown:      tests that end in no number of points with the instructor's own solution: passed or failed
    absent:     modules that the student's process gets as inert stand-ins
    asked:      "notebook/…" of each `asked` of the solution: what kind of answers the tests expect
    solving:    what was handed in is the instructor's own solution
    seed:       secret hex string from which tests draw their inputs; never enters the student's process
    """

    assignment: str
    student: str
    source: Path
    submission: Path
    seed: str = ""
    settings: Settings = Settings()
    release: Release = Release()
    keep: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    absent: tuple[str, ...] = ("grader",)
    asked: tuple[str, ...] = ()
    solving: bool = False


@dataclass(frozen=True)
class GradedNotebook:
    """One notebook, rebuilt from the instructor's source with the student's answers put in.

    notebook: nbformat 4 JSON with fresh outputs, as `autograded/` holds it
    scores:   grade_id -> points; None where a person must grade
    comments: grade_id -> automatic comment ("No response." as nbgrader says it) or None
    by_clock:  something was stopped that had not computed for its time: to be graded again, alone
    forgeable: grade_id -> why the student's process could have made this test's points up
    asked:    of the instructor's own solution: the cells that ran to their end, and the places in them where
              the test told an answer something of its own (tester/session/answers.py alone reads them)
    shown:    grade_id -> what this test ended in, where it is no number of points ("a tuple", "nothing")
    remarks:  what teacher and student should know of it, though it was graded: sentences without a full stop
    """

    name: str
    state: State
    sentence: str
    notebook: dict | None
    scores: dict[str, float | None] = field(default_factory=dict)
    max_scores: dict[str, float] = field(default_factory=dict)
    comments: dict[str, str | None] = field(default_factory=dict)
    forgeable: dict[str, str] = field(default_factory=dict)
    by_clock: bool = False
    shown: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What the engine says of one submission; `state` is the worst of the notebooks that were handed in.

    notebooks: a verdict for each that was handed in; for each of the assignment's, if none was
    remarks:   what a person should know of the submission as a whole, and of its notebooks
    """

    assignment: str
    student: str
    state: State
    sentence: str
    notebooks: tuple[GradedNotebook, ...]
    seconds: float
    fingerprint: str = ""
    remarks: tuple[str, ...] = ()

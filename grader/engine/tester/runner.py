"""Run a rebuilt notebook from top to bottom: the student's cells over there, the tests here."""

import sys
from collections.abc import Iterable
from contextlib import suppress

from ..job import Job
from ..sandboxed.shell import shell as shells
from ..sandboxed.shell import timer
from . import advice, score
from .budget import patience_s
from .notebook import outputs, ownership
from .notebook.rebuild import Step
from .session import comparisons, docstrings, student_source, told_there
from .session.earlier_names import GIVEN, MADE_THERE, Earlier
from .session.namespace import Names
from .session.session import Session, StudentGone, TooLate

TAGGED = "its cell is tagged shared-process; without the tag it runs outside, where nothing can be forged"
COMPARED = "an == or < of the student's own objects decided in it; compare their attributes to make it safe"
STUDENTS = ("free", "answer", "manual", "locked", "shared test")


class Run:
    """One notebook being run. scores and forgeable fill up; place: the cell now run, as people say it.

    slow: the first cell that was late, as a sentence; trouble: the place where the process was lost
    by_clock: a cell was stopped though it had not computed for its time
    """

    def __init__(self, job: Job, shell: shells.Shell, line: Session, names: Names, log: list[str]):
        self.job, self.shell, self.line, self.names, self.log = job, shell, line, names, log
        self.count, self.room = 0, outputs.Room()
        self.scores, self.forgeable, self.shown, self.sources = {}, {}, {}, []
        self.earlier = Earlier(line, names)
        student_source.serve_inspect(self.sources)
        docstrings.refuse()
        told_there.written.clear()
        self.place = ""
        self.trouble: str | None = None
        self.slow: str | None = None
        self.doubted = {}  # in locked cells, which the tests after it may build on
        self.tainted = {}  # names of what a doubted test may have left there, for the tests that read it
        self.by_clock = False

    def steps(self, steps: list[Step]) -> None:
        for number, step in enumerate(steps, 1):
            self.step(step, step.info["grade_id"] if step.info else f"cell {number}")

    def step(self, step: Step, label: str) -> None:
        self.line.answers.start(label)
        if step.kind == "shadow":
            self.shadow(step)
        elif step.cell.kind == "code":
            if step.cell.source.strip():
                self.count += 1
                step.count = self.count
                self.place = f'cell "{label}"' if step.info else f"cell [{step.count}]"
                self.execute(step, label)
            elif step.kind in ("test", "shared test"):
                self.scores[label] = step.info["points"]
            elif step.restored:  # and empty: the answer stands elsewhere
                self.hand_over(ownership.assigned(step.source))

    def execute(self, step: Step, label: str) -> None:
        if step.kind in STUDENTS:
            self.in_student(step, label)
        if step.kind == "test":
            self.test(step, label)
        elif step.kind == "shared test":
            self.shared_test(step, label)
        elif step.kind == "locked":
            self.locked(step, label)
        elif step.info:
            self.hand_over(ownership.assigned(step.source))

    def hand_over(self, names: frozenset[str]) -> None:
        """What a solution cell binds is the student's from here on, and asked for: no test's leavings."""
        self.names.hand_over(names)
        self.tainted = {name: why for name, why in self.tainted.items() if name not in names}

    def in_student(self, step: Step, label: str) -> None:
        self.sources.append(step.cell.source)
        self.line.give(self.job.settings.cell_s)
        if step.kind == "shared test":
            self.earlier.give(step.cell.source)
        self.earlier.ran_there(step)
        try:
            ran = self.line.run(step.cell.source, step.count)
        except StudentGone:
            late = self.line.late if self.trouble is None else None
            step.outputs = [self.late(late) if late else self.gone()]
            return
        step.outputs = self.kept(step, ran.get("outputs"))
        if self.line.late:
            step.outputs.append(self.late(self.line.late))

    def locked(self, step: Step, label: str) -> None:
        """The instructor's cell, here too: its imports, functions and data are for the tests."""
        ran = self.here(step)
        told_there.start()  # it has run there, too
        self.doubted |= self.doubts()
        if ran.error is None:
            self.line.answers.ended_well()
        else:
            self.log.append(
                f"{label}: this locked cell failed in the tester with {shells.text_of(ran.error)[:300]}"
            )
        self.names.take_over(ownership.bound(step.cell.source))
        self.share(ownership.classes(step.cell.source))

    def share(self, kinds: Iterable[str]) -> None:
        """Objects of a class that both processes have from the same locked cell are copied, not lent."""
        found = {name: dict.get(self.names, name) for name in kinds}
        found = {name: kind for name, kind in found.items() if isinstance(kind, type)}
        if found and self.line.dead is None:
            with suppress(StudentGone, TooLate):
                self.line.ask("share", list(found))
                self.line.peer.shared.update(found)
        comparisons.watch(found.values(), self.line.answers)

    def shadow(self, step: Step) -> None:
        """An unlocked cell of the source: the helper functions in it are the instructor's."""
        source = ownership.helpers(step.cell.source) if step.cell.kind == "code" else ""
        if source and self.here(step, source).error is None:
            self.names.take_over(ownership.bound(source))

    def test(self, step: Step, label: str) -> None:
        points = step.info["points"]
        if self.line.dead is not None:
            step.outputs, self.scores[label] = [self.gone()], 0.0
            return
        self.names.asked.clear()
        ran = self.here(step)
        self.names.take_over(ownership.bound(step.cell.source))
        if self.earlier.is_known_there(step.cell.source):
            self.forgeable[label] = GIVEN
        self.earlier.ran_here(step.cell.source)
        if self.earlier.made_there & self.names.asked:
            self.forgeable[label] = MADE_THERE
        found, stopped = self.with_trace(ran), []
        if self.line.dead is not None or self.line.late or ran.late:
            late = ran.late or self.line.late
            stopped = [self.late(late) if late else self.gone()]
        failed = ran.error is not None or outputs.has_error(found + stopped)
        step.outputs = self.kept(step, found) + stopped
        if failed:
            self.scores[label] = 0.0
        else:
            self.line.answers.passed()
            self.judge(label, score.shown(ran.value), points)
            if self.scores[label] == points or label in self.shown:
                self.line.answers.ended_well()
        read, bound = ownership.read(step.cell.source), ownership.bound(step.cell.source)
        inherited = {name: why for name, why in self.tainted.items() if name in read - bound}
        if doubts := list((self.doubted | self.doubts() | inherited).values()):
            self.forgeable[label] = doubts[0]
            self.tainted |= dict.fromkeys(bound | set(filter(self.names.may_change, read)), doubts[0])

    def doubts(self) -> dict[str, str]:
        """Why the student's code may have decided in the cell that just ran."""
        return self.line.answers.doubts | ({"compared": COMPARED} if self.line.compared else {})

    def shared_test(self, step: Step, label: str) -> None:
        self.forgeable[label] = advice.found(step.cell.source) if label in self.job.shared else TAGGED
        step.tag()
        tools = ownership.tools(step.cell.source)
        if tools and self.line.dead is None:
            self.here(step, tools)
        self.earlier.taken(step.cell.source, tools)
        if outputs.has_error(step.outputs):
            self.scores[label] = 0.0
        else:
            self.judge(label, score.shown_in(step.outputs), step.info["points"])

    def judge(self, label: str, verdict: score.Verdict, points: float) -> None:
        """A test that met no error. verdict: a number, or in words what it ended in."""
        if isinstance(verdict, str):
            self.shown[label] = verdict
        self.scores[label], sentence = score.points_for(verdict, points, label in self.job.shown)
        if sentence:
            self.log.append(f"{label}: {sentence}")

    def here(self, step: Step, source: str | None = None) -> shells.Ran:
        """Run an instructor's cell in this process."""
        self.line.give(self.job.settings.cell_s)
        self.shell.execution_count = step.count or 1
        self.names.fetched.clear()
        told_there.start(step.cell.source)
        cell_s = self.job.settings.cell_s
        within = timer.limit(cell_s, 2 * patience_s(cell_s))  # the line keeps the student's share itself
        return shells.run_cell(self.shell, source or step.cell.source, within)

    def with_trace(self, ran: shells.Ran) -> list[dict]:
        """The outputs, with the student's own traceback where the error came from there."""
        error = ran.error
        while error is not None and error is not self.line.last_error:
            error = error.__cause__ or error.__context__
        lines = self.line.trace() if error is not None else []
        for output in ran.outputs:
            if lines and output["output_type"] == "error":
                output["traceback"] += ["", "In the submission:", *lines]
        return ran.outputs

    def kept(self, step: Step, reported: object) -> list[dict]:
        return outputs.kept(reported, self.job.settings, self.job.release, step.count, self.room)

    def show(self, reported: object) -> None:
        """What the student's function printed or displayed while a test called it."""
        for output in outputs.kept(reported, self.job.settings, self.job.release, None) if reported else ():
            if output["output_type"] == "stream":
                (sys.stderr if output["name"] == "stderr" else sys.stdout).write(output["text"])
            elif output["output_type"] == "display_data":
                self.shell.display_pub.publish(output["data"], output["metadata"])

    def late(self, why: str) -> dict:
        """why: see Budget."""
        self.by_clock = self.by_clock or why != "cpu"
        total = self.line.over is self.line.total
        who = "The submission" if total else self.place[0].upper() + self.place[1:]
        sentence = (self.line.total if total else self.line.cell).sentence(who, why)
        self.slow = self.slow or sentence
        if self.line.dead is not None:
            self.trouble = self.trouble or self.place
        return outputs.error("CellTimeoutError", sentence)

    def gone(self) -> dict:
        """Where the process was lost; later cells say so and are not run."""
        self.trouble = self.trouble or self.place
        where = "in this cell" if self.trouble == self.place else f"in {self.trouble}; this cell was not run"
        return outputs.error("SubmissionEnded", f"the submission's process ended {where}")

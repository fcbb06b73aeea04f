"""Hidden tests, and what tells of them, are masked in the pages that students read.

A traceback quotes the line that failed and its neighbours, a message holds the values that were compared, and
what a function prints shows what it was called with. And a function can keep what it was called with, for
code that runs later. So from the first hidden line on nothing is shown that the submission had a part in:

- of a test, the kind of the error and the visible line that it stopped at; not what was said or shown;
- of the submission's own cells nothing, with a sentence that stands there whether or not there was anything:
  who could choose where it stands could write with it.

What remains is which visible tests fail, which the points say as well.
"""

import ast
import builtins
import re
from dataclasses import dataclass

from nbformat.v4 import new_output
from nbgrader.preprocessors import ClearHiddenTests
from nbgrader.utils import is_grade, is_solution

from ..course import Course, CourseError

MASK = "[hidden test]"
AFTERWARDS = "What this cell prints is hidden: it runs after hidden tests."
MESSAGE = "Its message is hidden: this line ran after hidden tests."
MEANWHILE = "What was shown meanwhile is hidden: it may tell of hidden tests."
INSIDE = "shared-process"  # a tag: see engine/tester/notebook/rebuild.py
OF_THE_ENGINE = {
    "CellTimeoutError",
    "SubmissionEnded",
}  # its own sentence: see engine/tester/notebook/outputs.py
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
ARROW = re.compile(r"^-+>[ ]*(\d+)[ ]?(.*)$", re.MULTILINE)
NUMBERED = re.compile(r"^[ ]*(?:-+>)?[ ]*\d*[ ]?(.*)$")
CUT = "... Traceback truncated ..."  # as engine/tester/notebook/outputs.py cuts it
LONGEST = 400  # lines; sandboxed/shell/recorder.py cuts longer ones and says nothing
DEFINES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Import | ast.ImportFrom | ast.Pass


@dataclass(frozen=True)
class Region:
    """From a line that holds `begin` to the next that holds `end`, or to the end of the cell."""

    begin: str
    end: str


def hidden_region(course: Course) -> Region | None:
    """The course's own delimiters; None where c.Grader.show_hidden_tests = True.

    Raises: CourseError if that is neither True nor False
    """
    shown = course.config.get("Grader", {}).get("show_hidden_tests", False)
    if not isinstance(shown, bool):
        raise CourseError(f"c.Grader.show_hidden_tests is {shown!r}: set it to True or False")
    tests = ClearHiddenTests(parent=course.app)
    return None if shown else Region(tests.begin_test_delimeter, tests.end_test_delimeter)


def mask(nb, region: Region):
    """Mask the hidden regions of a notebook and the outputs that they may have had a part in, in place."""
    has_run = False
    for cell in nb.cells:
        source = cell.source
        cell.source, hidden = masked(source, region)
        if cell.cell_type != "code" or not (hidden or has_run):
            continue
        if is_grade(cell) and not is_solution(cell):
            first = 0 if has_run or _ran_inside(cell) else min(hidden)
            cell.outputs = _of_test(cell.outputs, source.split("\n"), set(hidden), first)
        else:
            cell.outputs = _of_submission(cell)
        has_run = True


def masked(source: str, region: Region) -> tuple[str, list[int]]:
    """The source with a line in place of each hidden region, and the numbers of the hidden lines, from 0."""
    shown, hidden, inside = [], [], False
    for number, line in enumerate(source.split("\n")):
        if not inside and region.begin in line:
            inside = True
            shown.append(line.partition(region.begin)[0] + MASK)
        elif not inside:
            shown.append(line)
        if inside:
            hidden.append(number)
            inside = region.end not in line
    return "\n".join(shown), hidden


def _ran_inside(cell):
    """Whether the submission's process ran this test: all that it put out is what that process says."""
    return INSIDE in cell.metadata.get("tags", [])


def _of_submission(cell):
    """Also of a locked cell: the submission's process runs it."""
    return [] if _only_defines(cell.source) else [_said(AFTERWARDS)]


def _only_defines(source):
    try:
        return all(isinstance(line, DEFINES) for line in ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def _of_test(outputs, lines, hidden, first):
    """lines: of the test's source; hidden: the numbers of those that are; first: what stops at a line before
    it knows nothing of them. All from 0."""
    errors = [output for output in outputs if output.output_type == "error"]
    places = [_places(error, lines) for error in errors]
    if errors and all(max(found, default=first) < first for found in places):
        secret = {lines[number].strip() for number in hidden} - {""}
        return [_quoting(output, secret) for output in outputs]
    told = [_error(error, lines, found, hidden) for error, found in zip(errors, places, strict=True)]
    return told if len(told) == len(outputs) else [_said(MEANWHILE), *told]


def _quoting(output, secret):
    """As it is; a traceback's lines around the one that failed may be hidden ones."""
    if output.output_type != "error":
        return output
    lines = "\n".join(output.traceback).split("\n")
    return type(output)(output, traceback=["\n".join(_line(line, secret) for line in lines)])


def _line(line, secret):
    quoted = NUMBERED.match(ANSI.sub("", line))
    return f"      {MASK}" if quoted and quoted[1].strip() in secret else line


def _error(output, lines, places, hidden):
    """Its kind, and its place if that may be seen."""
    if output.ename in OF_THE_ENGINE:
        return output
    told = output.ename if isinstance(getattr(builtins, output.ename, None), type) else "an exception"
    if not places or hidden & set(places):
        told = f"{MASK} {told}"
    else:
        told = f"{told}\n----> {places[0] + 1} {lines[places[0]]}\n{MESSAGE}"
    return type(output)(output, evalue="", traceback=[told])


def _places(output, lines):
    """The numbers of the lines of the test, from 0, that a traceback points to; none if it is not whole.

    A message can look like more of them, never like less.
    """
    text = ANSI.sub("", "\n".join(output.traceback))
    if CUT in text or text.count("\n") > LONGEST:
        return []
    found = [(int(number) - 1, line.strip()) for number, line in ARROW.findall(text)]
    return [place for place, line in found if 0 <= place < len(lines) and lines[place].strip() == line]


def _said(text):
    return new_output("stream", name="stdout", text=text + "\n")

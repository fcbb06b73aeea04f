"""Hidden tests, and what tells of them, are masked in the pages that students read.

A traceback quotes the line that failed and its neighbours, a message holds the values that were compared, and
what a function prints shows what it was called with. So a cell's outputs are shown only as far as no hidden
line had a part in them.
"""

import builtins
import re
from dataclasses import dataclass

from nbgrader.preprocessors import ClearHiddenTests

from ..course import Course, CourseError

MASK = "[hidden test]"
OF_THE_ENGINE = {"CellTimeoutError", "SubmissionEnded"}  # its sentence, not the test's
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
ARROW = re.compile(r"^-+>[ ]*(\d+)[ ]?(.*)$", re.MULTILINE)
NUMBERED = re.compile(r"^[ ]*(?:-+>)?[ ]*\d*[ ]?(.*)$")


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
    """Mask the hidden regions of a notebook and the outputs that they had a part in, in place."""
    for cell in nb.cells:
        lines = cell.source.split("\n")
        cell.source, hidden = masked(cell.source, region)
        if hidden and cell.cell_type == "code":
            secret = {lines[n].strip() for n in hidden} - {""}
            last = next((line.strip() for line in reversed(lines) if line.strip()), "")
            cell.outputs = list(_outputs(cell.outputs, secret, min(hidden), last in secret))


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


def _outputs(outputs, secret, first, ends_hidden):
    """first: the number of the first hidden line, from 0; ends_hidden: the cell's value comes of one."""
    errors = [output for output in outputs if output.output_type == "error"]
    seen = all(_stopped_before(output, secret, first) for output in errors) and bool(errors)
    left_out = False
    for output in outputs:
        if output.output_type == "error":
            yield _error(output, secret)
        elif seen or (output.output_type == "execute_result" and not ends_hidden):
            yield output
        elif not left_out:
            left_out = True
            yield _said(output, f"{MASK} what was shown meanwhile is left out\n")


def _stopped_before(output, secret, first):
    """Did this error come before any hidden line could run?"""
    arrows = ARROW.findall(_text(output))
    return bool(arrows) and not _stopped_in(arrows, secret) and int(arrows[0][0]) <= first


def _error(output, secret):
    arrows = ARROW.findall(_text(output))
    if output.ename in OF_THE_ENGINE:
        return output
    if not arrows or _stopped_in(arrows, secret):
        known = isinstance(getattr(builtins, output.ename, None), type)
        told = f"{MASK} {output.ename if known else 'an exception'}"
        return type(output)(output, evalue="", traceback=[told])
    lines = "\n".join(output.traceback).split("\n")
    return type(output)(output, traceback=["\n".join(_line(line, secret) for line in lines)])


def _stopped_in(arrows, secret):
    return any(text.strip() in secret for _, text in arrows)


def _line(line, secret):
    quoted = NUMBERED.match(ANSI.sub("", line))
    return f"      {MASK}" if quoted and quoted[1].strip() in secret else line


def _text(output):
    return ANSI.sub("", "\n".join(output.traceback))


def _said(output, text):
    return type(output)(output_type="stream", name="stdout", text=text)

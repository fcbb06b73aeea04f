"""What each failed test of a graded notebook said first: the sentence of `check`, or the error."""

import json
import re
from html import unescape
from pathlib import Path

POINTS = re.compile(r"^[✓◐✗] [\d.]+ of [\d.]+ points\. ")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
FAILING = re.compile(r"^-+>[ \t]*\d+[ \t]+(\S.*)$", re.M)
LONGEST = 300


def first_lines(path: Path, begin_hidden: str = "") -> dict[str, tuple[str, bool, bool]]:
    """grade_id -> (first line, whether `check` said it, whether a part of the test is hidden).

    begin_hidden: the line with which the hidden part of a test begins; "" where students see all.
    Empty where there is no notebook to read.
    """
    try:
        cells = json.loads(path.read_bytes())["cells"]
    except (OSError, ValueError, KeyError, TypeError):  # gone, or edited by hand
        return {}
    said = {}
    for cell in cells:
        about = cell.get("metadata", {}).get("nbgrader") or {}
        if about.get("grade") and not about.get("solution") and (line := _line(cell.get("outputs", []))):
            hidden = bool(begin_hidden) and begin_hidden in "".join(cell.get("source", ""))
            said[about.get("grade_id", "")] = (*line, hidden)
    return said


def _line(outputs):
    """The last that says something: what an answer has shown of its own accord comes before."""
    for output in reversed(outputs):
        html = "".join(output.get("data", {}).get("text/html", ""))
        text = unescape(html.partition("<strong>")[2].partition("</strong>")[0])
        if POINTS.match(text):
            return POINTS.sub("", text)[:LONGEST], True
        if output.get("output_type") == "error":
            return _error(output)[:LONGEST], False
    return None


def _error(output):
    """ "AssertionError: x should be 3", or the line that failed where the error says nothing."""
    what, said = output.get("ename", "error"), output.get("evalue", "").strip()
    if said:
        return f"{what}: {said.splitlines()[0]}"
    trace = COLOURS.sub("", "\n".join(output.get("traceback", ())))
    lines = FAILING.findall(trace)
    return f"{what}: {lines[-1].rstrip()}" if lines else what

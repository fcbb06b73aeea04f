"""One feedback page, by nbgrader's own exporter and template, from marks that were read beforehand.

nbgrader opens the database for each notebook and asks it for each cell; here a page needs no database.
"""

from pathlib import Path

from nbconvert.exporters import HTMLExporter
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets.utils.importstring import import_item

from ..course import Course
from .quick import QuickPages


class GivenGrades(GetGrades):
    """nbgrader's GetGrades with the marks handed to it instead of looked up."""

    def preprocess(self, nb, resources):
        marks = resources["nbgrader"].pop("marks")
        for cell in nb.cells:
            _mark(cell, marks["cells"])
        for name in ("max_score", "late_penalty"):
            resources["nbgrader"][name] = marks[name]
        resources["nbgrader"]["score"] = marks["score"] - marks["late_penalty"]
        return nb, resources


def feedback_exporter(course: Course):
    """The course's own feedback exporter; building it once saves most of the time of a page."""
    converter = GenerateFeedback(coursedir=course.dirs, parent=course.app)
    kind = converter.exporter_class
    if issubclass(kind, HTMLExporter):
        kind = type(kind.__name__, (QuickPages, kind), {})
    exporter = kind(parent=converter, config=converter.config)
    for step in converter.preprocessors:
        cls = import_item(step) if isinstance(step, str) else step
        exporter.register_preprocessor(GivenGrades if cls is GetGrades else cls)
    return exporter


def page(exporter, path: Path, student: str, assignment: str, marks: dict) -> str:
    """The HTML of one autograded notebook.

    marks: {"score", "max_score", "late_penalty", "cells": {grade_id: {"score", "points", "comment"}}}
    """
    about = {"student": student, "assignment": assignment, "notebook": path.stem, "marks": marks}
    resources = {"unique_key": path.stem, "output_files_dir": f"{path.stem}_files", "nbgrader": about}
    html, _ = exporter.from_filename(str(path), resources=resources)
    return html


def _mark(cell, marks):
    if is_solution(cell) or is_task(cell):
        cell.metadata.nbgrader["comment"] = marks.get(cell.metadata.nbgrader["grade_id"], {}).get("comment")
    if is_grade(cell) or is_task(cell):
        mark = marks.get(cell.metadata.nbgrader["grade_id"], {})
        cell.metadata.nbgrader["score"] = mark.get("score", 0.0)
        cell.metadata.nbgrader["points"] = mark.get("points", 0.0)

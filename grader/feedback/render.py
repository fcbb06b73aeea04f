"""One feedback page, by nbgrader's own exporter and template, from marks that were read beforehand.

nbgrader opens the database for each notebook and asks it for each cell; here a page needs no database. And
nothing of a submission comes to it but what is harmless: see harmless.py and policy.py.
"""

from html import escape
from pathlib import Path

import nbformat
from nbconvert.exporters import HTMLExporter
from nbconvert.preprocessors import Preprocessor
from nbformat.v4 import new_notebook
from nbgrader.converters import GenerateFeedback
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution, is_task
from traitlets.utils.importstring import import_item

from ..course import Course
from .harmless import harmless
from .hidden import hidden_region, mask
from .policy import under_policy
from .quick import QuickPages

LARGEST = 50_000_000  # bytes of a notebook


class Waiting(float):
    """A score that a person has still to give: 0 to count with, and a word to read."""

    def __str__(self):
        return "not graded yet"


class Partly(float):
    """The points of a notebook of which some wait for a person."""

    def __new__(cls, points, waiting):
        new = super().__new__(cls, points)
        new.waiting = waiting
        return new

    def __deepcopy__(self, memo):
        return self

    def __str__(self):
        return f"{round(float(self), 2)}; not graded yet: {round(float(self.waiting), 2)}"


def as_float(value):
    """The template rounds every score; a word stays a word."""
    return value if isinstance(value, Waiting | Partly) else float(value)


def rounded(value, digits=0):
    return value if isinstance(value, Waiting | Partly) else round(value, digits)


class GivenGrades(GetGrades):
    """nbgrader's GetGrades with the marks handed to it instead of looked up."""

    def preprocess(self, nb, resources):
        marks = resources["nbgrader"].pop("marks")
        for cell in nb.cells:
            _mark(cell, marks["cells"])
        about = resources["nbgrader"]
        about["late_penalty"] = marks["late_penalty"]
        about["score"] = marks["score"] - marks["late_penalty"]
        waiting = sum(mark.get("points", 0) for mark in marks["cells"].values() if mark.get("waiting"))
        about["max_score"] = Partly(marks["max_score"], waiting) if waiting else marks["max_score"]
        return nb, resources


class OnlyHarmless(Preprocessor):
    """The last step before the template: hidden tests masked, everything else made anew."""

    region = None

    def preprocess(self, nb, resources):
        if self.region:
            mask(nb, self.region)
        return harmless(nb), resources


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
    last = OnlyHarmless(parent=converter, enabled=True)
    last.region = hidden_region(course)
    exporter.register_preprocessor(last)
    exporter.register_filter("float", as_float)
    exporter.register_filter("round", rounded)
    if isinstance(exporter, HTMLExporter):
        exporter.skip_svg_encoding = False
    return exporter


def warm(exporter):
    """Have the exporter read and compile all that every page needs."""
    marks = {"score": 0.0, "max_score": 0.0, "late_penalty": 0.0, "cells": {}}
    about = {"student": "", "assignment": "", "notebook": "", "marks": marks}
    exporter.from_notebook_node(
        new_notebook(), resources={"metadata": {"name": "", "path": ""}, "nbgrader": about}
    )


def page(exporter, path: Path, student: str, assignment: str, marks: dict) -> str:
    """The HTML of one autograded notebook.

    marks: {"score", "max_score", "late_penalty", "cells"}, where cells holds by grade_id what is known of
    {"score", "points", "comment", "waiting"}
    Raises: ValueError if the notebook is too large; whatever nbformat and nbconvert raise
    """
    if (size := path.stat().st_size) > LARGEST:
        raise ValueError(f"{size} bytes are more than a page can show")
    name = escape(path.stem)
    about = {"student": escape(student), "assignment": escape(assignment), "notebook": name, "marks": marks}
    resources = {"unique_key": name, "output_files_dir": f"{name}_files", "nbgrader": about}
    resources["metadata"] = {"name": name, "path": ""}
    html, _ = exporter.from_notebook_node(nbformat.read(path, as_version=4), resources=resources)
    return under_policy(html)


def _mark(cell, marks):
    if is_solution(cell) or is_task(cell):
        cell.metadata.nbgrader["comment"] = marks.get(cell.metadata.nbgrader["grade_id"], {}).get("comment")
    if is_grade(cell) or is_task(cell):
        mark = marks.get(cell.metadata.nbgrader["grade_id"], {})
        cell.metadata.nbgrader["score"] = Waiting() if mark.get("waiting") else mark.get("score", 0.0)
        cell.metadata.nbgrader["points"] = mark.get("points", 0.0)

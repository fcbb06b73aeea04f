"""A two-cell nbgrader assignment and submissions of it, written as plain dictionaries."""

import json
from pathlib import Path

SOLUTION = "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION\n"
TESTS = "assert double(2) == 4\n### BEGIN HIDDEN TESTS\nassert double(21) == 42\n### END HIDDEN TESTS\n"
SOLUTION_INFO = {"grade": False, "solution": True, "locked": False, "task": False, "grade_id": "double"}
TEST_INFO = {
    "grade": True,
    "solution": False,
    "locked": True,
    "task": False,
    "grade_id": "double-test",
    "points": 3,
}


def cell(source, info):
    return {
        "cell_type": "code",
        "id": info["grade_id"],
        "metadata": {"nbgrader": {"schema_version": 3, **info}},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook(solution=SOLUTION, tests=TESTS):
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [cell(solution, SOLUTION_INFO), cell(tests, TEST_INFO)]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}


def write(folder: Path, content) -> Path:
    """The folder with one notebook in it; raw text if the content is text."""
    folder.mkdir(parents=True, exist_ok=True)
    text = content if isinstance(content, str) else json.dumps(content)
    (folder / "double.ipynb").write_text(text)
    return folder

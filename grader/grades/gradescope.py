"""Gradescope: the results.json of one submission, and the zip that its autograder is made of.

https://gradescope-autograders.readthedocs.io: setup.sh builds the image once; run_autograder is started for
each submission, which lies in /autograder/submission, and leaves /autograder/results/results.json.
"""

import io
import stat
import zipfile
from importlib.metadata import requires
from pathlib import Path

from packaging.requirements import Requirement

from .. import whole_file
from ..course import Course, CourseError, regular_files, source_folder
from ..report import Row

PACKAGE = Path(__file__).resolve().parents[1]
SETUP = """#!/bin/sh
# Built once. Choose an Ubuntu image of 24.04 or newer: its Python is new enough.
set -e
apt-get update
apt-get install -y python3 python3-venv
python3 -m venv /autograder/venv
/autograder/venv/bin/pip install {needs}
"""
RUN = """#!/bin/sh
# Started for each submission.
BASE="${{AUTOGRADER:-/autograder}}"
PYTHON="${{PYTHON:-$BASE/venv/bin/python}}"
COURSE="$(mktemp -d)"
mkdir -p "$BASE/results"
cp -R "$BASE/source/course/." "$COURSE"
mkdir -p "$COURSE/submitted/submission"
cp -R "$BASE/submission" "$COURSE/submitted/submission/{assignment}"
export PYTHONPATH="$BASE/source/lib"
cd "$COURSE"
"$PYTHON" -m grader autograde {assignment}{unsafe} > grading.txt 2>&1
RESULTS="$BASE/results/results.json"
WHICH="{assignment} --student submission"
"$PYTHON" -m grader grades gradescope $WHICH --to "$RESULTS" 2>> grading.txt && exit
"$PYTHON" -c 'import json, sys; print(json.dumps(dict(score=0, output=sys.stdin.read())))' \\
  < grading.txt > "$RESULTS"
"""


def results(row: Row, marks: dict) -> dict:
    """marks: notebook -> what `class_marks` says of it. What a person has still to read has no score yet."""
    tests = []
    for notebook, about in sorted(marks.items()):
        for name, cell in about["cells"].items():
            if "points" not in cell:
                continue
            test = {"name": f"{notebook}: {name}", "max_score": cell["points"]}
            waits = cell.get("waiting", False)
            test |= {"output": "A person will read this."} if waits else {"score": cell["score"]}
            if cell.get("comment"):
                test["output"] = cell["comment"]
            tests.append(test | {"visibility": "visible"})
    told = [] if row.state == "graded" else [row.sentence]
    return {
        "score": row.final,
        "output": "\n".join([*told, *row.remarks]),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
    }


def write_autograder(course: Course, assignment: str, path: Path, unsafe=False) -> None:
    """Everything that grades this one assignment: upload it at Gradescope › Configure Autograder.

    Raises: CourseError if the course has no such assignment
    """
    source = source_folder(course, assignment)
    if source is None:
        raise CourseError(f"the notebooks of {assignment!r} are in neither the source nor the release folder")
    files = {"setup.sh": SETUP.format(needs=" ".join(f"'{need}'" for need in _needs()))}
    files["run_autograder"] = RUN.format(assignment=assignment, unsafe=" --unsafe" if unsafe else "")
    files["course/nbgrader_config.py"] = _config(course)
    for name in regular_files(source, course.dirs.ignore):
        files[f"course/source/{assignment}/{name}"] = (source / name).read_bytes()
    for name in regular_files(PACKAGE, ["__pycache__", "*.pyc"]):
        files[f"lib/grader/{name}"] = (PACKAGE / name).read_bytes()
    whole_file.write(path, _zip(files))


def _needs():
    """What grading installs here: our own package's requirements, with its extra [grade]."""
    found = [Requirement(line) for line in requires("convolution-book") or ()]
    kept = [one for one in found if one.marker is None or one.marker.evaluate({"extra": "grade"})]
    return [f"{one.name}{one.specifier}" for one in kept]


def _config(course):
    """The course's own settings; places and databases are the container's."""
    text = (course.root / "nbgrader_config.py").read_text(encoding="utf-8")
    here = "".join(
        f"c.CourseDirectory.{name} = {value!r}\n"
        for name, value in {
            "root": ".",
            "db_url": "sqlite:///gradebook.db",
            "source_directory": "source",
            "submitted_directory": "submitted",
            "autograded_directory": "autograded",
            "directory_structure": "{nbgrader_step}/{student_id}/{assignment_id}",
        }.items()
    )
    return f"{text}\n\n# in the container\nimport os\n{here.replace(repr('.'), 'os.getcwd()')}"


def _zip(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))  # the same bytes for the same course
            mode = 0o755 if data[:2] in ("#!", b"#!") else 0o644
            entry.external_attr = (stat.S_IFREG | mode) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()

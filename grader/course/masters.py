"""The instructor's notebooks that submissions are graded by, solutions and hidden tests inside.

nbgrader's own preprocessors make them from the source: header and footer, stubs, locks. The tests that the
gradebook remembers win, as they do in nbgrader: students are graded by the tests they were released with. So
are tests that nbgrader wrote itself, for a line with AUTOTEST: writing them anew would run the solution, here
and unlocked, to learn what is known. The released form, without solutions, is kept beside.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.converters import Autograde, GenerateAssignment
from nbgrader.preprocessors import (
    ClearSolutions,
    ComputeChecksums,
    IncludeHeaderFooter,
    InstantiateTests,
    SaveCells,
)
from nbgrader.utils import is_grade, is_locked, is_solution, is_task
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from .config import Course
from .errors import CourseError
from .fingerprint import code_digest
from .folders import folder_of, regular_files, source_folder

WITHOUT_EFFECT = {
    "Application",
    "CourseDirectory",
    "NbGrader",
    "Grader",
}  # sections that name places, students, log levels, limits
FOR_THE_RELEASE = (SaveCells, InstantiateTests)  # done once; the gradebook remembers what came of it
DONE_TO_RELEASED = (IncludeHeaderFooter, InstantiateTests, ClearSolutions)
CHANGED = (
    "changed since the release; graded as released"
    " (to use the new text, run `nbgrader generate_assignment --force` again)"
)


@dataclass(frozen=True)
class Released:
    """What the gradebook remembers of one notebook: grade_id -> its source, checksum, points."""

    kernelspec: dict = field(default_factory=dict)
    cells: dict[str, dict] = field(default_factory=dict)


@dataclass(frozen=True)
class Master:
    """An assignment ready to be graded by.

    folder:   notebooks with solutions and tests, data files
    released: the notebooks without solutions, for submissions that cannot be read
    digest:   the hash of all that these depend on
    keep:     files in `folder` that do not replace the student's (nbgrader's exclude_overwriting)
    """

    assignment: str
    folder: Path
    released: Path
    digest: str
    notebooks: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()


def prepare_master(course: Course, assignment: str, memory: dict[str, Released]) -> Master:
    """Write the master notebooks and data files to the course's state folder; once for each version of them.

    memory: what the gradebook remembers of each notebook, by name

    Raises: CourseError if there are no sources, or one cannot be released
    """
    source = source_folder(course, assignment)
    if source is None:
        raise CourseError(f"the notebooks of {assignment!r} are in neither the source nor the release folder")
    version = _version(course, assignment, source, memory)
    kept = course.state / "masters" / assignment / version
    if not kept.is_dir():
        shutil.rmtree(kept.parent, ignore_errors=True)  # earlier versions, and any that was left half made
        kept.parent.mkdir(parents=True)
        _make(course, assignment, source, memory, kept)
    about = json.loads((kept / "about.json").read_text())
    folders = kept / "source", kept / "released"
    said = (tuple(about[what]) for what in ("notebooks", "warnings", "keep"))
    return Master(assignment, *folders, version, *said)


def _make(course, assignment, source, memory, kept):
    """All or nothing: a folder is renamed into place when it is complete."""
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=kept.parent))
    stubs = _notebooks(course, assignment, without=FOR_THE_RELEASE)
    notebooks = _notebooks(course, assignment, without=(*FOR_THE_RELEASE, ClearSolutions, ComputeChecksums))
    mark = InstantiateTests(parent=course.app).autotest_delimiter
    warnings = []
    for name in sorted(memory):
        if name in notebooks:
            for made in (notebooks[name], stubs[name]):
                _recall_tests(made, memory[name], mark)
            changed = _remember(notebooks[name], stubs[name], memory[name])
            if changed and not _is_release(course, assignment):  # that never held the hidden tests
                warnings.append(f"{name}: {', '.join(changed)} {CHANGED}")
            _write(making / "source", name, notebooks[name])
            _write(making / "released", name, stubs[name])
    for name in regular_files(source, [*course.dirs.ignore, "*.ipynb"]):
        (making / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source / name, making / "source" / name)
    about = {"notebooks": [n for n in sorted(memory) if n in notebooks], "warnings": warnings}
    excluded = Autograde(coursedir=course.dirs, parent=course.app).exclude_overwriting
    about["keep"] = list(excluded.get(assignment, []))
    (making / "about.json").write_text(json.dumps(about))
    making.rename(kept)


def released_notebooks(course: Course, assignment: str) -> dict[str, nbformat.NotebookNode]:
    """Each notebook as `nbgrader generate_assignment` saves it: autotests written, hidden tests kept.

    Raises: CourseError if one cannot be released
    """
    return _notebooks(course, assignment, without=(SaveCells,))


def _notebooks(course, assignment, without):
    without += DONE_TO_RELEASED if _is_release(course, assignment) else ()
    _included(course, assignment)
    exporter = _exporter(course, without)
    paths = sorted(source_folder(course, assignment).glob("*.ipynb"))
    with contextlib.chdir(course.root):
        return {path.stem: _release(exporter, path, assignment, course.db_url) for path in paths}


def _is_release(course, assignment):
    """The sources are kept elsewhere, and the released notebooks stand in for them."""
    return source_folder(course, assignment) == folder_of(course, "release", ".", assignment)


def _included(course, assignment):
    """The notebooks that the course puts before and after each of its own."""
    if _is_release(course, assignment):
        return []
    step = IncludeHeaderFooter(parent=course.app)
    named = {"header": step.header, "footer": step.footer}
    paths = {what: course.root / name for what, name in named.items() if name}
    for what, path in paths.items():
        if not path.is_file():
            raise CourseError(f"{path} is not there: c.IncludeHeaderFooter.{what} names it; correct either")
    return [*paths.values()]


def _exporter(course, without):
    """An exporter with the configured generate_assignment steps, up to the one that saves the cells."""
    converter = GenerateAssignment(coursedir=course.dirs, parent=course.app)
    exporter = NotebookExporter(parent=converter, config=converter.config)
    for step in _classes(converter.preprocessors):
        if not issubclass(step, without):
            exporter.register_preprocessor(step)
        if issubclass(step, SaveCells):
            break
    return exporter


def _classes(steps):
    return [import_item(s) if isinstance(s, str) else s for s in steps]


def _release(exporter, path, assignment, db_url):
    about = {"student": ".", "assignment": assignment, "notebook": path.stem, "db_url": db_url}
    resources = {"unique_key": path.stem, "nbgrader": about, "metadata": {"path": str(path.parent)}}
    try:
        text, _ = exporter.from_filename(str(path), resources=resources)
    except Exception as error:  # nbgrader's steps raise whatever they like; the teacher needs to know where
        advice = "correct it, or what it needs"
        raise CourseError(f"{path} cannot be released ({_reason(error)}): {advice}") from error
    return nbformat.reads(text, as_version=4)


def _reason(error):
    if hasattr(error, "ename"):  # of a cell that an autotest needs: as nbgrader raises it, it has no str()
        return f"{error.ename}: {error.evalue}"
    said = str(error).strip().splitlines() or [type(error).__name__]
    return said[-1]


def _recall_tests(notebook, released, mark):
    """Where the source only orders a test, the test that nbgrader wrote for it."""
    for grade_id, cell in _by_id(notebook).items():
        memory = released.cells.get(grade_id, {"solution": True})
        if cell.cell_type == "code" and mark in cell.source and not memory["solution"]:
            cell.source = memory["source"]


def _remember(notebook, stubs, released):
    """Put what was released back into the cells; the ids of those that have moved on since."""
    if released.kernelspec:
        notebook.metadata["kernelspec"] = released.kernelspec
    changed = _forget_unreleased(notebook, released)
    ours, given = _by_id(notebook), _by_id(stubs)
    previous = None
    for grade_id, memory in released.cells.items():
        if grade_id not in ours:
            ours[grade_id] = _cell(grade_id, memory)
            _insert_after(notebook.cells, ours.get(previous), ours[grade_id])
            changed.append(grade_id)
        elif _differs(given[grade_id], memory):
            _restore(ours[grade_id], memory)
            changed.append(grade_id)
        ours[grade_id].metadata.nbgrader["checksum"] = memory["checksum"]  # marks unanswered cells
        previous = grade_id
    return changed


def _by_id(notebook):
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if _is_saved(cell)}


def _forget_unreleased(notebook, released):
    """Drop cells that no student was given; their ids."""
    new = [c for c in notebook.cells if _is_saved(c) and c.metadata.nbgrader.grade_id not in released.cells]
    notebook.cells = [c for c in notebook.cells if not any(c is n for n in new)]
    return [c.metadata.nbgrader.grade_id for c in new]


def _insert_after(cells, before, cell):
    cells.insert(next((i + 1 for i, c in enumerate(cells) if c is before), 0), cell)


def _cell(grade_id, memory):
    """A cell that the gradebook remembers and the source no longer has."""
    new = nbformat.v4.new_code_cell if memory["cell_type"] == "code" else nbformat.v4.new_markdown_cell
    about = {
        k: memory[k] for k in ("grade", "solution", "task", "locked", "checksum", "points") if k in memory
    }
    about |= {"grade_id": grade_id, "schema_version": 3, "cell_type": memory["cell_type"]}
    return new(source=memory["source"], metadata={"nbgrader": about})


def _is_saved(cell):
    return is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell)


def _differs(cell, memory):
    points = cell.metadata.nbgrader.get("points")
    return cell.source != memory["source"] or ("points" in memory and points != memory["points"])


def _restore(cell, memory):
    if not memory["solution"]:  # an answer's cell holds the solution, which nothing remembers
        cell.source = memory["source"]
    if "points" in memory:
        cell.metadata.nbgrader["points"] = memory["points"]


def _write(folder, name, notebook):
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.ipynb").write_text(nbformat.writes(notebook), encoding="utf-8")


def _version(course, assignment, source, released):
    """Changes with the source files, what was released, the settings in between, and the code that grades.

    Not with a section that holds nothing: whoever asks a configuration for one adds it.
    """
    config = {k: v for k, v in _plain(course.config).items() if v and k not in WITHOUT_EFFECT}
    remembered = [(name, r.kernelspec, sorted(r.cells.items())) for name, r in sorted(released.items())]
    made = hashlib.sha256(json.dumps([config, repr(remembered), code_digest()]).encode())
    files = [source / name for name in regular_files(source, course.dirs.ignore)]
    for path in files + _included(course, assignment):
        name = os.path.relpath(path, source)
        made.update(os.fsencode(name) + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return made.hexdigest()[:32]


def _plain(config):
    """Config values as text, without the memory addresses that a function's repr carries."""
    text = {
        k: _plain(v) if isinstance(v, Config) else re.sub(r" at 0x\w+", "", repr(v))
        for k, v in config.items()
    }
    return dict(sorted(text.items()))

"""Who may import whom, as a test: imports run in one direction, and each foreign library has one home."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAY_IMPORT = {  # room of grader: the other rooms it may use
    "reference": "",
    "unwritten": "",
    "whole_file": "",
    "checks": "unwritten",
    "exercises": "reference checks",
    "notebook": "exercises",
    "engine": "unwritten",
    "course": "engine whole_file",
    "gradebook": "engine course",
    "autograde": "engine course gradebook report whole_file",
    "newcourse": "course gradebook",
    "collect": "engine course gradebook",
    "grades": "course gradebook collect report whole_file",
    "queue": "engine course gradebook autograde",
    "alike": "engine course",
    "mathml": "",
    "feedback": "engine course mathml whole_file",
    "report": "engine whole_file",
}
HOMES = {  # foreign library: the rooms that may import it
    "nbgrader": {"course", "gradebook", "autograde", "feedback", "collect"},
    "latex2mathml": {"mathml"},
    "procrastinate": {"queue"},
    "psycopg": {"queue"},
    "copydetect": {"alike"},
    "anywidget": set(),
}
CLI = {"cli", "__main__"}  # may import every room; imported by __main__ alone

IN_ENGINE = {  # room of the engine: the other rooms in it that it may use; what lies above rooms may use them
    "sandboxed/rpc": "",  # the student's process sees `sandboxed`, and nothing else of ours
    "sandboxed/shell": "",
    "sandboxed/student": "sandboxed/rpc sandboxed/shell",
    "jail": "",  # a zygote sees `jail`, and nothing else of ours
    "jail/isolation": "jail",
    "jail/warmup": "jail jail/isolation",
    "jail/lifecycle": "jail jail/isolation jail/warmup",
    "tester/notebook": "engine",
    "tester/session": "engine tester tester/notebook sandboxed/rpc sandboxed/student",
    "tester/reuse": "engine tester/notebook sandboxed/shell sandboxed/student",
}

FILES = [f for f in (ROOT / "grader").rglob("*.py") if f != ROOT / "grader" / "__init__.py"]
WIDGETS = sorted((ROOT / "book" / "widgets").rglob("*.py"))


def imports(path):
    """Absolute dotted names that a file imports, anywhere in it."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            yield from (".".join((*base, *filter(None, [node.module]), a.name)) for a in node.names)


def room(path):
    return path.relative_to(ROOT / "grader").with_suffix("").parts[0]


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_imports_only_what_its_room_may(path):
    here = room(path)
    for name in imports(path):
        top, _, rest = name.partition(".")
        assert here in HOMES.get(top, {here}), f"{top} has its home in {HOMES[top]}, not in {here}"
        if top == "grader" and here not in CLI:
            used = rest.partition(".")[0]
            assert used in {here, *MAY_IMPORT[here].split()}, f"{here} may not import {used}"
        if top == "grader" and rest.partition(".")[0] in CLI:
            assert here in CLI, f"only __main__ imports the command line, not {here}"


def room_of_engine(parts):
    """The innermost folder of the engine on this way to a module; None outside of it."""
    folder, found = ROOT / "grader" / "engine", []
    if parts[:2] != ["grader", "engine"]:
        return None
    for part in parts[2:]:
        folder /= part
        if not folder.is_dir():
            break
        found.append(part)
    return "/".join(found) or "engine"


@pytest.mark.parametrize("room", IN_ENGINE)
def test_the_engines_rooms_import_in_one_direction(room):
    files = list((ROOT / "grader" / "engine" / room).glob("*.py"))
    used = {room_of_engine(name.split(".")) for path in files for name in imports(path)}
    assert len(files) > 1
    assert used <= {None, room, *IN_ENGINE[room].split()}


@pytest.mark.parametrize("path", WIDGETS, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_widget_uses_nothing_of_the_grader_but_the_reference(path):
    for name in imports(path):
        assert not name.startswith("grader") or name.startswith("grader.reference"), name


def test_importing_the_grader_needs_neither_torch_nor_nbgrader():
    import subprocess
    import sys

    code = "import sys, grader; print(sorted({'torch', 'nbgrader'} & set(sys.modules)))"
    got = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert got.stdout.strip() == "[]"


READS_STUDENTS = [  # what the tester reads a student's messages with
    *sorted((ROOT / "grader/engine/sandboxed/rpc").glob("*.py")),
    *(ROOT / "grader/engine/tester" / f"{name}.py" for name in
      ("notebook/outputs", "runner", "score", "session/answers", "session/namespace",
       "session/proxies", "session/session", "session/student_source")),
]  # fmt: skip
BY_NAME = {"getattr", "hasattr", "setattr", "delattr"}  # in the second argument
BY_TEXT = {
    "eval", "exec", "compile", "__import__", "import_module", "namedtuple", "open", "format", "dtype",
    "attrgetter", "methodcaller", "library_object",
}  # fmt: skip
MAY = {  # file and function: where the name or text is ours, or is read in the student's process alone
    ("library_objects.py", "library_object"), ("library_objects.py", "_look_up"), ("codecs.py", "<lambda>"),
    ("instances.py", "_is_default"), ("arrays.py", "read_generator"), ("arrays.py", "_numpy_dtypes"),
    ("arrays.py", "_numpy_dtype"), ("namespace.py", "_import"), ("namespace.py", "_star_import"),
    ("namespace.py", "_is_pythons"), ("proxies.py", "<module>"), ("proxies.py", "__format__"),
    ("layers.py", "read_layer"), ("scalars.py", "send_ends"),
    ("formulas.py", "_kinds"), ("formulas.py", "_ones"),  # our own tables, made before anything is read
    ("scalars.py", "_read_pattern"),  # a regular expression, within a length: it can do nothing but match
}  # fmt: skip


def uses(tree):
    """(function, what) of every call that looks something up by a name or runs a text, neither a constant."""
    inside = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            for child in ast.walk(node):
                inside[child] = getattr(node, "name", "<lambda>")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            told = node.args[:1] if called in BY_TEXT else node.args[1:2] if called in BY_NAME else []
            if not all(isinstance(argument, ast.Constant) for argument in told):
                yield inside.get(node, "<module>"), called


@pytest.mark.parametrize("path", READS_STUDENTS, ids=lambda p: "/".join(p.parts[-2:]))
def test_nothing_that_a_student_says_is_a_name_to_be_looked_up_or_a_text_to_be_run(path):
    found = {(path.name, function) for function, _ in uses(ast.parse(path.read_text()))}
    assert found <= MAY, found - MAY


def test_every_exception_from_that_rule_is_in_use():
    found = {(p.name, function) for p in READS_STUDENTS for function, _ in uses(ast.parse(p.read_text()))}
    assert found == MAY, MAY - found


def test_no_two_test_files_have_the_same_name_for_pytest_would_take_one_for_the_other():
    alone = [
        file for file in (ROOT / "tests").rglob("test_*.py") if not (file.parent / "__init__.py").exists()
    ]
    names = [file.name for file in alone]
    assert sorted(names) == sorted(set(names))

"""What a check knows of the notebook it stands in; nothing where there is none.

Two things happen to everybody: the cell that defines the function was not run yet, and it was changed (a new
name, a slip of syntax) so that an older definition is what gets judged. Only a Jupyter kernel is watched: a
plain console has no cells, and where a course is graded nothing of this may speak.
"""

import ast
import os
import sys

SOURCES = {}  # cell -> the newest text that was run there
HOMES = {}  # name of a function -> the cell that defined it last


def any_shell():
    """IPython's shell, in a notebook or at a prompt, or None."""
    ipython = sys.modules.get("IPython")
    return ipython.get_ipython() if ipython else None


def shell():
    """The shell of a Jupyter kernel, or None."""
    found = any_shell()
    return found if hasattr(found, "kernel") and "GRADER_SEED" not in os.environ else None


def watch():
    """Note which cell defines what, from now on; say of a missing name where it comes from."""
    found = shell()
    if found is None or getattr(found, "watched_by_grader", False):
        return
    found.watched_by_grader = True
    found.events.register("pre_run_cell", note)
    found.set_custom_exc((NameError,), missing_name)


def note(info):
    cell = getattr(info, "cell_id", None)
    if cell is None:
        return
    before, SOURCES[cell] = SOURCES.get(cell, ""), python_of(info.raw_cell)
    names = defined(SOURCES[cell])
    for name in (defined(before) or ()) if names is None else names:  # broken: still the home of what it held
        HOMES[name] = cell


def python_of(cell):
    """What a cell says without IPython's own words: `%%time` above it, `%` and `!` in it."""
    if cell.lstrip().startswith("%%"):
        cell = cell.lstrip().partition("\n")[2]
    found = any_shell()
    return found.transform_cell(cell) if found else cell


def defined(source):
    """The names that a cell defines, as function, class or value; None where it is no valid Python."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return None
    return [name for node in tree.body for name in names_of(node)]


def names_of(node):
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [alias.asname or alias.name for alias in node.names]
    targets = node.targets if isinstance(node, ast.Assign) else ()
    return [target.id for target in targets if isinstance(target, ast.Name)]


def remark(name, answer):
    """Is an older definition judged than the one that the student sees? A sentence, or ""."""
    source = SOURCES.get(HOMES.get(name))
    if source is None or getattr(answer, "__name__", None) != name:
        return ""
    found = defined(source)
    if found is None:
        return f"Careful: this is an older {name}. Its cell has a syntax error now: mend it, run it again."
    if name in found:
        return ""
    other = f" and defines {found[0]}" if found else ""
    return f"Careful: this is an older {name}. Its cell has changed{other}: call the function {name} again."


def missing_name(shell, kind, error, trace, tb_offset=None):
    """IPython's handler of a NameError in a cell: a word on names of ours, then the usual traceback."""
    from grader.exercises import EXERCISES

    name = getattr(error, "name", None)
    if any(exercise.name == name for exercise in EXERCISES.values()):
        error.add_note(f"{name} is not defined yet: run the cell above that defines it, then this one.")
    shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
    return []


def in_a_console():
    """Is this a prompt at which one reads what is printed, and not a notebook nor a grader?"""
    found = any_shell()
    terminal = type(found).__name__ == "TerminalInteractiveShell"
    return (terminal or (found is None and hasattr(sys, "ps1"))) and "GRADER_SEED" not in os.environ

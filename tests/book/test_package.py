"""A notebook alone: what it says where our package is missing, and that what it says works."""

import ast
import re
import shutil
import subprocess
import sys
import venv
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import nbformat
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from convolution_book.extensions import notebooks, package

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "book" / "exercises").glob("*/*.ipynb"))
SOLVED = """
def conv_params(delta, c_in=1, c_out=1, bias=True):
    return (2 * delta + 1) ** 2 * c_in * c_out + bias * c_out
"""


def code(notebook, name):
    return next(cell.source for cell in notebook.cells if cell.id == name)


def told(said):
    """What a sentence tells to install."""
    return re.search(r"%pip install ('[^']+'|\S+)", said)[1].strip("'")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_a_released_notebook_begins_with_what_to_install_and_ends_with_how_to_hand_in(source):
    cells = notebooks.exercise_notebook(source.read_text("utf8")).cells
    assert [cell.id for cell in cells[:2]] == ["title", "install"]
    assert package.wheel() in cells[1].source
    assert cells[-1].id == "hand-in"
    for way in ("nothing to hand in", f"nbgrader submit {source.stem}", f"upload `{source.name}`"):
        assert way in cells[-1].source


def test_no_notebook_tells_anybody_to_install_what_pypi_has_under_the_name_grader():
    for page in notebooks.all_notebooks(ROOT / "book", notebooks.toc_pages(ROOT / "_toc.yml")):
        assert not re.search(r"pip install (?:\S+ )*grader\b", nbformat.writes(page[1]))


@pytest.mark.parametrize("site", ["", "https://example.org/book/"])
def test_a_notebook_names_the_wheels_address_where_the_book_knows_its_own(site):
    for extras in ("", "chapters"):
        said = package.sentence(extras, site)
        assert said.count(". ") == 0
        assert (f"{site}notebooks/{package.wheel()}" in said) == bool(site)
        assert package.wheel() in said


def test_a_chapter_with_torch_asks_for_torch_and_another_does_not():
    texts = ["from grader.reference import corr2d\n", "import torch\nfrom grader.reference import corr2d\n"]
    wanted = [told(notebooks.chapter_install(text, "").replace('"\n        "', "")) for text in texts]
    assert [name.partition("[")[2] for name in wanted] == ["chapters]", "chapters,torch]"]
    assert notebooks.chapter_install("import numpy\n", "") is None


def test_exercises_with_torch_ask_for_torch_and_others_do_not():
    cells = {s.stem: notebooks.exercise_notebook(s.read_text("utf8")).cells[1].source for s in SOURCES}
    wanted = {slug for slug, text in cells.items() if "[torch]" in text and "    import torch" in text}
    assert wanted == {"training-a-cnn"}


def needed(extra, seen=None):
    """Names of every distribution that the package brings with this extra."""
    seen = set() if seen is None else seen
    waiting = [Requirement(f"convolution-book[{extra}]" if extra else "convolution-book")]
    while waiting:
        one = waiting.pop()
        key = (canonicalize_name(one.name), frozenset(one.extras))
        if key in seen:
            continue
        seen.add(key)
        for line in requires(one.name) or ():
            child = Requirement(line)
            marks = [{"extra": name} for name in one.extras or {""}]
            if child.marker is None or any(child.marker.evaluate(mark) for mark in marks):
                waiting.append(child)
    return {name for name, _ in seen}


def imported(files):
    """Top-level names that these files import, of other people's packages; guarded imports are left out."""
    names = set()
    for file in files:
        tree = ast.parse(file.read_text("utf8"))
        guarded = {inner for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in ast.walk(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import) and node not in guarded:
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node not in guarded:
                names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"grader", "convolution_book", "sandboxed"}


@pytest.mark.parametrize(
    ("extra", "folders", "optional"),
    [
        # torch, inside functions: who hands in a network of torch has it
        ("", ["grader/reference", "grader/checks", "grader/exercises"], {"torch"}),
        ("chapters", ["book/widgets", "book/figures", "grader/reference"], {"torch"}),
        # asked for by --db, --queue and `grader alike`, each with a sentence that names its own extra;
        # pandas and SymPy, where a course has them, to read a table or a formula that a student's code gives
        ("grade", ["grader"], {"torch", "psycopg", "procrastinate", "copydetect", "pandas", "sympy"}),
        ("book", ["grader", "book"], {"pandas"}),
    ],
)
def test_what_an_extra_brings_is_what_its_code_imports(extra, folders, optional):
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    has, owners = needed(extra), packages_distributions()
    for name in imported(files) - optional:
        assert {canonicalize_name(owner) for owner in owners[name]} & has, f"{name} is not in [{extra}]"


def test_torch_and_nbgrader_are_not_needed_for_an_exercise():
    assert needed("") == {"convolution-book", "numpy"}


def test_nothing_imports_the_folder_book_by_that_name():
    files = [
        file
        for folder in ("book", "grader", "tools", "tests", "course", "bench")
        for file in (ROOT / folder).rglob("*.py")
    ]
    likely = [file for file in files if re.search(r"\b(?:import|from) book\b", file.read_text("utf8"))]
    assert "book" not in imported(likely)


@pytest.fixture(scope="module")
def alone(book_html, tmp_path_factory):
    """(python of a fresh environment with somebody else's `grader`, a folder with one download in it)."""
    folder = tmp_path_factory.mktemp("alone")
    venv.create(folder / "env", with_pip=True)
    python = folder / "env" / "bin" / "python"
    code = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    (Path(site) / "grader").mkdir()
    (Path(site) / "grader" / "__init__.py").write_text("# somebody else's\n")
    shutil.copy(book_html / "notebooks/exercises/locality/locality.ipynb", folder)
    shutil.copy(book_html / "notebooks" / package.wheel(), folder)
    return python, folder


def run(python, folder, *arguments):
    return subprocess.run([python, *arguments], cwd=folder, capture_output=True, text=True)


@pytest.mark.slow
def test_a_downloaded_exercise_says_how_to_install_what_it_needs_and_that_is_enough(alone):
    python, folder = alone
    notebook = nbformat.read(folder / "locality.ipynb", as_version=4)
    before = run(python, folder, "-c", code(notebook, "install"))
    assert before.stderr.splitlines()[-1].startswith("ImportError: This notebook needs")

    installed = run(python, folder, "-m", "pip", "install", "--quiet", told(before.stderr.splitlines()[-1]))
    assert installed.returncode == 0, installed.stderr
    cells = [code(notebook, name) for name in ("install", "imports")] + [
        SOLVED,
        code(notebook, "conv_params-check"),
    ]
    after = run(
        python, folder, "-c", "\n".join(cells).replace('check("', 'answer = check("') + "\nprint(answer)"
    )
    assert (after.stdout.strip(), after.stderr) == ("2.0", "")

    assert "No module named 'book'" in run(python, folder, "-c", "import book").stderr
    command = run(python, folder, "-m", "grader", "doctor")
    assert command.returncode == 1
    assert re.fullmatch(
        r"grader: .*pip install 'convolution-book\[grade\] @ file:\S+\.whl'\n", command.stderr
    )

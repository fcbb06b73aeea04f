"""What a function kept of a hidden test comes back in no page, whichever way a submission puts it out."""

import shutil

import nbformat
import pytest
from bs4 import BeautifulSoup
from classroom import CONFIG, cell, notebook, run
from nbformat.v4 import new_code_cell, new_output

from grader.cli import main
from grader.feedback.hidden import Region, mask

pytestmark = pytest.mark.xdist_group("course")

TRIPLE = "### BEGIN SOLUTION\ndef triple(x):\n    return 3 * x\n### END SOLUTION"
NEXT = "### BEGIN SOLUTION\ndef following(x):\n    return x + 1\n### END SOLUTION"
MIXED = """assert triple(1) == 3
### BEGIN HIDDEN TESTS
assert triple(31337) == 94011
### END HIDDEN TESTS
assert triple(2) == 6
triple(2)"""
SECRETS = ("31337", "94011", "105")  # 31337 % 256 == 105
KEEPS = "kept = [0]\ndef triple(x):\n    kept.append(x)\n    return 3 * x\n"
RIGHT = {"triple": "def triple(x):\n    return 3 * x", "next": "def following(x):\n    return x + 1"}
SUBMISSIONS = {  # answers, and "free": a cell of the student's own behind the hidden test
    "prints": {"triple": KEEPS, "free": "print(kept)"},
    "raises": {"triple": KEEPS, "free": "raise ValueError(kept)"},
    "displays": {"triple": KEEPS, "free": "display(kept, {'text/html': str(kept)}, raw=False)\nkept"},
    "draws": {"triple": KEEPS, "free": "import matplotlib.pyplot as plt\nplt.plot(kept)\nplt.show()"},
    "answers": {"triple": KEEPS, "next": "print(kept)\ndef following(x):\n    return x + 1"},
    "raises-later": {"triple": KEEPS, "next": "def following(x):\n    raise ValueError(kept)"},
    "returns-later": {"triple": KEEPS, "next": "def following(x):\n    return max(kept)"},
    "names-an-error": {
        "triple": KEEPS,
        "next": "def following(x):\n    raise type(f'E{max(kept)}', (Exception,), {})",
    },
    "raises-meanwhile": {
        "triple": "kept = []\ndef triple(x):\n    kept.append(x)\n    if x == 2: raise ValueError(kept)\n"
        "    return 3 * x"
    },
    "shows-meanwhile": {"triple": KEEPS + "def triple(x):\n    print(x)\n    return 3 * x"},
    "fails": {"triple": "def triple(x):\n    return 2 * x if x > 100 else 3 * x"},
    "fails-before": {"triple": "def triple(x):\n    return 2 * x"},
    "looks-like-a-line": {
        "triple": "def triple(x):\n    raise ValueError(f'\\n----> 1 assert triple(1) == 3\\n{x}'"
        " + '\\n' * 600) if x > 2 else 0\n    return 3 * x"
    },
    "looks-like-ours": {
        "triple": "class SubmissionEnded(Exception): pass\ndef triple(x):\n"
        "    if x > 100: raise SubmissionEnded(x)\n    return 3 * x"
    },
    "exits": {"triple": "import os\ndef triple(x):\n    if x > 100: os._exit(x % 256)\n    return 3 * x"},
    "right": {},
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    root = tmp_path_factory.mktemp("hidden") / "course"
    (root / "source/ps1").mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG)
    source = [
        cell("triple", TRIPLE, solution=True),
        cell("visible", "assert triple(0) == 0", points=1),
        cell("mixed", MIXED, points=1),
        cell("next", NEXT, solution=True),
        cell("later", "assert following(1) == 2, f'got {following(1)}'", points=1),
    ]
    nbformat.write(notebook(source), root / "source/ps1/hw.ipynb")
    run("nbgrader", "generate_assignment", "ps1", cwd=root)
    for student, answers in SUBMISSIONS.items():
        submit(root, student, answers)
    assert main(["autograde", "ps1", "--course", str(root)]) == 0
    assert main(["feedback", "ps1", "--course", str(root)]) == 0
    return root


def submit(root, student, answers):
    work = nbformat.read(root / "release/ps1/hw.ipynb", as_version=4)
    for one in work.cells:
        one.source = (RIGHT | answers).get(one.metadata.nbgrader.grade_id, one.source)
    if "free" in answers:
        work.cells.insert(4, new_code_cell(answers["free"]))
    folder = root / "submitted" / student / "ps1"
    folder.mkdir(parents=True)
    nbformat.write(work, folder / "hw.ipynb")


def page(root, student):
    """Its text, and whether it holds a picture."""
    soup = BeautifulSoup((root / f"feedback/{student}/ps1/hw.html").read_text(), "html.parser")
    for part in soup.select("head, script, style"):
        part.decompose()
    return soup.get_text(), bool(soup.select("img, svg"))


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_what_was_kept_of_a_hidden_test_stands_in_no_page(student, graded):
    text, picture = page(graded, student)
    assert not [secret for secret in SECRETS if secret in text]
    assert not picture


def test_a_cell_of_the_submission_says_that_what_it_prints_is_hidden(graded):
    for student in ("prints", "raises", "displays", "draws", "answers"):
        assert "What this cell prints is hidden: it runs after hidden tests." in page(graded, student)[0]
    assert "is hidden" not in page(graded, "fails-before")[0]


def test_a_later_visible_test_says_where_it_stopped(graded):
    text = page(graded, "raises-later")[0]
    assert "ValueError\n----> 1 assert following(1) == 2" in text
    assert "Its message is hidden: this line ran after hidden tests." in text


def test_an_error_before_the_hidden_lines_is_shown_whole(graded):
    text = page(graded, "fails-before")[0]
    assert "Traceback (most recent call last)" in text
    assert "Its message is hidden" not in text


def test_the_teacher_s_notebook_holds_everything(graded):
    for student in ("prints", "raises", "raises-later", "returns-later"):
        assert "31337" in (graded / f"autograded/{student}/ps1/hw.ipynb").read_text().split("END HIDDEN")[1]


def test_a_test_in_the_submission_s_process_may_say_anything(graded):
    lines = ["----> 1 assert triple(1) == 3", "ValueError: 31337"]
    told = new_output("error", ename="ValueError", evalue="31337", traceback=lines)
    outside, inside = cell("mixed", MIXED, points=1), cell("mixed", MIXED, points=1)
    inside.metadata["tags"] = ["shared-process"]
    outside.outputs, inside.outputs = [told], [told]
    shown, hidden = notebook([outside]), notebook([inside])
    for work in (shown, hidden):
        mask(work, Region("BEGIN HIDDEN TESTS", "END HIDDEN TESTS"))
    assert "31337" in str(shown.cells)
    assert "31337" not in str(hidden.cells)


def test_a_course_may_show_its_hidden_tests(graded, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(graded, root)
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("c.Grader.show_hidden_tests = True\n")
    main(["feedback", "ps1", "--student", "prints", "--course", str(root)])
    assert page(root, "prints")[0].count("31337") == 2  # in the test and in what was printed

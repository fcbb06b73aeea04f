"""One run over a class in which nearly everybody handed in something odd: each costs its own student."""

import json
import os
import shutil
import socket

import pytest
from classroom import STUDENTS, submit, tables
from nbformat import v4

from grader.cli import main

pytestmark = pytest.mark.xdist_group("course")


def deep(folder):
    """A path of some 4,000 bytes: it fits here, and nowhere deeper."""
    os.chdir(folder)
    while len(os.fsencode(os.getcwd())) < 3_800:
        os.mkdir("x" * 200)
        os.chdir("x" * 200)
    open("bottom", "w").close()


def deeper(folder):
    deep(folder)
    for _ in range(3):
        os.mkdir("x" * 200)
        os.chdir("x" * 200)


def hollow(folder):
    for name in "abcdefgh":
        (folder / name).touch()
        os.truncate(folder / name, 1 << 40)


def odd_names(folder):
    for name in (b"\xff\xfe.txt", b"line\nbreak.txt", b"\x1b[2Jgone.txt", b"[red]x.txt", b"Words.txt"):
        with open(os.fsencode(folder) + b"/" + name, "w") as file:
            file.write("x")


def odd_things(folder):
    os.mkfifo(folder / "pipe")
    os.chdir(folder)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
    (folder / "timestamp.txt").unlink()
    (folder / "timestamp.txt").mkdir()
    (folder / "gradebook.db").symlink_to("../../../gradebook.db")
    (folder / "up").symlink_to("..")
    os.link(folder / "notes.md", folder / "again.md")


def a_folder_for_a_notebook(folder):
    (folder / "reading.ipynb").unlink()
    (folder / "reading.ipynb").mkdir()
    (folder / "reading.ipynb/x.txt").write_text("x")


def a_loud_notebook(folder):
    work = json.loads((folder / "doubling.ipynb").read_text())
    work["cells"].append({"cell_type": "\x1b[31mspell\u202e", "source": "", "metadata": {}})
    (folder / "doubling.ipynb").write_text(json.dumps(work))


def renamed(folder):
    (folder / "reading.ipynb").rename(folder / "reading (1).ipynb")


def bare(folder):
    for name in ("doubling", "reading"):
        cells = json.loads((folder / f"{name}.ipynb").read_text())["cells"]
        new = [v4.new_code_cell if c["cell_type"] == "code" else v4.new_markdown_cell for c in cells]
        texts = ["".join(c["source"]) for c in cells]
        made = v4.new_notebook(cells=[make(text) for make, text in zip(new, texts, strict=True)])
        (folder / f"{name}.ipynb").write_text(json.dumps(made))


ODD = {
    make.__name__: make
    for make in (
        deep,
        deeper,
        hollow,
        odd_names,
        odd_things,
        a_folder_for_a_notebook,
        a_loud_notebook,
        renamed,
        bare,
    )
}
REMARKS = {
    "deep": "longer than 1000 bytes",
    "deeper": "longer than 1000 bytes",
    "hollow": "too much in all",
    "odd_things": "timestamp.txt is not a date (it is not a file): taken as not late",
    "renamed": "'reading (1).ipynb' was taken for reading.ipynb, which was not handed in",
    "bare": "doubling: answers had lost their marks and were recognised: double by the names that it defines",
}
LOST = ("a_folder_for_a_notebook", "a_loud_notebook")


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    """The report, what was printed, and the course."""
    root = tmp_path_factory.mktemp("odd") / "course"
    shutil.copytree(released, root, ignore=shutil.ignore_patterns("submitted"))
    here = os.getcwd()
    for student, make in {"honest": None, **ODD}.items():
        submit(root, student, STUDENTS["alice"])
        if make:
            make(root / "submitted" / student / "ps1")
            os.chdir(here)
    (root / "submitted/evil\x1b[2J").mkdir()
    (root / "submitted/linked").symlink_to("honest")
    shutil.copytree(root / "submitted/honest/ps1", root / "submitted/evil\x1b[2J/ps1")
    status = main(["autograde", "ps1", "--course", str(root), "--json", str(root / "out.json")])
    return status, json.loads((root / "out.json").read_text()), root


def row(graded, student):
    return next(row for row in graded[1]["rows"] if row["student"] == student)


@pytest.mark.parametrize("student", ["honest", *ODD])
def test_each_is_graded_for_what_can_be_read_and_the_teacher_is_told_the_rest(student, graded):
    found = row(graded, student)
    assert found["state"] == ("invalid notebook" if student in LOST else "graded"), found
    if student not in LOST:
        assert found["score"] == 6, found
    assert REMARKS.get(student, "") in " ".join(found["remarks"])
    assert bool(found["remarks"]) == (student in REMARKS), found["remarks"]
    assert (graded[2] / "autograded" / student / "ps1/doubling.ipynb").is_file()


def test_a_student_whom_nothing_can_show_and_a_link_to_a_classmate_are_refused_by_name(graded):
    status, report, root = graded
    assert status == 1
    said = " ".join(report["warnings"])
    assert "evil\\x1b[2J: no name for a student" in said
    assert "linked: submitted/linked is a link" in said
    assert {row[0] for row in tables(root)["submissions"]} == {"honest", *ODD}


def test_nothing_that_is_told_can_move_a_cursor(graded):
    text = json.dumps(graded[1], ensure_ascii=False)
    assert not {c for c in text if ord(c) < 32 or c in "\x7f\x9b\u202e"}


def test_an_essay_without_its_cell_waits_for_a_person_and_its_text_is_there(graded):
    assert row(graded, "bare")["waiting"] == 7
    assert "I think so." in (graded[2] / "autograded/bare/ps1/doubling.ipynb").read_text()


def test_what_is_left_in_the_autograded_folder_is_what_could_be_read(graded):
    left = {p.name for p in (graded[2] / "autograded/odd_things/ps1").iterdir()}
    ours = {"timestamp.txt", "submission_secret.txt"}  # without which nbgrader releases no feedback
    assert left == {"doubling.ipynb", "reading.ipynb", "words.txt", "notes.md", "again.md", *ours}
    odd = {p.name for p in (graded[2] / "autograded/odd_names/ps1").iterdir()}
    assert {"\udcff\udcfe.txt", "line\nbreak.txt", "Words.txt", "words.txt"} <= odd

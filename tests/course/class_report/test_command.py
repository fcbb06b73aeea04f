"""`grader report` in a course that is not ours."""

import re
import shutil
from pathlib import Path

import pytest
from classroom import run, submit

from grader.cli import main
from grader.course import first_lines

pytestmark = pytest.mark.xdist_group("course")


@pytest.fixture(scope="module")
def made(released, tmp_path_factory):
    root = tmp_path_factory.mktemp("reported") / "course"
    shutil.copytree(released, root)

    def grader(*words):
        assert main([*words, "ps1", "--course", str(root)]) == 0

    grader("autograde")
    submit(root, "carol", "def double(x):\n    return 2 * x", when="2024-02-02 10:00:00")
    grader("autograde")
    grader("autograde", "--force")
    source = root / "source/ps1/doubling.ipynb"
    source.write_text(source.read_text().replace("assert double(0) == 0", "assert double(3) == 6"))
    run("nbgrader", "generate_assignment", "ps1", "--force", cwd=root)
    grader("autograde")
    grader("feedback")
    said = run("grader", "report", "out", cwd=root)
    return root / "out", said


def test_it_says_where_both_pages_are(made):
    folder, said = made
    assert str(folder / "index.html") in said.replace("\n", "")
    assert "it names nobody" in said


def test_first_lines_of_failed_tests_are_told_with_their_students_and_the_category_of_the_error(made):
    page = (made[0] / "index.html").read_text()
    assert "AssertionError: assert double(1) == 2" in page
    assert '<span class="category">AssertionError</span>' in page


def test_a_second_hand_in_is_told_with_both_scores_and_a_regrade_is_none(made):
    page = (made[0] / "index.html").read_text()
    again = page.partition('id="again"')[2].partition("</section>")[0]
    assert "1 submission came again: 1 got better" in again
    assert ">2</td>" in again


def test_what_a_corrected_test_changed_is_told_with_its_test(made):
    page = (made[0] / "index.html").read_text()
    part = page.partition('id="regraded"')[2].partition("</section>")[0]
    assert "1 submission lost points, 0 gained" in part
    assert "doubling/test_one 1 → 0" in part
    assert ">bob<" in part


def test_every_link_leads_to_a_feedback_page_and_to_the_cell_in_it(made):
    folder, _ = made
    found = set(re.findall(r'href="(feedback/[^"]+)"', (folder / "index.html").read_text()))
    assert any("#" in address for address in found)
    for address in found:
        page, _, cell = address.partition("#")
        text = Path(folder, page).read_text()
        assert not cell or f'name="{cell}"' in text or f'id="{cell}"' in text, address


def test_a_test_is_known_as_hidden_by_the_courses_own_words(made):
    path = made[0].parent / "autograded" / "bob" / "ps1" / "doubling.ipynb"
    assert first_lines(path, "BEGIN HIDDEN")["test_hidden"][2]
    assert not first_lines(path, "BEGIN SECRET")["test_hidden"][2]


def test_the_page_for_the_class_keeps_quiet_about_four_students(made):
    shown = (made[0] / "for-the-class" / "index.html").read_text()
    assert "double" not in shown
    assert "alice" not in shown

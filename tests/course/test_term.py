"""What a teacher meets between the first handout and the last grade: small things that must simply work."""

import shutil

import pytest
from classroom import STUDENTS, run

from grader.cli import main
from grader.course import natural

pytestmark = pytest.mark.xdist_group("course")


@pytest.fixture(scope="module")
def graded(released, tmp_path_factory):
    """Work that came by hand: no secret, and from Alice no timestamp either."""
    root = tmp_path_factory.mktemp("term") / "course"
    shutil.copytree(released, root)
    (root / "submitted/alice/ps1/timestamp.txt").unlink()
    assert main(["autograde", "ps1", "--course", str(root)]) == 0
    assert main(["feedback", "ps1", "--course", str(root)]) == 0
    return root


def test_ps2_comes_before_ps10():
    assert sorted(["ps10", "ps2", "ps1", "hw"], key=natural) == ["hw", "ps1", "ps2", "ps10"]


def test_the_version_is_told(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("grader 0.1")


def test_the_help_writes_html_as_everybody_does(capsys):
    with pytest.raises(SystemExit):
        main(["feedback", "--help"])
    assert "as HTML." in capsys.readouterr().out


def test_the_scores_have_a_total_and_say_what_waits_for_a_person(graded, capsys):
    main(["scores", "--course", str(graded)])
    said = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["student", "ps1", "total", "waits", "for", "a", "person"] in said
    assert ["alice", "6", "+", "7", "not", "graded", "yet", "6", "ps1", "(7", "points)"] in said


def test_nbgrader_releases_the_feedback_of_work_that_was_collected_by_hand(graded, tmp_path):
    exchange = f"--Exchange.root={tmp_path}"
    run("nbgrader", "release_feedback", "ps1", exchange, cwd=graded)
    pages = [path.stem for path in (tmp_path / "demo/feedback").glob("*.html")]
    assert len(pages) == 2 * len(STUDENTS) - 1  # Dave handed in one notebook of two
    assert all(len(name) == 32 for name in pages)

"""One small course, graded once by nbgrader itself; each test works on a copy of it."""

import shutil

import pytest
from classroom import CONFIG, hand_in_all, make_course, run, set_due

LATE = CONFIG + 'c.LateSubmissionPlugin.penalty_method = "zero"\n'


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """A course whose assignment is released and handed in, not graded yet."""
    root = make_course(tmp_path_factory.mktemp("released"), LATE)
    run("nbgrader", "generate_assignment", "ps1", cwd=root)
    set_due(root)
    hand_in_all(root)
    return root


@pytest.fixture(scope="session")
def oracle(released, tmp_path_factory):
    """The same course after `nbgrader autograde`."""
    root = tmp_path_factory.mktemp("oracle") / "course"
    shutil.copytree(released, root)
    run("nbgrader", "autograde", "ps1", cwd=root)
    return root


@pytest.fixture
def course_folder(released, tmp_path):
    root = tmp_path / "course"
    shutil.copytree(released, root)
    return root

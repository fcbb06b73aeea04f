"""A notebook in another language is run by the kernel that it names; here a real one, called parrot."""

import json
import os
import sys
from pathlib import Path

import pytest
from grading_bench import answer, check, in_child, job, manual, notebook, plain_child

import grader
from grader.engine.job import Release
from grader.engine.tester.grade import grade
from grader.engine.tester.watch import Watch

KERNELSPEC = {"name": "parrot", "display_name": "Parrot", "language": "parrot"}
SOURCE = (
    answer("a", "def f(x):\n    return 2 * x"),
    check("right", "assert f(2) == 4", 2),
    check("partial", "0.5", 2),
    manual("essay", "Because."),
)


@pytest.fixture(autouse=True)
def parrot(tmp_path, monkeypatch):
    """ipykernel under another language's name."""
    folder = tmp_path / "jupyter/kernels/parrot"
    folder.mkdir(parents=True)
    launch = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    (folder / "kernel.json").write_text(json.dumps({**KERNELSPEC, "argv": launch}))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_PREFER_ENV_PATH", "0")


def parroted(cells=SOURCE, name="parrot"):
    return notebook(*cells, kernelspec={**KERNELSPEC, "name": name})


def run(folder, code, *, name="parrot", **settings):
    submitted = parroted((answer("a", code), *SOURCE[1:]))
    made = job(folder, parroted(name=name), submitted, settings={"unsafe": True, **settings})
    (graded,) = in_child(grade, made, plain_child).notebooks
    return graded


def test_it_is_graded_and_all_its_tests_are_forgeable(tmp_path):
    graded = run(tmp_path, "def f(x):\n    return x + x\nprint('squawk')")
    assert (graded.state, graded.sentence) == ("graded", "Graded.")
    assert graded.scores == {"right": 2.0, "partial": 0.5, "essay": None}
    assert graded.forgeable.keys() == {"right", "partial"}
    assert graded.notebook["cells"][0]["outputs"][0]["text"] == "squawk\n"


def test_what_was_handed_out_is_no_answer_by_the_languages_own_stub(tmp_path):
    source, given = (parroted((manual("essay", code, kind="code"),)) for code in ("squawk()", "# SQUAWK"))
    rules = Release(other_stubs={"parrot": "# SQUAWK"})
    made = job(tmp_path, source, given, settings={"unsafe": True}, release=rules)
    (graded,) = in_child(grade, made, plain_child).notebooks
    assert graded.comments == {"essay": "No response."}
    assert graded.scores == {"essay": 0.0}


def test_a_wrong_answer_loses_its_points(tmp_path):
    assert run(tmp_path, "def f(x):\n    return x").scores["right"] == 0.0


def test_a_cell_that_takes_too_long_ends_the_notebook_and_leaves_no_process(tmp_path):
    mark = tmp_path / "pid"
    code = f"import os, time\nopen({str(mark)!r}, 'w').write(str(os.getpid()))\ntime.sleep(600)"
    graded = run(tmp_path, code, cell_s=2)
    told = 'Cell "a" did not answer for 2 s and was stopped.'
    assert (graded.state, graded.sentence) == ("timed out", told)
    assert graded.by_clock  # so it is graded again, alone, before it counts
    assert graded.scores["right"] == graded.scores["partial"] == 0.0
    assert not Path("/proc", mark.read_text()).exists()


def test_a_cell_that_computes_too_long_is_told_so(tmp_path):
    graded = run(tmp_path, "while True:\n    pass", cell_s=1)
    told = 'Cell "a" used more than 1 s of computing time and was stopped.'
    assert (graded.state, graded.sentence, graded.by_clock) == ("timed out", told, False)


def test_a_notebook_whose_cells_compute_too_long_together_is_told_so(tmp_path):
    graded = run(tmp_path, "while True:\n    pass", cell_s=60, total_s=1)
    told = "The submission used more than 1 s of computing time and was stopped."
    assert (graded.state, graded.sentence) == ("timed out", told)


def test_who_was_late_at_its_very_end_is_blamed_and_not_the_cell_after_it():
    watch = Watch(cell_s=1, total_s=9)
    assert watch.begin_cell()
    watch.late = ("cell", "cpu")
    assert not watch.begin_cell()


def test_a_kernel_whose_port_was_taken_is_started_again(tmp_path):
    spec = tmp_path / "jupyter/kernels/parrot/kernel.json"
    launch = json.loads(spec.read_text())
    launch["argv"] = ["sh", "-c", f'mkdir {tmp_path}/tried && exit 1; exec "$@"', "-", *launch["argv"]]
    spec.write_text(json.dumps(launch))
    assert run(tmp_path, "def f(x):\n    return x + x").scores["right"] == 2.0


def test_a_kernel_that_dies_is_told(tmp_path):
    graded = run(tmp_path, "import os\nos._exit(3)")
    assert (graded.state, graded.sentence) == ("crashed", 'The kernel died in cell "a".')


def test_without_a_kernel_the_teacher_is_told_which_to_install(tmp_path):
    graded = run(tmp_path, "f = 1", name="macaw")
    assert (graded.state, graded.notebook, graded.scores) == ("grader error", None, {})
    assert "needs the Jupyter kernel 'macaw' (parrot), which is not installed" in graded.sentence


def test_nothing_runs_outside_the_sandbox_unless_the_teacher_says_so(tmp_path):
    mark = tmp_path / "ran"
    graded = run(tmp_path, f"open({str(mark)!r}, 'w')", unsafe=False)
    assert graded.state == "grader error"
    assert "is in parrot" in graded.sentence
    assert "--unsafe" in graded.sentence
    assert not mark.exists()


def test_the_seed_stays_outside_the_kernel(tmp_path):
    graded = run(tmp_path, "import os\nprint(os.environ.get('GRADER_SEED'))")
    assert graded.notebook["cells"][0]["outputs"][0]["text"] == "None\n"
    assert os.environ.get("GRADER_SEED") is None


def test_only_the_kernels_own_process_knows_of_nbclient():
    room = Path(grader.__file__).parent
    users = [path.name for path in room.rglob("*.py") if "import nbclient" in (text := path.read_text())
             or "from nbclient" in text]  # fmt: skip
    assert users == ["kernel.py"]

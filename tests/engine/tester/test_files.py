"""What lies beside a notebook: whatever was handed in has a place there, or a remark."""

from types import SimpleNamespace

from grader.engine.tester.notebook import files


def test_a_folder_called_as_a_file_of_the_instructors_costs_no_more_than_itself(tmp_path):
    source, submission, to, log = *(tmp_path / name for name in ("source", "submission", "to")), []
    (source / "data").mkdir(parents=True)
    (source / "data/a.csv").write_text("1")
    for name in ("data/a.csv/hw.ipynb", "own.txt"):
        (submission / name).parent.mkdir(parents=True, exist_ok=True)
        (submission / name).write_text("theirs")
    settings = SimpleNamespace(file_mb=1)
    job = SimpleNamespace(source=source, submission=submission, keep=(), settings=settings)
    files.stage(job, to, log, notebooks={"data/a.csv/hw.ipynb": b"{}", "part2.ipynb": b"{}"})
    assert {path.relative_to(to).as_posix() for path in to.rglob("*") if path.is_file()} == {
        "data/a.csv",
        "own.txt",
        "part2.ipynb",
    }
    assert [line.partition(":")[0] for line in log] == ["data/a.csv/hw.ipynb"]

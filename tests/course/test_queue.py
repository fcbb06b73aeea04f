"""Workers and graders as real processes around one database: what no kill, stall or crash may change."""

import json
import random
import shutil
import signal
import time
from contextlib import suppress
from datetime import datetime
from types import SimpleNamespace

import postgres
import pytest
from classroom import STUDENTS, submit, tables, tree
from database_server import QUICK, rows, running, sql
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from grader.cli import main
from grader.course import open_course
from grader.engine import Job
from grader.gradebook import ServerAway, open_gradebook

pytest.importorskip("procrastinate")
from processes import Line, end, kill, start

pytestmark = pytest.mark.xdist_group("course")
CLASS = [f"{name}{number}" for name in STUDENTS for number in range(3)]
SAFE = [setting for setting in QUICK if "commit" not in setting]  # what was committed outlives a kill
LEASE = 2
PATIENCE_S = 600  # for a state that a quiet machine reaches at once
TALLY = """
CREATE TABLE tally (cell text, notebook text);
CREATE FUNCTION counted() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO public.tally VALUES (NEW.cell_id, NEW.notebook_id); RETURN NEW; END';
CREATE TRIGGER counted AFTER INSERT OR UPDATE ON grade FOR EACH ROW EXECUTE FUNCTION counted();
"""
UNITS = "SELECT {} FROM grader_queue.unit WHERE student <> 'the solution' AND {}"


@pytest.fixture(scope="module")
def server():
    binaries = postgres.find()
    if binaries is None:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    with running(binaries, SAFE) as server:
        sql(server("postgres"), "CREATE DATABASE class")
        yield server


@pytest.fixture(scope="module")
def course(server, released, tmp_path_factory):
    """A class of twelve, each one of the four students under another name; what is written to be counted."""
    root = tmp_path_factory.mktemp("queue") / "first"
    shutil.copytree(released, root)
    (root / "gradebook.db").unlink()
    for student in CLASS:
        shutil.copytree(root / "submitted" / student[:-1], root / "submitted" / student)
    for student in STUDENTS:
        shutil.rmtree(root / "submitted" / student)
    with open_gradebook(open_course(root, db=server("class"))) as gb:
        gb.add_assignment("ps1", duedate="2024-02-15 00:00:00 UTC")
    sql(server("class"), TALLY)
    return root


def lose_while_open(server, course):
    with open_gradebook(open_course(course, db=server("class"))) as gb:
        gb.db.execute(text("SELECT 1"))
        server.stop(signal.SIGKILL)
        gb.engine.connect()


def test_a_server_lost_while_its_gradebook_is_open_is_a_sentence(course):
    with running(postgres.find(), SAFE) as lost:
        sql(lost("postgres"), "CREATE DATABASE class")
        with pytest.raises(ServerAway, match="failed"):
            lose_while_open(lost, course)


class Crew:
    """The processes of a test, and what the database says of their work."""

    def __init__(self, server, logs):
        self.url, self.logs, self.all = server("class"), logs, []

    def run(self, *words, db=None):
        log = self.logs / f"{len(self.all)}.log"
        log.touch()
        self.all.append(start(log, *words, "--db", db or self.url))
        return self.all[-1]

    def worker(self, db=None):
        return self.run("work", "--jobs", 1, "--lease", LEASE, db=db)

    def grader(self, root, *words):
        return self.run("autograde", "ps1", "--queue", "--course", root, *words)

    def ask(self, query):
        with suppress(DBAPIError):  # the server is away, or has no queue yet
            return sql(self.url, query)
        return []

    def units(self, what, where="true"):
        return self.ask(UNITS.format(what, where))

    def said_by(self, process):
        return (self.logs / f"{self.all.index(process)}.log").read_text()

    def until(self, reached):
        deadline = time.monotonic() + PATIENCE_S
        while not (found := reached()):
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.02)
        return found

    def ended(self, process):
        process.join(PATIENCE_S)
        assert process.exitcode is not None, self.said()
        return process.exitcode

    def said(self):
        return "\n".join(f"{log.name}: {log.read_text()}" for log in sorted(self.logs.glob("*.log")))


@pytest.fixture(scope="module")
def crew(server, tmp_path_factory):
    crew = Crew(server, tmp_path_factory.mktemp("logs"))
    yield crew
    end(crew.all)


@pytest.fixture(scope="module")
def disturbed(server, course, crew):
    """Three workers and three graders, two of them in one folder; each kind of mishap, in a random order."""
    second = shutil.copytree(course, course.parent / "second")
    shutil.rmtree(second / ".grader", ignore_errors=True)
    line = Line(f"{server.folder}/.s.PGSQL.5432")
    workers = [crew.worker(), crew.worker()]
    far = crew.worker(f"postgresql://teacher@127.0.0.1:{line.port}/class")
    graders = [crew.grader(course)]
    crew.until(lambda: crew.units("key"))
    graders += [crew.grader(course), crew.grader(second)]
    chance = random.Random(1518)

    def busy():
        """A worker in the middle of a submission."""
        begun = crew.units("worker", "state IS NULL AND taken IS NOT NULL")
        names = [name.rpartition(":")[2] for (name,) in begun]
        return [worker for worker in workers if str(worker.pid) in names]

    def lose_worker():
        lost = chance.choice(crew.until(busy))
        kill(lost)
        workers[workers.index(lost)] = crew.worker()

    def seen(worker, since="-infinity"):
        known = f"split_part(name, chr(58), 2) = '{worker.pid}' AND seen > '{since}'"
        return crew.ask(f"SELECT name FROM grader_queue.worker WHERE {known}")

    def lose_server():
        # who starts without a server ends, with a sentence: whoever was started last has begun
        crew.until(lambda: all(map(seen, workers)) and "ps1" in crew.said_by(graders[2]))
        server.stop(signal.SIGKILL)
        server.start()

    mishaps = [lose_worker, lose_server, lambda: kill(graders[0]), line.flows.clear]
    chance.shuffle(mishaps)
    for number, mishap in enumerate(mishaps):
        crew.until(lambda: len(crew.units("key", "state IS NOT NULL")) >= 2 * number)  # noqa: B023
        mishap()
    statuses = [crew.ended(grader) for grader in graders[1:]]
    ((now,),) = crew.ask("SELECT now()")
    line.flows.set()
    crew.until(lambda: seen(far, now))
    for worker in [*workers, far]:
        worker.terminate()
    stopped = [crew.ended(worker) for worker in [*workers, far]]
    line.close()
    return SimpleNamespace(folders=(course, second), statuses=statuses, stopped=stopped)


def test_the_gradebook_is_that_of_one_undisturbed_run(disturbed, crew, oracle):
    assert disturbed.statuses == [0, 0], crew.said()
    want = tables(oracle)
    for name in ("students", "submissions", "notebooks", "grades", "comments"):
        want[name] = [(s, *r) for s in CLASS for student, *r in want[name] if student == s[:-1]]
    assert rows(crew.url) == want


def test_nothing_is_written_twice(disturbed, crew):
    assert crew.ask("SELECT count(*) FROM tally") == crew.ask("SELECT count(*) FROM grade")


def test_each_folder_has_what_nbgrader_would_have_left(disturbed, oracle):
    for folder in disturbed.folders:
        for student in CLASS:
            assert tree(folder / "autograded" / student) == tree(oracle / "autograded" / student[:-1])


def test_each_result_has_its_five_times(disturbed):
    for line in (disturbed.folders[1] / ".grader/ledger/ps1.jsonl").read_text().splitlines():
        times = json.loads(line)["times"]
        assert list(times) == ["handed_in", "queued", "taken", "run", "written"]
        moments = [datetime.fromisoformat(time) for time in times.values()]
        assert moments == sorted(moments)


def test_what_is_graded_by_travels_once_and_what_was_handed_in_does_not_stay(disturbed, crew):
    assert crew.ask("SELECT count(*) FROM grader_queue.source") == [(1,)]
    assert {size for (size,) in crew.units("length(submission)")} == {0}
    assert len(crew.units("key")) == len(CLASS)


def test_a_worker_that_is_told_to_stop_ends_well(disturbed, crew):
    assert disturbed.stopped == [0, 0, 0], crew.said()


def test_a_wrong_address_is_one_sentence_without_the_password(capsys):
    for address in ("postgres:secret", "postgresql://teacher:secret@127.0.0.1:1/class"):
        assert main(["work", "--db", address]) == 1
        said = capsys.readouterr().err
        assert [line.partition(":")[0] for line in said.splitlines()][-1:] == ["grader"]
        assert "address" in said
        assert "secret" not in said


def test_a_submission_that_kills_its_workers_is_parked_with_the_reason(disturbed, course, crew):
    submit(course, "mallory", "import time\nwhile True:\n    time.sleep(1)")
    told = course.parent / "told.json"
    grader = crew.grader(course, "--student", "mallory", "--json", told)
    crew.until(lambda: crew.units("key", "student = 'mallory'"))
    sql(crew.url, "UPDATE grader_queue.unit SET takes = 4, alone = 2 WHERE student = 'mallory'")
    worker = crew.worker()
    crew.until(lambda: crew.units("key", "student = 'mallory' AND alone = 3"))
    kill(worker)
    worker = crew.worker()
    assert crew.ended(grader) == 1
    (row,) = json.loads(told.read_text())["rows"]
    assert row["state"] == "grader error"
    assert "ended its worker 5 times, 3 of them while nothing else was graded there" in row["sentence"]
    assert crew.units("state", "student = 'mallory'") == [("parked",)]


def test_what_no_row_can_hold_is_said_of_the_one_who_handed_it_in(tmp_path, monkeypatch):
    from grader.queue import parcel

    (tmp_path / "ann").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "ann/big.bin").write_bytes(random.Random(0).randbytes(10_000))
    job = Job("ps1", "ann", source=tmp_path, submission=tmp_path / "ann")
    assert (parcel.unpack_submission(parcel.pack_submission(job), tmp_path / "out") / "big.bin").is_file()
    monkeypatch.setattr(parcel, "MOST", 5_000)
    with pytest.raises(ValueError, match="it takes more than"):
        parcel.unpack_submission(parcel.pack_submission(job), tmp_path / "out")

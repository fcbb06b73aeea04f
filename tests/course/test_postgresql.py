"""A gradebook on a PostgreSQL server, beside the file that nbgrader itself fills for the same class."""

import json
import re
import shutil
import subprocess
import sys
from itertools import count

import postgres
import pytest
from classroom import tables
from database_server import rows, running, sql
from nbgrader.api import Gradebook
from nbgrader.plugins import CsvExportPlugin
from psycopg.pq import Conninfo

from grader.autograde import planned
from grader.cli import main
from grader.course import CourseError, open_course
from grader.gradebook import open_gradebook, without_password

pytestmark = pytest.mark.xdist_group("course")
numbers = count(1)


@pytest.fixture(scope="module")
def server():
    binaries = postgres.find()
    if binaries is None:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    with running(binaries) as url:
        yield url


@pytest.fixture(scope="module")
def ours(server, released, tmp_path_factory):
    """The class graded into a new database, the due date set beforehand; (course, address)."""
    root = tmp_path_factory.mktemp("server") / "course"
    shutil.copytree(released, root)
    (root / "gradebook.db").unlink()
    sql(server("postgres"), "CREATE DATABASE class")
    with open_gradebook(open_course(root, db=server("class"))) as gb:
        gb.add_assignment("ps1", duedate="2024-02-15 00:00:00 UTC")
    assert grader(root, server("class"), "autograde", "ps1") == 0
    return root, server("class")


@pytest.fixture
def graded(server, ours, tmp_path):
    """A copy of the graded course and of its database."""
    return clone(ours[0], tmp_path / "course"), new_database(server, "class")


@pytest.fixture
def says(capsys):
    """Run a command that must fail; the one sentence it prints."""

    def command(root, url, *words):
        assert grader(root, url, *words) == 1
        said = re.sub("^note: .*\n", "", capsys.readouterr().err)
        assert said.startswith("grader: ")
        assert said.count("\n") == 1
        return said

    return command


def grader(root, url, *words):
    return main([*words, "--course", str(root), "--db", url])


def clone(root, place):
    shutil.copytree(root, place)
    return place


def new_database(server, template="template0"):
    name = f"db{next(numbers)}"
    sql(server("postgres"), f"CREATE DATABASE {name} TEMPLATE {template}")
    return server(name)


def start(root, url, *words):
    command = [sys.executable, "-m", "grader", *words, "--course", str(root), "--db", url]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_the_server_holds_what_nbgrader_writes_into_a_file(ours, oracle):
    assert rows(ours[1]) == tables(oracle)


def test_scores_and_feedback_come_from_the_server(graded, capsys):
    assert grader(*graded, "scores", "ps1", "--json") == 0
    scores = {row["student"]: row["final"] for row in json.loads(capsys.readouterr().out)["rows"]}
    assert scores == {"alice": 6, "bob": 2, "carol": 3, "dave": 0}
    assert grader(*graded, "feedback", "ps1") == 0
    assert "7 pages written" in capsys.readouterr().out


def test_nbgrader_exports_from_it_what_it_exports_from_the_file(ours, oracle, tmp_path):
    for name, url in {"ours": ours[1], "theirs": f"sqlite:///{oracle}/gradebook.db"}.items():
        with Gradebook(url) as gradebook:
            CsvExportPlugin(to=str(tmp_path / name)).export(gradebook)
    assert (tmp_path / "ours").read_text() == (tmp_path / "theirs").read_text()
    assert "alice" in (tmp_path / "ours").read_text()


def test_a_second_run_has_nothing_to_do(graded, capsys):
    before = rows(graded[1])
    assert grader(*graded, "autograde", "ps1") == 0
    assert "nothing has changed" in capsys.readouterr().out
    assert rows(graded[1]) == before


def test_a_regrade_keeps_what_a_person_gave(graded):
    cell = "(SELECT id FROM base_cell WHERE name = 'test_one')"
    sql(graded[1], f"UPDATE grade SET manual_score = 0.5, extra_credit = 2 WHERE cell_id = {cell}")
    sql(graded[1], "UPDATE comment SET manual_comment = 'Well done.'")
    assert grader(*graded, "autograde", "ps1", "--force") == 0
    left = rows(graded[1])
    assert {row[3:] for row in left["grades"] if row[2] == "test_one"} == {(1.0, 0.5, 2.0, False)}
    assert {row[4] for row in left["comments"]} == {"Well done."}


def test_two_graders_of_two_assignments_fill_one_new_database_together(server, released, oracle, tmp_path):
    for folder in (first := clone(released, tmp_path / "first")).glob("submitted/*"):
        shutil.copytree(folder / "ps1", folder / "ps2")
    shutil.copytree(first / "source/ps1", first / "source/ps2")
    second, url = clone(first, tmp_path / "second"), new_database(server)
    both = [start(first, url, "autograde", "ps1"), start(second, url, "autograde", "ps2")]
    said = [process.communicate(timeout=600)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    for name in ("students", "grades", "comments", "cells", "sources"):
        once = tables(oracle)[name]
        want = once if name == "students" else [row for row in once for _ in range(2)]
        assert rows(url, [name])[name] == want


def test_two_graders_of_one_assignment_lose_nothing(server, released, oracle, tmp_path):
    first, url = clone(released, tmp_path / "first"), new_database(server)
    second = clone(released, tmp_path / "second")
    both = [start(root, url, "autograde", "ps1") for root in (first, second)]
    said = [process.communicate(timeout=600)[0] for process in both]
    for process, text in zip(both, said, strict=True):
        assert process.returncode == 0 or "another grader is at work on 'ps1' in postgresql:" in text
    assert 0 in [process.returncode for process in both]
    for name in ("students", "grades", "comments", "cells", "sources"):
        assert rows(url, [name])[name] == tables(oracle)[name]


def test_a_second_grader_of_an_assignment_is_told_to_wait(graded, says, tmp_path):
    root, url = graded
    with planned(open_course(root, db=url), "ps1"):
        said = says(clone(root, tmp_path / "second"), url, "autograde", "ps1", "--force")
    assert "another grader is at work on 'ps1' in postgresql:" in said
    assert grader(root, url, "autograde", "ps1") == 0


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("postgresql://guarded:secret@/class?host={host}", "wrong password: correct it in ~/.pgpass"),
        ("postgresql://guarded@/class?host={host}", "a password is needed"),
        ("postgresql://stranger:secret@/class?host={host}", "there is no such user"),
        ("postgresql://teacher:secret@/klass?host={host}", "there is no such database: create it"),
        ("postgresql://teacher:secret@127.0.0.1:1/class", "no PostgreSQL server answers there: start it"),
        ("postgresql://teacher@nowhere.invalid/class?password=secret", "no PostgreSQL server answers there"),
        ("postgresql+pg8000://teacher:secret@127.0.0.1/class", "needs the driver 'pg8000': install it with"),
        ("postgres://teacher:secret@127.0.0.1/class", "is no database (Can't load plugin"),
        ("postgresql://teacher:secret@127.0.0.1:port/class", "is no database (invalid literal"),
    ],
)
def test_an_address_that_does_not_work_is_one_sentence_without_the_password(
    address, sentence, server, ours, says
):
    if "guarded" not in {name for (name,) in sql(server("postgres"), "SELECT rolname FROM pg_roles")}:
        sql(server("postgres"), "CREATE ROLE guarded LOGIN PASSWORD 'another'")
    host = re.search("host=(.*)", server("class"))[1]
    said = says(ours[0], address.format(host=host), "autograde", "ps1")
    assert sentence in said
    assert "secret" not in said


def test_all_that_libpq_calls_a_secret_is_masked():
    """Its own list: what it marks with an asterisk is not to be shown."""
    settings = [each.keyword.decode() for each in Conninfo.get_defaults() if b"*" in each.dispchar]
    assert {"password", "sslpassword"} <= {*settings}
    for name in [*settings, "scram_client_key", "scram_server_key"]:
        for address in (f"postgresql://ann@h/c?a=b&{name}=geheim&c=d", f"host=h {name} = 'geheim'"):
            shown = without_password(address)
            assert "geheim" not in shown
            assert f"{name}=***" in shown


def test_a_password_that_everybody_can_read_is_told(ours, capsys):
    _, url = ours
    assert grader(ours[0], url, "scores", "ps1") == 0
    assert "note" not in capsys.readouterr().err
    assert grader(ours[0], url.replace("teacher@", "teacher:geheim@"), "scores", "ps1") == 0
    said = capsys.readouterr().err
    assert "others on this computer can read a password" in said
    assert "geheim" not in said


def test_who_may_only_read_sees_scores_and_cannot_grade(server, graded, says, capsys):
    sql(graded[1], "CREATE ROLE reader LOGIN", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    root, url, empty = (str(it).replace("teacher@", "reader@") for it in (*graded, new_database(server)))
    try:
        assert grader(root, url, "scores", "ps1") == 0
        assert "alice" in capsys.readouterr().out
        assert "may not write there" in says(root, url, "autograde", "ps1", "--force")
        assert "may not write there" in says(root, empty, "scores")
    finally:
        sql(graded[1], "DROP OWNED BY reader", "DROP ROLE reader")


def test_a_database_of_another_program_is_left_alone(server, ours, says):
    url = new_database(server)
    sql(url, "CREATE TABLE invoices (number int)")
    assert "holds other tables and no gradebook" in says(ours[0], url, "scores")
    assert sql(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("invoices",)]


def test_a_lost_connection_is_one_sentence(graded):
    root, url = graded

    def lose_it():
        with planned(open_course(root, db=url), "ps1", force=True) as plan:
            others = "datname = current_database() AND pid <> pg_backend_pid()"
            sql(url, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
            plan.gb.find_submission("ps1", "alice")

    with pytest.raises(CourseError, match="the connection was lost: run this again, what was graded is kept"):
        lose_it()

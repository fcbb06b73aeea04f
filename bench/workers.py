"""What a queue and its workers take: `python bench/workers.py [N]`, a class of N (120 unless told).

Each worker grades one submission at a time, so that its number is the number of processors used. Rates are
read from the queue's own times, between the first and the last result: starting costs nothing then. What a
further submission costs is the difference of a small class and the whole one, in processor time.
(Not called queue.py: Python's own `queue` would be hidden from every script here.)
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests/course"), str(ROOT / "tools")]

import postgres  # noqa: E402
from classes import KINDS, make_class  # noqa: E402
from command import TOOLS, command  # noqa: E402
from database_server import running, sql  # noqa: E402

SMALL = 20
CLASS = 100_000
CONNECTIONS_EACH = 5  # of a worker: grader/queue/worker.py


@contextmanager
def workers(url, number):
    """Yields a list that holds their processor time in seconds, when they have ended."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    words = [TOOLS / "grader", "work", "--db", url, "--jobs", "1"]
    started, used = [subprocess.Popen(words, **quiet) for _ in range(number)], []
    try:
        yield used
    finally:
        for process in started:
            process.terminate()
        for process in started:
            _, _, usage = os.wait4(process.pid, 0)
            used.append(usage.ru_utime + usage.ru_stime)


def database(server, name):
    sql(server("postgres"), f"CREATE DATABASE {name}")
    return server(name)


def graded(root, url, *words):
    """Processor time of the one that puts in and writes."""
    before = os.times()
    command(root, "grader", "autograde", "ps1", "--queue", "--db", url, *words)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def rate(url, moment):
    """A second, between the first and the last."""
    query = f"SELECT count(*) - 1, extract(epoch FROM max({moment}) - min({moment})) FROM grader_queue.unit"
    ((number, seconds),) = sql(url, f"{query} WHERE student <> 'the solution'")
    return number / float(seconds)


def clone(root, place):
    """A folder in which nothing was graded yet."""
    return shutil.copytree(
        root, place, ignore=shutil.ignore_patterns(".grader", "autograded", "gradebook.db")
    )


def cost(server, root, folder, size):
    """(seconds of a worker, of the one that writes) for a further submission."""
    few = ["--student", "student000*", "--student", "student001*"]
    spent = []
    for name, words in ("few", few), ("all", []):
        url = database(server, f"cost_{name}")
        with workers(url, 1) as used:
            writing = graded(clone(root, folder / name), url, *words)
        spent.append((used[0], writing))
    return [(most - least) / (size - SMALL) for least, most in zip(*spent, strict=True)]


def growth(server, root, folder):
    rates = {}
    for number in (1, 2, 4):
        url = database(server, f"with_{number}")
        with workers(url, number):
            graded(clone(root, folder / str(number)), url)
        rates[number] = rate(url, "run")
        print(f"{number} worker{'s' * (number > 1)} {rates[number]:8.1f} submissions a second", flush=True)
    return rates, url


def writer(root, folder, url):
    """Every result is there: only the writing is left."""
    sql(url, "TRUNCATE submitted_assignment CASCADE", "UPDATE grader_queue.unit SET written = NULL")
    graded(clone(root, folder / "writer"), url)
    return rate(url, "written")


def main(size):
    binaries = postgres.find() or sys.exit("no PostgreSQL server here: apt-get install postgresql")
    with tempfile.TemporaryDirectory() as made, running(binaries, ["listen_addresses="]) as server:
        folder = Path(made)
        make_class(folder / "class", size, KINDS["numpy"])
        print(f"{size} submissions in NumPy, {os.cpu_count()} processors")
        rates, url = growth(server, folder / "class", folder)
        writes = writer(folder / "class", folder, url)
        print(f"one writer {writes:7.1f} results a second into files and gradebook")
        working, writing = cost(server, folder / "class", folder, size)
        hours = CLASS * (working + writing) / 3600
        print(f"{CLASS:,} submissions {hours:6.1f} core-hours: {1000 * working:.0f} ms of a worker each,")
        print(f"{'':20} {1000 * writing:6.0f} ms of the one that puts them in and writes them")
        ((bytes_each,),) = sql(url, f"SELECT pg_total_relation_size('grader_queue.unit') / {size}")
        ((most,),) = sql(url, "SELECT current_setting('max_connections')::int")
        ends = {"the writer": writes / rates[1], f"the server's {most} connections": most / CONNECTIONS_EACH}
        print(
            f"the database grows by {bytes_each / 1000:.0f} kB each, {CLASS * bytes_each / 1e9:.1f} GB in all"
        )
        ranked = [f"{what}, at {at:.0f} workers" for what, at in sorted(ends.items(), key=lambda end: end[1])]
        print("what breaks first, with workers of one processor: " + "; then ".join(ranked))


if __name__ == "__main__":
    main(max(int(sys.argv[1]) if len(sys.argv) > 1 else 120, 2 * SMALL))

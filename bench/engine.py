"""Grading beside others, in one run: `python bench/engine.py [N] [OTHERS]` (N submissions, 6 by the others).

Three classes: a NumPy notebook, one that imports torch as well, and one that trains a network. On each:
`grader autograde` and `nbgrader autograde` as a teacher meets them, gradebook and notebooks written; `otter
run` on the same cells, one submission at a time (its way without Docker); and the floor: the cells that were
handed in, run by exec in bare forks of a warm process, no sandbox, no notebook, on all processors.
Milliseconds a submission, without the seconds that each command takes to start. Different scores stop the
comparison.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import autograde
import psutil
from classes import KINDS, make_class

ROOT = Path(__file__).resolve().parents[1]
OTTER = ROOT / ".cache" / "bench"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def main(size=60, others=6):
    for name, kind in KINDS.items():
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), name, kind, size, others)


def compare(folder, name, kind, size, others):
    course, small = folder / "course", folder / "small"
    make_class(course, size, kind)
    shutil.copytree(course, small)
    for path in sorted((small / "submitted").iterdir())[others:]:
        shutil.rmtree(path)
    floor = bare_forks(course, kind, size)
    whole, ours = autograde.timed(course, size, "grader", "autograde", "ps1")
    print(
        f"\n{name}: {size} submissions ({others} by the others), {os.cpu_count()} processors; ms a submission"
    )
    print(f"{'floor (bare warm forks)':26} {floor:9.1f}")
    print(f"{'grader autograde':26} {ours:9.1f} {ours / floor:9.1f} x the floor ({whole:.1f} with the start)")
    told("nbgrader autograde", nbgrader(small, others), ours)
    told("otter run", otter(small, folder / "otter", kind, others), ours)
    graded_alike(course, small)
    print("where our time goes, ms a submission:")
    for phase, spent in phases(course).items():
        print(f"  {phase:40} {spent:7.1f}")


def told(name, theirs, ours):
    if isinstance(theirs, str):
        print(f"{name:26} {theirs}")
    else:
        print(f"{name:26} {theirs:9.1f} {theirs / ours:9.1f} x ours", flush=True)


def graded_alike(course, small):
    theirs = autograde.grades(small)
    if [row for row in autograde.grades(course) if row[0] in {student for student, *_ in theirs}] != theirs:
        sys.exit("the two gave different scores: the ratios mean nothing")


def nbgrader(course, size):
    return autograde.timed(course, size, "nbgrader", "autograde", "ps1")[1]


def bare_forks(course, kind, size):
    """ms a submission. In a process of its own: one thread, for a fork copies no other."""
    command = [sys.executable, "-c", BARE, kind.imports, course, str(size)]
    got = subprocess.run(command, env=os.environ | ONE_THREAD, capture_output=True, text=True, check=True)
    return float(got.stdout)


BARE = """
import json, os, sys, time
from pathlib import Path

imports, course, size = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])

def cells(number):
    tree = json.loads((course / f"submitted/student{number:04}/ps1/corr.ipynb").read_text())
    return ["".join(cell["source"]) for cell in tree["cells"] if cell["cell_type"] == "code"]

def run(sources):
    names = {"__name__": "__main__"}
    for source in sources:
        try:
            exec(compile(source, "cell", "exec"), names)
        except Exception:  # a wrong answer's, as a kernel does: note it, go on
            continue

exec(imports)
run(cells(0))
began, running = time.perf_counter(), 0
for number in range(size):
    if running == os.cpu_count():
        os.wait()
        running -= 1
    if os.fork() == 0:
        run(cells(number))
        os._exit(0)
    running += 1
while running:
    os.wait()
    running -= 1
print(1000 * (time.perf_counter() - began) / size)
"""


def phases(course):
    """Our time, taken apart: the start; grading alone; one process alone; files and gradebook.

    Then the time of processors, by whose it is. The kernel's share is forks, copied pages, mounts.
    """
    from grader.autograde import carry_out, engine_settings, planned, pool_for, with_sharing
    from grader.course import open_course

    opened = open_course(course)
    with planned(opened, "ps1", (), True, engine_settings(opened)) as plan:
        began = time.perf_counter()
        with pool_for(plan) as pool:
            ready = time.perf_counter() - began
            plan = with_sharing(plan, pool.grade)
            list(pool.grade_all(plan.jobs[:4]))
            before, began = processors(pool), time.perf_counter()
            results = list(pool.grade_all(plan.jobs))
            engine, after = time.perf_counter() - began, processors(pool)
            began = time.perf_counter()
            alone = [pool.grade(job) for job in plan.jobs[:20]]
            single = time.perf_counter() - began
            began = time.perf_counter()
            list(carry_out(plan, results))
            stored = time.perf_counter() - began
    used = {who: (after[who][0] - before[who][0], after[who][1] - before[who][1]) for who in after}
    return {
        "the engine, all processors at work": 1000 * engine / len(results),
        "the engine, one submission at a time": 1000 * single / len(alone),
        "  of this, in the tester": 1000 * sum(r.seconds for r in alone) / len(alone),
        "files and gradebook": 1000 * stored / len(results),
        f"start of the pool, once: {1000 * ready:.0f}; for each": 1000 * ready / len(results),
        **{
            f"processors, {who} ({kernel / (user + kernel or 1):.0%} of it the kernel)": 1000
            * (user + kernel)
            / len(results)
            for who, (user, kernel) in used.items()
        },
    }


def processors(pool):
    """{whose: (seconds of programs, seconds of the kernel)}, so far. Who is idle ends, and so is counted."""
    for lane in pool.lanes:
        with lane.lock:
            lane.end_testers(lane.idle)
    time.sleep(0.5)  # until the zygotes have seen them go
    own = os.times()
    return {
        "testers": family(lane.trusted.process.pid for lane in pool.lanes),
        "students": family(lane.jailed.process.pid for lane in pool.lanes),
        "ours": (own.user, own.system),
    }


def family(pids):
    """What these processes and all that they started have used, those that have ended included."""
    user = kernel = 0.0
    for parent in map(psutil.Process, pids):
        for one in [parent, *parent.children(recursive=True)]:
            times = one.cpu_times()
            user += times.user + times.children_user
            kernel += times.system + times.children_system
    return user, kernel


def otter(course, folder, kind, size):
    """ms a submission, or a sentence why it was not measured."""
    python = OTTER / "bin" / "python"
    problem = installed(python)
    if problem:
        return problem
    folder.mkdir()
    zipped = otter_assignment(folder, kind, python)
    if isinstance(zipped, str):
        return zipped
    began = time.perf_counter()
    for number in range(size):
        submission = course / "submitted" / f"student{number:04}" / "ps1" / "corr.ipynb"
        (folder / f"out{number}").mkdir()
        command = [python, "-m", "otter", "run", "-a", zipped, "-o", folder / f"out{number}", submission]
        got = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=otters_environment())
        if got.returncode:
            return f"failed, so no figure: {got.stderr.strip().splitlines()[-1:]}"
    return 1000 * (time.perf_counter() - began) / size


def otters_environment():
    return os.environ | {"PATH": f"{OTTER / 'bin'}{os.pathsep}{os.environ['PATH']}"}


def installed(python):
    """Make its environment once; a sentence if that did not work."""
    if (
        python.exists()
        and subprocess.run([python, "-c", "import otter"], capture_output=True).returncode == 0
    ):
        return ""
    subprocess.run([sys.executable, "-m", "venv", OTTER], check=True)
    command = [python, "-m", "pip", "install", "-qq", "-r", ROOT / "requirements-bench.txt"]
    got = subprocess.run(command, capture_output=True, text=True)
    return "" if got.returncode == 0 else "could not be installed here: no figure"


def otter_assignment(folder, kind, python):
    """The zip file that `otter run` wants, with the same three tests in otter's own format."""
    tests = folder / "tests"
    tests.mkdir()
    for number, test in enumerate(kind.tests):
        imports = "\n".join(f">>> {line}" for line in kind.imports.splitlines())
        case = f"{imports}\n>>> exec({test!r})"
        suite = {
            "cases": [{"code": case, "hidden": False}],
            "scored": True,
            "setup": "",
            "teardown": "",
            "type": "doctest",
        }
        text = f"OK_FORMAT = True\ntest = { ({'name': f'test_{number}', 'points': 2, 'suites': [suite]})!r}\n"
        (tests / f"test_{number}.py").write_text(text)
    (folder / "otter_config.json").write_text("{}")
    command = [
        python,
        "-m",
        "otter",
        "generate",
        "-t",
        tests,
        "-o",
        folder / "autograder.zip",
        "--no-environment",
    ]
    got = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=otters_environment())
    made = folder / "autograder.zip"
    return made if made.exists() else f"no assignment could be made: {got.stderr.strip().splitlines()[-1:]}"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))

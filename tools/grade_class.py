"""Build the sample class, grade it, write its feedback and scores: `python tools/grade_class.py [--force]`.

Nothing changed since the last time: back at once.
"""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import files
import stamp

ROOT = Path(__file__).resolve().parents[1]
INPUTS = [
    "grader",
    "course/build.py",
    "course/class",
    "course/earlier",
    "book/inventory.toml",
    "book/exercises",
    "nbgrader_config.py",
    "constraints.txt",
]


def assignments():
    return sorted(
        folder.name for folder in (ROOT / "book" / "exercises").iterdir() if any(folder.glob("*.ipynb"))
    )


def commands():
    grader = [sys.executable, "-m", "grader"]
    yield [sys.executable, "course/build.py", "earlier"]
    for name in sorted({text.stem for text in (ROOT / "course" / "earlier").glob("*/*.txt")}):
        yield [*grader, "autograde", name]
    yield [sys.executable, "course/build.py"]
    for name in assignments():
        yield [*grader, "autograde", name]
        yield [*grader, "feedback", name]
    yield [*grader, "report", "course/scores/report", "--title", "The sample class"]
    yield [*grader, "site", "course/scores", "--title", "Scores of the sample class"]


def environment():
    """nbgrader runs alembic by name, so the environment's commands have to be on PATH."""
    return {**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}


def unsafe_here():
    """Why submissions cannot be held on this machine, or nothing; asked before a class is made in vain."""
    from grader.engine import probe

    tier = probe()
    return tier.unready if tier.safe else " ".join([tier.sentence, *tier.advice])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--force", action="store_true", help="grade again although nothing changed")
    force = parser.parse_args().force
    mark = ROOT / "_build" / "class.stamp"
    value = stamp.fingerprint([ROOT / name for name in INPUTS if (ROOT / name).exists()])
    if not force and stamp.is_current(mark, value):
        print("class: up to date, course/")
        return 0
    if refusal := unsafe_here():
        print(f"class: not graded. {refusal}", file=sys.stderr)
        return 1
    files.require_writable(ROOT / "course")
    for command in commands():
        if status := subprocess.run(command, cwd=ROOT, env=environment()).returncode:
            print(
                f"class: `{' '.join(command[1:])}` could not do its work (status {status})", file=sys.stderr
            )
            return status
    stamp.write(mark, value)
    return 0


if __name__ == "__main__":
    with files.explained("class"):
        sys.exit(main())

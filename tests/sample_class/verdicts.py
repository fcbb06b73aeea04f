"""What the grader left of the sample class, in the form of course/expected.json.

`python tests/sample_class/verdicts.py` grades the class and prints it. Read every line before you keep it.
"""

import importlib.util
import json
import re
import shutil
import sys
import tempfile
from contextlib import redirect_stdout
from html import unescape
from pathlib import Path

from grader.cli import main

ROOT = Path(__file__).resolve().parents[2]
ASSIGNMENTS = sorted({text.stem for text in (ROOT / "course" / "class").glob("*/*.txt")})


def copy_course(target):
    """A course of its own, so that nothing in the repository changes; gives the number of submissions.

    Its secret is always the same: which example a wrong answer is shown may hang on the draws, and a verdict
    that is written down may not.
    """
    shutil.copy(ROOT / "nbgrader_config.py", target)
    (target / "course" / ".grader").mkdir(parents=True)
    (target / "course" / ".grader" / "seed").write_text("5a" * 32)
    shutil.copytree(ROOT / "book" / "exercises", target / "book" / "exercises")
    spec = importlib.util.spec_from_file_location("build_class", ROOT / "course" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build(target / "course" / "submitted")


def grade(course, assignment):
    """`grader autograde`, without a process of its own. Gives the exit status and its JSON."""
    out = course / f"{assignment}.json"
    with redirect_stdout(sys.stderr):
        status = main(["autograde", assignment, "--course", str(course), "--json", str(out)])
    return status, json.loads(out.read_text())


def verdicts(course, report):
    """student -> state, score, and the first line of the feedback for each exercise."""
    folder, assignment = course / "course" / "autograded", report["assignment"]
    return {
        row["student"]: verdict(row, folder / row["student"] / assignment, assignment)
        for row in report["rows"]
    }


def verdict(row, folder, assignment):
    said = {"state": row["state"], "score": row["score"]}
    said |= {"sentence": row["sentence"]} if row["state"] != "graded" else {}
    return said | feedback(folder / f"{assignment}.ipynb")


def feedback(path):
    """grade_id -> first line of what the check cell shows."""
    cells = json.loads(path.read_text())["cells"]
    graded = [(cell["metadata"].get("nbgrader", {}), cell.get("outputs", [])) for cell in cells]
    lines = {
        g["grade_id"]: first_line(outputs) for g, outputs in graded if g.get("grade") and g.get("locked")
    }
    return {grade_id: line for grade_id, line in lines.items() if line}


def first_line(outputs):
    for output in outputs:
        if found := re.search(
            r"<strong>(.*?)</strong>", "".join(output.get("data", {}).get("text/html", ""))
        ):
            return unescape(found[1])
        if output["output_type"] == "error":
            return f"{output['ename']}: {output['evalue']}"
    return ""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        copy_course(Path(folder))
        reports = {name: grade(Path(folder), name)[1] for name in ASSIGNMENTS}
        said = {name: verdicts(Path(folder), report) for name, report in reports.items()}
        print(json.dumps(said, indent=1, ensure_ascii=False))

"""Run in a process of its own: grade a course folder with nbgrader itself, print what its gradebook says."""

import json
import logging
import sys
from pathlib import Path

from nbgrader.api import MissingEntry
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config


def main(root):
    config = Config()
    config.CourseDirectory.root = str(root)
    config.Execute.timeout = 120  # none of these notebooks hangs, and a busy machine is no mistake
    logging.disable(logging.CRITICAL)
    api = NbGraderAPI(CourseDirectory(config=config), config=config)
    said = {}
    for source in sorted(path.name for path in Path(root, "source").iterdir()):
        made = api.generate_assignment(source)
        if not made["success"]:
            said[source] = {"error": made["error"].strip().splitlines()[-1]}
            continue
        for student in sorted(Path(root, "submitted").iterdir()):
            if (student / source).is_dir():
                said.setdefault(source, {})[student.name] = grade(api, source, student)
    print("SAID" + json.dumps(said))


def grade(api, assignment, folder):
    if not any(folder.joinpath(assignment).iterdir()):  # asks for the released notebook itself
        for notebook in Path(folder.parents[1], "release", assignment).glob("*.ipynb"):
            (folder / assignment / notebook.name).write_bytes(notebook.read_bytes())
    done = api.autograde(assignment, folder.name)
    if not done["success"]:
        return {"error": (done.get("error") or done.get("log") or "?").strip().splitlines()[-1]}
    with api.gradebook as book:
        try:
            submission = book.find_submission(assignment, folder.name)
        except MissingEntry as error:
            return {"error": str(error)}
        return {
            notebook.name: {
                "scores": {g.cell.name: g.auto_score for g in notebook.grades},
                "max": {g.cell.name: g.max_score for g in notebook.grades},
                "comments": {c.cell.name: c.auto_comment for c in notebook.comments},
            }
            for notebook in submission.notebooks
        }


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Write the sample class's submissions from course/class: `python course/build.py`.

    course/class/<student>/<assignment>.txt  ->  course/submitted/<student>/<assignment>/<assignment>.ipynb

With the word "earlier" it writes what some of them handed in two days before (course/earlier). What they
chose in the concept inventory is made up, the same each time.

A text file says what a student did to the released notebook. Its first lines say who that is. Then come the
cells:

    # %% corr2d                 what is written into the cell of this grade_id
    # %%                        a new cell, after the one before (or on top)
    # %% delete corr2d-check    the cell is gone
    # %% copy corr2d            a second cell of the same grade_id, with this text
    # %% points corr2d-check 99 the cell's metadata is edited
    # %% file truncated         and at last, what happened to the file (see FILES)
"""

import functools
import json
import random
import re
import shutil
import sys
import tomllib
from copy import deepcopy
from datetime import datetime, timedelta
from pathlib import Path

import nbformat

COURSE = Path(__file__).resolve().parent
ROOT = COURSE.parent
FIRST = datetime(2026, 3, 2, 9, 0)  # handed in one after the other, so that every build gives the same files

ASKED = ("right", "nearly", "mistake", "unfinished")  # who took the concept inventory


def build(target=COURSE / "submitted", which="class"):
    """Build the class anew; gives the number of submissions."""
    shutil.rmtree(target, ignore_errors=True)
    texts = sorted(COURSE.glob(f"{which}/*/*.txt"))
    first = FIRST - timedelta(days=2) if which == "earlier" else FIRST
    inventory(target, sorted({text.parent.name for text in texts if text.parent.name.startswith(ASKED)}))
    for number, text in enumerate(texts):
        folder = target / text.parent.name / text.stem
        folder.mkdir(parents=True)
        stamp = first + timedelta(minutes=7 * number)
        (folder / "timestamp.txt").write_text(f"{stamp:%Y-%m-%d %H:%M:%S} UTC\n")
        hand_in(text.read_text(), deepcopy(released(text.stem)), folder / f"{text.stem}.ipynb")
    return len(texts)


def inventory(target, students):
    """What each chose before the course, and after it; a third of what was wrong is right then."""
    items = tomllib.loads((ROOT / "book" / "inventory.toml").read_text("utf8"))["item"]
    for student in students:
        rng = random.Random(student)
        right = {item["id"]: "right" for item in items}
        wrong = {i["id"]: rng.choice([c["shows"] for c in i["choices"] if "shows" in c]) for i in items}
        before = {name: right[name] if rng.random() < 0.4 else wrong[name] for name in right}
        after = {name: right[name] if rng.random() < 0.35 else before[name] for name in right}
        folder = target / student / "inventory"
        folder.mkdir(parents=True)
        (folder / "inventory.json").write_text(json.dumps({"before": before, "after": after}, indent=1))


@functools.cache
def released(assignment):
    sys.path[:0] = [] if str(ROOT) in sys.path else [str(ROOT)]
    from convolution_book.extensions.released import (
        release,  # the same steps as `nbgrader generate_assignment`
    )

    return release(
        nbformat.read(ROOT / "book" / "exercises" / assignment / f"{assignment}.ipynb", as_version=4)
    )


def hand_in(text, notebook, path):
    damage = FILES["whole"]
    place = 0  # where the next new cell goes
    for order, body in steps(text):
        word, *rest = order.split() or [""]
        if word == "file":
            damage = FILES[rest[0]]
        elif word in CHANGES:
            place = CHANGES[word](notebook.cells, body, *rest)
        elif word:
            place = write(notebook.cells, body, word)
        else:
            notebook.cells.insert(place, nbformat.v4.new_code_cell(body, id=f"own-{place}"))
            place += 1
    damage(path, json.dumps(notebook, indent=1, ensure_ascii=False))


def steps(text):
    """(order, body) of each `# %%` block; the lines before the first are for people."""
    for block in re.split(r"^# %%", text, flags=re.M)[1:]:
        order, _, body = block.partition("\n")
        yield order.strip(), body.strip("\n")


def find(cells, grade_id):
    """Raises: ValueError if no cell has this grade_id"""
    known = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
    if grade_id not in known:
        raise ValueError(f"no cell {grade_id!r}; there are {', '.join(filter(None, known))}")
    return known.index(grade_id)


def write(cells, body, grade_id):
    place = find(cells, grade_id)
    cells[place].source = body
    return place + 1


def delete(cells, body, grade_id):
    place = find(cells, grade_id)
    del cells[place]
    return place


def copy(cells, body, grade_id):
    place = find(cells, grade_id) + 1
    cells.insert(place, nbformat.from_dict({**cells[place - 1], "source": body}))
    return place + 1


def points(cells, body, grade_id, value):
    place = find(cells, grade_id)
    cells[place].metadata.nbgrader.points = float(value)
    return place + 1


CHANGES = {"delete": delete, "copy": copy, "points": points}


def whole(path, text):
    path.write_text(text)


def truncated(path, text):
    """Cut within the first cell: so that what is said of it does not change with the chapter's length."""
    key = '"cell_type"'
    path.write_text(text[: text.index(key) + len(key)])


def empty(path, text):
    path.write_text("")


def other_text(path, text):
    path.write_text("Dear teacher,\n\nmy computer was stolen.\n")


def other_json(path, text):
    path.write_text('["cells", 1, null, {"metadata": []}]\n')


def missing(path, text):
    path.with_name("notes.txt").write_text("I forgot to save the notebook.\n")


def renamed(path, text):
    path.with_name("Untitled1.ipynb").write_text(text)


def unmarked(path, text):
    """As Colab and pasting leave a notebook: no ids, no metadata of cells."""
    notebook = json.loads(text)
    notebook["cells"] = [{**cell, "id": f"c{n}", "metadata": {}} for n, cell in enumerate(notebook["cells"])]
    path.write_text(json.dumps(notebook))


def directory(path, text):
    path.mkdir()


def other_kernel(path, text):
    notebook = json.loads(text)
    notebook["metadata"]["kernelspec"] = {"name": "octave", "language": "octave", "display_name": "Octave"}
    path.write_text(json.dumps(notebook))


def old_format(path, text):
    """nbformat 3, as IPython wrote it until 2014."""
    notebook = nbformat.convert(nbformat.reads(text, as_version=4), 3)
    path.write_text(nbformat.v3.writes_json(notebook))


def not_unicode(path, text):
    path.write_bytes(b"\xff\xfe" + text.encode("latin-1", "replace"))


FILES = {
    "whole": whole,
    "truncated": truncated,
    "empty": empty,
    "other-text": other_text,
    "other-json": other_json,
    "missing": missing,
    "renamed": renamed,
    "unmarked": unmarked,
    "directory": directory,
    "other-kernel": other_kernel,
    "old-format": old_format,
    "not-unicode": not_unicode,
}

if __name__ == "__main__":
    print(f"class: {build(which=(sys.argv[1:] or ['class'])[0])} submissions, course/submitted/")

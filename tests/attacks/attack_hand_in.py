"""Write an attack's submission: the released notebook, changed as its lines say.

%% square           what is written into the cell of this grade_id
%% new              a cell of its own, before the answers
%% bare             a cell of its own behind the first one
%% twin NAME CELL   the notebook under another name, with what is written into its cell
%% beside NAME      a file beside the notebook
%% file damage      what happened to the notebook file (see DAMAGES), and a few more in ORDERS
"""

import json
import os
import re
import shutil

NAME = "hw.ipynb"
RIGHT_MEAN = "def mean(xs):\n    return sum(xs) / len(xs)"


def hand_in(folder, released, lines):
    """folder: submitted/STUDENT/ps1; released: the text of the notebook that students got."""
    folder.mkdir(parents=True)
    tree = json.loads(released)
    write(tree["cells"], RIGHT_MEAN, "mean")
    (folder / NAME).write_text(json.dumps(tree))
    for order, rest, body in blocks(lines):
        if order in FILES:
            FILES[order](folder, body, *rest)
        else:
            tree = json.loads((folder / NAME).read_text())
            ORDERS.get(order, write)(tree["cells"], body, *(rest if order in ORDERS else [order]))
            (folder / NAME).write_text(json.dumps(tree))


def blocks(lines):
    """(order, its words, the lines below it); lines before the first order are the cell `square`'s."""
    first, *others = re.split(r"^%% ", lines, flags=re.M)
    if first.strip():
        yield "square", [], first.strip("\n")
    for other in others:
        heading, _, body = other.partition("\n")
        order, *rest = heading.split(maxsplit=2)
        yield order, rest, body.strip("\n")


def place_of(cells, grade_id):
    ids = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in cells]
    if grade_id not in ids:
        raise ValueError(f"no cell {grade_id!r}: there are {', '.join(filter(None, ids))}")
    return ids.index(grade_id)


def code(source, **metadata):
    made = {"cell_type": "code", "metadata": metadata, "source": source}
    return made | {"outputs": [], "execution_count": None}


def write(cells, body, grade_id):
    cells[place_of(cells, grade_id)]["source"] = body


def new(cells, body):
    cells.insert(place_of(cells, "square"), code(body))


def bare(cells, body):
    """A cell of its own where an answer was deleted."""
    cells.insert(
        place_of(cells, "setup") + 1 + sum(not c["metadata"].get("nbgrader") for c in cells), code(body)
    )


def delete(cells, body, grade_id):
    del cells[place_of(cells, grade_id)]


def copy(cells, body, grade_id):
    place = place_of(cells, grade_id)
    cells.insert(place + 1, {**cells[place], "source": body})


def change(cells, body, grade_id, changes):
    cells[place_of(cells, grade_id)]["metadata"]["nbgrader"] |= json.loads(changes)


def graded(cells, body, grade_id, info):
    info = {"schema_version": 3, "task": False, "grade_id": grade_id, **json.loads(info)}
    cells.append(code(body, nbgrader=info))


def imitate(cells, body, grade_id):
    """A cell of its own in the place of another, with its id and without its mark."""
    place = place_of(cells, grade_id)
    cells[place] = code(body) | {"id": cells[place]["id"]}


def strip(cells, body):
    """What an editor leaves that knows nothing of nbgrader."""
    for cell in cells:
        cell["metadata"] = {}


def reverse(cells, body):
    cells.reverse()


def deepen(cells, body, grade_id):
    deep = "bottom"
    for _ in range(900):
        deep = [deep]
    cells[place_of(cells, grade_id)]["metadata"]["deep"] = deep


def many(cells, body, count):
    cells.extend(code("pass") for _ in range(int(count)))


ORDERS = {
    "new": new,
    "bare": bare,
    "delete": delete,
    "copy": copy,
    "metadata": change,
    "graded": graded,
    "imitate": imitate,
    "strip": strip,
    "reverse": reverse,
    "deep": deepen,
    "many": many,
}


def beside(folder, body, name):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(body)


def link(folder, body, name, target):
    (folder / name).symlink_to(target)


def twin(folder, body, *words):
    """The notebook once more, under another name, with another answer."""
    *name, grade_id = " ".join(words).split(" ")
    path = folder / " ".join(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    tree = json.loads((folder / NAME).read_text())
    write(tree["cells"], body, grade_id)
    path.write_text(json.dumps(tree))


def damage(folder, body, how, *words):
    DAMAGES[how](folder / NAME, *words)


def folder_is(folder, body, how, target):
    shutil.rmtree(folder)
    folder.symlink_to(target)


def kernel(folder, body, name):
    tree = json.loads((folder / NAME).read_text())
    tree["metadata"] = {"kernelspec": {"name": name, "display_name": name, "language": name}}
    (folder / NAME).write_text(json.dumps(tree))


FILES = {"beside": beside, "twin": twin, "link": link, "file": damage, "folder": folder_is, "kernel": kernel}


def becomes(data):
    return lambda path: path.write_bytes(data)


def truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def instead(make):
    """Something that is no plain file."""

    def put(path, *words):
        path.unlink()
        make(path, *words)

    return put


DAMAGES = {
    "truncated": truncate,
    "empty": becomes(b""),
    "brackets": becomes(b"[" * 100_000),
    "bytes": becomes(bytes(range(256)) * 40),
    "cells": becomes(b'{"nbformat": 4, "metadata": 7, "cells": [1, null, {"cell_type": []}]}'),
    "gone": lambda path: path.unlink(),
    "folder": instead(lambda path: path.mkdir()),
    "pipe": instead(os.mkfifo),
    "sparse": lambda path: os.truncate(path, 1 << 40),
    "link": instead(lambda path, target: path.symlink_to(target)),
}

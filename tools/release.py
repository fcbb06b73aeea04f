"""Put the reader's own copies of the notebooks into work/: `python tools/release.py`.

    work/exercises/<slug>/<slug>.ipynb   work/chapters/<slug>.ipynb

A copy that the reader has changed is theirs and is never written again; an untouched one follows the book.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path

import files
import stamp

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "work"
RECORD = ".released.json"
INPUTS = ["_toc.yml", "book/extensions", "book/exercises", "nbgrader_config.py", "constraints.txt"]


def digest(text):
    """Of a notebook's cells: to open one, run it and save it is no change of the reader's."""
    try:
        cells = [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(text)["cells"]]
    except (ValueError, LookupError, TypeError):  # no notebook any more: what it is now is the reader's
        return sha256(text.encode()).hexdigest()
    return sha256(json.dumps(cells).encode()).hexdigest()


def digests(text):
    """Also that of the whole file, by which earlier versions knew it."""
    return digest(text), sha256(text.encode()).hexdigest()


def recorded(work):
    """{path: digest} of all that was ever written there; nothing where the record cannot be read."""
    try:
        return dict(json.loads((work / RECORD).read_text("utf8")))
    except (FileNotFoundError, ValueError, TypeError):  # edited by hand, or by a run that was stopped
        return {}


def write_new(notebooks, work):
    """Write each (path, text) below `work` unless the reader has changed it. Returns the paths left alone."""
    written, kept = recorded(work), []
    for path, text in notebooks:
        target = work / path
        ours = {written.get(str(path)), digest(text)}
        if target.is_file() and ours.isdisjoint(digests(target.read_text("utf8", "replace"))):
            kept.append(path)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        files.write(target, text)
        written[str(path)] = digest(text)  # noted at once: the next run may have another text
        files.write(work / RECORD, json.dumps(written, indent=1))
    return kept


def texts(book):
    from grader.cli.quick import without_url_grammar

    with without_url_grammar():
        import nbformat

    from convolution_book.extensions.notebooks import all_notebooks, toc_pages

    pages = toc_pages(ROOT / "_toc.yml")
    return [(path, nbformat.writes(one) + "\n") for path, one in all_notebooks(book, pages)]


def missing(work):
    """Has a copy that was released been deleted? Then the reader wants a fresh one."""
    released = recorded(work)
    return not released or any(not (work / path).is_file() for path in released)


def main():
    value = stamp.fingerprint([ROOT / name for name in INPUTS] + sorted((ROOT / "book").glob("*.md")))
    mark = ROOT / "_build" / "release.stamp"
    if stamp.is_current(mark, value) and not missing(WORK):
        print("notebooks: up to date, work/")
        return 0
    WORK.mkdir(exist_ok=True)
    kept = write_new(texts(ROOT / "book"), WORK)
    for path in kept:
        print(f"notebooks: work/{path} has changes of yours and stays; to have the new one, move yours away")
    stamp.write(mark, value)
    print("notebooks: ready, work/")
    return 0


if __name__ == "__main__":
    with files.explained("notebooks"):
        sys.exit(main())

"""The notebooks that the book offers for download, and the reader's copies in work/."""

import json
import re
from pathlib import Path

import files
import nbformat
import pytest
import release

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "book" / "exercises").glob("*/*.ipynb"))


def hidden_parts(source):
    """Solutions and hidden lines of a source notebook, long enough to be nobody's accident."""
    text = "\n".join(cell.source for cell in nbformat.read(source, as_version=4).cells)
    blocks = re.findall(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\s*### END", text, re.S)
    return [line for block in blocks for line in block.splitlines() if len(line.strip()) > 25]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_solution_is_in_a_notebook_for_students(book_html, source):
    offered = (book_html / "notebooks/exercises" / source.stem / source.name).read_text()
    notebook = nbformat.reads(offered, as_version=4)
    nbformat.validate(notebook)
    cells = "\n".join(cell.source for cell in notebook.cells)
    assert [line for line in hidden_parts(source) if line in cells] == []


def test_every_download_link_of_the_book_leads_to_a_valid_notebook(book_html):
    found = 0
    for page in book_html.rglob("*.html"):
        for link in re.findall(r'<a href="([^"]+\.ipynb)" download', page.read_text()):
            nbformat.validate(nbformat.read((page.parent / link).resolve(), as_version=4))
            found += 1
    assert found >= len(SOURCES)


def test_no_page_holds_a_hidden_test(book_html):
    pages = [path for path in book_html.rglob("*") if path.suffix in (".html", ".js", ".ipynb", ".txt")]
    assert [path for path in pages if "BEGIN HIDDEN" in path.read_text("utf8")] == []


def test_a_copy_that_the_reader_changed_is_never_written_again(tmp_path):
    path = Path("chapters/a.ipynb")
    assert release.write_new([(path, "first")], tmp_path) == []
    (tmp_path / path).write_text("mine")
    assert release.write_new([(path, "second")], tmp_path) == [path]
    assert (tmp_path / path).read_text() == "mine"


def test_an_untouched_copy_follows_the_book(tmp_path):
    path = Path("chapters/a.ipynb")
    release.write_new([(path, "first")], tmp_path)
    assert release.write_new([(path, "second")], tmp_path) == []
    assert (tmp_path / path).read_text() == "second"


def test_a_copy_that_was_opened_run_and_saved_follows_the_book_too(tmp_path):
    path = Path("chapters/a.ipynb")
    ours = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 + 1")])
    release.write_new([(path, nbformat.writes(ours))], tmp_path)
    ours.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    ours.cells[0].execution_count = 7
    (tmp_path / path).write_text(nbformat.writes(ours))
    assert release.write_new([(path, "second")], tmp_path) == []
    ours.cells[0].source = "1 + 2"
    (tmp_path / path).write_text(nbformat.writes(ours))
    assert release.write_new([(path, "third")], tmp_path) == [path]


def test_a_copy_of_unknown_origin_is_taken_for_the_readers_own(tmp_path):
    path = Path("chapters/a.ipynb")
    (tmp_path / "chapters").mkdir()
    (tmp_path / path).write_text("from somewhere")
    assert release.write_new([(path, "first")], tmp_path) == [path]


def test_a_copy_that_is_no_text_any_more_is_the_readers(tmp_path):
    path = Path("chapters/a.ipynb")
    release.write_new([(path, "first")], tmp_path)
    (tmp_path / path).write_bytes(b"caf\xe9")
    assert release.write_new([(path, "second")], tmp_path) == [path]


def test_a_run_that_is_stopped_has_noted_what_it_wrote(tmp_path, monkeypatch):
    one, two = Path("chapters/a.ipynb"), Path("chapters/b.ipynb")
    write = files.write

    def stopped(path, text):
        if path.name == two.name:
            raise KeyboardInterrupt
        write(path, text)

    monkeypatch.setattr(files, "write", stopped)
    with pytest.raises(KeyboardInterrupt):
        release.write_new([(one, "first"), (two, "first")], tmp_path)
    monkeypatch.undo()
    assert release.write_new([(one, "second"), (two, "second")], tmp_path) == []
    assert (tmp_path / one).read_text() == "second"


def test_a_record_that_cannot_be_read_costs_no_reader_their_work(tmp_path):
    mine, untouched = Path("chapters/a.ipynb"), Path("chapters/b.ipynb")
    release.write_new([(mine, "first"), (untouched, "first")], tmp_path)
    (tmp_path / mine).write_text("mine")
    (tmp_path / ".released.json").write_text('{"chapters/a.ip')
    assert release.missing(tmp_path)
    assert release.write_new([(mine, "first"), (untouched, "first")], tmp_path) == [mine]
    assert release.write_new([(mine, "second"), (untouched, "second")], tmp_path) == [mine]


def test_a_deleted_copy_comes_back(tmp_path):
    path = Path("chapters/a.ipynb")
    release.write_new([(path, "first")], tmp_path)
    assert not release.missing(tmp_path)
    (tmp_path / path).unlink()
    assert release.missing(tmp_path)
    assert json.loads((tmp_path / ".released.json").read_text())

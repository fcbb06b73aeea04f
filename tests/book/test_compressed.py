"""Compressed twins of the book's files: there, the same, and gone with their file."""

import gzip
import os

from convolution_book.extensions.compressed import compress

TEXT = "a page " * 500


def test_a_text_gets_a_twin_that_says_the_same(tmp_path):
    (tmp_path / "page.html").write_text(TEXT)
    compress(tmp_path)
    assert gzip.decompress((tmp_path / "page.html.gz").read_bytes()).decode() == TEXT


def test_pictures_and_small_files_get_none(tmp_path):
    (tmp_path / "photo.png").write_bytes(b"x" * 5000)
    (tmp_path / "small.js").write_text("1")
    compress(tmp_path)
    assert list(tmp_path.glob("*.gz")) == []


def test_a_twin_is_renewed_with_its_file_and_goes_with_it(tmp_path):
    page, twin = tmp_path / "page.html", tmp_path / "page.html.gz"
    page.write_text(TEXT)
    compress(tmp_path)
    page.write_text(TEXT.upper())
    os.utime(page, (2e9, 2e9))  # later than the twin, however fast the machine
    compress(tmp_path)
    assert gzip.decompress(twin.read_bytes()).decode() == TEXT.upper()
    page.unlink()
    compress(tmp_path)
    assert not twin.exists()

"""Beside each text file of the book its compressed twin, page.html.gz, for servers that hand out such.

Ours does (tools/book_server.py), nginx does (`gzip_static on`); hosts that compress by themselves need none.
"""

import gzip
from pathlib import Path

KINDS = {".html", ".css", ".js", ".json", ".svg", ".ipynb"}
WORTH = 1000  # bytes; a smaller file comes in one packet anyway


def compress(folder):
    """Write the twins that are missing or older than their file; take away those whose file is gone."""
    for twin in folder.rglob("*.gz"):
        if not twin.with_suffix("").exists():
            twin.unlink()
    for file in folder.rglob("*"):
        if file.suffix not in KINDS or file.stat().st_size < WORTH:
            continue
        twin = file.with_name(f"{file.name}.gz")
        if not twin.exists() or twin.stat().st_mtime_ns < file.stat().st_mtime_ns:
            twin.write_bytes(gzip.compress(file.read_bytes(), 9, mtime=0))


def write(app, exception):
    if not exception and app.builder.format == "html":
        compress(Path(app.outdir))


def setup(app):
    app.connect("build-finished", write, priority=999)  # when all files are there
    return {"parallel_read_safe": True, "parallel_write_safe": True}

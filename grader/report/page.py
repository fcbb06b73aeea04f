"""The frame of every report: what a page may do, how it suits a phone and the dark. No script."""

from html import escape
from pathlib import Path
from string import Template

from .. import whole_file

FRAME = Path(__file__).with_name("page.html")
STYLE = Path(__file__).with_name("site.css")


def write_page(
    folder: Path, title: str, heading: str, body: str, style: str = "", name: str = "index.html"
) -> Path:
    """Write a page, whole or not at all; its path. body: HTML; style: what this report adds"""
    text = Template(FRAME.read_text("utf8")).substitute(
        title=escape(title), heading=escape(heading), body=body, style=STYLE.read_text("utf8") + style
    )
    whole_file.write(folder / name, text)
    return folder / name

"""A notebook to show, made anew of the fields that a page has a use for, each of its own kind.

Whatever else a submission holds (scripts, widgets, metadata that becomes an attribute) is not in it.
"""

import re
from html import escape

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell

from ..engine.shown import directions_shown
from .formulas import formula
from .sanitize import as_text, framed, sanitize

MOST_CELLS = 2_000
LONGEST = 100_000  # characters of a cell or of one text; what is longer is cut
PAGE = 4_000_000  # characters of text on a page
PICTURE = 8_000_000  # characters of a picture, in base64
FLAGS = ("grade", "solution", "task", "locked")
WORD = re.compile(r"[\w.+ -]{1,40}")
PICTURES = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")
BASE64 = re.compile(r"[A-Za-z0-9+/=\s]*")
CUT = "… [{} more characters, not shown]"


def harmless(nb: NotebookNode) -> NotebookNode:
    """nb: after its marks were put in and its hidden tests masked."""
    room = [PAGE]
    cells = [_cell(cell, room) for cell in nb.cells[:MOST_CELLS]]
    if left := len(nb.cells) - len(cells):
        cells.append(new_markdown_cell(f"[{left} more cells, not shown]"))
    known = nb.metadata.get("language_info", {})
    language = {key: known[key] for key in ("name", "pygments_lexer") if _is_word(known.get(key))}
    return new_notebook(cells=cells, metadata={"language_info": language} if language else {})


def cut(text, room) -> str:
    """As much of a text as there is room for; the rest is counted."""
    text = text if isinstance(text, str) else "".join(map(str, text or ()))
    kept = text[: max(0, min(LONGEST, room[0]))]
    room[0] -= len(kept)
    rest = "" if len(kept) == len(text) else "\n" + CUT.format(len(text) - len(kept))
    return directions_shown(kept) + rest


def _cell(cell, room):
    about = cell.metadata.get("nbgrader")
    metadata = {"nbgrader": _about(about)} if isinstance(about, dict) else {}
    source = cut(cell.source, room)
    if cell.cell_type == "markdown":
        return new_markdown_cell(source, metadata=metadata, attachments=_attachments(cell, room))
    if cell.cell_type != "code":
        return new_raw_cell(sanitize(as_text(source)), metadata=metadata)
    if _is_word(cell.metadata.get("magics_language")):
        metadata["magics_language"] = cell.metadata["magics_language"]
    count = cell.get("execution_count")
    outputs = [_output(output, room) for output in cell.get("outputs", [])[:MOST_CELLS]]
    return new_code_cell(
        source, metadata=metadata, outputs=outputs, execution_count=count if isinstance(count, int) else None
    )


def _about(about):
    """Marks are ours; names may be a submission's."""
    kept = {flag: bool(about.get(flag)) for flag in FLAGS}
    kept |= {name: about[name] for name in ("score", "points", "comment") if name in about}
    return kept | {"grade_id": escape(str(about.get("grade_id", "")))}


def _attachments(cell, room):
    found = cell.get("attachments")
    found = found if isinstance(found, dict) else {}
    return {
        str(name): kept
        for name, bundle in found.items()
        if isinstance(bundle, dict) and (kept := {k: v for k, v in bundle.items() if _is_picture(k, v)})
    }


def _output(output, room):
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return new_output("stream", name=name, text=cut(output.get("text"), room))
    if kind == "error":
        lines = cut("\n".join(map(str, output.get("traceback") or [])), room)
        return new_output("error", ename="", evalue="", traceback=[lines])
    data = output.get("data") if isinstance(output.get("data"), dict) else {}
    kept = dict(_shown(data, room)) or {"text/plain": f"[{', '.join(sorted(map(str, data)))}: not shown]"}
    sizes = output.get("metadata") if isinstance(output.get("metadata"), dict) else {}
    shown = {mime: _size(sizes.get(mime)) for mime in kept if _size(sizes.get(mime))}
    count = {"execution_count": None} if kind == "execute_result" else {}
    kind = kind if kind == "execute_result" else "display_data"
    return new_output(kind, data=kept, metadata=shown, **count)


def _shown(data, room):
    for mime, value in data.items():
        if mime == "text/html":
            yield mime, sanitize(_text(value))
        elif mime == "text/latex":
            yield mime, cut(value, room)
            if "text/html" not in data and "text/markdown" not in data:
                yield "text/html", framed(_latex(_text(value)))
        elif mime == "image/svg+xml":
            if len(_text(value)) <= PICTURE:
                yield mime, _text(value)
        elif mime in ("text/plain", "text/markdown"):
            yield mime, cut(value, room)
        elif _is_picture(mime, value):
            yield mime, value


def _latex(text):
    """`$$…$$`, `$…$` and bare environments are formulas; anything else is shown as it was written."""
    tex = text.strip()
    for mark in ("$$", "$"):
        if tex.startswith(mark) and tex.endswith(mark) and len(tex) > 2 * len(mark):
            tex = tex[len(mark) : -len(mark)].removeprefix(r"\displaystyle")
            return formula(tex, "block") if mark not in tex else as_text(text[:LONGEST])
    return formula(tex, "block") if tex.startswith(r"\begin{") else as_text(text[:LONGEST])


def _text(value):
    return directions_shown(value if isinstance(value, str) else "".join(map(str, value or ())))


def _is_picture(mime, value):
    return mime in PICTURES and isinstance(value, str) and len(value) <= PICTURE and _is_base64(value)


def _is_base64(value):
    return bool(BASE64.fullmatch(value))


def _size(about):
    """Width and height, if they are numbers."""
    about = about if isinstance(about, dict) else {}
    return {
        k: v for k, v in about.items() if k in ("width", "height") and type(v) in (int, float) and 0 < v < 1e4
    }


def _is_word(value):
    return isinstance(value, str) and bool(WORD.fullmatch(value))

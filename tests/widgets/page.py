"""A page with widgets and nothing else: the front ends as Python ships them, no kernel behind them."""

import json
from pathlib import Path

HERE = Path(__file__).parent

SHELL = """<!doctype html>
<html lang="en"{theme}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Widgets</title>
<style>
body {{ margin: 0; background: var(--cw-paper); color: var(--cw-ink); font-family: system-ui }}
main {{ max-width: {width}; margin: 0 auto; padding: 0 12px }}
</style>
</head><body><main><h1>Widgets</h1></main>
<script>window.page = {page};</script>
<script type="module">{mount}</script></body></html>"""


def state_of(widget):
    """The traits that would cross to the browser."""
    kept = {name for name, trait in widget.traits(sync=True).items() if not name.startswith("_")}
    return {name: getattr(widget, name) for name in kept - {"layout", "tabbable", "tooltip", "comm"}}


def page(*widgets, theme=None, width="780px"):
    """HTML that plays these widgets."""
    data = {"css": widgets[0]._css, "widgets": [{"esm": str(w._esm), "state": state_of(w)} for w in widgets]}
    return SHELL.format(
        theme=f' data-theme="{theme}"' if theme else "",
        width=width,
        page=json.dumps(data).replace("</", "<\\/"),
        mount=(HERE / "mount.js").read_text(encoding="utf-8"),
    )

"""A page with widgets and nothing else: the front ends as Python ships them, no kernel behind them."""

import json
from pathlib import Path

DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
HERE = Path(__file__).parent
ROOT = HERE.parents[1]

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
    """HTML that plays these widgets, their traits in the order in which a notebook is saved: by name."""
    data = {"css": widgets[0]._css, "widgets": [{"esm": str(w._esm), "state": state_of(w)} for w in widgets]}
    return SHELL.format(
        theme=f' data-theme="{theme}"' if theme else "",
        width=width,
        page=json.dumps(data, sort_keys=True).replace("</", "<\\/"),
        mount=(HERE / "mount.js").read_text(encoding="utf-8"),
    )


def trait(page, name, widget=0):
    """A trait as the front end has it now."""
    return page.evaluate("([i, name]) => models[i].get(name)", [widget, name])


def set_traits(page, widget=0, **values):
    """Set traits as Python would."""
    page.evaluate(
        "([i, values]) => Object.entries(values).forEach((pair) => models[i].set(...pair))", [widget, values]
    )


def in_each_state(page, states, read):
    """What read() says of the page in each of these states, in one go: a question from here costs a frame."""
    return page.evaluate(
        f"""async (states) => {{
            const said = [];
            for (const state of states) {{
                Object.entries(state).forEach((pair) => models[0].set(...pair));
                await new Promise((drawn) => setTimeout(drawn));
                said.push(({read})());
            }}
            return said;
        }}""",
        states,
    )


def cells(page, grid):
    """The numbers that a grid shows, row by row, as text."""
    return page.evaluate(
        """(grid) => [...document.querySelectorAll(`.cw-${grid} .cw-row`)].map((row) =>
            [...row.querySelectorAll(".cw-value")].map((cell) => cell.value ?? cell.textContent))""",
        grid,
    )

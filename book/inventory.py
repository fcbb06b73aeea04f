"""The concept inventory in a notebook: the book's twenty questions, before it and after it.

    from convolution_book.inventory import take
    take()

What is chosen is kept in inventory.json in the notebook's folder, and sent nowhere. It has the form in which
the page keeps it in the browser, and course tools read it where it is handed in:

    {"draft": {"spike": "right", …} or null, "before": {…}, "after": {…}}

For each question it holds "right", "unknown" or the misconception that was chosen, by its name in
inventory.toml. The first taking is *before*, the last one *after*.
"""

import json
import tomllib
from pathlib import Path

TABLE = Path(__file__).with_name("inventory.toml")
FILE = "inventory.json"
UNKNOWN = "I do not know."


def table():
    """{idea: {id: name}, misconception: {id: {…}}, item: [{…}]}, as the file explains them."""
    return tomllib.loads(TABLE.read_text("utf8"))


def shows(choice):
    """What is kept of a choice.

    >>> shows({"text": "4", "right": True}), shows({"text": "9", "shows": "zeros-do-nothing"})
    ('right', 'zeros-do-nothing')
    """
    return "right" if choice.get("right") else choice["shows"]


def read(file):
    """What the file keeps; nothing where there is none."""
    file = Path(file)
    return json.loads(file.read_text("utf8")) if file.exists() else {}


def write(file, kept):
    """Beside its place, then into it: whoever is stopped in between leaves what was there."""
    new = Path(file).with_name(f".{Path(file).name}.new")
    new.write_text(json.dumps(kept, indent=1) + "\n", "utf8")
    new.replace(file)


def finished(kept):
    """The draft is a taking now: the first one, or the last."""
    before = kept.get("before")
    return {"before": before, "after": kept["draft"]} if before else {"before": kept["draft"]}


def result(kept, found=None):
    """The lines of the result: each idea, how many were right, and what was thought the last time."""
    found = found or table()
    last = kept.get("after") or kept["before"]
    for idea, name in found["idea"].items():
        asked = [item["id"] for item in found["item"] if item["idea"] == idea]
        takings = [(when, kept[when]) for when in ("before", "after") if kept.get(when)]
        counts = [f"{when} {sum(t.get(i) == 'right' for i in asked)} of {len(asked)}" for when, t in takings]
        yield f"{name}: {', '.join(counts)}"
        for held in dict.fromkeys(last.get(one) for one in asked):
            if held in found["misconception"]:
                words = found["misconception"][held]
                yield f"    {words['you']} {words['but']}"


def take(folder="."):
    """The questions as widgets, those of the draft answered; each choice is kept at once."""
    import ipywidgets

    file, items = Path(folder) / FILE, table()["item"]
    kept = read(file)
    draft = dict(kept.get("draft") or {})
    told = ipywidgets.Output()
    boxes = []

    def asked(number, item):
        options = [(choice["text"], shows(choice)) for choice in item["choices"]] + [(UNKNOWN, "unknown")]
        value = draft.get(item["id"])
        box = ipywidgets.RadioButtons(options=options, value=value, layout={"width": "auto"})

        def keep(change):
            draft[item["id"]] = change["new"]
            write(file, read(file) | {"draft": draft})

        box.observe(keep, "value")
        boxes.append(box)
        return ipywidgets.VBox([ipywidgets.Label(f"{number}. {item['question']}"), box])

    def finish(_):
        left = [number for number, item in enumerate(items, 1) if not draft.get(item["id"])]
        told.clear_output()
        with told:
            if left:
                print(f"Still open: {', '.join(map(str, left))}")
                return
            if read(file).get("draft"):  # and not a second press
                write(file, finished(read(file)))
            print("\n".join(result(read(file))))

    button = ipywidgets.Button(description="Show my result")
    button.on_click(finish)
    return ipywidgets.VBox([*(asked(*one) for one in enumerate(items, 1)), button, told])

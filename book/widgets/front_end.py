"""Front ends: the ES modules a widget imports, joined into one self-contained module. No bundler.

How to write a new widget, in a page of code:

1. ``book/widgets/my_widget.js`` imports the shared parts it needs and ends in

       export default widget({ kind: "my-widget", traits: ["X", "step"], link: ["X"], problem, start, view });

   ``problem(state)`` says why a state cannot be drawn (``{ key, ...values }`` of a label), or null;
   ``start(model)`` runs once a model (a clock, a derived trait);
   ``view({ model, t, note, speak, copyLink })`` builds its parts once and returns ``{ parts, draw, keys }``;
   ``draw()`` reads the model and writes the parts.
   Everything a reader can change is a trait: set it with ``change(model, {...})`` and let draw() follow.

2. ``book/widgets/my_widget.py`` declares the same traits:

       class MyWidget(Widget, front_end="my_widget"):
           X = Matrix([[1, 2], [3, 4]], name="X").tag(sync=True)

3. Its words go to ``labels.json`` under ``my_widget`` (the shared ones are there already).
4. Export the class in ``__init__.py``; tests in ``tests/widgets`` find it there.

The modules are joined into one scope, so their top-level names may not collide; join() says so if they do.
"""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
IMPORT = re.compile(r'^import\s*\{[^}]*\}\s*from\s*"(?P<path>\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(async function|function|const|let|class)\b)", re.MULTILINE)
NAME = re.compile(
    r"^(?:async function|function|const|let|class)\s+(?:\[(?P<many>[^\]]*)\]|(?P<one>\w+))", re.MULTILINE
)


def modules(entry):
    """Paths of the modules that `entry` needs, dependencies first, itself last.

    >>> [path.name for path in modules(HERE / "shared" / "words.js")]
    ['words.js']
    """
    done = []

    def visit(path, trail):
        if path in trail:
            raise ValueError(
                f"{path.name} imports itself through {' → '.join(p.name for p in trail)}: cut the circle"
            )
        for match in IMPORT.finditer(path.read_text(encoding="utf-8")):
            visit((path.parent / match["path"]).resolve(), [*trail, path])
        if path not in done:
            done.append(path)

    visit(Path(entry).resolve(), [])
    return done


def top_level_names(source):
    """Names a module adds to the scope it is joined into.

    >>> top_level_names("const a = 1;\\nfunction f() {\\n  const inner = 2;\\n}\\n")
    ['a', 'f']
    """
    return [
        name
        for match in NAME.finditer(source)
        for name in (re.split(r"\s*,\s*", match["many"]) if match["many"] else [match["one"]])
    ]


def collisions(paths):
    """{name: files} of every top-level name that more than one of these modules uses."""
    users = {}
    for path in paths:
        for name in top_level_names(EXPORT.sub("", path.read_text(encoding="utf-8"))):
            users.setdefault(name, []).append(path.name)
    return {name: files for name, files in users.items() if len(files) > 1}


@cache
def join(name):
    """The front end of one widget as a single ES module: its own file with all it imports before it."""
    paths = modules(HERE / f"{name}.js")
    if clash := collisions(paths):
        raise ValueError(f"{name}.js: names used by more than one module: {clash}; rename one of each")
    parts = []
    for path in paths:
        source = IMPORT.sub("", path.read_text(encoding="utf-8"))
        if path != paths[-1]:
            source = EXPORT.sub("", source)
        parts.append(f"// {path.relative_to(HERE)}\n{source}")
    return "\n".join(parts)


@cache
def styles():
    """The one style sheet of all widgets: the book's variables, then the parts."""
    return "\n".join(
        (HERE / "shared" / f"{name}.css").read_text(encoding="utf-8")
        for name in ("theme", "widgets", "figures")
    )

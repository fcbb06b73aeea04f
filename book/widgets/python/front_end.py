"""Front ends: the ES modules a widget imports, joined into one self-contained module. No bundler.

Each module keeps a scope of its own, so a name may be used in as many of them as like it:

    // conv.js                                     const $maths_conv = (() => {
    export function turn(K) { … }                  function turn(K) { … }
                                        becomes    return { turn };
    // view.js                                     })();
    import { turn } from "./conv.js";              const { turn } = $maths_conv;
"""

import json
import re
from functools import cache
from pathlib import Path

WIDGETS = Path(__file__).parents[1]
KIT = WIDGETS / "kit"
IMPORT = re.compile(r'^import\s*\{(?P<names>[^}]*)\}\s*from\s*"(?P<path>\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|const|class)\s+(?P<name>\w+))", re.MULTILINE)
OTHER = re.compile(r"^(?:import|export)\b(?! default widget\().*", re.MULTILINE)


def modules(entry):
    """Paths of the modules that `entry` needs, dependencies first, itself last.

    >>> [path.name for path in modules(KIT / "frame" / "note.js")]
    ['dom.js', 'note.js']
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


def scope_of(path):
    """The name under which the others see what a module exports.

    >>> scope_of(KIT / "maths" / "conv.js")
    '$maths_conv'
    """
    return "$" + re.sub(r"\W", "_", f"{path.parent.name}_{path.stem}")


def body(path):
    """(source, names it exports): imports taken from the scopes of the others, exports made plain."""

    def taken(match):
        names = match["names"].replace(" as ", ": ")
        return f"const {{{names}}} = {scope_of((path.parent / match['path']).resolve())};\n"

    source = IMPORT.sub(taken, path.read_text(encoding="utf-8"))
    names = [match["name"] for match in EXPORT.finditer(source)]
    source = EXPORT.sub("", source)
    if other := OTHER.search(source):
        raise ValueError(
            f'{path.name}: "{other[0]}" cannot be joined: write import {{ … }} from "./file.js"; '
            "and put export before a function, const or class"
        )
    return source, names


def scoped(path):
    """A module in a scope of its own, closed but for what it exports."""
    source, names = body(path)
    head = f"// {path.parent.name}/{path.name}\n"
    return f"{head}const {scope_of(path)} = (() => {{\n{source}return {{ {', '.join(names)} }};\n}})();\n"


@cache
def join(entry):
    """The front end as a single ES module: all that it imports, each in its scope, and itself at the end."""
    *parts, view = modules(entry)
    return "\n".join([*map(scoped, parts), body(view)[0]])


def together(entries):
    """Some front ends for one page, as a plain script: what they share stands there once.

    entries: key -> path of a view; the script's value is an object of functions, key -> the front end made
    """
    needed = dict.fromkeys(path for entry in entries.values() for path in modules(entry)[:-1])
    views = [f"{json.dumps(key)}: () => {{\n{as_function(entry)}\n}}" for key, entry in entries.items()]
    return f"(() => {{\n{''.join(map(scoped, needed))}return {{ {', '.join(views)} }};\n}})()"


def as_function(entry):
    """A view as the body of a function that returns what the module would export."""
    return re.sub(r"^export default ", "return ", body(Path(entry).resolve())[0], flags=re.MULTILINE)


@cache
def styles(rooms=None):
    """One style sheet: variables, frame, parts, then each widget's own; of all, or of these rooms."""
    own = sorted(path for path in WIDGETS.glob("*/style.css") if rooms is None or path.parent in rooms)
    frame = [KIT / "frame" / f"{name}.css" for name in ("theme", "widget", "note")]
    files = [*frame, *sorted(KIT.glob("parts/*.css")), *own]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)

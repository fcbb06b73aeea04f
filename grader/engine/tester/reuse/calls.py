"""Whether cells that stop in the middle can have left a setting turned: read from their source.

    torch.set_default_device("meta")
    got = shape_of(model)               # raises: the next line never runs
    torch.set_default_device("cpu")

Known to turn nothing: what a cell does with its own values, the student's functions (they run elsewhere), and
what it takes from the libraries below, but for names that sound like a switch. All else may.
"""

import ast
import re
from collections.abc import Container, Iterable

from ..notebook import ownership

KNOWN = frozenset(
    "IPython PIL __future__ abc array ast base64 bisect calendar cmath collections colorsys copy csv "  # noqa: SIM905
    "dataclasses datetime decimal difflib enum fractions functools glob graphlib hashlib heapq html inspect "
    "io itertools json keyword math matplotlib networkx nose numbers numpy operator os pandas pathlib "
    "pprint pytest random re scipy sklearn statistics string struct sympy sys tempfile textwrap time torch "
    "types typing unicodedata unittest uuid warnings".split()
)
SWITCH = re.compile(
    r"(set(?!diff1d|xor1d|_index)\w+|use|use_\w+|enable\w*|disable\w*|register\w*|install\w*|config\w*|options?|"
    r"option_context|switch\w*|styles?|init_\w+|reset\w*|rc|rcdefaults|rcParams\w*|ion|ioff|default(?!_rng|dict)\w*|"
    r"filterwarnings|simplefilter|push\w*|umask|f?chdir|nice|putenv|unsetenv|tzset|localcontext|"
    r"add_(?:class|\w*hook|\w*path)\w*)",
    re.IGNORECASE,
)


def turn_nothing(cells: Iterable[str]) -> bool:
    """Whether these cells, read as text, are known to turn nothing, wherever they stop.

    >>> turn_nothing(["import numpy as np", "assert np.allclose(f(np.ones(3)), 1)", "shape.set_width(3)"])
    True
    >>> turn_nothing(["import numpy as np\\nold = np.setbufsize(64)"])
    False
    >>> turn_nothing(["from coursekit import start"])
    False
    """
    nodes = [node for cell in cells for node in ast.walk(ownership.parse(cell))]
    imports = [node for node in nodes if isinstance(node, ast.Import | ast.ImportFrom)]
    libraries = _roots(nodes, {name for node in imports for name in ownership.imported(node)})
    return all(map(_is_known, imports)) and not any(_is_switch(node, libraries) for node in nodes)


def _is_known(node: ast.Import | ast.ImportFrom) -> bool:
    """From a library that is known, and no switch by name, whatever it is called here."""
    if isinstance(node, ast.ImportFrom) and (node.level or not node.module):
        return False
    above = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    paths = [above + alias.name for alias in node.names]
    return all(path.partition(".")[0] in KNOWN and not _sounds(path) for path in paths)


def _roots(nodes: Iterable[ast.AST], names: set[str]) -> set[str]:
    """The names that stand for a library, or for a part of one: `F = torch.nn.functional` too."""
    for node in nodes:
        if isinstance(node, ast.Assign) and _root(node.value) in names:
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return names


def _root(node: ast.AST) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _is_switch(node: ast.AST, libraries: Container[str | None]) -> bool:
    """A switch of a library; and with a star import any name may be one."""
    if isinstance(node, ast.Attribute):
        return _root(node) in libraries and bool(SWITCH.fullmatch(node.attr))
    return isinstance(node, ast.Name) and "*" in libraries and bool(SWITCH.fullmatch(node.id))


def _sounds(path: str) -> bool:
    return any(SWITCH.fullmatch(part) for part in path.split("."))

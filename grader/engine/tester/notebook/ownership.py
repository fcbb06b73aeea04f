"""Whose is a name? Read from the instructor's source: nothing in a submission can change the answer.

- What any cell of the source imports is the instructor's import, made anew in the tester.
- What a locked cell or a test binds is the instructor's.
- What a solution cell binds is the student's, from there on.
- A function or class that an unlocked cell of the source defines is the instructor's (a helper); its
  variables are the student's.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from IPython.core.inputtransformer2 import TransformerManager

from ....unwritten import is_stub

LONGEST, MOST_READ = 300_000, 1_000_000  # characters of a cell; of it, once for each magic
_SCOPES = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda
_COMPREHENSIONS = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@lru_cache(maxsize=4096)
def parse(source: str) -> ast.Module:
    """The cell's syntax tree, magics turned into calls; an empty one if it is no Python."""
    try:
        if len(source) > LONGEST:
            return ast.Module([], [])
        if is_slow(source):
            return ast.parse(source)
        return ast.parse(TransformerManager().transform_cell(source))
    except (SyntaxError, ValueError, RuntimeError, MemoryError):
        return ast.Module([], [])


def is_slow(source: str) -> bool:
    """IPython reads the whole cell again for each magic in it: hours, where a student wrote it so."""
    lines = [line.strip() for line in source.splitlines()]
    magics = sum(line.startswith(("%", "!", "?", ",", ";", "/")) or line.endswith("?") for line in lines)
    assigned = len(re.findall(r"=\s*[%!]", source))
    return (magics + assigned) * len(source) > MOST_READ


@lru_cache(maxsize=4096)
def bound(source: str) -> frozenset[str]:
    """The names that running this cell binds."""
    return frozenset(name for node in _statements(parse(source)) for name in _binds(node))


def classes(source: str) -> list[str]:
    """The classes that this cell defines."""
    return [node.name for node in _statements(parse(source)) if isinstance(node, ast.ClassDef)]


@lru_cache(maxsize=4096)
def assigned(source: str) -> frozenset[str]:
    """The names that running this cell binds other than by importing them."""
    nodes = (node for node in _statements(parse(source)) if not isinstance(node, ast.Import | ast.ImportFrom))
    return frozenset(name for node in nodes for name in _binds(node))


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Every node that runs in the cell's own namespace; however deep a student's are."""
    waiting = [*ast.iter_child_nodes(node)][::-1]
    while waiting:
        yield (child := waiting.pop())
        if not isinstance(child, _SCOPES | _COMPREHENSIONS):
            waiting += [*ast.iter_child_nodes(child)][::-1]


def _binds(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
        yield from _declared_global(node)
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from imported(node)
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name


def _declared_global(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.Global):
            yield from node.names


def imported(node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The names that an import statement binds; `*` for a star."""
    for alias in node.names:
        yield alias.asname or (
            alias.name if isinstance(node, ast.ImportFrom) else alias.name.partition(".")[0]
        )


def imports(sources: Iterable[str]) -> tuple[dict[str, list[str]], list[str]]:
    """{name: statements that import it} over these cells, and the star imports."""
    named, stars = {}, []
    for source in sources:
        for node in _statements(parse(source)):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                continue
            for alias, name in zip(node.names, imported(node), strict=True):
                if name == "*":
                    stars.append(ast.unparse(node))
                else:
                    named.setdefault(name, []).append(ast.unparse(_of_one(node, alias)))
    return named, stars


def _of_one(node: ast.Import | ast.ImportFrom, alias: ast.alias) -> ast.stmt:
    """The statement with this name alone."""
    if isinstance(node, ast.Import):
        return ast.Import([alias])
    return ast.ImportFrom(node.module, [alias], node.level)


@lru_cache(maxsize=4096)
def helpers(source: str) -> str:
    """The functions and classes that an unlocked cell defines, but for those left for the student."""
    tree = parse(source)
    kept = [node for node in tree.body if isinstance(node, _SCOPES) and not is_stub(node)]
    return "\n\n".join(map(ast.unparse, kept))


@lru_cache(maxsize=4096)
def tools(source: str) -> str:
    """What a cell imports and the functions and classes that it defines, without the rest."""
    lines = [node for node in parse(source).body if isinstance(node, ast.Import | ast.ImportFrom)]
    return "\n".join([*map(ast.unparse, lines), helpers(source)]).strip()


@lru_cache(maxsize=4096)
def read(source: str) -> frozenset[str]:
    """Every name of the notebook's that this cell, or a function in it, may read.

    What is only a parameter or the variable of a comprehension is not: `lambda v: v` reads no v.
    """
    found, waiting = set(), [(parse(source), frozenset())]
    while waiting:
        node, hidden = waiting.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id not in hidden:
            found.add(node.id)
        waiting += _parts(node, hidden)
    return frozenset(found)


def _parts(node: Any, hidden: frozenset[str]) -> Iterator[tuple[ast.AST, frozenset[str]]]:
    """(part, names that are not the notebook's in it) of a node in which those are hidden."""
    if isinstance(node, _COMPREHENSIONS):
        yield node.generators[0].iter, hidden
        within = hidden.union(*(_stored(generator.target) for generator in node.generators))
        for generator in node.generators:
            yield from ((part, within) for part in (generator.target, *generator.ifs))
        yield from ((generator.iter, within) for generator in node.generators[1:])
        yield from ((part, within) for part in _children(node) if not isinstance(part, ast.comprehension))
        return
    within = hidden
    if isinstance(node, ast.ClassDef):  # its body may read the notebook's before it binds its own
        within = frozenset()
    elif isinstance(node, _SCOPES):
        parameters = {part.arg for part in _children(node.args) if isinstance(part, ast.arg)}
        told = {n for part in _statements(node) if isinstance(part, ast.Global) for n in part.names}
        within = (hidden - told) | parameters
    body = getattr(node, "body", []) if isinstance(node, _SCOPES) else []
    inside = set(map(id, body if isinstance(body, list) else [body]))
    yield from ((part, within if id(part) in inside else hidden) for part in _children(node))


def _children(node: ast.AST) -> list[ast.AST]:
    return [*ast.iter_child_nodes(node)]


def _stored(target: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(target) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}

"""What a chapter's cell needs of the cells above it, worked out by names: nothing is run.

When the book is built this says which cells can be edited in the page; there, what runs before one that was.
"""

import ast
import builtins
import symtable
from dataclasses import dataclass

PRINTS = {"np"}  # no cell names it to whose numbers `np.set_printoptions` gives their look
SETS = ("set", "seed")  # np.set_printoptions(…): a call of a module's function that is there for what it sets
WHOLE = (ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


@dataclass(frozen=True)
class Statement:
    """reads: names that it takes from outside, or its functions do; changes: names of objects."""

    node: ast.stmt
    reads: set
    binds: set
    changes: set


def needed(above, code):
    """The statements of the cells above (name -> source) that the code needs: (name, node)."""
    steps = [(name, one) for name, source in above.items() for one in statements(source, name)]
    own = statements(code)
    wanted = names_read(own) - bound_first(own) | PRINTS
    while True:
        kept = list(reversed(list(backwards(steps, wanted))))
        called = {name for _, one in kept if isinstance(one.node, ast.FunctionDef) for name in one.reads}
        if called <= wanted:  # a function finds its names when it is called, not where it is written
            return [(name, one.node) for name, one in kept]
        wanted |= called


def backwards(steps, wanted):
    """The needed steps, last to first."""
    modules = {name for _, one in steps if is_import(one.node) for name in one.binds}
    for name, one in reversed(steps):
        if one.binds & wanted or changed(one, modules) & wanted:
            yield name, one
            if isinstance(one.node, WHOLE):
                wanted = wanted - one.binds
            wanted = wanted | one.reads


def changed(one, modules):
    """A module's functions leave it as it is, but for those that are called for nothing else."""
    return one.changes if is_setting(one.node) else one.changes - modules


def is_setting(node):
    called = node.value.func if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr.startswith(SETS)


def names_read(steps):
    return {name for one in steps for name in one.reads}


def bound_first(steps):
    """What a cell sets before it reads it: that of the cells above is not needed."""
    bound, read = set(), set()
    for one in steps:
        read |= one.reads - bound
        if isinstance(one.node, WHOLE):
            bound |= one.binds - read
    return bound


def statements(source, name="cell"):
    return [statement(node) for node in ast.parse(source, name).body]


def statement(node):
    table = symtable.symtable(ast.unparse(node), "cell", "exec")
    reads = {one.get_name() for one in table.get_symbols() if one.is_referenced()}
    reads |= {one.get_name() for inner in below(table) for one in inner.get_symbols() if one.is_global()}
    binds = {one.get_name() for one in table.get_symbols() if one.is_assigned() or one.is_imported()}
    changes = set(changes_of(node))
    return Statement(node, reads | changes - binds, binds, changes)


def below(table):
    for inner in table.get_children():
        yield inner
        yield from below(inner)


def changes_of(node):
    """Names whose object a statement may change: `X[0] = 1`, `X += 1`, `rng.normal()`."""
    if isinstance(node, FUNCTIONS):
        return
    if isinstance(node, ast.AugAssign):
        yield from root(node.target)
    elif isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
        yield from root(node)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        yield from root(node.func)
    for child in ast.iter_child_nodes(node):
        yield from changes_of(child)


def root(node):
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return [node.id] if isinstance(node, ast.Name) else []


def is_import(node):
    return isinstance(node, ast.Import | ast.ImportFrom)


def runs(above, code, is_there):
    """Does it run where only the modules are of which is_there(name) is true?"""
    try:
        steps = [statement(node) for _, node in needed(above, code)] + statements(code)
    except SyntaxError:  # `%time` is not Python
        return False
    known = set(dir(builtins)).union(*(one.binds for one in steps))
    modules = [name for one in steps for name in imported(one.node)]
    return bool(statements(code)) and names_read(steps) <= known and all(map(is_there, modules))


def imported(node):
    """The modules that are imported anywhere in a statement."""
    for one in ast.walk(node):
        if isinstance(one, ast.Import):
            yield from (alias.name for alias in one.names)
        elif isinstance(one, ast.ImportFrom):
            yield one.module or ""

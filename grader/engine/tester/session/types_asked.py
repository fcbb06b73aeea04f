"""`type(x)`, `x.__class__` and `issubclass(x, y)` in a test, where x may be a student's; `"x" in globals()`.

What stands for it here is of a class of ours; so a call of a function of ours takes the place of each. And
the namespace here asks for the student's names one by one: what looks at all of them gets a view that does.
And `eval(x)`, `exec(x)`, `pickle.loads(x)` run in this process what the submission may have written: the text
passes through `TEXT`, which makes a note of it.
"""

import ast

from . import namespace, proxies

ASKED = {
    "__type_of__": proxies.type_of,
    "__class_of__": proxies.class_of,
    "__is_subclass__": proxies.is_subclass,
    "__all_of__": namespace.all_of,
    "__dir_of__": lambda names: sorted(namespace.all_of(names)),
}
WHOLE = ("globals", "locals", "vars")
TEXT = "__text_of__"  # a function of the notebook's own, see grade.py
RUN = ("eval", "exec")
LOADS = ("pickle", "dill", "cloudpickle", "marshal")


class AskForTypes(ast.NodeTransformer):
    def visit_Module(self, tree: ast.Module) -> ast.AST:
        own = any(
            isinstance(n, ast.Name) and n.id == "type" and n.ctx.__class__ is ast.Store
            for n in ast.walk(tree)
        )
        return tree if own else self.generic_visit(tree)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if (
            isinstance(node.func, ast.Name)
            and node.func.id == "type"
            and len(node.args) == 1
            and not node.keywords
        ):
            return _asked("__type_of__", node.args[0], node)
        if isinstance(node.func, ast.Name) and node.func.id == "issubclass":
            node.func.id = "__is_subclass__"
        if _runs(node) and node.args and not isinstance(node.args[0], ast.Constant | ast.Starred):
            node.args[0] = _asked(TEXT, node.args[0], node)
        if _is_whole(node, ("dir",)):
            here = ast.Call(ast.Name("locals", ast.Load()), [], [])
            return _asked("__dir_of__", here, node)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        node.comparators = [
            _asked("__all_of__", part, part)
            if isinstance(way, ast.In | ast.NotIn) and _is_whole(part)
            else part
            for way, part in zip(node.ops, node.comparators, strict=True)
        ]
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr == "__class__" and isinstance(node.ctx, ast.Load):
            return _asked("__class_of__", node.value, node)
        if _is_whole(node.value):
            node.value = _asked("__all_of__", node.value, node.value)
        return node


def _is_whole(node: ast.expr, names: tuple[str, ...] = WHOLE) -> bool:
    """`globals()`, without an argument"""
    if not isinstance(node, ast.Call) or node.args or node.keywords:
        return False
    return isinstance(node.func, ast.Name) and node.func.id in names


def _runs(node: ast.Call) -> bool:
    """Whether what it is given may do anything."""
    function = node.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr == "loads" and function.value.id in LOADS
    return isinstance(function, ast.Name) and function.id in RUN


def _asked(name: str, value: ast.expr, node: ast.expr) -> ast.Call:
    call = ast.Call(ast.Name(name, ast.Load()), [value], [])
    return ast.fix_missing_locations(ast.copy_location(call, node))

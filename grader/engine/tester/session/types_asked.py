"""`type(x)` and `x.__class__` in a test, where x may be a student's object.

What stands for it here is of a class of ours; so a call of a function of `remote` takes the place of both.
"""

import ast

from . import proxies

ASKED = {"__type_of__": proxies.type_of, "__class_of__": proxies.class_of}


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
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        if node.attr == "__class__" and isinstance(node.ctx, ast.Load):
            return _asked("__class_of__", node.value, node)
        return node


def _asked(name: str, value: ast.expr, node: ast.expr) -> ast.Call:
    call = ast.Call(ast.Name(name, ast.Load()), [value], [])
    return ast.fix_missing_locations(ast.copy_location(call, node))

"""Is a function still to be written? One rule: for answers, and for what is handed out."""

import ast
import inspect
import textwrap


def is_stub(node: ast.AST) -> bool:
    """A body that only documents, passes, is `...` or raises NotImplementedError."""
    return all(
        isinstance(line, ast.Pass)
        or (isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant))
        or (isinstance(line, ast.Raise) and "NotImplemented" in ast.unparse(line))
        for line in node.body
    )


def is_unwritten(function: object) -> bool:
    """The same of a function; False where its source cannot be read."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except Exception:  # whatever an object of the student's own may raise
        return False
    return isinstance(tree.body[0], ast.FunctionDef) and is_stub(tree.body[0])

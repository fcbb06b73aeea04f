"""Formulas of SymPy on the wire: the name of a class in a table, and what the formula is made of.

They are put together without being evaluated: what stands there is what was sent, and no name that a
student's process says is looked up in SymPy. The sender tries it: what would not come out the same is lent.
As with arrays, SymPy is looked up in `sys.modules`.
"""

from __future__ import annotations

import functools
import re
import sys
from typing import TYPE_CHECKING, Any

from .arrays import as_list
from .framing import Violation
from .kinds import Read, Tree, Write
from .parcel import Parcel, Send, Unsendable

if TYPE_CHECKING:
    import sympy

_EVALUATED = (  # unless they are told not to
    "Add", "Mul", "Pow", "Mod", "Abs", "sign", "floor", "ceiling", "exp", "log", "sin", "cos", "tan", "cot",
    "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "factorial", "binomial", "gamma", "erf", "re",
    "im", "conjugate", "Max", "Min", "Equality", "Unequality", "StrictLessThan", "LessThan",
    "StrictGreaterThan", "GreaterThan", "And", "Or", "Not", "Derivative", "FiniteSet", "Union",
    "Intersection",
)  # fmt: skip
_AS_THEY_ARE = ("Integral", "Sum", "Product", "Limit", "Tuple", "Interval", "Piecewise", "ExprCondPair")
_MATRICES = ("MutableDenseMatrix", "ImmutableDenseMatrix")
_ONES = (
    "Pi", "Exp1", "ImaginaryUnit", "Infinity", "NegativeInfinity", "ComplexInfinity", "NaN", "true", "false",
    "EmptySet", "Reals",
)  # fmt: skip
_FLOAT = re.compile(r"Float\('([-+]?[0-9.]{1,100}(?:e[-+]?[0-9]{1,4})?)', precision=([1-9][0-9]{0,2})\)")
_MOST_DIGITS = 20_000  # hexadecimal ones


@functools.cache
def _kinds() -> dict[str, Any]:
    import sympy
    from sympy.functions.elementary.piecewise import ExprCondPair

    names = (*_EVALUATED, *_AS_THEY_ARE[:-1], *_MATRICES)
    return {name: getattr(sympy, name) for name in names} | {"ExprCondPair": ExprCondPair}


@functools.cache
def _ones() -> dict[str, Any]:
    import sympy

    return {name: getattr(sympy.S, name) for name in _ONES}


def sender(value: Any) -> Send | None:
    """How to send this value, or None if it is none of SymPy's."""
    sympy = sys.modules.get("sympy")
    if sympy is None or not hasattr(sympy, "Poly"):  # it is being imported
        return None
    if not isinstance(value, sympy.Basic | sympy.MatrixBase):
        return None

    def send(value: Any, inner: Write, parcel: Parcel):
        try:
            tree = _tree(value)
            same = type(made := _build(tree)) is type(value) and made == value
        except Exception:  # a class of their own, a formula too deep: whatever SymPy says of it
            same = False
        if not same:
            raise Unsendable("a formula of a kind that is not known here")
        return {"sy": tree}

    return send


def _tree(value: Any) -> list:
    import sympy

    kind = type(value)
    if kind is sympy.Symbol:
        return ["Symbol", value.name, {str(name): said for name, said in value._assumptions_orig.items()}]
    if isinstance(value, sympy.Rational):
        return ["Rational", hex(value.p), hex(value.q)]
    if kind is sympy.Float:
        text = _FLOAT.fullmatch(sympy.srepr(value))
        return ["Float", text[1], int(text[2])] if text else []
    for one, known in _ones().items():
        if known is value:
            return ["One", one]
    name = next(name for name, known in _kinds().items() if known is kind)
    if name in _MATRICES:
        return [name, *value.shape, *map(_tree, value.flat())]
    return [name, *map(_tree, value.args)]


def read(body: Tree, inner: Read, parcel: Parcel) -> object:
    return _build(body)


def _build(tree: Tree) -> sympy.Basic | sympy.MatrixBase:
    name, *parts = as_list(tree)
    if not isinstance(name, str):
        raise Violation("a formula without a name")
    if name in _LEAVES:
        return _LEAVES[name](*parts)
    if name not in _kinds():
        raise Violation("a formula of an unknown kind")
    if name in _MATRICES:
        rows, columns, *cells = parts
        if type(rows) is not int or type(columns) is not int or rows * columns != len(cells) or rows < 0:
            raise Violation("a matrix that does not fit its shape")
        return _kinds()[name](rows, columns, list(map(_build, cells)))
    words = {"evaluate": False} if name in _EVALUATED or name == "Piecewise" else {}
    return _kinds()[name](*map(_build, parts), **words)


def _symbol(name: Tree, about: Tree) -> sympy.Symbol:
    import sympy

    if not isinstance(name, str) or not isinstance(about, dict):
        raise Violation("a malformed symbol")
    if not all(said.isidentifier() and type(value) is bool for said, value in about.items()):
        raise Violation("a symbol that is said to be something else")
    return sympy.Symbol(name, **about)


def _rational(p: Tree, q: Tree) -> sympy.Basic:
    import sympy

    if not isinstance(p, str) or not isinstance(q, str) or max(len(p), len(q)) > _MOST_DIGITS:
        raise Violation("a malformed number, or one that is too long")
    return sympy.Rational(int(p, 16), int(q, 16))


def _float(text: Tree, bits: Tree) -> sympy.Float:
    import sympy

    if type(bits) is not int or not _FLOAT.fullmatch(f"Float('{text}', precision={bits})"):
        raise Violation("a malformed number, or one that is too long")
    return sympy.Float(text, precision=bits)


def _one(name: Tree) -> sympy.Basic:
    if not isinstance(name, str) or name not in _ones():
        raise Violation("a formula of an unknown kind")
    return _ones()[name]


_LEAVES: dict[str, Any] = {"Symbol": _symbol, "Rational": _rational, "Float": _float, "One": _one}

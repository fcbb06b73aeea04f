"""Formulas of SymPy cross as they stand; a class that nobody knows here is lent."""

import pytest
import sympy
from crossing import refused, there
from sympy import Eq, Float, Function, Integral, Matrix, Piecewise, Rational, Sum, exp, oo, pi, sin, sqrt

X, N = sympy.Symbol("x"), sympy.Symbol("n", positive=True, integer=True)
FORMULAS = [
    X, 2 * X**2 - 3 / X, sin(X) * exp(-(X**2)) / sqrt(X), Rational(3, 4), sympy.Integer(10) ** 60,
    Float(1.1), Float("1e-30", 50), pi * sympy.I, oo, sympy.nan, N * (N + 1) / 2, Eq(X, 2), X < 3,
    Matrix([[1, X], [2, 3]]),
    Integral(sin(X), (X, 0, 1)), Sum(1 / N**2, (N, 1, oo)), Piecewise((X, X > 0), (0, True)),
    sympy.FiniteSet(1, X), sympy.Interval.Lopen(0, 1), (X > 1) & (N > X), sympy.true,
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS, ids=str)
def test_a_formula_is_the_same_on_the_other_side(formula):
    got, _ = there(formula)
    assert type(got) is type(formula)
    assert sympy.srepr(got) == sympy.srepr(formula)


class Yes(sympy.Symbol):
    def __eq__(self, other):
        return True

    __hash__ = sympy.Symbol.__hash__


def test_what_is_not_known_here_is_lent():
    odd = [Function("f")(X), sympy.Dummy("x"), Yes("x"), Yes("x") + 1, sympy.Lambda(X, X)]
    assert [there(formula)[0] for formula in odd] == ["lent"] * 5


@pytest.mark.parametrize("formula", [FORMULAS[at] for at in (1, 3, 5, 9, 13, 16)], ids=str)
def test_a_form_that_is_no_formula_is_a_violation_and_nothing_else(formula):
    assert refused(formula) > 10

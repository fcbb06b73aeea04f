"""Whose is a name: read from the instructor's source alone."""

import dis
import time

import pytest

from grader.engine.tester.notebook import ownership

CELL = """
import os, numpy as np
from math import sin as sine, cos
x = y = 1
(a, *b), c.d = [1, 2], 3
for i in range(3): last = i
with open('f') as file: pass
def f(): inner = 1
def g():
    global made
    made = 2
class C: attribute = 3
[n for n in range(3)]
if (walrus := 5): pass
try: pass
except ValueError as error: pass
lambda unused: 0
x += 1
%matplotlib inline
lines = !ls
"""


@pytest.mark.parametrize("line", ["%x\n", "a.b?\n", "a = !ls\n", "(1)\n"])
def test_no_cell_takes_long_to_read(line):
    began = time.process_time()
    ownership.parse(line * (600_000 // len(line)))
    ownership.parse(line * 400 + "a = 1\n" * 40_000)
    ownership.read("".join(f"{' ' * n}def f(a, b):\n" for n in range(90)) + f"{' ' * 90}a + b\n" * 3_000)
    assert time.process_time() - began < 10


def test_the_names_that_a_cell_binds():
    bound = [
        "os",
        "np",
        "sine",
        "cos",
        "x",
        "y",
        "a",
        "b",
        "i",
        "last",
        "file",
        "f",
        "g",
        "made",
        "C",
        "walrus",
        "error",
        "lines",
    ]
    assert ownership.bound(CELL) == set(bound)
    assert ownership.assigned(CELL) == set(bound) - {"os", "np", "sine", "cos"}
    assert ownership.classes(CELL) == ["C"]


def test_each_import_is_a_statement_of_its_own():
    named, stars = ownership.imports(
        [CELL, "from a.b import *", "import x.y.z, numpy as np", "def f():\n    import inner"]
    )
    assert named["np"] == ["import numpy as np", "import numpy as np"]
    assert named["sine"] == ["from math import sin as sine"]
    assert named["x"] == ["import x.y.z"]
    assert stars == ["from a.b import *"]
    assert "inner" not in named


def test_helpers_are_the_functions_that_are_not_left_to_write():
    source = (
        "x = 1\ndef a():\n    return 1\ndef b():\n    'Write me.'\n    raise NotImplementedError()\n"
        "def c():\n    pass\ndef d():\n    ...\nclass E:\n    y = 2"
    )
    assert ownership.bound(ownership.helpers(source)) == {"a", "E"}


@pytest.mark.parametrize(
    "source", ["def (", "\0", "(" * 10_000, "x = " + "-" * 100_000 + "1", "%%bash\nx = 1", "!x\n" * 100]
)
def test_what_is_no_python_binds_nothing(source):
    assert ownership.bound(source) == set()


READS = """
print(a)
lambda b, *c, d=default, **e: b + c + d + e + f
[g for g in h if g > i for j in g]
{k: v for k, v in zip(l, m)}
def outer(n, o: hint = p) -> back:
    def inner():
        global n
        return n
    return o, local
class Kind:
    q = q
    def method(self): return self.r, s
def closure(t):
    class Inner:
        t = t
        u = [t for _ in u]
@w
def decorated(x): return [x for x in x]
"""


def test_the_names_of_the_notebook_that_a_cell_may_read():
    """An oracle where Python tells it: the names that the compiled cell looks up outside of its functions."""
    read = {*"afhilmnpqstuw", "print", "default", "zip", "hint", "back", "local"}
    assert ownership.read(READS) == read
    assert read >= looked_up(compile(READS, "cell", "exec")) - {"__name__", "__module__", "__qualname__"}


def looked_up(code):
    """The names in the instructions that ask a namespace rather than a function's variables."""
    asked = {i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_NAME", "LOAD_GLOBAL")}
    return asked.union(*(looked_up(part) for part in code.co_consts if hasattr(part, "co_code")))

"""Honest exercises of many kinds: what nbgrader scores, the engine must score.

Each is (name, the student's cell, the test cell); all together make one notebook, so that one kernel start grades
them all. The points of a test are 2; the answer of nbgrader is taken from nbgrader.
"""

EXERCISES = [
    ("numbers", "def double(x):\n    return 2 * x", "assert double(3) == 6\nassert type(double(3)) is int"),
    ("wrong", "def triple(x):\n    return 2 * x", "assert triple(3) == 9"),
    ("crash", "def broken(x):\n    return x / 0", "assert broken(3) == 9"),
    ("syntax", "def nothing(:\n    pass", "assert nothing() is None"),
    ("missing", "pass", "assert never_defined(1) == 1"),
    ("partial", "def score():\n    return 1.5", "score()"),
    ("zero", "none = 0", "0.0"),
    ("full", "two = 2", "2"),
    ("quiet", "three = 3", "three;"),
    ("printed", "def shout():\n    print('1.0')", "shout()"),
    ("value", "answer = {'a': [1, (2.5, None)], 'b': {3, 4}}", "assert answer == {'a': [1, (2.5, None)], 'b': {3, 4}}"),
    ("exception", "def refuse(x):\n    raise ValueError('no ' + x)", RAISES := (
        "try:\n    refuse('way')\nexcept ValueError as error:\n    assert str(error) == 'no way'\n"
        "else:\n    raise AssertionError"
    )),
    ("own exception", "class Odd(Exception):\n    pass\ndef even(n):\n    if n % 2:\n        raise Odd(n)\n    return n", (
        "try:\n    even(3)\nexcept Odd:\n    pass\nelse:\n    raise AssertionError\nassert even(2) == 2"
    )),
    ("array", "import numpy as np\ndef grid(n):\n    return np.arange(n * n).reshape(n, n)", (
        "np.testing.assert_array_equal(grid(3), np.arange(9).reshape(3, 3))\nassert grid(2).dtype == np.arange(1).dtype"
    )),
    ("tensor", "import torch\ndef ramp(n):\n    return torch.arange(n, dtype=torch.float32, requires_grad=True)", (
        "out = ramp(4)\nassert out.requires_grad and out.shape == (4,)\nassert torch.equal(out.detach(), torch.arange(4.))"
    )),
    ("callable", "def slope(f, x, h=1e-4):\n    return (f(x + h) - f(x - h)) / (2 * h)", (
        "assert abs(slope(lambda x: x ** 2, 3.0) - 6) < 1e-6\nassert abs(slope(np.sin, 0.0) - 1) < 1e-6"
    )),
    ("returned function", "def adder(n):\n    return lambda x: x + n", "assert adder(2)(3) == 5\nassert callable(adder(1))"),
    ("random", "def draw(rng, n):\n    return rng.normal(size=n)", (
        "want = np.random.default_rng(7).normal(size=3)\nassert np.allclose(draw(np.random.default_rng(7), 3), want)"
    )),
    ("class", (
        "class Stack:\n    def __init__(self):\n        self.items = []\n    def push(self, x):\n"
        "        self.items.append(x)\n        return self\n    def __len__(self):\n        return len(self.items)\n"
        "    def __iter__(self):\n        return iter(self.items)\n    def __str__(self):\n        return f'Stack{self.items}'"
    ), (
        "s = Stack()\nassert len(s) == 0\ns.push(1).push(2)\nassert len(s) == 2 and list(s) == [1, 2]\n"
        "assert str(s) == 'Stack[1, 2]'\nassert s.items[-1] == 2\nassert isinstance(s, Stack)\nassert not Stack()"
    )),
    ("operators", (
        "class V:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n    def __add__(self, o):\n"
        "        return V(self.x + o.x, self.y + o.y)\n    def __eq__(self, o):\n"
        "        return (self.x, self.y) == (o.x, o.y)"
    ), "total = V(1, 2) + V(3, 4)\nassert (total.x, total.y) == (4, 6)\nassert total == V(4, 6)"),
    ("subclass", "class Base:\n    def hi(self):\n        return 'hi'\nclass Sub(Base):\n    pass", (
        "assert issubclass(Sub, Base)\nassert isinstance(Sub(), Base)\nassert Sub().hi() == 'hi'"
    )),
    ("generator", "def squares():\n    n = 0\n    while True:\n        yield n * n\n        n += 1", (
        "import itertools\nassert list(itertools.islice(squares(), 5)) == [0, 1, 4, 9, 16]\n"
        "g = squares()\nassert [next(g), next(g), next(g)] == [0, 1, 4]"
    )),
    ("namedtuple", "from collections import namedtuple, Counter\nP = namedtuple('P', 'x y')\np = P(1, 2)\nc = Counter('abca')", (
        "assert p == (1, 2) and p.y == 2\nassert c == {'a': 2, 'b': 1, 'c': 1} and c.most_common(1) == [('a', 2)]"
    )),
    ("printing", "def hello(name):\n    print('hello', name)", (
        "import io, contextlib\nout = io.StringIO()\nwith contextlib.redirect_stdout(out):\n    hello('you')\n"
        "assert out.getvalue() == 'hello you\\n'"
    )),
    ("docstring", "def told():\n    'What it does.'", "assert told.__doc__ == 'What it does.' and told.__name__ == 'told'"),
    ("keyword", "def area(w, h=1, *rest, unit='m'):\n    return f'{w * h * len(rest)} {unit}'", (
        "assert area(2, 3, 0, 0, unit='cm') == '12 cm'"
    )),
    ("types passed", "def cast(kind, x):\n    return kind(x)", "assert cast(int, '3') == 3\nassert cast(np.float32, 2).dtype == np.float32"),
    ("await", "import asyncio\nasync def later(x):\n    await asyncio.sleep(0)\n    return x\ngot = await later(5)", "assert got == 5"),
    ("magic", "import sys\n%matplotlib inline\nlines = !echo one; echo two\n!echo shown", "assert list(lines) == ['one', 'two']"),
    ("bash", "%%bash\necho from bash", "pass"),
    ("figure", "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(figsize=(1, 1))\nax.plot([1, 2])", "assert len(ax.lines) == 1"),
    ("input", "try:\n    input('?')\nexcept Exception as e:\n    kind = type(e).__name__", "assert kind == 'StdinNotImplementedError'"),
    ("exit", "def leave():\n    raise SystemExit(3)", "leave()"),
    ("recursion", "def deep(n):\n    return deep(n + 1)", "try:\n    deep(0)\nexcept RecursionError:\n    pass\nelse:\n    raise AssertionError"),
    ("type error", "def one(x):\n    return x", "try:\n    one()\nexcept TypeError as e:\n    assert 'one()' in str(e)\nelse:\n    raise AssertionError"),
    ("sorted", "def key(word):\n    return len(word)", "assert sorted(['ccc', 'a', 'bb'], key=key) == ['a', 'bb', 'ccc']\nassert list(map(key, ['x', 'yy'])) == [1, 2]"),
    ("decorated", "from functools import lru_cache, partial\n@lru_cache\ndef fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)", "assert fib(30) == 832040\nassert fib.cache_info().hits > 0"),
    ("dataclass", "from dataclasses import dataclass\n@dataclass\nclass D:\n    a: int\n    b: str = 'x'\nd = D(3)", "assert d.a == 3 and d.b == 'x' and repr(D(1)) == \"D(a=1, b='x')\""),
    ("property", "class T:\n    def __init__(self):\n        self._c = 0\n    @property\n    def f(self):\n        return self._c * 9 / 5 + 32\n    @f.setter\n    def f(self, v):\n        self._c = (v - 32) * 5 / 9", "t = T()\nassert t.f == 32\nt.f = 212\nassert t.f == 212 and t._c == 100"),
    ("dictlike", "class M:\n    def __init__(self):\n        self.d = {}\n    def __getitem__(self, k):\n        return self.d[k]\n    def __setitem__(self, k, v):\n        self.d[k] = v\n    def __contains__(self, k):\n        return k in self.d", "m = M()\nm['a'] = 1\nassert m['a'] == 1\ntry:\n    m['b']\nexcept KeyError:\n    pass\nelse:\n    raise AssertionError"),
    ("global", "count = 0\ndef bump():\n    global count\n    count += 1", "bump()\nbump()\nassert count == 2"),
    ("setup used", "def shifted(x):\n    return x + OFFSET", "assert shifted(1) == 1 + OFFSET"),
    ("helper", "def near():\n    return 1.0000001", "assert close(near(), 1)"),
    ("sympy", "import sympy\ndef poly():\n    x = sympy.symbols('x')\n    return sympy.expand((x + 1) ** 2)", "assert str(poly()) == 'x**2 + 2*x + 1'"),
    ("context", "from contextlib import contextmanager\nevents = []\n@contextmanager\ndef watched():\n    events.append('in')\n    yield 7\n    events.append('out')", "with watched() as w:\n    assert w == 7\nassert events == ['in', 'out']"),
    ("model", "import torch.nn as nn\nnet = nn.Linear(2, 1)", "assert sum(p.numel() for p in net.parameters()) == 3\nassert net(torch.zeros(4, 2)).shape == (4, 1)"),
    ("instructor class", "def depth(t):\n    return 0 if t is None else 1 + max(depth(t.left), depth(t.right))", "assert depth(Tree(Tree(), Tree(Tree()))) == 3"),
    ("instructor object", "def build(n):\n    return Tree(build(n - 1)) if n else None", "t = build(2)\nassert isinstance(t, Tree) and t.left.left is None and t.right is None"),
    ("timeless", "import datetime\ndef day():\n    return datetime.date(2020, 1, 31)", "assert day() == datetime.date(2020, 1, 31) and day().year == 2020"),
    ("fraction", "from fractions import Fraction\nhalf = Fraction(1, 2)", "assert half == 0.5 and half + half == 1"),
    ("strings", "def words(s):\n    return s.split()", "assert words('a b') == ['a', 'b']\nassert all(isinstance(w, str) for w in words('c d'))"),
    ("unpacking", "def minmax(xs):\n    return min(xs), max(xs)", "lo, hi = minmax([3, 1, 2])\nassert (lo, hi) == (1, 3)"),
    ("source", "def loopless(n):\n    return sum(range(n))", "import inspect\nassert 'for' not in inspect.getsource(loopless)"),
    ("signature", "def f3(a, b=2):\n    return a", "import inspect\nassert list(inspect.signature(f3).parameters) == ['a', 'b']"),
]

SETUP = "OFFSET = 10\nclass Tree:\n    def __init__(self, left=None, right=None):\n        self.left, self.right = left, right"
HELPER = "def close(a, b):\n    return abs(a - b) < 1e-3"

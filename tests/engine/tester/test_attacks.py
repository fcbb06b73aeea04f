"""Dishonest submissions get what their answers deserve. What the sandbox stops is tested with the sandbox."""

import json

import nbformat
import pytest
from grading_bench import answer, cell, check, graded, locked, manual, notebook, run

SETUP = "import numpy as np\ndef close(a, b):\n    return abs(a - b) < 1e-6"
TEST = "assert square(3) == 9\nassert square(-2) == 4"
SOURCE = notebook(
    locked("setup", SETUP),
    answer("a", "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"),
    check("t", TEST, 3),
    check("points", "2.0 if square(5) == 25 else 0.0", 2),
)


def hand_in(code, before="pass", **others):
    cells = [cell(before), locked("setup", SETUP), answer("a", code), check("t", TEST, 3)]
    return notebook(*cells, check("points", "2.0 if square(5) == 25 else 0.0", 2))


CHEATS = {
    "always equal": """
class Yes:
    def __eq__(self, other): return True
    __ne__ = lambda self, other: False
    def __bool__(self): return True
    def __float__(self): return 9.0
    __hash__ = None
def square(x): return Yes()
""",
    "a number that says yes": """
class Yes(int):
    def __eq__(self, other): return True
    def __ne__(self, other): return False
def square(x): return Yes(1)
""",
    "a text that says yes": """
class Yes(str):
    def __eq__(self, other): return True
def square(x): return Yes('9')
""",
    "an object that lies about its class": """
class Liar:
    __class__ = int
    def __eq__(self, other): return True
def square(x): return Liar()
""",
    "the display hook": "import sys\ndef square(x):\n    sys.displayhook(3.0)\n    raise ValueError",
    "a display of points": "def square(x):\n    display(3.0)\n    return 0",
    "a print of points": "def square(x):\n    print('3.0')\n    return 0",
    "not a number": "def square(x):\n    return float('nan')",
    "replaced builtins": """
import builtins
builtins.AssertionError = type('Fine', (Exception,), {})
builtins.abs = lambda x: 0
def square(x): return 0
""",
    "replaced numpy": "import numpy as np\nnp.testing.assert_equal = print\ndef square(x): return 0",
    "replaced helper": "def close(a, b): return True\ndef square(x): return 0",
    "replaced showtraceback": "get_ipython().showtraceback = lambda *a, **k: None\ndef square(x): return 0",
    "an emptied transformer": """
ip = get_ipython()
ip.input_transformers_post.append(lambda lines: ['pass\\n'])
def square(x): return 0
""",
    "an emptied syntax tree": """
import ast
class Empty(ast.NodeTransformer):
    def visit_Module(self, node): return ast.Module([], [])
get_ipython().ast_transformers.append(Empty())
def square(x): return 0
""",
    "stop iteration": "def square(x):\n    raise StopIteration",
    "skipped": "import unittest\ndef square(x):\n    raise unittest.SkipTest('fine')",
    "usage error": "from IPython.core.error import UsageError\ndef square(x):\n    raise UsageError('fine')",
    "bdb quit": "import bdb\ndef square(x):\n    raise bdb.BdbQuit",
    "system exit": "def square(x):\n    raise SystemExit(0)",
    "keyboard interrupt": "def square(x):\n    raise KeyboardInterrupt",
    "a flood of output": "def square(x):\n    print('x' * 5_000_000)\n    return 0",
    "a flood of displays": "def square(x):\n    for i in range(20_000):\n        display(i)\n    return 0",
    "looking into the caller": """
import sys, gc
def square(x):
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            if isinstance(value, str) and '== 9' in value: return 9
        frame = frame.f_back
    for found in gc.get_objects():
        if isinstance(found, dict) and 'square(3)' in str(found.get('source', '')): return 9
    return 0
""",
    "reading the cells": "def square(x):\n    return 9 if any('== 9' in cell for cell in In) else 0",
    "deep nesting": "def square(x):\n    v = []\n    for i in range(10_000): v = [v]\n    return v",
    "an endless number": "def square(x):\n    return 1 << 50_000_000",
    "an unprintable error": """
class Mute(Exception):
    def __str__(self): raise ValueError
def square(x): raise Mute()
""",
}


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_earns_nothing(name, tmp_path):
    graded_notebook = run(tmp_path, SOURCE, hand_in(CHEATS[name]))
    assert graded_notebook.scores == {"t": 0.0, "points": 0.0}, graded_notebook.log
    assert graded_notebook.state in ("graded", "timed out")


LINE = """
import socket, os
class line:  # to the tester, and any other local socket: who knows which it is
    def __init__(self):
        self.ends = []
        for fd in [int(name) for name in os.listdir('/proc/self/fd')]:
            try:
                s = socket.socket(fileno=os.dup(fd))
                if s.family == socket.AF_UNIX: self.ends.append(s)
            except OSError: pass
    def sendall(self, data):
        for s in self.ends: s.sendall(data)
    def shutdown(self, how):
        for s in self.ends: s.shutdown(how)
"""
BREAKERS = {
    "rubbish on the wire": LINE + "def square(x):\n    line().sendall(b'\\x00' * 64)\n    return 9",
    "a huge frame": LINE
    + "import struct\ndef square(x):\n    line().sendall(struct.pack('<II', 2**32 - 1, 0))\n    return 9",
    "half a frame": LINE
    + "import struct, os\ndef square(x):\n    line().sendall(struct.pack('<II', 100, 0)); os._exit(0)",
    "a reply too many": LINE
    + """
import json, struct
def square(x):
    body = json.dumps({'re': 'guess', 'value': 9, 'outputs': []}).encode()
    line().sendall(struct.pack('<II', len(body), 0) + body)
    return 9
""",
    "a closed line": LINE + "def square(x):\n    s = line(); s.shutdown(2); return 9",
    "an early end": "import os\ndef square(x):\n    os._exit(0)",
    "a crash": "import ctypes\ndef square(x):\n    ctypes.string_at(0)",
}


@pytest.mark.parametrize("name", BREAKERS)
def test_who_breaks_the_line_earns_nothing_and_ends_alone(name, tmp_path):
    graded_notebook = run(tmp_path, SOURCE, hand_in(BREAKERS[name]))
    assert graded_notebook.scores == {"t": 0.0, "points": 0.0}
    assert graded_notebook.state == "crashed"
    assert "process" in graded_notebook.sentence
    assert len(graded_notebook.notebook["cells"]) == 5


def test_a_closed_line_while_living_on_is_ended(tmp_path):
    code = LINE + "import time, signal\ndef square(x):\n    line().shutdown(2)\n    while True: time.sleep(1)"
    assert run(tmp_path, SOURCE, hand_in(code)).state in ("crashed", "timed out")


LOOPS = {
    "a loop in a cell": "while True: pass",
    "a loop in a function": "def square(x):\n    while True: pass",
    "a loop that swallows interrupts": """
def square(x):
    while True:
        try:
            while True: pass
        except BaseException: pass
""",
    "a sleep with signals off": """
import signal, time
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGINT})
time.sleep(1000)
""",
    "a slow drip": LINE
    + """
import struct, time
def square(x):
    s = line(); s.sendall(struct.pack('<II', 1000, 0))
    while True:
        s.sendall(b' '); time.sleep(0.2)
""",
    "endless items": """
def square(x):
    class Forever:
        def __iter__(self):
            while True: yield 9
    return Forever()
""",
}


@pytest.mark.parametrize("name", LOOPS)
def test_what_never_ends_is_ended_and_told(name, tmp_path):
    settings = {"cell_s": 1, "total_s": 20}
    graded_notebook = run(tmp_path, SOURCE, hand_in(LOOPS[name]), settings=settings)
    assert graded_notebook.scores == {"t": 0.0, "points": 0.0}
    if name != "endless items":
        assert graded_notebook.state == "timed out"
        # where it got no processor for long, the clock ends it, and a command grades it again, alone
        assert "1 s" in graded_notebook.sentence or graded_notebook.by_clock


def test_an_interrupted_cell_does_not_stop_the_others(tmp_path):
    submitted = hand_in("def square(x): return x * x", before="while True: pass")
    graded_notebook = run(tmp_path, SOURCE, submitted, settings={"cell_s": 1})
    assert graded_notebook.scores == {"t": 3.0, "points": 2.0}
    assert graded_notebook.state == "timed out"


def test_the_whole_submission_has_a_deadline(tmp_path):
    submitted = notebook(*(cell("import time\ntime.sleep(0.8)") for _ in range(30)), *hand_in("")["cells"])
    graded_notebook = run(tmp_path, SOURCE, submitted, settings={"cell_s": 1, "total_s": 3})
    assert graded_notebook.state == "timed out"
    assert graded_notebook.scores == {"t": 0.0, "points": 0.0}


def test_a_failed_locked_cell_leaves_no_name_for_the_student_to_give(tmp_path):
    source = notebook(
        answer("a", "def model(x): return x"),
        locked("l", "result = model(3) + 1"),
        check("t", "assert result == 4"),
    )
    cheat = "def model(x):\n    raise ValueError\nresult = 4"
    submitted = notebook(answer("a", cheat), locked("l", ""), cell("result = 4"), check("t", ""))
    assert run(tmp_path, source, submitted).scores == {"t": 0.0}


def test_a_failed_test_leaves_no_name_for_the_student_to_give(tmp_path):
    source = notebook(
        answer("a", "def f(): return 1"), check("t1", "out = f()"), check("t2", "assert out == 1")
    )
    submitted = notebook(answer("a", "def f(): raise ValueError\nout = 1"), cell("out = 1"))
    assert run(tmp_path, source, submitted).scores == {"t1": 0.0, "t2": 0.0}


def test_an_unlocked_helper_of_the_instructor_cannot_be_replaced(tmp_path):
    source = notebook(
        cell("def rel_error(a, b):\n    return abs(a - b)"),
        answer("a", "x = 1"),
        check("t", "assert rel_error(x, 1) < 1e-9"),
    )
    submitted = notebook(cell("def rel_error(a, b):\n    return 0"), answer("a", "x = 5"))
    assert run(tmp_path, source, submitted).scores == {"t": 0.0}


def test_a_module_that_the_source_imports_is_the_real_one(tmp_path):
    source = notebook(
        answer("a", "import numpy as np\ndef f(): return np.ones(2)"),
        check("t", "np.testing.assert_allclose(f(), [1, 1])"),
    )
    cheat = "class np:\n    class testing:\n        assert_allclose = lambda *a: None\ndef f(): return [5, 5]"
    assert run(tmp_path, source, notebook(answer("a", cheat))).scores == {"t": 0.0}


def test_expected_values_never_reach_the_student_where_plain_data_are_expected(tmp_path):
    source = notebook(
        answer("a", ""), check("t", "assert (f() - 1234) == 0\n"), check("u", "assert 1234 in f()")
    )
    cheat = """
class Spy:
    def __sub__(self, other): return 0
    def __rsub__(self, other): return 0
    def __contains__(self, item): return True
def f(): return Spy()
"""
    graded = run(tmp_path, source, notebook(answer("a", cheat)), asked=("ps/t", "ps/u"))
    assert graded.scores == {"t": 0.0, "u": 0.0}


def test_a_comparison_among_the_students_own_objects_is_reported_as_forgeable(tmp_path):
    source = notebook(
        answer("a", ""), check("t", "assert make(1) == make(1)"), check("u", "assert make(1).x == 1")
    )
    code = "class make:\n    def __init__(s, x): s.x = x\n    def __eq__(s, o): return True"
    graded_notebook = run(tmp_path, source, notebook(answer("a", code)))
    assert graded_notebook.scores == {"t": 1.0, "u": 1.0}
    assert graded_notebook.forgeable.keys() == {"t"}


def test_a_shared_process_test_is_reported_as_forgeable(tmp_path):
    source = notebook(
        answer("a", ""), check("t", "items = []\nadd(items)\nassert items == [1]", tags=["shared-process"])
    )
    graded_notebook = run(tmp_path, source, notebook(answer("a", "def add(x): x.append(1)")))
    assert graded_notebook.scores == {"t": 1.0}
    assert graded_notebook.forgeable.keys() == {"t"}


def test_a_test_that_was_run_inside_is_tagged_so_in_the_graded_notebook(tmp_path):
    source = notebook(answer("a", ""), check("t", "assert one() == 1"))
    submitted = notebook(answer("a", "def one(): return 1"))
    tags = [
        run(tmp_path, source, submitted, shared=shared).notebook["cells"][1]["metadata"].get("tags")
        for shared in ((), ("ps/t",))
    ]
    assert tags == [None, ["shared-process"]]


def test_the_tests_are_not_in_the_students_process(tmp_path):
    source = notebook(answer("a", ""), check("t", "SECRET_NUMBER = 271828\nassert find() == 0"))
    code = """
import gc
def find():
    import sys
    for found in gc.get_objects():
        if isinstance(found, (str, dict)) and '271828' in str(found) and 'find' not in str(found): return 1
    return 0
"""
    assert run(tmp_path, source, notebook(answer("a", code))).scores == {"t": 1.0}


FORGED = {
    "changed points": [check("t", TEST, 1000)],
    "its own tests": [check("t", "pass"), check("points", "2.0")],
    "a locked cell of its own": [
        locked("mine", "square = lambda x: 2"),
        graded("t2", "5.0", grade=True, points=99),
    ],
    "a changed locked cell": [locked("setup", "def close(a, b): return True")],
    "points as text": [graded("t", TEST, grade=True, points="NaN")],
    "a solution instead of a test": [graded("t", TEST, solution=True)],
    "a manual grade": [manual("t", TEST, 3, kind="code")],
}


@pytest.mark.parametrize("name", FORGED)
def test_nothing_in_the_metadata_is_believed(name, tmp_path):
    submitted = notebook(answer("a", "def square(x): return 1"), *FORGED[name])
    graded_notebook = run(tmp_path, SOURCE, submitted)
    assert graded_notebook.scores == {"t": 0.0, "points": 0.0}
    assert graded_notebook.max_scores == {"t": 3.0, "points": 2.0}
    infos = [
        c["metadata"]["nbgrader"] for c in graded_notebook.notebook["cells"] if "nbgrader" in c["metadata"]
    ]
    assert [info["grade_id"] for info in infos] == ["setup", "a", "t", "points"]


def test_outputs_that_a_process_makes_up_are_only_outputs(tmp_path):
    """A process that reports what it likes cannot put anything but outputs into the notebook."""
    code = """
inside = type(get_ipython())._get_exc_info.__globals__
text = {'output_type': 'stream', 'name': 'stdout', 'text': '\\ud800'}
data = {'text/plain': '3.0', 'a': [1]}
shown = {'output_type': 'execute_result', 'data': data, 'metadata': 5, 'execution_count': 'x'}
made_up = [text, 7, {'output_type': 'x'}, shown]
inside['run_cell'] = lambda *a: inside['Ran'](made_up, None, None, 0)
"""
    submitted = notebook(answer("a", code), cell("1"), cell("2"))
    graded_notebook = run(tmp_path, SOURCE, submitted)
    json.dumps(graded_notebook.notebook, ensure_ascii=False).encode()
    nbformat.validate(nbformat.from_dict(graded_notebook.notebook))
    shown = graded_notebook.notebook["cells"][2]["outputs"]
    assert [output["output_type"] for output in shown] == ["stream", "execute_result"]
    assert shown[1]["execution_count"] == graded_notebook.notebook["cells"][2]["execution_count"]


def test_a_seed_made_of_the_secret_is_not_told_to_the_answers(tmp_path):
    """One that stands in a cell is: see ordinary.txt."""
    test = "import os, random\nrandom.seed(made(os.environ['GRADER_SEED']))\nassert draw() == random.random()"
    for made in ("lambda seed: seed", "lambda seed: int(seed, 16) * 10**6", "lambda seed: seed + 'x'"):
        cells = [locked("setup", f"made = {made}"), answer("a", ""), check("t", test)]
        code = "import random\ndef draw():\n    return random.random()"
        handed_in = notebook(locked("setup", ""), answer("a", code), check("t", ""))
        assert run(tmp_path, notebook(*cells), handed_in).scores == {"t": 0.0}


def test_where_a_change_of_the_arguments_ends_the_process_the_points_are_lost(tmp_path):
    """Not believed, it does no harm; then the notebook is run as it would be in one process."""
    solution = "def first(items):\n    ### BEGIN SOLUTION\n    return items[0]\n    ### END SOLUTION"
    test = "items = [1]\nassert first(items) == 1\nassert first(items) == 1"
    source = notebook(answer("a", solution), check("t", test))
    asked = run(tmp_path / "solution", source, None, solution=True).asked
    code = "import os\ndef first(items):\n    return items.pop() if items else os._exit(0)"
    graded_notebook = run(
        tmp_path, source, notebook(answer("a", code), check("t", "")), asked=tuple(f"ps/{a}" for a in asked)
    )
    assert (graded_notebook.state, graded_notebook.scores) == ("crashed", {"t": 0.0})

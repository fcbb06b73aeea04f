"""A tester that has served says what a fresh one says; where it could not, it does not serve again."""

import re
import sys
from functools import partial

import pytest
from grading_bench import in_child, job, plain_child, warm
from test_fidelity import honest_notebook

from grader.engine.tester.grade import grade
from grader.engine.tester.reuse import calls, reuse

TIDY = {
    "names of its own": "x = 1\nx += 2\ndef f():\n    return x\n",
    "items and attributes of its own": "grid = [0, 0]\ngrid[0] = 1\nmodel.weight = 3\ndel grid[1]",
    "a class": "class A:\n    def __init__(self):\n        self.a = 1\nA().b = 2",
    "calls": "import numpy as np\nnp.random.seed(0)\nassert np.allclose(f(np.ones(3)), 1)",
    "a network in evaluation": "import torch\nmodel.eval()\nwith torch.no_grad():\n    model(torch.ones(2))",
    "pictures in the page": "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1])",
    "no Python at all": "def (",
}
UNTIDY = {
    "an attribute of a module": "import numpy as np\nnp.dot = None",
    "an attribute deep in a module": "import numpy as np\nnp.linalg.norm = None",
    "an item of a setting": "import matplotlib.pyplot as plt\nplt.rcParams['font.size'] = 3",
    "the environment": "import os\nos.environ['A'] = 'b'",
    "a deletion": "from math import pi\nimport math\ndel math.pi",
    "a loop over an attribute": "import math\nfor math.pi in range(3): pass",
    "by name": "import math\nsetattr(math, 'pi', 3)",
    "by dictionary": "import math\nmath.__dict__['pi'] = 3",
    "a patch": "from unittest.mock import patch\nwith patch('math.pi', 3): f()",
    "a patch by another path": "import unittest.mock\nunittest.mock.patch('math.pi', 3)",
    "code from a text": "exec('import math; math.pi = 3')",
    "the builtins": "import builtins",
    "a thread": "import threading",
    "a magic that may do anything": "%load_ext autoreload",
    "a command": "!touch x",
    "another folder": "import os\nos.chdir('/tmp')",
}


@pytest.mark.parametrize("cell", TIDY.values(), ids=TIDY)
def test_cells_that_leave_the_process_alone_are_tidy(cell):
    assert reuse.tidy([cell])


@pytest.mark.parametrize("cell", UNTIDY.values(), ids=UNTIDY)
def test_cells_that_may_change_the_process_are_not_tidy(cell):
    assert not reuse.tidy([cell])


def test_what_one_cell_imports_another_may_not_change():
    assert not reuse.tidy(["import numpy as np", "np.dot = None"])


MARKS = {
    "a function of a library": "import math; math.sin = math.cos",
    "a function under another name": "import math; m = math; m.sin = None",
    "a builtin": "import builtins; builtins.sum = max",
    "a library in place of another": "import sys, math; sys.modules['math'] = sys",
    "a library taken away": "import sys, math; del sys.modules['math']",
    "a thread": "import threading, time; threading.Thread(target=time.sleep, args=(5,), daemon=True).start()",
    "a process": "import os, time; os.fork() or (time.sleep(1), os._exit(0))",
    "an open file": "kept = open('/dev/null')",
    "a loop for coroutines": "import asyncio; kept = asyncio.new_event_loop()",
    "memory": "kept = bytearray(b'x' * 300_000_000)",
    "where torch computes": "import torch; torch.set_default_device('meta')",
    "how torch computes": "import torch; torch.use_deterministic_algorithms(True)",
    "gradients without end": "import torch; torch.autograd.set_detect_anomaly(True)",
    "a mode of torch's": "import torch; kept = torch.inference_mode(); kept.__enter__()",
    "a hook in every layer": "import torch; torch.nn.modules.module.register_module_forward_hook(print)",
    "numbers next to nothing": "import torch; torch.set_flush_denormal(True)",
    "another log": "import logging; logging.getLogger('matplotlib').setLevel('DEBUG')",
    "a log file": "import logging; logging.root.addHandler(logging.StreamHandler())",
    "a hook": "import sys; sys.settrace(lambda *_: None)",
    "no garbage collected": "import gc; gc.disable()",
    "another time zone": "import os, time; os.environ['TZ'] = 'Asia/Seoul'; time.tzset()",
    "sympy's printing": "import sympy; sympy.printing.printer.Printer.set_global_settings(order='lex')",
    "sklearn's settings": "import sklearn; sklearn.set_config(transform_output='pandas')",
    "how a type is displayed": "from IPython import get_ipython as g\n"
    "g().display_formatter.formatters['text/plain'].for_type(int, lambda v, p, c: p.text('1'))",
    "digits displayed": "from IPython import get_ipython as g\n"
    "g().display_formatter.formatters['text/plain'].float_precision = 2",
    "a module from beside the notebook": "import sys; sys.path.insert(0, FOLDER); import beside",
}
TURNED = {
    "random numbers": "import random; random.seed(1)",
    "NumPy's random numbers": "import numpy; numpy.random.seed(1)",
    "how NumPy prints": "import numpy; numpy.set_printoptions(precision=1)",
    "what NumPy raises": "import numpy; numpy.seterr(all='raise')",
    "torch's random numbers": "import torch; torch.manual_seed(1)",
    "torch's numbers": "import torch; torch.set_default_dtype(torch.float64)",
    "NumPy's buffer": "import numpy; numpy.setbufsize(64)",
    "what NumPy calls": "import numpy; numpy.seterrcall(print)",
    "how NumPy printed once": "import numpy; numpy.set_printoptions(legacy='1.13')",
    "how torch prints": "import torch; torch.set_printoptions(precision=1, sci_mode=True)",
    "torch's gradients": "import torch; torch.set_grad_enabled(False)",
    "open figures": "import matplotlib.pyplot as plt; plt.figure()",
    "how figures look": "import matplotlib.pyplot as plt; plt.rcParams['font.size'] = 30",
    "warnings": "import warnings; warnings.filterwarnings('error', 'x')",
    "decimals": "import decimal; decimal.getcontext().prec = 3",
    "depth": "import sys; sys.setrecursionlimit(5000)",
    "new files": "import os; os.umask(0o777)",
    "silence": "import logging; logging.disable()",
    "a signal": "import signal; signal.signal(signal.SIGUSR1, lambda *_: None)",
    "processor time": "import resource as r; r.setrlimit(r.RLIMIT_CORE, (0, r.getrlimit(r.RLIMIT_CORE)[1]))",
    "patience": "import socket; socket.setdefaulttimeout(3)",
    "the environment": "import os; os.environ['A'] = 'b'; del os.environ['PATH']",
    "where modules are found": "import sys; sys.path.insert(0, '/tmp')",
}
STATE = """
import decimal, logging, os, random, resource, signal, socket, sys, warnings
import matplotlib.pyplot as plt, numpy as np, torch
def state():
    return [
        np.getbufsize(), np.geterrcall(), vars(torch._tensor_str.PRINT_OPTS), os.umask(os.umask(0)),
        logging.root.manager.disable, signal.getsignal(signal.SIGUSR1), socket.getdefaulttimeout(),
        resource.getrlimit(resource.RLIMIT_CORE),
        random.getstate(), repr(np.random.get_state()), np.get_printoptions(), np.geterr(),
        torch.get_rng_state().tolist(), torch.get_default_dtype(), torch.is_grad_enabled(),
        plt.get_fignums(), dict(plt.rcParams), list(warnings.filters), repr(decimal.getcontext()),
        sys.getrecursionlimit(), dict(os.environ), list(sys.path),
    ]
"""


@pytest.fixture(scope="module")
def loaded():
    """Libraries in this process, for all the children to come: each would import them for seconds."""
    exec(STATE + "\nimport sympy, sklearn", {})
    warm()
    plt = sys.modules["matplotlib.pyplot"]
    plt.close(plt.figure())  # the first one chooses a backend: zygotes have that behind them


def after(code, folder):
    """(whether the slate is wiped, whether the libraries' settings are as before) when the code has run."""
    (folder / "beside.py").write_text("seen = 1")
    names = {"FOLDER": str(folder), "__name__": "__main__"}
    exec("import math\n" + STATE, names)
    before, slate = names["state"](), reuse.Slate({"math", "numpy"})
    exec(code, names)
    return slate.wiped(), repr(names["state"]()) == repr(before)


@pytest.mark.parametrize("code", MARKS.values(), ids=MARKS)
def test_a_process_with_a_mark_is_not_used_again(code, tmp_path, loaded):
    assert in_child(after, code, tmp_path)[0] is False


@pytest.mark.parametrize("code", TURNED.values(), ids=TURNED)
def test_a_setting_is_turned_back(code, tmp_path, loaded):
    assert in_child(after, code, tmp_path) == (True, True)


def test_a_figure_that_was_open_before_stays_open(tmp_path, loaded):
    def drawn():
        import matplotlib.pyplot as plt

        plt.figure(3)
        slate = reuse.Slate(())
        plt.figure(5)
        return slate.wiped(), plt.get_fignums()

    assert in_child(drawn) == (True, [3])


def test_a_library_whose_settings_nobody_has_seen_is_a_mark():
    def first_seen():
        sys.modules.pop("sympy", None)
        slate = reuse.Slate(())
        import sympy  # noqa: F401

        return slate.wiped()

    assert in_child(first_seen) is False


SURE = {
    "computing": "import numpy as np\nnp.random.seed(0)\nassert np.allclose(f(np.random.default_rng(1)), 1)",
    "a network": "import torch\nfrom torch import nn\nmodel.eval()\nassert nn.ReLU()(f(2)) == 1",
    "values of its own": "import matplotlib.pyplot as plt\nax = plt.gca()\nax.set_title('t')\nx.set_width(3)",
    "sets": "import numpy as np\nassert set(f()) == set([1]) and np.setdiff1d(f(), [1]).size == 0",
}
UNSURE = {
    "torch's device": "import torch\ntorch.set_default_device('meta')\nf()",
    "NumPy's buffer": "import numpy as np\nold = np.setbufsize(64)",
    "by another name": "from numpy import setbufsize as f\nf(64)",
    "through a part": "import torch\nb = torch.backends\nb.mkldnn.set_flags(False)",
    "handed on": "import numpy as np\ncall(np.setbufsize, 64)",
    "a star": "from numpy import *\nsetbufsize(64)",
    "the system": "import os\nos.umask(0)",
    "the log": "import logging\nlogging.disable()",
    "a kit of the course's": "from coursekit import start",
    "a file beside it": "from .kit import start",
}


@pytest.mark.parametrize("cell", SURE.values(), ids=SURE)
def test_cells_that_may_stop_anywhere(cell):
    assert calls.turn_nothing([cell])


@pytest.mark.parametrize("cell", UNSURE.values(), ids=UNSURE)
def test_cells_that_may_leave_something_turned_when_they_stop(cell):
    assert not calls.turn_nothing([cell])


def test_a_process_that_only_computed_is_used_again(tmp_path, loaded):
    assert in_child(after, "math.sin(1); np.ones(3).sum(); import colorsys", tmp_path) == (True, True)


def test_a_library_warns_each_submission_anew():
    def warnings_of(times):
        import warnings

        slate, said = reuse.Slate(()), []
        for _ in range(times):
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("default")
                exec("import warnings\nwarnings.warn('old', UserWarning)", {"__name__": "lib"})
            said.append(len(caught))
            slate.wiped()
        return said

    assert in_child(warnings_of, 2) == [1, 1]


def three_times(job):
    """What one tester says of the same submission, each time."""
    serve = reuse.serving(partial(grade, open_student=plain_child))
    return [serve(job)[0] for _ in range(3)]


def without_chance(text):
    """Addresses and durations differ from run to run, whoever runs it."""
    return re.sub(r"0x[0-9a-f]+|\d+(\.\d+)? ?m?s\b", "…", text)


def test_a_tester_that_has_served_says_what_a_fresh_one_says(tmp_path, monkeypatch, loaded):
    monkeypatch.setattr(reuse, "tidy", lambda cells: True)
    honest = honest_notebook()
    honest["cells"] = [cell for cell in honest["cells"] if "await" not in cell["source"]]  # see MARKS: a loop
    mine = job(tmp_path, honest, honest, settings={"cell_s": 30, "total_s": 120})
    first, *later = in_child(three_times, mine)
    assert first.state == "graded"
    for result in later:
        assert said(result) == said(first)


def said(result):
    """{what: how it came out} of all that a result says, but for what is chance."""
    [notebook] = result.notebooks
    points = {f"points of {test}": score for test, score in notebook.scores.items()}
    cells = {number: without_chance(repr(cell)) for number, cell in enumerate(notebook.notebook["cells"])}
    return points | cells | {"comments": notebook.comments, "forgeable": notebook.forgeable}


def test_the_tests_history_is_that_of_one_notebook(tmp_path):
    """`In`, `Out` and `_` are the notebook's own, also for the second student."""
    from grading_bench import answer, check, notebook

    source = notebook(answer("a", "x = 1"), check("t", "1 + 1"), check("t2", "print(_, len(In), dict(Out))"))

    def printed(result):
        return result.notebooks[0].notebook["cells"][2]["outputs"][0]["text"]

    first, second, third = in_child(three_times, job(tmp_path, source, source))
    assert printed(first) == printed(second) == printed(third)


def test_a_broken_source_is_told_of_by_its_name(tmp_path):
    mine = job(tmp_path, b"{", honest_notebook())
    result, *_ = in_child(three_times, mine)
    assert result.state == "grader error"
    assert "ps.ipynb" in result.notebooks[0].sentence

"""A cell leaves the outputs that it leaves in Jupyter: the same notebook here and in a real kernel."""

import json
import os
import re
import subprocess
import sys

import nbclient
import nbformat
import pytest
from traitlets.config import Config

CELLS = [
    "1 + 1",
    "print('a'); print('b')\n'c'",
    "import sys\nprint('out'); print('err', file=sys.stderr); print('out again')",
    "1 / 0",
    "def f():\n    raise ValueError('no')\nf()",
    "def broken(:",
    "x = 5;",
    "x;",
    "_ + 1",
    "from IPython.display import display, HTML, Markdown, clear_output, JSON\ndisplay(HTML('<b>x</b>'), 3)",
    "handle = display('first', display_id='one')\nhandle.update('second')",
    "print('gone'); clear_output(); print('here')",
    "clear_output(wait=True); print('kept')",
    "import matplotlib.pyplot as plt\nplt.figure(figsize=(1, 1)); plt.plot([1, 2]);",
    "fig, ax = plt.subplots(figsize=(1, 1))\nfig",
    "%time\nprint('timed')",
    "%%time\ny = 1",
    "%nonsense",
    "%%bash\necho from bash; echo and err >&2",
    "!echo shell; exit 3",
    "_exit_code",
    "files = !echo one; echo two\nfiles",
    "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')",
    "input('?')",
    "import ipywidgets\nipywidgets.IntSlider()",
    "raise SystemExit(3)",
    "class R:\n    def _repr_html_(self): return '<i>r</i>'\nR()",
    "import numpy as np\nnp.arange(3)",
    "raise KeyboardInterrupt",
    "len",
    "import warnings\nwarnings.warn('careful')",
    "%%capture out\nprint('caught')",
    "out.stdout",
    "exec('raise KeyError(1)')",
    "In[1], Out[1]",
    "%precision 3\n3.14159",
    "raise ExceptionGroup('many', [ValueError(1)])",
]

BELOW = {  # what is written below Python
    "import subprocess\nsubprocess.run(['echo', 'below']);": "below",
    "import os\nos.write(1, b'raw\\n');": "raw",
}
EVERY = [*CELLS, *BELOW]

RUN = """
import json, sys
from grader.engine.sandboxed.shell import shell, timer
from grader.engine.sandboxed.student import serve
cells = json.load(sys.stdin)
made = shell.connect(serve.warm())
shell.use_namespace(made, {})
keep = __import__('os').dup(int(sys.argv[1]))
limit = [float(sys.argv[2])] * 2
outputs = [shell.run_cell(made, cell, timer.limit(*limit)).outputs for cell in cells]
open(keep, 'w').write(json.dumps(outputs))
"""


@pytest.fixture(scope="module")
def both():
    """[(cell, outputs in Jupyter, outputs here)]

    Jupyter reads a pipe in a thread: what is written below Python may come after the cell's end, as an output
    of the next one. So each such cell is alone in its notebook.
    """
    notebooks = [CELLS, *([cell] for cell in BELOW)]
    return [found for cells in notebooks for found in zip(cells, in_jupyter(cells), here(cells), strict=True)]


def in_jupyter(cells):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    no_ports = Config({"KernelManager": {"transport": "ipc"}})  # kernels side by side may choose the same
    client = nbclient.NotebookClient(
        notebook, allow_errors=True, timeout=600, kernel_name="python3", config=no_ports
    )
    under_test = "PYTEST_CURRENT_TEST"  # where a kernel finds this, it does not watch its file descriptors
    client.execute(env={name: value for name, value in os.environ.items() if name != under_test})
    return [cell.outputs for cell in notebook.cells]


def here(cells, limit_s=20):
    read, write = os.pipe()
    os.set_inheritable(write, True)
    command = [sys.executable, "-c", RUN, str(write), str(limit_s)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, close_fds=False)
    os.close(write)
    process.stdin.write(json.dumps(cells).encode())
    process.stdin.close()
    with open(read) as pipe:
        outputs = json.loads(pipe.read())
    assert process.wait() == 0
    return outputs


@pytest.mark.parametrize("number", range(len(EVERY)), ids=lambda n: re.sub(r"\W+", "-", EVERY[n])[:40])
def test_a_cell_leaves_what_it_leaves_in_jupyter(number, both):
    cell, theirs, ours = both[number]
    if cell in BELOW and not theirs:  # it came after the cell's end
        assert plain(ours) == ([], {"stdout": BELOW[cell]})
    else:
        assert plain(ours) == plain(theirs), cell


def test_exit_does_not_end_the_notebook():
    """In Jupyter it ends the kernel a moment later, and nbgrader gives up on the submission."""
    assert here(["exit()", "quit", "1"])[2][0]["data"] == {"text/plain": "1"}


def test_a_folder_that_goes_while_cells_are_in_it_costs_them_nothing(tmp_path):
    leave = f"import os, tempfile\nos.chdir({str(tmp_path)!r})"
    gone = "with tempfile.TemporaryDirectory() as folder: os.chdir(folder)"
    outputs = here([leave, gone, "1 + 1", "1 / 0"])
    assert outputs[2][0]["data"] == {"text/plain": "2"}
    assert outputs[3][0]["ename"] == "ZeroDivisionError"


def test_a_cell_that_takes_too_long_is_interrupted_and_the_next_one_runs():
    code = "import time\nprint('before')\nwhile True: time.sleep(1)"
    first, second = here([code, "2"], limit_s=0.3)
    assert first[0]["text"] == "before\n"
    assert first[1]["ename"] == "KeyboardInterrupt"
    assert second[0]["data"] == {"text/plain": "2"}


def test_output_is_cut_at_the_limit_and_errors_are_kept():
    (outputs,) = here(["print('x' * 3_000_000)\nprint('y')\nprint('z')\n1 / 0"])
    assert outputs[0]["text"].startswith("x" * 1000)
    assert len(outputs[0]["text"]) < 1_000_200
    assert outputs[0]["text"].endswith("[output cut here: more than 1000 kB in one cell]\n")
    assert outputs[1]["ename"] == "ZeroDivisionError"


def plain(outputs):
    """Outputs without what may differ: colours, addresses, times, file names, which stream came first.

    An error that leaves no output in Jupyter leaves one here, as nbgrader adds it.
    """
    kept, streams = [], {}
    for output in json.loads(json.dumps(outputs)):
        if output["output_type"] == "stream":
            streams[output["name"]] = streams.get(output["name"], "") + output["text"]
        elif output["output_type"] == "error" and "showtraceback was disabled" in output["traceback"][0]:
            continue
        elif output["output_type"] == "error":
            kept.append(
                (
                    output["ename"],
                    calm(output["evalue"]),
                    calm(output["traceback"][-1]) if output["traceback"] else "",
                )
            )
        else:
            kept.append((output["output_type"], output.get("execution_count"), calm_data(output["data"])))
    return kept, {name: calm(text) for name, text in streams.items()}


def calm_data(data):
    return {
        mime: calm(value) if isinstance(value, str) and "image" not in mime else "…"
        for mime, value in data.items()
    }


def calm(text):
    text = re.sub(r"\x1b\[[0-9;]*m|0x[0-9a-f]+|[0-9a-f]{32}", "", text)
    text = re.sub(r"(CPU times|Wall time):.*", r"\1", text)
    text = re.sub(r"<ipython-input[^>]*>|(/\S+/)?\d+\.py", "the cell", text)
    return re.sub(r"Figure size \S+ with", "Figure with", text).strip()


def test_the_traceback_shows_the_lines_of_the_cell(both):
    _, theirs, ours = next(pair for pair in both if pair[0].endswith("f()"))
    seen = [re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(outputs[0]["traceback"])) for outputs in (theirs, ours)]
    assert "----> 2     raise ValueError('no')" in seen[1]
    assert [line for line in seen[1].splitlines() if "->" in line] == [
        line for line in seen[0].splitlines() if "->" in line
    ]


NOSY = """import sys, types
class Nosy(types.ModuleType):
    looks = 0
    @property
    def __file__(self):
        Nosy.looks += 1
        return "nosy.py"
sys.modules["nosy"] = Nosy("nosy")
"""


def test_a_traceback_does_not_search_all_modules_for_the_cell():
    *_, (result,) = here(["def f():\n    1 / 0\nf()", NOSY, "f()", "Nosy.looks"])
    assert result["data"]["text/plain"] == "0"


def test_endless_recursion_is_drawn_by_its_first_and_last_steps_and_the_next_cell_runs():
    source = "def f(n):\n    try:\n        return f(n + 1)\n    finally:\n        pass\nf(0)"
    (error,), (result,) = here([source, "1 + 1"])
    assert error["ename"] == "RecursionError"
    assert len(error["traceback"]) < 60
    assert result["data"]["text/plain"] == "2"


def test_a_cell_too_deep_for_the_compiler_is_an_error_and_the_next_one_runs():
    deep, after = here(["x = 1\n" + "+".join("x" * 60_000), "2"])
    assert [(o["ename"], "too many parts" in o["evalue"]) for o in deep] == [("RecursionError", True)]
    assert after[0]["data"]["text/plain"] == "2"


def test_an_error_that_is_its_own_cause_has_a_traceback_too():
    (error,) = here(["e = ValueError('no')\nx = KeyError(1)\ne.__cause__, x.__cause__ = x, e\nraise e"])[0]
    assert error["ename"] == "ValueError"

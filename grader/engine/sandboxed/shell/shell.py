"""Notebook cells in an IPython shell without a kernel: no sockets, no threads, nbformat outputs.

The same shell serves both sides: the student's process, and the tester for the instructor's cells.
"""

import builtins
import contextlib
import os
import subprocess
import sys
import tempfile
import types
from typing import NamedTuple

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from . import event_loop, timer, tracebacks
from .recorder import Recorder, Stream, json_ready, size_of

MOST_ERRORS, MOST_FRAMES = 10, 10  # errors in a chain; first and last frames of each
INLINE = "module://matplotlib_inline.backend_inline"


class Ran(NamedTuple):
    """late: None, or what the cell was interrupted for (see timer.Clock)"""

    outputs: list
    value: object
    error: BaseException | None
    late: str | None


class Publisher(DisplayPublisher):
    def publish(self, data, metadata=None, *, transient=None, update=False, **_):
        number = (transient or {}).get("display_id")
        record = self.shell.recorder.update if update else self.shell.recorder.display
        record(json_ready(data), json_ready(metadata), number)

    def clear_output(self, wait=False):
        self.shell.recorder.clear(wait)


class Hook(DisplayHook):
    """What the last expression of a cell displays."""

    def write_output_prompt(self):
        pass

    def write_format_data(self, data, metadata=None):
        data = json_ready(data)
        output = {"output_type": "execute_result", "execution_count": self.prompt_count}
        self.shell.recorder.add({**output, "data": data, "metadata": json_ready(metadata)}, size_of(data))


class Shell(InteractiveShell):
    display_pub_class = Type(Publisher)
    displayhook_class = Type(Hook)
    compiler_class = Type(tracebacks.Compiler)
    recorder = None
    below = None
    broke_off = False  # a cell met an error, and did not come to its end

    def _get_exc_info(self, exc_tuple=None):
        """Tracebacks tell of the notebook's code, not of the machinery around it."""
        kind, value, trace = super()._get_exc_info(exc_tuple)
        shorten(value)
        return kind, value, value.__traceback__ if trace is not None else None

    def _format_exception_for_storage(self, exception, filename=None, running_compiled_code=False):
        """For a history that nobody keeps, IPython would draw each traceback a second time."""
        return {}

    def should_run_async(self, source, **parts):
        """A cell too deep for the compiler is told of when it runs: see tracebacks.Compiler."""
        try:
            return super().should_run_async(source, **parts)
        except RecursionError:
            return False

    def _showtraceback(self, kind, value, lines):
        self.recorder.error(kind.__name__, text_of(value), lines)

    def system(self, command):
        """`!command` over pipes: a pseudo-terminal is not to be had inside a sandbox."""
        command = self.var_expand(command, depth=1)
        done = _run(command, stdout=subprocess.PIPE)
        sys.stdout.write(done.stdout)
        self.user_ns["_exit_code"] = done.returncode

    system_piped = system_raw = system

    def getoutput(self, command, split=True, depth=0):
        from IPython.utils.text import LSString, SList

        text = _run(self.var_expand(command, depth=depth + 1), stdout=subprocess.PIPE).stdout.rstrip("\n")
        return SList(text.splitlines()) if split else LSString(text)

    def raw_input(self, prompt=""):
        raise StdinNotImplementedError(
            "raw_input was called, but this frontend does not support input requests."
        )

    def enable_gui(self, gui=None):
        pass

    def ask_exit(self):
        pass


def _run(command, **pipes):
    return subprocess.run(
        command,
        shell=True,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        **pipes,
    )


_SANDBOXED = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_OURS = (_SANDBOXED + os.sep, os.path.join(os.path.dirname(_SANDBOXED), "tester") + os.sep)


def shorten(error):
    """Cut what is to be drawn of an error: endless recursion in full takes seconds, and says no more."""
    for _ in range(MOST_ERRORS):
        error.__traceback__ = _joined(_ends(_frames(error.__traceback__)))
        last, error = error, error.__cause__ or error.__context__
        if error is None:
            return
    last.__cause__ = last.__context__ = None


def _frames(trace):
    """The steps of a traceback without those of the machinery. A loop: it may be as deep as Python goes."""
    kept = []
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(_OURS):
            kept.append(trace)
        trace = trace.tb_next
    return kept


def _ends(steps):
    return steps if len(steps) <= 2 * MOST_FRAMES else steps[:MOST_FRAMES] + steps[-MOST_FRAMES:]


def _joined(steps):
    rest = None
    for step in reversed(steps):
        rest = types.TracebackType(rest, step.tb_frame, step.tb_lasti, step.tb_lineno)
    return rest


def text_of(value):
    try:
        return str(value)
    except Exception as error:  # the exception is the student's: so may be its __str__
        return f"<unprintable {type(value).__name__}: its text raised {type(error).__name__}>"


def build():
    """The process's shell, made once: a tenth of a second that a warm process has behind it."""
    if Shell.initialized():
        return Shell.instance()
    os.environ["MPLBACKEND"] = INLINE
    config = Config()
    config.HistoryManager.enabled = False
    config.HistoryManager.hist_file = ":memory:"
    config.InteractiveShell.autoindent = False
    shell = Shell.instance(config=config)
    shell.recorder = Recorder()
    shell.loop_runner = event_loop.complete
    builtins.input = shell.raw_input
    tracebacks.quicken()
    return shell


FIRST_CELLS = (
    "import math\nmath.pi",
    "def f(n):\n    return [n] * n\nprint(f(2))\nf(1)",
    "assert f(2) == [2]",
    "raise NotImplementedError()",
    "1 +",
)


def rehearse(shell):
    """Run what notebooks do, once: a first cell or traceback takes ten times as long as the next."""
    use_namespace(shell, {})
    with contextlib.redirect_stdout(Stream(shell.recorder, "stdout", 1)):
        for source in FIRST_CELLS:
            run_cell(shell, source)
    use_namespace(shell, {})


def connect(shell, output_bytes=1_000_000):
    """For a new notebook: point this process's output at the shell; what is written below Python lands in a
    memory file."""
    event_loop.fresh()
    shell.ast_transformers.clear()  # of an earlier notebook
    shell.recorder = Recorder(output_bytes)
    below, earlier = memory_file(), shell.below
    if earlier is not None:  # of an earlier notebook, whose number it takes
        os.dup2(below, earlier)
        os.close(below)
    shell.below = below if earlier is None else earlier
    for number in (1, 2):
        os.dup2(shell.below, number)
    sys.stdout, sys.stderr = (Stream(shell.recorder, name, n) for name, n in (("stdout", 1), ("stderr", 2)))
    return shell


def memory_file():
    """Where nothing counts such files, they are refused: then it is one in the folder for temporary files."""
    try:
        return os.memfd_create("output")
    except OSError:
        with tempfile.TemporaryFile() as file:
            return os.dup(file.fileno())


def use_namespace(shell, namespace):
    """Let cells run in this dict, as in a fresh notebook."""
    _forget(shell)
    shell.user_module, shell.user_ns = shell.prepare_user_module(None, namespace)
    shell.init_sys_modules()
    shell.init_user_ns()
    shell.compile.reset_compiler_flags()
    shell.execution_count = 1


def _forget(shell):
    """In and Out, the last values and the last error: what earlier cells left outside their namespace."""
    history, hook = shell.history_manager, shell.displayhook
    history.reset(new_session=False)
    history.input_hist_parsed[:], history.input_hist_raw[:] = [""], [""]
    history.db_input_cache.clear()
    history._i = history._ii = history._iii = history._i00 = ""
    hook._ = hook.__ = hook.___ = ""
    shell.user_ns_hidden.clear()
    shell.last_execution_result = None
    for name in ("last_type", "last_value", "last_traceback", "last_exc"):
        vars(sys).pop(name, None)


def run_cell(shell, source, within=None):
    """Run a cell as Jupyter would, within this block of `timer`."""
    shell.recorder.start()
    with within or contextlib.nullcontext(timer.Clock) as clock, event_loop.running():
        try:
            result = shell.run_cell(source, store_history=True)
            event_loop.turn()
            value, error = result.result, result.error_before_exec or result.error_in_exec
        except KeyboardInterrupt as interrupt:  # arrived while the shell was between two steps
            value, error = None, interrupt
    drain(shell)
    if error is not None:
        shell.broke_off = True
        _note_error(shell.recorder, error)
    return Ran(shell.recorder.take(), value, error, clock.why)


def _note_error(recorder, error):
    """An error that left no output (a wrong magic, a replaced showtraceback) still counts."""
    name = type(error).__name__
    if not any(output["output_type"] == "error" and output["ename"] == name for output in recorder.outputs):
        lines = ["ERROR: An error occurred while showtraceback was disabled"]
        recorder.error(name, text_of(error), lines)


def drain(shell):
    """Add to the outputs what C code and subprocesses wrote since the last cell."""
    recorder, below = shell.recorder, shell.below
    end = os.lseek(below, 0, os.SEEK_END) if below is not None else 0
    if end:
        text = os.pread(below, min(end, recorder.limit + 1), 0).decode("utf-8", "replace")
        recorder.stream("stdout", text)
        os.ftruncate(below, 0)
        os.lseek(below, 0, os.SEEK_SET)

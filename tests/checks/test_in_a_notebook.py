"""`check` in a real Jupyter kernel, in a plain console, and with answers that never end."""

import subprocess
import sys
import time

import nbformat
import pytest
from nbclient import NotebookClient
from traitlets.config import Config

import grader.checks.patience
from grader import check
from grader.reference import derivative_kernel

NO_PORTS = Config({"KernelManager": {"transport": "ipc"}})  # kernels started side by side may choose the same
FIRST = "import numpy as np\nfrom grader import check"
RIGHT = "def derivative_kernel(d):\n    return np.diff(np.eye(d + 1), n=d)[:, 0] if d else [1]"
CHECK = 'from grader import check\n\ncheck("kernels/derivative_kernel", derivative_kernel)'
SLIP = "def derivative_kernel(d:\n    return [1]"
RENAMED = RIGHT.replace("derivative_kernel", "my_kernel")
CRASH = "def derivative_kernel(d):\n    k = [1]\n    return k[5]"
CLASS = "class derivative_kernel:\n    pass"
ASKS = "def derivative_kernel(d):\n    return [int(input('How many? '))]"
LEAVES = "def derivative_kernel(d):\n    exit()"
ANSWERS = [RIGHT, SLIP, RIGHT, RENAMED, CRASH, "%%time\n" + RIGHT, CLASS, ASKS, LEAVES, RIGHT]
CELLS = {"first": [FIRST], "answer": ANSWERS, "check": [CHECK]}


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """(answer's number, what the check then shows); first of all the check in a fresh kernel."""
    cells = {name: nbformat.v4.new_code_cell("", id=name) for name in ("answer", "first", "check")}
    notebook = nbformat.v4.new_notebook(cells=list(cells.values()))
    client = NotebookClient(notebook, kernel_name="python3", allow_errors=True, timeout=600, config=NO_PORTS)
    steps = [
        ("check", CHECK),
        ("first", FIRST),
        *[(n, x) for a in CELLS["answer"] for n, x in (("answer", a), ("check", CHECK))],
    ]
    shown = []
    with client.setup_kernel():
        for name, source in steps:
            cells[name].source = source
            run(client, cells[name], list(cells).index(name))
            if name == "check":
                shown.append(text_of(cells[name].outputs))
    return shown


def run(client, cell, index):
    """As JupyterLab runs it: the kernel learns the cell's id."""
    send = client.kc.execute

    def execute(code, **rest):
        message = client.kc.session.msg(
            "execute_request",
            {
                "code": code,
                "silent": False,
                "store_history": True,
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": False,
            },
        )
        message["metadata"] = {"cellId": cell.id}
        client.kc.shell_channel.send(message)
        return message["header"]["msg_id"]

    client.kc.execute = execute
    try:
        client.execute_cell(cell, index)
    finally:
        client.kc.execute = send


def text_of(outputs):
    parts = [o.get("data", {}).get("text/html", "") + "\n".join(o.get("traceback", [])) for o in outputs]
    return "\n".join(parts)


def test_a_fresh_kernel_is_told_which_cell_to_run(said):
    assert "derivative_kernel is not defined yet: run the cell above that defines it" in said[0]


def test_a_right_answer_earns_its_points_without_a_remark(said):
    assert "✓ 2 of 2" in said[1]
    assert "Careful" not in said[1] + said[3] + said[5]


def test_an_older_definition_is_never_judged_without_a_word(said):
    assert "Careful: this is an older derivative_kernel. Its cell has a syntax error now" in said[2]
    assert "Its cell has changed and defines my_kernel: call the function derivative_kernel again." in said[4]


def test_an_error_names_the_students_line(said):
    assert "raised IndexError in line 3, `return k[5]`" in said[5]


def test_a_timed_cell_and_a_class_are_no_older_definitions(said):
    assert "✓ 2 of 2" in said[6]
    assert "Careful" not in said[6] + said[7]
    assert "write `def`, not `class`" in said[7]


def test_nobody_is_asked_and_exit_does_not_end_the_kernel(said):
    assert "raised EOFError in line 2" in said[8]
    assert "work with the arguments" in said[8]
    assert "raised SystemExit in line 2, `exit()`" in said[9]
    assert "✓ 2 of 2" in said[10]


def endless(d):
    while True:
        pass


def test_an_answer_that_never_ends_is_stopped_and_told_its_line(monkeypatch):
    monkeypatch.setattr(grader.checks.patience, "SECONDS", 0.2)
    report = check("kernels/derivative_kernel", endless).report
    assert "did not finish within 0.2 s: it was at line" in report.sentence
    assert report.earned == 0


def test_an_answer_that_sleeps_is_stopped_by_the_clock(monkeypatch):
    monkeypatch.setattr(grader.checks.patience, "SECONDS", 0.05)
    assert "did not finish" in check("kernels/derivative_kernel", lambda d: time.sleep(600)).report.sentence


def test_who_waits_for_a_busy_machine_is_not_stopped(monkeypatch):
    monkeypatch.setattr(grader.checks.patience, "SECONDS", 1.0)
    waiting = [1.5]

    def waits(d):
        time.sleep(waiting.pop() if waiting else 0)  # the processor is somebody else's
        return derivative_kernel(d)

    assert check("kernels/derivative_kernel", waits).report.earned == 2


def test_who_presses_interrupt_reads_the_students_line_and_no_traceback():
    def interrupted(d):
        raise KeyboardInterrupt

    sentence = check("kernels/derivative_kernel", interrupted).report.sentence
    assert "was interrupted: it was at line" in sentence
    assert "`raise KeyboardInterrupt`" in sentence


def test_an_interrupt_outside_the_students_code_is_not_swallowed():
    class Elsewhere:
        def __call__(self, d):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("kernels/derivative_kernel", Elsewhere())


def test_a_clock_that_runs_already_is_left_alone():
    import signal

    rang = []
    before = signal.signal(signal.SIGALRM, lambda *_: rang.append(1))
    signal.setitimer(signal.ITIMER_REAL, 60)
    try:
        check("kernels/derivative_kernel", lambda d: [1])
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 30
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def console(*options, text):
    done = subprocess.run([sys.executable, *options], input=text, capture_output=True, text=True, timeout=600)
    return done.stdout


def test_a_plain_console_prints_the_sentence_and_no_bare_number():
    text = 'from grader import check\ncheck("locality/corr2d", None)\n'
    printed = console("-i", "-q", text=text)
    assert "✗ 0 of 4 points. corr2d is not written yet" in printed
    assert "0.0" not in printed


def test_a_script_and_a_notebook_print_nothing_but_the_number():
    text = 'from grader import check\nprint(repr(check("locality/corr2d", None)))\n'
    assert console("-", text=text) == "0.0\n"


def test_a_stop_in_an_instruction_that_belongs_to_no_line_is_told_without_one():
    def answer():
        raise ValueError

    answer.__code__ = answer.__code__.replace(co_linetable=b"")
    with pytest.raises(ValueError) as stopped:  # noqa: PT011
        answer()
    assert grader.checks.patience.line_of(stopped.value, answer) == ""

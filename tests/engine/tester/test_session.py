"""Whatever the other process says, a question has an answer, an exception or an end, and in time."""

import contextlib
import json
import random
import socket
import struct
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from grader.engine.jail.limits import Used
from grader.engine.job import Settings
from grader.engine.sandboxed.rpc import framing
from grader.engine.sandboxed.rpc.ways import WAYS
from grader.engine.tester.budget import Budget
from grader.engine.tester.session.namespace import Names
from grader.engine.tester.session.proxies import Remote, RemoteFunction
from grader.engine.tester.session.session import Session, StudentGone, TooLate


@contextlib.contextmanager
def liar(*replies, patience_s=60.0):
    """A line to a process that gives these replies: dicts (given the question's number), bytes, or None."""
    ours, theirs = socket.socketpair()

    def live():
        try:
            for reply in replies:
                head, _ = framing.read(theirs.recv_into)
                if reply is None:
                    continue
                data = reply if isinstance(reply, bytes) else framing.pack({"re": head["id"], **reply}, [])
                theirs.sendall(data)
            framing.read(theirs.recv_into)
        except (OSError, EOFError, framing.Violation):
            pass
        theirs.close()

    thread = threading.Thread(target=live, daemon=True)
    thread.start()
    line = Session(sleeper(ours), Settings(), Budget(60), lambda reported: None)
    line.give(patience_s)
    yield line
    ours.close()
    thread.join(300)
    assert not thread.is_alive()


def sleeper(sock):
    """The process at the other end: it is idle whenever it says nothing."""

    def used(since):
        return Used(cpu_s=0.0, idle_s=time.monotonic() - since)

    return SimpleNamespace(sock=sock, kill=sock.close, interrupt=lambda: None, used=used)


HANDLE = {"value": {"h": [0, "object", "Thing", "", [], sorted(WAYS)]}}


def test_a_plain_answer_is_the_answer():
    with liar({"value": [1, {"t": [2.5, "x"]}]}) as line:
        assert line.ask("get", "x") == [1, (2.5, "x")]


@pytest.mark.parametrize(
    "reply",
    [
        {"value": {"y": 0}},
        {"value": {"h": [0]}},
        {"value": {"h": [-1, "function", "f", "f", [], []]}},
        {"value": {"h": [True, "function", "f", "f", [], []]}},
        {"value": {"h": [0, "function", "f", "f", "family", []]}},
        {"value": {"g": "os:system"}},
        {"value": {"lib": "os:system"}},
        {"value": {"o": 0}, "objects": [["Node", []]]},
        {"value": {"o": 0}, "objects": {}},
        {"value": {"m": 0}},
        {"value": {"a": ["np.dtype", "<M8[s/0]", [], None, 0]}},
        {"error": 5},
        {"error": {"family": "builtins:ValueError"}},
        {"error": {"family": [], "class": [1]}},
        {"op": "get", "re": None},
        {"re": "guess"},
        {"id": 5, "op": "call"},
        {"id": "a", "op": "run", "args": []},
        {"id": "a", "op": "call", "args": [0, [], {}]},
        {"id": "a", "op": "call", "args": 7},
    ],
    ids=json.dumps,
)
def test_an_answer_that_is_none_ends_the_line(reply):
    reply = framing.pack(reply, []) if "id" in reply or "re" in reply else reply
    with liar(reply) as line:
        with pytest.raises(StudentGone):
            line.ask("get", "x")
        with pytest.raises(StudentGone):
            line.ask("get", "y")


@pytest.mark.parametrize(
    "family",
    [
        ["builtins:SystemExit", "builtins:BaseException"],
        ["builtins:KeyboardInterrupt"],
        ["builtins:StopIteration", "builtins:Exception"],
        ["unittest.case:SkipTest", "builtins:Exception"],
        ["grader.engine.tester.session.session:StudentGone"],
        ["os:system"],
        ["ctypes:cdll./tmp/mine.so", "ctypes:pydll.mine"],
        ["builtins:ValueError.__base__", "numpy:exceptions.AxisError"],
        ["builtins:print"],
        ["__main__:Anything", "builtins:Exception"],
        [5, None, {"a": 1}],
        ["builtins:UnicodeDecodeError"],
        [],
    ],
    ids=str,
)
def test_an_error_is_an_ordinary_exception(family):
    with liar({"error": {"family": family, "text": "no", "args": ["no"]}}) as line:
        with pytest.raises(Exception, match="no") as told:
            line.ask("get", "x")
        assert type(told.value) in (Exception, RuntimeError)


def test_a_known_exception_keeps_its_class_and_text():
    error = {
        "family": ["numpy.linalg:LinAlgError", "builtins:ValueError"],
        "text": "singular",
        "args": ["singular"],
    }
    with liar({"error": error}, {"error": {"family": ["builtins:KeyError"], "args": [7]}}) as line:
        with pytest.raises(np.linalg.LinAlgError, match="singular"):
            line.ask("get", "x")
        with pytest.raises(KeyError) as told:
            line.ask("get", "x")
        assert told.value.args == (7,)


def test_an_error_is_made_without_the_code_of_its_class():
    axis = {"family": ["numpy.exceptions:AxisError"], "text": "axis 5", "args": [5, 2]}
    json_error = {"family": ["json.decoder:JSONDecodeError", "builtins:ValueError"], "text": "no JSON"}
    index = {"family": ["builtins:UnicodeTranslateError", "builtins:ValueError"], "text": "bad"}
    called = {
        "family": ["subprocess:CalledProcessError", "builtins:Exception"],
        "text": "1",
        "args": [1, "ls"],
    }
    index["args"] = ["abc", -(10**9), 1 - 10**9, "x"]  # Python 3.11 reads there
    for error, kind, text in (
        (axis, np.exceptions.AxisError, "axis 5 is out of bounds for array of dimension 2"),
        (json_error, json.JSONDecodeError, "no JSON"),
        (index, ValueError, "bad"),
        (called, Exception, "1"),
    ):
        with liar({"error": error}) as line, pytest.raises(kind) as told:
            line.ask("get", "x")
        assert str(told.value).startswith(text)


def test_silence_ends_at_the_deadline():
    with liar(None, patience_s=0.2) as line:
        line.grace_s = 0.1
        started = time.monotonic()
        with pytest.raises(StudentGone, match="no answer in time"):
            line.ask("get", "x")
        assert time.monotonic() - started < 60
        assert line.late == "idle"


def test_being_stopped_is_told_and_the_line_lives_on():
    with liar({"late": True}, {"value": 1}) as line:
        line.student.interrupt = lambda: None
        send, line.peer.send = line.peer.send, lambda *message: (time.sleep(0.3), send(*message))
        line.cell, line.cell.waited_s = Budget(0.1), 0.2
        with pytest.raises(TooLate):
            line.ask("get", "x")
        assert line.late == "idle"
        line.peer.send = send
        line.give(60)
        assert line.ask("get", "x") == 1


def test_no_exception_of_the_line_is_an_exception_that_a_test_would_catch():
    assert not issubclass(StudentGone, Exception)
    assert not issubclass(TooLate, Exception)


@pytest.mark.parametrize(
    "use",
    [
        lambda remote: remote == 5,
        lambda remote: 5 == remote,  # noqa: SIM300
        lambda remote: remote != "x",
        lambda remote: remote < 5,
        lambda remote: 5 > remote,  # noqa: SIM300
        lambda remote: remote - 5,
        lambda remote: 5 - remote,
        lambda remote: np.ones(3) - remote,
        lambda remote: np.ones(3) == remote,
        lambda remote: np.asarray(remote),
        lambda remote: np.allclose(remote, 5),
        lambda remote: np.array_equal(remote, np.ones(3)),
        lambda remote: [remote] == [5],
        lambda remote: {"a": remote} == {"a": 5},
        lambda remote: remote in [1, 2],
        lambda remote: isinstance(remote, int),
        lambda remote: round(remote),
        lambda remote: remote.__reduce_ex__(2),
    ],
)
def test_a_student_object_cannot_be_compared_with_a_value_of_the_test(use):
    """Not one question goes over the line: the liar would answer yes."""
    with liar(HANDLE, *[{"value": True}] * 5) as line:
        remote = line.ask("get", "x")
        assert isinstance(remote, Remote)
        sent = []
        line.peer.send = lambda *question: sent.append(question)
        with contextlib.suppress(TypeError, AttributeError):
            assert use(remote) is False
        assert sent == []


@pytest.mark.parametrize(
    ("ask", "reply"), [(len, "x"), (bool, 1), (int, 2.5), (float, 1), (str, 5), (repr, None)]
)
def test_an_answer_of_the_wrong_type_is_refused(ask, reply):
    with (
        liar(HANDLE, {"value": reply}) as line,
        pytest.raises(TypeError, match="the submission's object gave"),
    ):
        ask(line.ask("get", "x"))


def test_the_same_object_is_the_same_stand_in():
    function = {"value": {"h": [3, "function", "function", "f", [], []]}}
    with liar(HANDLE, HANDLE, function) as line:
        assert line.ask("get", "x") is line.ask("get", "y")
        assert type(line.ask("get", "f")) is RemoteFunction
        assert callable(line.borrowed[3])
        assert not callable(line.borrowed[0])


def test_no_attribute_of_an_answer_is_a_type_that_would_say_yes():
    with liar(HANDLE, {"value": {"g": "builtins:bool"}}) as line, pytest.raises(StudentGone):
        line.ask("get", "x").startswith("ab")


def test_a_name_that_the_process_denies_is_a_name_error():
    with liar({"error": {"family": ["builtins:NameError"], "text": "x", "args": ["x"]}}) as line:
        names = Names(line, {}, [])
        with pytest.raises(NameError, match="name 'x' is not defined"):
            exec("x", names)


def test_pythons_own_names_are_never_asked_for():
    with liar() as line:
        names = Names(line, {}, [])
        line.peer.send = None
        assert eval("len([abs(-1)]) == 1 and isinstance(1, int)", names)


def test_mutated_replies_never_hang_or_deceive():
    chance = random.Random(2)
    valid = [
        {"value": [1, 2.5, {"t": [None, "x"]}, {"d": [["k", 1]]}]},
        {
            "value": {"h": [1, "function", "f", "f", ["builtins:ValueError"], []]},
            "outputs": [{"output_type": "stream"}],
        },
        {
            "error": {"family": ["builtins:ValueError"], "text": "t", "args": ["a"], "class": None},
            "outputs": [],
        },
        {"value": {"nt": ["P", ["x"], [1]]}, "objects": [], "late": False},
    ]
    ends = {"value": 0, "exception": 0, "gone": 0}
    for _ in range(300):
        reply = json.dumps(chance.choice(valid))
        for _ in range(chance.randint(1, 3)):
            at = chance.randrange(1, len(reply))
            reply = (
                reply[:at]
                + chance.choice(['"', "[", "]", "{", "}", ",", "9", "null", "true", ""])
                + reply[at + 1 :]
            )
        ends[ask_mutated(reply)] += 1
    assert min(ends.values()) > 0, ends


def ask_mutated(reply):
    ours, theirs = socket.socketpair()
    line = Session(sleeper(ours), Settings(), Budget(60), lambda reported: None)
    line.give(1)
    line.grace_s = 0.1
    send = line.peer.send

    def answering(head, parcel):
        send(head, parcel)
        framing.read(theirs.recv_into)
        body = reply.replace("{", f'{{"re": "{head["id"]}", ', 1).encode()
        theirs.sendall(struct.pack("<II", len(body), 0) + body)
        theirs.close()

    line.peer.send = answering
    try:
        line.ask("get", "x")
        return "value"
    except StudentGone:
        return "gone"
    except Exception:
        return "exception"
    finally:
        ours.close()


def test_what_the_tester_has_no_memory_for_ends_the_line_and_nothing_else(monkeypatch):
    def nothing_fits():
        raise MemoryError

    with liar(HANDLE) as line:
        monkeypatch.setattr(line.peer, "next", nothing_fits)
        with pytest.raises(StudentGone, match="needs too much memory"):
            line.run("pass", 1)

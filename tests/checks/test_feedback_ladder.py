"""Whatever an answer does, a student gets one clear sentence and nbgrader gets a number."""

import inspect
import subprocess
import sys
import warnings
from dataclasses import replace

import numpy as np
import pytest

from grader import check
from grader.checks import draws, examine, patience
from grader.checks.judge import ReferenceFailed
from grader.exercises import EXERCISES, find
from grader.reference import corr2d


def line(function, text):
    """ "line 25, `return X[99]`" of a function in this file"""
    source, first = inspect.getsourcelines(function)
    return f"line {first + next(n for n, code in enumerate(source) if text in code)}, `{text}`"


def not_started(X, K):
    raise NotImplementedError()


def holds_dots(X, K): ...


def only_passes(X, K):
    # later
    pass


def only_documents(X, K):
    """Slide K over X."""


def forgot_return(X, K):
    corr2d(X, K)


def crashes(X, K):
    return X[99]


def recurses(X, K):
    return recurses(X, K)


def leaves(X, K):
    sys.exit("bye")


def changes_its_argument(X, K):
    X *= 2
    return corr2d(X / 2, K)


def accepts_everything(X, K):
    return corr2d(X, K) if len(K) <= len(X) and K.shape[1] <= X.shape[1] else np.zeros((0, 0))


def refuses_the_wrong_way(X, K):
    if len(K) > len(X) or K.shape[1] > X.shape[1]:
        raise IndexError("no")
    return corr2d(X, K)


def yields(X, K):
    yield corr2d(X, K)


async def waits(X, K):
    return corr2d(X, K)


EMPTY = "corr2d is not written yet: its body is still empty. Write your code there, and `return` the result."
LEAVE = 'sys.exit("bye")'
LADDER = {
    None: "corr2d is not written yet: it is None. Write `def corr2d(X, K): …`.",
    ...: "corr2d is not written yet: it is `...`. Write `def corr2d(X, K): …`.",
    yields: "corr2d should be a function that returns its answer: write `return`, not `yield`.",
    waits: "corr2d should be a function that returns its answer: write `def` without `async`.",
    not_started: "corr2d is not written yet: replace `raise NotImplementedError` by your code.",
    holds_dots: EMPTY,
    only_passes: EMPTY,
    only_documents: EMPTY,
    "corr2d": "corr2d should be a function, got a str: 'corr2d': pass corr2d, not what it returns.",
    19.0: "corr2d should be a function, got a float: 19.0: pass corr2d, not what it returns.",
    forgot_return: "corr2d(X, K) returned None: does it end with `return`?",
    crashes: f"corr2d(X, K) raised IndexError in {line(crashes, 'return X[99]')}: "
    "index 99 is out of bounds for axis 0 with size 1, for X of shape (1, 1) and K of shape (1, 1).",
    recurses: f"corr2d(X, K) raised RecursionError in {line(recurses, 'return recurses(X, K)')}: "
    "it calls itself without end, for X of shape (1, 1) and K of shape (1, 1).",
    leaves: f"corr2d(X, K) raised SystemExit in {line(leaves, LEAVE)}: bye,"
    " for X of shape (1, 1) and K of shape (1, 1).",
    changes_its_argument: "corr2d(X, K) changes the array that it is given: work on a copy, "
    "which `.copy()` makes.",
    accepts_everything: "corr2d(X, K) should raise a ValueError (kernel (3, 2) does not fit"
    " into input (2, 3)), but returned an array of shape (0, 0).",
    refuses_the_wrong_way: "corr2d(X, K) should raise a ValueError (kernel (3, 2) does not fit"
    " into input (2, 3)), but raised IndexError.",
}


@pytest.mark.parametrize("answer", LADDER, ids=lambda f: getattr(f, "__name__", repr(f)))
def test_each_rung_of_the_ladder_has_its_sentence(answer):
    assert (
        examine(find("locality/corr2d"), answer, draws("locality/corr2d", "0")).report.sentence
        == LADDER[answer]
    )


RETURNED = {
    "a string": ("19", "should return an array of numbers, got a str: '19'."),
    "an ellipsis": (..., "returned `...`: put your own expression there."),
    "a ragged list": (
        [[1], [2, 3]],
        "should return an array of numbers, got a list: [[1], [2, 3]], whose rows are not equally long.",
    ),
    "complex numbers": (
        np.ones((1, 1)) * 1j,
        "should return real numbers, got an array of complex numbers, of shape (1, 1)",
    ),
    "objects": (
        np.array([[object()]]),
        "should return an array of numbers, got an array of objects, of shape (1, 1)",
    ),
    "not a number": ([[np.nan]], "gives nan (not a number) at row 0, column 0, where 6 is expected."),
    "infinity": ([[np.inf]], "gives inf at row 0, column 0, where 6 is expected."),
    "text": (np.array([["a"]]), "should return an array of numbers, got an array of text, of shape (1, 1)."),
    "another number": ([[6.001]], "gives 6.001 at row 0, column 0, where 6 is expected."),
    "a bare number": (6.0, "One number comes out, where an array is wanted."),
    "too much": (np.ones((9, 9)), "should have shape (1, 1), got (9, 9)"),
    "nothing": (np.ones((0, 0)), "should have shape (1, 1), got (0, 0)"),
    "an object": (object(), "should return an array of numbers, got <object object>."),
    "a function": (len, "should return an array of numbers, got <built-in function len>."),
}


@pytest.mark.parametrize("name", RETURNED)
def test_what_is_returned_is_described(name):
    value, said = RETURNED[name]
    report = check("locality/corr2d", lambda X, K: value).report
    assert said in report.sentence
    assert report.sentence.count("\n") == 0


class Hostile:
    """Equal to all, larger than all, and rude when looked at."""

    def __eq__(self, other):
        return True

    __hash__ = None

    def __repr__(self):
        raise RuntimeError("rude")

    def __array__(self, *args, **kwargs):
        raise MemoryError("rude")

    def __getattr__(self, name):
        raise RuntimeError("rude")


@pytest.mark.parametrize("slug", EXERCISES)
def test_an_empty_body_is_called_empty_in_every_exercise_and_no_mistake(slug):
    def empty(*args, **kwargs):
        """To do."""

    score = examine(find(slug), empty, draws(slug, "0"))
    assert score == 0
    assert f"{find(slug).name} is not written yet: its body is still empty" in score.report.sentence


SLUGS = list(EXERCISES)
DEEP = []
for _ in range(10_000):
    DEEP = [DEEP]
HOSTILE = [
    DEEP,
    (DEEP, DEEP),
    (Hostile(), 1),
    Hostile(),
    [Hostile()],
    {},
    set(),
    b"19",
    float("nan"),
    np.array("19"),
    range(3),
    iter([1]),
    type,
    object(),
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda v: type(v).__name__)
@pytest.mark.parametrize("slug", SLUGS)
def test_no_return_value_breaks_the_check_or_earns_points(slug, value):
    score = check(slug, lambda *args, **kwargs: value)
    assert score == 0
    assert "<strong>✗ 0 of" in score._repr_html_()


def test_part_of_the_points_is_kept():
    assert check("locality/corr2d", accepts_everything) == 3


def test_a_number_that_is_not_a_whole_number_of_parameters_is_wrong():
    sentence = check("locality/conv_params", lambda *args, **kwargs: 1.4).report.sentence
    assert sentence == "conv_params gives 1.4, whatever comes in."


def meets_an_accident(X, K):
    raise ImportError("No module named 'torch'")


def one_type_wrong(X, K):
    return X + "1"


def never_ends(X, K):
    raise patience.TooLate


@pytest.mark.parametrize("reference", [meets_an_accident, one_type_wrong, never_ends])
@pytest.mark.parametrize("same", [True, False])
def test_an_accident_of_the_reference_is_never_a_verdict(reference, same):
    """Not even on an answer that meets the same one."""
    broken = replace(find("locality/corr2d"), reference=reference)
    with pytest.raises(ReferenceFailed, match=r"^locality/corr2d: the reference itself failed: "):
        examine(broken, reference if same else corr2d, draws("locality/corr2d", "0"))


def test_the_error_says_what_the_reference_met():
    broken = replace(find("locality/corr2d"), reference=meets_an_accident)
    with pytest.raises(
        ReferenceFailed, match=r"ImportError: No module named 'torch'\. The answer was not judged\."
    ):
        examine(broken, corr2d, draws("locality/corr2d", "0"))


def test_an_answer_that_prints_and_warns_is_still_right_and_silent(capfd):
    def noisy(X, K):
        print("step")
        print("oops", file=sys.stderr)
        warnings.warn("careful", stacklevel=1)
        return corr2d(X, K)

    assert check("locality/corr2d", noisy) == 4
    assert capfd.readouterr() == ("", "")


def test_what_a_wrong_answer_printed_is_in_its_report():
    def chatty(X, K):
        print("here <b>I</b> am")

    assert "here &lt;b&gt;I&lt;/b&gt; am" in check("locality/corr2d", chatty)._repr_html_()


def test_an_unknown_exercise_is_refused_with_the_nearest_names():
    with pytest.raises(ValueError, match=r"no exercise 'localty/cor2d'; did you mean 'locality/corr2d'"):
        check("localty/cor2d", corr2d)
    with pytest.raises(ValueError, match="no exercise 7; did you mean"):
        check(7, corr2d)


class Mine(ValueError):
    pass


@pytest.mark.parametrize("kind", [Mine, UnicodeError, np.exceptions.AxisError])
def test_an_exception_of_a_derived_class_is_as_good(kind):
    def answer(X, K):
        try:
            return corr2d(X, K)
        except ValueError:
            raise (kind(5, 2) if kind is np.exceptions.AxisError else kind("too large")) from None

    assert check("locality/corr2d", answer) == 4


def seen(monkeypatch, seed):
    """The inputs of one check, under this GRADER_SEED."""
    monkeypatch.setenv("GRADER_SEED", seed) if seed else monkeypatch.delenv("GRADER_SEED", raising=False)
    inputs = []
    check("locality/corr2d", lambda X, K: (inputs.append(X.tolist()), corr2d(X, K))[1])
    return inputs


def test_a_secret_seed_decides_the_inputs_and_the_first_ones_are_always_the_same(monkeypatch):
    one, again, other, fresh = (seen(monkeypatch, seed) for seed in ("a1", "a1", "b2", ""))
    assert one == again
    assert one != other != fresh != one
    assert one[:8] == other[:8] == fresh[:8]


def test_answers_that_were_learnt_by_heart_do_not_pass(monkeypatch):
    table = {}
    learn = lambda X, K: table.setdefault((X.tobytes(), K.tobytes()), corr2d(X, K))  # noqa: E731
    monkeypatch.setenv("GRADER_SEED", "one")
    assert check("locality/corr2d", learn) == 4
    monkeypatch.setenv("GRADER_SEED", "two")
    assert check("locality/corr2d", lambda X, K: table.get((X.tobytes(), K.tobytes()), X)) == 0


def test_importing_the_grader_loads_no_numpy():
    code = "import sys, grader; print('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False\n"

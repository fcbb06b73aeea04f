"""Who judges: the test, never the answer. What the solution's answers were told, a student's may be told."""

import re
from pathlib import Path

import pytest
from grading_bench import answer, check, locked, notebook, run

HERE = Path(__file__).parent


def exercises(file):
    """(setup, {name: (solution, test, another answer)})"""
    parts = re.split(r"^=== (.*)\n", (HERE / file).read_text(), flags=re.M)[1:]
    cells = dict(zip(parts[::2], parts[1::2], strict=True))
    return cells.pop("setup"), {name: re.split(r"^--- \w+\n", cells[name], flags=re.M) for name in cells}


def books(file):
    """The source, and the submission of the other answers."""
    setup, cells = exercises(file)
    source, submitted = [locked("setup", setup)], []
    for name, (solution, test, other) in cells.items():
        source += [answer(f"{name}-answer", solution), check(name, test)]
        submitted.append(answer(f"{name}-answer", other))
    return notebook(*source), notebook(*submitted)


@pytest.fixture(scope="module")
def solved(tmp_path_factory):
    """file -> what the solution's grading told; the solution is the source, handed in."""

    def solve(file):
        source, _ = books(file)
        return run(tmp_path_factory.mktemp("solved"), source, None, solution=True)

    return {file: solve(file) for file in ("judges.txt", "objects.txt", "instructors.txt", "ordinary.txt")}


def points(graded):
    return {name for name, score in graded.scores.items() if score}


def asked(told):
    return tuple(f"ps/{said}" for said in told.asked)


def failures(graded):
    return [o for made in graded.notebook["cells"] for o in made["outputs"] if o["output_type"] == "error"]


def test_the_solution_passes_everything_and_nothing_of_it_is_forgeable(solved):
    for told in solved.values():
        assert points(told) == set(told.scores), failures(told)
        assert told.forgeable == {}


def test_an_answer_that_says_yes_to_everything_earns_nothing(solved, tmp_path):
    source, cheats = books("judges.txt")
    graded = run(tmp_path, source, cheats, asked=asked(solved["judges.txt"]))
    assert points(graded) == set()
    assert graded.forgeable == {}


def test_where_no_solution_is_known_its_points_are_reported(tmp_path):
    graded = run(tmp_path, *books("judges.txt"))
    never = {"an instructor's object with a method of its own", "an exception where a method is expected"}
    assert points(graded) == set(graded.scores) - never
    assert points(graded) <= graded.forgeable.keys()


def test_objects_functions_and_changes_in_place_are_ordinary_answers(solved, tmp_path):
    source, answers = books("objects.txt")
    graded = run(tmp_path, source, answers, asked=asked(solved["objects.txt"]))
    assert points(graded) == set(graded.scores), failures(graded)
    assert graded.forgeable == {}


def test_objects_of_an_instructor_s_class_that_carry_more_than_the_solution_s_are_reported(solved, tmp_path):
    source, cheats = books("instructors.txt")
    graded = run(tmp_path, source, cheats, asked=asked(solved["instructors.txt"]))
    assert points(graded) == set(graded.scores), failures(graded)
    assert graded.forgeable.keys() == set(graded.scores)
    assert all("to make it safe" in why for why in graded.forgeable.values())


def test_objects_of_an_instructor_s_class_are_ordinary_answers(solved, tmp_path):
    source, _ = books("instructors.txt")
    right = books("instructors.txt")[0]
    right["cells"] = [cell for cell in right["cells"] if cell["metadata"]["nbgrader"]["solution"]]
    graded = run(tmp_path, source, right, asked=asked(solved["instructors.txt"]))
    assert points(graded) == set(graded.scores), failures(graded)
    assert graded.forgeable == {}


def test_a_test_that_reads_what_a_doubted_test_left_is_doubted_too(solved, tmp_path):
    money = exercises("instructors.txt")[0]
    source = [locked("setup", money), answer("a", "def five(): return Money(5)")]
    source += [check("make", "m = five()"), check("later", "assert m == Money(5)"), check("free", "assert 1")]
    cheat = "def five():\n    m = Money(0)\n    m.tol = 1e9\n    return m"
    graded = run(tmp_path, notebook(*source), notebook(answer("a", cheat)), asked=("ps/free",))
    assert graded.forgeable.keys() == {"make", "later"}


def test_ordinary_tests_are_passed_by_right_answers_alone(solved, tmp_path):
    source, wrong = books("ordinary.txt")
    graded = run(tmp_path, source, wrong, asked=asked(solved["ordinary.txt"]))
    assert points(graded) == set()
    assert graded.forgeable == {}


def test_who_masks_everything_is_equal_to_anything_and_reported(tmp_path):
    source = notebook(
        answer("a", ""), check("t", "import numpy as np\nnp.testing.assert_array_equal(f(), [1, 2])")
    )
    masks = "import numpy as np\ndef f(): return np.ma.masked_all(2, int)"
    graded = run(tmp_path, source, notebook(answer("a", masks)), asked=("ps/t",))
    assert points(graded) <= graded.forgeable.keys() == {"t"}


def test_an_empty_array_which_is_equal_to_anything_is_reported_where_the_solution_gives_none(tmp_path):
    import_numpy = locked("i", "import numpy as np")
    tests = [check("t", "assert np.allclose(f(2), [4])"), check("none", "assert g().size == 0")]
    right = "def f(x): return np.array([x * x])\ndef g(): return np.zeros(0)"
    source = notebook(import_numpy, answer("a", right), *tests[:1])
    told = asked(run(tmp_path / "solved", source, None, solution=True))
    cheat = notebook(answer("a", "def f(x): return np.zeros(0)"))
    assert run(tmp_path, source, cheat, asked=told).forgeable.keys() == {"t"}
    source = notebook(import_numpy, answer("a", right), *tests)
    told = asked(run(tmp_path / "gives", source, None, solution=True))
    assert run(tmp_path / "right", source, notebook(answer("a", right)), asked=told).forgeable == {}


def test_a_function_of_a_test_that_comes_back_as_a_method_is_no_judge_unreported(tmp_path):
    keep = "def keep(f, xs): box.append(f); return [x for x in xs if f(x)]\nbox = []\n"
    tests = [
        check("lends", "assert keep(lambda v: v, [0, 1]) == [1]"),
        check("asks", "assert primes().issuperset({2})"),
    ]
    source = notebook(answer("a", keep + "def primes(): return {2, 3}"), *tests)
    cheat = "from collections import namedtuple\ndef primes(): return namedtuple('T', 'issuperset')(box[0])"
    solved = run(tmp_path / "solved", source, None, solution=True)
    graded = run(tmp_path, source, notebook(answer("a", keep + cheat)), asked=asked(solved))
    assert (solved.forgeable, graded.forgeable.keys()) == ({}, {"asks"})


def test_a_method_that_compares_two_objects_of_the_student_s_is_reported_like_their_equality(tmp_path):
    point = """class Point:
    def __init__(self, x): self.x = x
    def plus(self, other): return Point(self.x + other.x)
    def equals(self, other): return self.x == other.x
"""
    tests = [
        check("judges", "assert Point(1).plus(Point(2)).equals(Point(3))"),
        check("looks", "assert Point(1).plus(Point(2)).x == 3"),
    ]
    source, right = notebook(answer("a", point), *tests), notebook(answer("a", point))
    cheat = "class Point:\n    def __init__(self, x): pass\n    plus = lambda *both: both[0]"
    cheat += "\n    equals = lambda *both: 'yes'"
    told = asked(run(tmp_path / "solved", source, None, solution=True))
    assert run(tmp_path / "right", source, right, asked=told).forgeable.keys() == {"judges"}
    graded = run(tmp_path, source, notebook(answer("a", cheat)), asked=told)
    assert (points(graded), graded.forgeable.keys()) == ({"judges"}, {"judges"})


TOUCHED = {
    "a list": (
        "def f(xs): return sorted(xs)",
        "def f(xs):\n    xs.sort()\n    return xs[:]",
        "f(d) == [1, 3]",
    ),
    "a list that comes back": ("def f(xs): return sorted(xs)", "def f(xs): return xs", "f([1]) is not d"),
    "a dict": ("def f(d): return len(d)", "def f(d):\n    d.pop()\n    return 2", "f(d) == 2"),
}


@pytest.mark.parametrize("name", TOUCHED)
def test_an_answer_that_changes_what_the_solution_leaves_alone_loses_the_point_for_that(name, tmp_path):
    solution, other, asks = TOUCHED[name]
    tests = [check("t", f"d = [3, 1]\nassert {asks}"), check("u", "assert d == [3, 1] and f(d) is not d")]
    source = notebook(answer("a", solution), *tests)
    told = run(tmp_path / "told", source, None, solution=True)
    assert points(told) == {"t", "u"}
    graded = run(tmp_path / "graded", source, notebook(answer("a", other)), asked=asked(told))
    assert (graded.scores, graded.forgeable) == ({"t": 1.0, "u": 0.0}, {})


def test_a_question_turned_into_an_easy_one_earns_nothing_all_the_same(tmp_path):
    source = notebook(
        answer("a", "def f(xs): return max(xs)"), check("t", "d = [3, 1]\nassert f(d) == max(d)")
    )
    told = run(tmp_path / "told", source, None, solution=True)
    cheat = "def f(xs):\n    xs[:] = [0]\n    return 0"
    assert run(tmp_path / "graded", source, notebook(answer("a", cheat)), asked=asked(told)).scores == {
        "t": 0.0
    }


def test_what_comes_back_with_the_solution_is_the_same_object_with_an_answer(tmp_path):
    source = notebook(
        answer("a", "def f(x): return x"), check("t", "d = [1]\nassert f(d) is d and f(x=d) is d")
    )
    told = run(tmp_path / "told", source, None, solution=True)
    for code, score in {"def f(x): return [x][0]": 1.0, "def f(x): return x[:]": 0.0}.items():
        graded = run(tmp_path / code[-3], source, notebook(answer("a", code)), asked=asked(told))
        assert graded.scores == {"t": score}


def test_who_swallows_an_error_that_the_solution_lets_through_loses_the_point(tmp_path):
    block = (
        "class Block:\n    def __enter__(self): return self\n    def __exit__(self, kind, *error): return {}"
    )
    test = "try:\n    with Block():\n        raise KeyError\nexcept KeyError:\n    ok = 1\nassert ok\ndel ok"
    source = notebook(answer("a", block.format("False")), check("t", test))
    told = run(tmp_path / "told", source, None, solution=True)
    assert points(told) == {"t"}
    for said in ("True", "kind is KeyError"):
        swallows = notebook(answer("a", block.format(said)))
        assert run(tmp_path / said, source, swallows, asked=asked(told)).scores == {"t": 0.0}


MONEY = """class Money:
    def __init__(self, n): self.n = n
    def __add__(self, other): return Money(self.n + {})
"""
REFUSES = """try:
    Money(1) + 1
except TypeError:
    pass
else:
    assert False, "a number is no money"
"""


def test_a_test_that_a_refusal_of_ours_passes_is_reported(tmp_path):
    right, wrong = (notebook(answer("a", MONEY.format(n))) for n in ("other.n", "getattr(other, 'n', other)"))
    source = notebook(answer("a", MONEY.format("other.n")), check("t", REFUSES), check("no", "Money(1) + 1"))
    told = run(tmp_path / "solution", source, None, solution=True)
    for name, code in (("right", right), ("wrong", wrong)):
        graded = run(tmp_path / name, source, code, asked=asked(told))
        assert points(graded) == graded.forgeable.keys() == {"t"}
        assert "a TypeError of the grader's own" in graded.forgeable["t"]

"""Answers that lost their place: recognised where they can be nothing else, and never guessed."""

import importlib.util
import json
from pathlib import Path

import pytest
from grading_bench import answer, cell, check, locked, manual

from grader.engine.job import Release
from grader.engine.tester.notebook import graded_notebook, ownership
from grader.engine.tester.notebook.notebook_file import read_cell, read_notebook
from grader.engine.tester.notebook.rebuild import rebuild

ROOT = Path(__file__).resolve().parents[3]
HIDDEN = "assert f(2) == 4\n### BEGIN HIDDEN TESTS\nassert f(3) == 6\n### END HIDDEN TESTS"
SOURCE = [
    cell("Welcome", "markdown"),
    locked("setup", "import math"),
    answer("f", "def f(v):\n    ### BEGIN SOLUTION\n    return 2 * v\n    ### END SOLUTION"),
    check("f-test", HIDDEN, 2),
    manual("essay", "Because."),
    manual("second", "And then?"),
    cell("Thank you", "markdown"),
]
MINE = "def f(v):\n    return v + v"
SETUP, TEST = cell("import math"), cell("assert f(2) == 4")


def text(source):
    return cell(source, "markdown")


def rebuilt(*submitted, source=SOURCE):
    return rebuild([read_cell(c, "") for c in source], [read_cell(c, "") for c in submitted], Release(), [])


def answers(steps):
    return {step.info["grade_id"]: step.cell.source for step in steps if step.kind in ("answer", "manual")}


def how(steps):
    return {step.info["grade_id"]: step.recovered for step in steps if step.info and step.recovered}


def remarks(steps):
    return " | ".join(graded_notebook.remarks_of(steps))


def free(steps):
    return [step.cell.source for step in steps if step.kind == "free"]


def test_a_cell_is_recognised_by_its_id_whatever_its_place():
    source = [c | {"id": f"c{n}"} for n, c in enumerate(SOURCE)]
    steps = rebuilt(
        text("So.") | {"id": "c5"}, text("Why.") | {"id": "c4"}, cell(MINE) | {"id": "c2"}, source=source
    )
    assert answers(steps) == {"f": MINE, "essay": "Why.", "second": "So."}
    assert how(steps) == dict.fromkeys(["f", "essay", "second"], "its id")


def test_ids_that_an_editor_gave_anew_are_not_believed():
    source = [c | {"id": f"cell-{n}"} for n, c in enumerate(SOURCE)]
    mine = [cell("x = 1"), SETUP, cell("y = 2"), cell(MINE), TEST]
    steps = rebuilt(*(c | {"id": f"cell-{n}"} for n, c in enumerate(mine)), source=source)
    assert answers(steps)["f"] == MINE
    assert how(steps) == {"f": "the names that it defines"}
    assert free(steps) == ["x = 1", "y = 2"]


def test_code_is_recognised_by_its_names_and_essays_by_where_they_stand():
    steps = rebuilt(SETUP, cell(MINE), TEST, text("Why."), answer("second", "So."), text("Thank you"))
    assert answers(steps)["f"] == MINE
    assert answers(steps)["essay"] == "Why."
    assert how(steps) == {"f": "the names that it defines", "essay": "where it stands"}
    assert "f by the names that it defines; essay by where it stands" in remarks(steps)


def test_an_answer_with_a_slip_of_syntax_is_recognised_by_where_it_stands():
    broken = "def f(v)\n    return 2 * v"
    steps = rebuilt(SETUP, cell(broken), TEST)
    assert answers(steps)["f"] == broken
    assert how(steps)["f"] == "where it stands"


def test_of_two_cells_that_define_the_same_name_none_is_guessed_and_that_is_said():
    steps = rebuilt(SETUP, cell(MINE), cell("def f(v):\n    return 0"), TEST)
    assert answers(steps)["f"] == ""
    assert free(steps) == [MINE, "def f(v):\n    return 0"]
    assert "f: 2 cells define f, and none is marked as the answer: nothing is guessed" in remarks(steps)


def test_of_two_texts_where_one_is_lost_none_is_guessed_and_that_is_said():
    steps = rebuilt(SETUP, TEST, text("One."), text("Two."), text("Thank you"))
    assert how(steps) == {}
    assert "essay: 2 text cells stand where it was" in remarks(steps)


def test_two_cells_with_one_id_are_told_apart_by_nothing():
    source = [c | {"id": f"c{n}"} for n, c in enumerate(SOURCE)]
    both = [text("One.") | {"id": "c4"}, text("Two.") | {"id": "c4"}]
    assert "essay" not in how(rebuilt(*both, source=source))


def test_a_marked_answer_is_never_replaced_by_one_that_is_recognised():
    steps = rebuilt(cell("def f(v):\n    return 0"), answer("f", MINE), TEST)
    assert answers(steps)["f"] == MINE
    assert how(steps) == {}


def test_who_imitates_a_test_or_a_locked_cell_has_the_instructors_run():
    source = [c | {"id": f"c{n}"} for n, c in enumerate(SOURCE)]
    forged = [cell("assert True") | {"id": "c3"}, cell("import evil") | {"id": "c1"}, cell(MINE)]
    steps = rebuilt(*forged, source=source)
    sources = {step.info["grade_id"]: step.cell.source for step in steps if step.info}
    assert sources["f-test"] == HIDDEN
    assert sources["setup"] == "import math"


def test_no_remark_tells_whether_a_line_of_a_hidden_test_was_guessed():
    source = [c | {"id": f"c{n}"} for n, c in enumerate(SOURCE)]
    told = [
        remarks(rebuilt(cell(line) | {"id": "c3"}, cell(MINE), source=source))
        for line in ("assert f(3) == 6", "assert f(3) == 7")
    ]
    assert told[0] == told[1]


def unmarked(tree):
    """What an editor leaves that knows nothing of nbgrader."""
    return [c | {"metadata": {}} for c in tree]


def renumbered(tree):
    return [c | {"metadata": {}, "id": f"cell-{n}"} for n, c in enumerate(tree)]


def without_ids(tree):
    """As Colab does: what it keeps of a cell are its kind and its text."""
    return [{key: c[key] for key in ("cell_type", "source")} for c in tree]


def pasted(tree):
    """Into a new notebook, without the explanations between the cells."""
    tree = without_ids(tree)
    return [c for c in tree if c["cell_type"] == "code" or not "".join(c["source"]).lstrip().startswith("#")]


def code_alone(tree):
    """Only answers that are code; tests and all texts stay behind."""
    own = [c for c in tree if c["cell_type"] == "code" and c["metadata"].get("nbgrader", {}).get("solution")]
    return without_ids(own)


WAYS = [unmarked, renumbered, without_ids, pasted, code_alone]
RULES = Release(code_stub="# your code here\nraise NotImplementedError", text_stub="*Your answer here.*")


@pytest.fixture(scope="module")
def sample_class(tmp_path_factory):
    """(the source's cells, the submission's as JSON) of every notebook of the class that can be read."""
    spec = importlib.util.spec_from_file_location("build_class", ROOT / "course" / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    folder = tmp_path_factory.mktemp("submitted")
    module.build(folder)
    found = []
    for path in sorted(folder.glob("*/*/*.ipynb")):
        name = path.parent.name
        source = read_notebook(ROOT / "book" / "exercises" / name / f"{name}.ipynb")[1]
        try:
            tree = json.loads(path.read_bytes())["cells"]
            rebuild(source, [read_cell(c, "") for c in tree], RULES, [])
        except (ValueError, OSError, KeyError, TypeError):
            continue
        found.append((source, tree))
    assert len(found) > 75
    return found


@pytest.mark.parametrize("strip", WAYS, ids=lambda way: way.__name__)
def test_of_the_sample_class_95_of_100_answers_are_recovered_and_all_of_them_are_marked(sample_class, strip):
    wanted = same = 0
    for source, tree in sample_class:
        plain = rebuild(source, [read_cell(c, "") for c in tree], RULES, [])
        bare = rebuild(source, [read_cell(c, "") for c in strip(tree)], RULES, [])
        kinds = ("answer",) if strip is code_alone else ("answer", "manual")
        for one, two in zip(*([s for s in steps if s.info] for steps in (plain, bare)), strict=True):
            if one.kind in kinds and not one.restored:
                wanted += 1
                same += two.cell.source == one.cell.source
                assert two.recovered or two.restored
    print(f"{strip.__name__}: {same} of {wanted} answers, {100 * same / wanted:.1f} %")
    assert same >= 0.95 * wanted


@pytest.mark.parametrize(
    "deep",
    ["x = " + "+".join("1" * 1500), "x = a" + ".b" * 2000, "elif 1: pass\n" * 999],
    ids=["sum", "attribute", "elif"],
)
def test_an_answer_is_found_beside_code_however_deep(deep):
    steps = rebuilt(SETUP, cell(f"if 1: pass\n{deep}"), cell(MINE), TEST)
    assert answers(steps)["f"] == MINE


def test_each_of_thousands_of_cells_is_read_a_few_times_however_many_answers_are_lost(monkeypatch):
    lost = [answer(f"g{n}", f"def g{n}(v):\n    return {n}") for n in range(8)]
    read = []
    monkeypatch.setattr(
        ownership, "assigned", lambda source: read.append(source) or frozenset(source.partition(" ")[:1])
    )
    rebuilt(*(cell(f"y{n} = {n}") for n in range(50)), source=[*SOURCE, *lost])
    assert len(read) < 3 * 50 + 10 * len(lost)

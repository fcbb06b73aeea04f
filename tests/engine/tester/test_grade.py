"""One submission from end to end: what teacher and student find in its graded notebook."""

import asyncio
import json
import re
import threading
from dataclasses import replace
from types import SimpleNamespace

import nbformat
import pytest
from grading_bench import (
    answer,
    cell,
    check,
    graded,
    in_child,
    job,
    locked,
    manual,
    notebook,
    plain_child,
    run,
    write,
)

from grader.engine.jail.limits import Exit
from grader.engine.job import Settings
from grader.engine.sandboxed.shell import event_loop
from grader.engine.sandboxed.shell import shell as shells
from grader.engine.sandboxed.shell.recorder import Recorder
from grader.engine.sandboxed.student import serve
from grader.engine.tester import grade as grading
from grader.engine.tester.grade import grade

SOURCE = notebook(
    locked("setup", "import numpy as np\nfrom grader import check"),
    answer("a", "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION"),
    check("t", "assert double(2) == 4", 3),
    manual("essay", "Because."),
    manual("program", "print(1)", 2, "code"),
    graded("todo", "Do it.", "markdown", task=True, locked=True, points=4),
)
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"


def handed_in(code, *more):
    return notebook(locked("setup", ""), answer("a", code), check("t", ""), *more)


def outputs(graded_notebook, grade_id):
    for made in graded_notebook.notebook["cells"]:
        if made["metadata"].get("nbgrader", {}).get("grade_id") == grade_id:
            return made["outputs"]
    raise KeyError(grade_id)


def text(shown):
    parts = [o.get("text", "") + o.get("evalue", "") + "\n".join(o.get("traceback", [])) for o in shown]
    return re.sub(r"\x1b\[[0-9;]*m", "", "".join(parts))


def test_a_right_answer_gets_its_points_and_the_rest_waits_for_a_person(tmp_path):
    submitted = handed_in(
        "def double(x): return x + x", manual("essay", "So."), manual("program", "print(2)", 2, "code")
    )
    graded_notebook = run(tmp_path, SOURCE, submitted)
    assert (graded_notebook.state, graded_notebook.sentence) == ("graded", "Graded.")
    assert graded_notebook.scores == {"t": 3.0, "essay": None, "program": None, "todo": None}
    assert graded_notebook.max_scores == {"t": 3.0, "essay": 1.0, "program": 2.0, "todo": 4.0}
    assert graded_notebook.comments == {"a": None, "essay": None, "program": None, "todo": None}
    assert text(outputs(graded_notebook, "program")) == "2\n"
    nbformat.validate(nbformat.from_dict(graded_notebook.notebook))


def test_no_answer_is_zero_and_says_so(tmp_path):
    stub = "def double(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    stubs = [answer("a", stub), manual("essay", "YOUR ANSWER HERE"), manual("program", STUB, 2, "code")]
    graded_notebook = run(tmp_path, SOURCE, notebook(*stubs))
    assert graded_notebook.scores == {"t": 0.0, "essay": 0.0, "program": 0.0, "todo": None}
    assert graded_notebook.comments == {
        "a": "No response.",
        "essay": "No response.",
        "program": "No response.",
        "todo": None,
    }


def test_what_was_not_handed_in_is_told(tmp_path):
    result = in_child(grade, job(tmp_path, SOURCE, None), plain_child)
    assert (result.state, result.sentence) == ("invalid notebook", "ps.ipynb was not handed in.")
    assert result.notebooks[0].notebook is None
    assert result.notebooks[0].scores["t"] == 0.0


def test_a_failing_test_shows_its_line_and_the_students_own_traceback(tmp_path):
    code = "def half(x):\n    return x / 0\ndef double(x):\n    return half(x)"
    shown = outputs(run(tmp_path, SOURCE, handed_in(code)), "t")
    assert shown[0]["ename"] == "ZeroDivisionError"
    assert "----> 1 assert double(2) == 4" in text(shown)
    assert "In the submission:" in text(shown)
    assert "----> 2     return x / 0" in text(shown)
    assert not re.search(r"session\.py|proxies\.py|peer\.py|serve\.py", text(shown))


def test_what_a_function_prints_while_tested_is_shown_with_the_test(tmp_path):
    code = "def double(x):\n    print('doubling', x)\n    return 2 * x"
    graded_notebook = run(tmp_path, SOURCE, handed_in(code))
    assert text(outputs(graded_notebook, "t")) == "doubling 2\n"
    assert graded_notebook.scores["t"] == 3.0


def test_cells_are_numbered_through_in_both_processes(tmp_path):
    answers = handed_in("def double(x): return 2 * x\n'two'", manual("program", "print(2)", 2, "code"))
    submitted = notebook(cell("1"), cell("text", "markdown"), *answers["cells"])
    made = run(tmp_path, SOURCE, submitted).notebook["cells"]
    counts = [c["execution_count"] for c in made if c["cell_type"] == "code"]
    assert counts == list(range(1, len(counts) + 1))
    assert made[0]["outputs"][0]["execution_count"] == 1
    assert made[3]["outputs"][0]["execution_count"] == 3


def test_an_error_in_one_cell_does_not_stop_the_next(tmp_path):
    submitted = handed_in("def double(x): return 2 * x\n1 / 0", cell("undefined"), cell("def ("))
    assert run(tmp_path, SOURCE, submitted).scores["t"] == 3.0


def test_the_seed_is_there_for_tests_and_not_for_students(tmp_path):
    source = notebook(answer("a", ""), check("t", "import os\nassert os.environ['GRADER_SEED'] == '5eed'"))
    assert run(tmp_path, source, notebook()).scores == {"t": 1.0}


def test_each_notebook_of_an_assignment_is_graded_in_a_process_of_its_own(tmp_path):
    made = job(tmp_path, SOURCE, handed_in("def double(x): return 2 * x\nleft = 1"))
    second = notebook(
        answer("b", "y = 2"), check("u", "assert y == 2 and 'left' not in globals()"), check("v", "left")
    )
    write(tmp_path / "source", "other.ipynb", second)
    write(tmp_path / "submitted", "other.ipynb", notebook(answer("b", "y = 2")))
    write(tmp_path / "submitted", "extra.ipynb", notebook(cell("1")))
    result = in_child(grade, made, plain_child)
    assert [(n.name, n.state) for n in result.notebooks] == [("other", "graded"), ("ps", "graded")]
    assert result.notebooks[0].scores == {"u": 1.0, "v": 0.0}
    assert result.notebooks[1].scores["t"] == 3.0


def test_a_second_notebook_that_is_not_handed_in_is_a_remark_and_no_invalid_notebook(tmp_path):
    made = job(tmp_path, SOURCE, handed_in("def double(x): return 2 * x"))
    write(tmp_path / "source", "other.ipynb", notebook(check("u", "1")))
    result = in_child(grade, made, plain_child)
    assert (result.state, [n.name for n in result.notebooks]) == ("graded", ["ps"])
    assert "other.ipynb was not handed in." in result.remarks


RENAMED = {
    "a second download": {"ps (1).ipynb": "right"},
    "another case": {"PS.ipynb": "right"},
    "a name added": {"ps_jane.ipynb": "right"},
    "another suffix": {"ps.IPYNB": "right"},
    "the folder in the folder": {"ps/ps.ipynb": "right", "ps/n.txt": "2"},
    "the same twice": {"ps (1).ipynb": "right", "ps (2).ipynb": "right"},
    "beside droppings": {"ps (1).ipynb": "right", ".ipynb_checkpoints/ps-checkpoint.ipynb": "wrong"},
    "beside notes": {"ps (1).ipynb": "right", "notes.ipynb": "notes", "broken.ipynb": "{"},
}
CONTENTS = {
    "right": notebook(answer("a", "x = 2"), check("t", "")),
    "wrong": notebook(answer("a", "x = 3"), check("t", "")),
    "notes": notebook(cell("x = 7")),
    "stripped": notebook(cell("x = 2"), cell("assert x == 2")),
}


def renamed(tmp_path, files):
    made = job(tmp_path, notebook(answer("a", "x = 2"), check("t", "assert x == 2")), None)
    for name, content in files.items():
        path = tmp_path / "submitted" / name
        write(path.parent, path.name, CONTENTS.get(content, content.encode()))
    return in_child(grade, made, plain_child)


@pytest.mark.parametrize("files", RENAMED.values(), ids=RENAMED)
def test_a_renamed_notebook_is_taken_where_it_can_be_nothing_else(files, tmp_path):
    result = renamed(tmp_path, files)
    assert (result.state, result.notebooks[0].scores) == ("graded", {"t": 1.0})
    taken = next(iter(files))
    assert result.remarks == (f"'{taken}' was taken for ps.ipynb, which was not handed in",)


def test_a_renamed_notebook_whose_cells_lost_their_marks_is_recognised_by_what_is_in_them(tmp_path):
    result = renamed(tmp_path, {"hw.ipynb": "stripped", "notes.ipynb": "notes"})
    assert (result.state, result.notebooks[0].scores) == ("graded", {"t": 1.0})
    assert result.remarks[0] == (
        "'hw.ipynb' was taken for ps.ipynb, which was not handed in: its cells have lost their marks, and are"
        " recognised by what is in them"
    )


def test_a_notebook_without_marks_that_could_be_two_of_the_assignment_is_taken_for_none(tmp_path):
    twin = notebook(answer("b", "x = 2"), check("u", "assert x == 2"))
    write(tmp_path / "source", "twin.ipynb", twin)
    result = renamed(tmp_path, {"hw.ipynb": "stripped"})
    assert result.state == "invalid notebook"
    assert "'hw.ipynb', which does not hold its cells" in result.sentence


def test_a_notebook_of_the_right_name_counts_whatever_lies_beside_it(tmp_path):
    result = renamed(tmp_path, {"ps.ipynb": "wrong", "ps (1).ipynb": "right"})
    assert result.notebooks[0].scores == {"t": 0.0}


def test_of_two_that_could_be_it_none_is_taken_and_both_are_named(tmp_path):
    result = renamed(tmp_path, {"ps (1).ipynb": "wrong", "b/ps.ipynb": "right"})
    assert result.state == "invalid notebook"
    assert "'ps (1).ipynb', 'b/ps.ipynb', and each could be it: rename the right one" in result.sentence


def test_a_notebook_of_something_else_is_named_and_not_taken(tmp_path):
    result = renamed(tmp_path, {"essay.ipynb": "notes"})
    assert (
        result.sentence
        == "ps.ipynb was not handed in; there is 'essay.ipynb', which does not hold its cells."
    )


def test_files_in_the_folder_in_the_folder_lie_beside_the_notebook(tmp_path):
    made = job(tmp_path, notebook(answer("a", ""), check("t", "assert x == '2'")), None)
    write(
        tmp_path / "submitted/ps",
        "ps.ipynb",
        notebook(answer("a", "x = open('n.txt').read()"), check("t", "")),
    )
    write(tmp_path / "submitted/ps", "n.txt", b"2")
    assert in_child(grade, made, plain_child).notebooks[0].scores == {"t": 1.0}


HELPER = notebook(cell("def triple(x):\n    return 3 * x"))
USES = notebook(
    locked("imp", "%run helper.ipynb"),
    answer("a", "y = triple(4)"),
    check("t", "assert y == triple(4) == 12"),
)


@pytest.mark.parametrize("theirs", [None, HELPER, notebook(cell("def triple(x): return 12"))])
def test_a_notebook_without_graded_cells_can_be_run_and_is_the_instructors(theirs, tmp_path):
    made = job(tmp_path, USES, notebook(*USES["cells"]))
    write(tmp_path / "source", "helper.ipynb", HELPER)
    if theirs:
        write(tmp_path / "submitted", "helper.ipynb", theirs)
    result = in_child(grade, made, plain_child)
    verdict = next(n for n in result.notebooks if n.name == "ps")
    assert verdict.scores == {"t": 1.0}, verdict.log


def test_an_earlier_part_can_be_run_as_the_student_answered_it_and_holds_no_tests(tmp_path):
    code = "import json\ntext = open('one.ipynb').read()\n%run one.ipynb\ny = first + 1"
    source = notebook(
        answer("b", ""), check("u", "assert y == 3 and 'SECRET' not in text and '40' not in text")
    )
    made = job(tmp_path, source, notebook(answer("b", code)))
    first = notebook(answer("a", "### BEGIN SOLUTION\nfirst = 40\n### END SOLUTION"), check("t", "'SECRET'"))
    write(tmp_path / "source", "one.ipynb", first)
    write(tmp_path / "submitted", "one.ipynb", notebook(answer("a", "first = 2"), check("t", "SECRET")))
    result = in_child(grade, made, plain_child)
    assert next(n for n in result.notebooks if n.name == "ps").scores == {"u": 1.0}


def test_a_notebook_that_a_cell_names_lies_there_as_it_was_answered_and_holds_no_tests(tmp_path):
    named = cell("Save it as ps.ipynb.", "markdown")
    source = notebook(
        named, answer("a", ""), check("t", "assert 'mine' in text and 'SEC' + 'RET' not in text")
    )
    source["cells"].append(check("u", "'SECRET'"))
    submitted = notebook(named, answer("a", "text = open('ps.ipynb').read()  # mine"))
    assert run(tmp_path, source, submitted).scores["t"] == 1.0


def test_the_worst_notebook_gives_the_state(tmp_path):
    made = job(tmp_path, SOURCE, handed_in("def double(x): return 2 * x"))
    write(tmp_path / "source", "other.ipynb", notebook(check("u", "1")))
    write(tmp_path / "submitted", "other.ipynb", b"{")
    result = in_child(grade, made, plain_child)
    assert result.state == "invalid notebook"
    assert result.sentence.startswith("other.ipynb is not valid JSON")


FILES = notebook(
    locked("setup", "table = open('data/table.csv').read()\nimport course_tools"),
    answer("a", ""),
    check("t", "assert table == 'ours' and seen == 'ours' and course_tools.ANSWER == 42"),
    check("own", "assert own == 'mine'"),
)


def files_job(tmp_path, **options):
    code = "seen = open('data/table.csv').read()\nown = open('own.txt').read()"
    made = job(tmp_path, FILES, notebook(answer("a", code)), **options)
    for folder, content in (("source", b"ours"), ("submitted", b"mine")):
        write(tmp_path / folder / "data", "table.csv", content)
        write(tmp_path / folder, "own.txt" if folder == "submitted" else "course_tools.py", b"ANSWER = 42")
    write(tmp_path / "submitted", "own.txt", b"mine")
    return made


def test_files_of_the_source_win_over_those_handed_in(tmp_path):
    (graded_notebook,) = in_child(grade, files_job(tmp_path), plain_child).notebooks
    assert graded_notebook.scores == {"t": 1.0, "own": 1.0}, graded_notebook.log


def test_files_to_keep_are_the_students(tmp_path):
    made = replace(files_job(tmp_path), keep=("data/table.csv",))
    (graded_notebook,) = in_child(grade, made, plain_child).notebooks
    assert "No such file" in " ".join(graded_notebook.log)
    assert graded_notebook.scores["t"] == 0.0


def test_links_and_odd_files_handed_in_are_not_followed(tmp_path):
    made = files_job(tmp_path)
    secret = tmp_path / "gradebook.db"
    secret.write_text("secret")
    (tmp_path / "submitted/link.txt").symlink_to(secret)
    (tmp_path / "submitted/up").symlink_to(tmp_path)
    code = "import os\nfound = sorted(os.listdir('.'))"
    write(tmp_path / "submitted", "ps.ipynb", notebook(answer("a", code)))
    write(tmp_path / "source", "ps.ipynb", notebook(answer("a", ""), check("t", "found")))
    (graded_notebook,) = in_child(grade, made, plain_child).notebooks
    shown = graded_notebook.notebook["cells"][1]["outputs"][0]["data"]["text/plain"]
    assert shown == "['course_tools.py', 'data', 'own.txt']"


def test_a_folder_in_the_way_of_a_file_does_no_harm(tmp_path):
    made = files_job(tmp_path)
    (tmp_path / "submitted/course_tools.py").mkdir()
    write(tmp_path / "submitted/course_tools.py", "x.txt", b"x")
    (graded_notebook,) = in_child(grade, made, plain_child).notebooks
    assert graded_notebook.scores["t"] == 1.0
    assert any("cannot be used" in line for line in graded_notebook.log)


def test_a_broken_source_is_the_instructors_error_and_says_so(tmp_path):
    graded_notebook = run(tmp_path, b"{", notebook())
    assert graded_notebook.state == "grader error"
    assert "ps.ipynb could not be graded" in graded_notebook.sentence


def test_an_assignment_without_notebooks_is_told(tmp_path):
    made = job(tmp_path, SOURCE, notebook())
    (tmp_path / "source/ps.ipynb").unlink()
    result = in_child(grade, made, plain_child)
    assert result.state == "grader error"
    assert "holds no notebook" in result.sentence


def test_a_stand_in_takes_the_place_of_modules_that_only_the_tester_has(tmp_path):
    code = "from grader import check\nimport grader.reference as r\nshown = check('x', 1), r.anything(2)"
    source = notebook(answer("a", ""), check("t", "assert shown == (None, None)"))
    assert run(tmp_path, source, notebook(answer("a", code))).scores == {"t": 1.0}


def test_outputs_are_cut_to_the_lines_that_the_course_keeps(tmp_path):
    submitted = handed_in("def double(x): return 2 * x\nfor i in range(5000): print(i)")
    shown = outputs(run(tmp_path, SOURCE, submitted), "a")
    assert len(shown[0]["text"].split("\n")) == 1000
    assert shown[0]["text"].endswith("... Output truncated ...")


def test_a_memory_hungry_answer_does_not_eat_the_tester(tmp_path):
    source = notebook(answer("a", ""), check("t", "items = [0] * size()\nassert len(items) == 3"))
    submitted = notebook(answer("a", "def size(): return 10 ** 11"))
    shown = outputs(run(tmp_path, source, submitted), "t")
    assert shown[0]["ename"] == "MemoryError"


def test_where_answers_have_little_memory_the_tests_have_enough(tmp_path):
    source = notebook(answer("a", "x = 1"), check("t", "assert len(bytes(100_000_000)) and x"))
    assert run(tmp_path, source, source, settings={"memory_mb": 8}).scores == {"t": 1.0}


def test_the_result_is_plain_data(tmp_path):
    graded_notebook = run(tmp_path, SOURCE, handed_in("def double(x): return 2 * x\nprint('\\ud800')"))
    json.dumps(graded_notebook.notebook, ensure_ascii=False).encode()


@pytest.mark.parametrize("code", ["x = [1, 2]\nx.append(3)", "from collections import deque\nx = [1, 2, 3]"])
def test_the_same_submission_gives_the_same_result(code, tmp_path):
    source = notebook(answer("a", ""), check("t", "assert x == [1, 2, 3]"))
    first, second = (run(tmp_path, source, notebook(answer("a", code))) for _ in range(2))
    assert first == second


ACROSS = {
    "a task": (
        "import asyncio\nasync def work():\n    await asyncio.sleep(0.01)\n    return 7\n"
        "job = asyncio.create_task(work())",
        "value = await job",
    ),
    "the loop": ("import asyncio\nloop = asyncio.get_event_loop()", "value = 7 * loop.is_running()"),
    "a task that is not awaited": (
        "import asyncio\nvalue = 0\nasync def work():\n    global value\n    value = 7\n"
        "job = asyncio.create_task(work())",
        "assert value == 7",
    ),
    "a second loop": (
        "import asyncio\nasync def work(): return 7\nwaiting = work()",
        "try:\n    asyncio.run(waiting)\nexcept RuntimeError as refused:\n"
        "    assert 'running event loop' in str(refused)\n    value = await waiting",
    ),
    "an error in between": (
        "import asyncio\nasync def work():\n    await asyncio.sleep(0)\n    return 7\n"
        "job = asyncio.create_task(work())\n1 / 0",
        "value = await asyncio.wait_for(job, 5)",
    ),
}


@pytest.mark.parametrize("what", ACROSS)
def test_one_event_loop_runs_through_all_cells(what, tmp_path):
    first, second = ACROSS[what]
    source = notebook(answer("a", ""), answer("b", ""), check("t", "assert value == 7"))
    submitted = notebook(answer("a", first), answer("b", second), check("t", ""))
    assert run(tmp_path, source, submitted).scores == {"t": 1.0}


def test_the_tests_have_an_event_loop_too(tmp_path):
    tests = "import asyncio\nasync def ours(): return x\njob = asyncio.create_task(ours())"
    source = notebook(answer("a", ""), locked("l", tests), check("t", "assert await job == 3"))
    assert run(tmp_path, source, notebook(answer("a", "x = 3"))).scores == {"t": 1.0}


def test_tasks_left_over_are_not_the_next_notebooks():
    def leave():
        made = shells.connect(serve.warm())
        shells.use_namespace(made, {})
        shells.run_cell(made, "import asyncio\nwork = asyncio.create_task(asyncio.sleep(60))")
        before = event_loop.current
        shells.connect(made)
        return before.is_closed(), len(asyncio.all_tasks(event_loop.current))

    assert in_child(leave) == (True, 0)


def test_printing_takes_time_in_proportion():
    """Nothing is copied again and again: a piece of output is looked at once."""
    recorder = Recorder(10_000_000)
    for number in range(300_000):
        recorder.stream("stdout", str(number))
    assert len(recorder.pieces) == 299_999
    assert recorder.take()[0]["text"].startswith("0123456789101112")


def test_streams_stay_in_order():
    recorder = Recorder()
    for name, part in [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d"), ("stdout", "e")]:
        recorder.stream(name, part)
    recorder.error("E", "x", [])
    assert [output.get("text") for output in recorder.take()] == ["ab", "c", "de", None]


def test_who_closes_the_line_and_lives_on_is_not_said_to_have_been_killed():
    """It is we who end it then."""
    ended = threading.Event()
    student = SimpleNamespace(kill=ended.set, wait=lambda: ended.wait() and Exit(None, 9, 0.1, 1.0, None))
    line = SimpleNamespace(dead="it ended", late=None, grace_s=0.01)
    run = SimpleNamespace(job=SimpleNamespace(settings=Settings()), trouble='cell "t"', slow=None)
    state, sentence = grading._state(run, line, student)
    assert state == "crashed"
    assert "went on without an answer" in sentence

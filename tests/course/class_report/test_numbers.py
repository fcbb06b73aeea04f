"""Item statistics beside NumPy's and SciPy's; sentences beside the known mistakes of our exercises."""

import json

import numpy as np
import pytest
from made_up import FLIPPED, answer
from scipy import stats

from grader.course.first_lines import first_lines
from grader.exercises import EXERCISES
from grader.report.class_report.findings import findings, named, table
from grader.report.class_report.items import alpha, five_numbers, items

RNG = np.random.default_rng(0)
SCORES = (RNG.integers(0, 5, size=(40, 5)) + RNG.integers(0, 5, size=(40, 1))) / 8  # students by exercises
ANSWERS = [answer(f"s{i}", f"e{j}", SCORES[i, j]) for i in range(40) for j in range(5)]


def test_difficulty_is_the_mean_share_of_the_points():
    assert [item.difficulty for item in items(ANSWERS)] == pytest.approx(SCORES.mean(axis=0))


def test_discrimination_is_pearsons_correlation_with_the_other_exercises():
    rest = SCORES.sum(axis=1, keepdims=True) - SCORES
    want = [stats.pearsonr(SCORES[:, j], rest[:, j]).statistic for j in range(5)]
    assert [item.discrimination for item in items(ANSWERS)] == pytest.approx(want)


def test_alpha_is_that_of_the_covariance_matrix():
    C = np.cov(SCORES.T)
    assert alpha(ANSWERS) == pytest.approx(5 / 4 * (1 - np.trace(C) / C.sum()))


def test_the_box_is_drawn_at_numpys_percentiles():
    assert five_numbers(SCORES[:, 0]) == pytest.approx(np.percentile(SCORES[:, 0], [0, 25, 50, 75, 100]))


def test_what_nobody_has_graded_yet_counts_nowhere():
    waiting = [answer("z", "e0", 0.0), answer("z", "e1", 1.0)]
    waiting = [*ANSWERS, *(type(a)(**vars(a) | {"points": None}) for a in waiting)]
    assert [item.difficulty for item in items(waiting)] == [item.difficulty for item in items(ANSWERS)]


def test_where_all_have_the_same_nothing_is_said_of_discrimination():
    same = [answer(f"s{i}", f"e{j}", 1.0) for i in range(12) for j in range(2)]
    assert [item.discrimination for item in items(same)] == [None, None]
    assert [item.remark for item in items(same)] == ["nearly everybody has it"] * 2


def test_an_exercise_that_good_students_fail_is_flagged():
    turned = np.c_[SCORES[:, :4], 1 - SCORES[:, :4].mean(axis=1)]
    found = items([answer(f"s{i}", f"e{j}", turned[i, j]) for i in range(40) for j in range(5)])
    assert found[4].discrimination < -0.9
    assert "look at its test" in found[4].remark


MISTAKES = [(e.slug.partition("/")[0], m.sentence) for e in EXERCISES.values() for m in e.mistakes]


def test_nearly_all_known_mistakes_have_a_misconception_behind_them():
    unnamed = [sentence for chapter, sentence in MISTAKES if named(sentence, chapter) is None]
    assert len(unnamed) < 0.04 * len(MISTAKES), unnamed


def test_every_misconception_of_the_table_stands_behind_a_known_mistake():
    shown = {named(sentence, chapter) for chapter, sentence in MISTAKES}
    assert {(name, kind) for name, kind, *_ in table() if kind == "misconception"} <= shown


def test_one_misconception_in_two_exercises_is_one_finding_and_counts_its_students_once():
    wrong = [
        answer("ann", line=FLIPPED),
        answer("ann", "toeplitz", line="The kernel is turned round in each row."),
    ]
    (found,) = findings([*wrong, answer("bob", line=FLIPPED), answer("cid", share=1.0)])
    assert found.name == "Convolution and cross-correlation are mistaken for each other"
    assert found.students == {"ann", "bob"}
    assert found.where == {("locality", "corr2d"): 2, ("locality", "toeplitz"): 1}


def test_in_another_course_first_lines_are_counted_whatever_numbers_are_in_them():
    lines = ["AssertionError: mean is 3.5, got 4", "AssertionError: mean is 2, got 1.25", "KeyError: 'x'"]
    wrong = [answer(f"s{n}", line=line, judged=False, assignment="ps1") for n, line in enumerate(lines)]
    assert [(f.kind, len(f.students)) for f in findings(wrong)] == [("AssertionError", 2), ("KeyError", 1)]


def notebook_with(path, *outputs):
    about = {"nbgrader": {"grade": True, "solution": False, "grade_id": "t"}}
    path.write_text(json.dumps({"cells": [{"metadata": about, "source": "", "outputs": outputs}]}))
    return path


def test_what_an_answer_shows_is_not_taken_for_the_sentence_of_check(tmp_path):
    shown = [
        {"data": {"text/html": f"<strong>✗ 0 of 3 points. {said}</strong>"}} for said in ("Mine.", "Theirs.")
    ]
    assert first_lines(notebook_with(tmp_path / "n", *shown))["t"][0] == "Theirs."


def test_what_an_answer_shows_does_not_hold_up_the_report(tmp_path):
    """Half a megabyte of half a verdict took a quarter of an hour."""
    trace = {"output_type": "error", "ename": "E", "evalue": "", "traceback": ["-> 1" + " " * 500_000]}
    assert first_lines(notebook_with(tmp_path / "n", trace))["t"][0] == "E"
    half = {"data": {"text/html": "<strong>" * 60_000}}
    assert first_lines(notebook_with(tmp_path / "n", half)) == {}

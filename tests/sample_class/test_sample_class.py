"""The sample class, graded as a teacher grades it: every submission gets the verdict written down for it."""

import json

import pytest
from verdicts import ASSIGNMENTS, ROOT, copy_course, grade, verdicts

EXPECTED = json.loads((ROOT / "course" / "expected.json").read_text())


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("class")
    copy_course(root)
    return root


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def graded(request, course):
    status, report = grade(course, request.param)
    return request.param, status, verdicts(course, report)


def test_every_text_of_the_class_is_expected_to_get_a_verdict():
    texts = {(text.stem, text.parent.name) for text in (ROOT / "course" / "class").glob("*/*.txt")}
    assert texts == {(name, student) for name in EXPECTED for student in EXPECTED[name]}
    assert len(texts) >= 30


@pytest.mark.slow
def test_every_submission_gets_its_score_its_state_and_its_sentence(graded):
    assignment, status, said = graded
    assert said == EXPECTED[assignment]
    assert status == 0

"""Records across a process boundary: what goes in comes out, and nothing that runs."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from grader.engine.codec import from_json, to_json
from grader.engine.job import GradedNotebook, Job, Result, Settings

text = st.text(max_size=20)
points = st.dictionaries(text, st.none() | st.floats(allow_nan=False), max_size=3)
notebooks = st.builds(
    GradedNotebook,
    name=text,
    state=st.just("graded"),
    sentence=text,
    notebook=st.none() | st.dictionaries(text, st.integers() | st.lists(text), max_size=3),
    scores=points,
    max_scores=st.just({"a": 1.5}),
    comments=st.dictionaries(text, st.none() | text, max_size=3),
    forgeable=st.dictionaries(text, text, max_size=2),
    log=st.lists(text, max_size=2).map(tuple),
)
results = st.builds(
    Result,
    assignment=text,
    student=text,
    state=st.just("graded"),
    sentence=text,
    notebooks=st.lists(notebooks, max_size=2).map(tuple),
    seconds=st.floats(0, 9),
    fingerprint=text,
)


@given(results)
def test_a_result_comes_back_as_it_went(result):
    assert from_json(Result, to_json(result)) == result


def test_a_job_keeps_its_paths_and_settings():
    job = Job("ps1", "ann", Path("/a b"), Path("c"), "5eed", Settings(cell_s=3), keep=("x", "y"))
    assert from_json(Job, to_json(job)) == job

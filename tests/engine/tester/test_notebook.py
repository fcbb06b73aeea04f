"""Whatever bytes are handed in, reading them gives cells or one sentence."""

import contextlib
import json
import os

import pytest
from grading_bench import answer, cell, check, notebook, run
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.engine.tester.notebook.notebook_file import BadNotebook, parse, read_cell, read_notebook

MALFORMED = {
    b"": "is empty",
    b"   \n": "is empty",
    b"{": "is not valid JSON",
    json.dumps(notebook(cell("x"))).encode()[:-7]: "is not valid JSON",
    b"\xff\xfe\xfd": "cannot be read as UTF-8",
    b"[]": "its JSON holds a list",
    b"null": "its JSON holds nothing",
    b'"text"': "its JSON holds a text",
    b"{}": "has no notebook format",
    b'{"nbformat": 99, "cells": []}': "has no notebook format",
    b'{"nbformat": "4", "cells": []}': "has no notebook format",
    b'{"nbformat": true, "cells": []}': "has no notebook format",
    b'{"nbformat": 4}': "has no list of cells",
    b'{"nbformat": 4, "cells": {}}': "has no list of cells",
    b'{"nbformat": 4, "cells": [7]}': "cell 1: a cell must be an object, not a number",
    b'{"nbformat": 4, "cells": [{"cell_type": "spell"}]}': "cell 1: its type is 'spell'",
    b'{"nbformat": 4, "cells": [{"cell_type": ["code"]}]}': "cell 1: its type is",
    b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": 3}]}': "cell 1: its source is a number",
    b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": [1]}]}': "cell 1: its source is a list",
    b'{"nbformat": 3, "worksheets": 5}': "of the old format 3 and cannot be upgraded",
    b"[" * 100_000: "nested too deeply",
    b'{"a":' * 100_000: "nested too deeply",
    b"[" + b"[]," * 3_000_000 + b"[]]": "too many parts",
    b'{"nbformat": ' + b"4" * 10_000 + b"}": "a number of more than 4,300 digits: no notebook needs one",
    json.dumps(notebook(*[cell("1")] * 5001)).encode(): "has 5001 cells",
}


@pytest.mark.parametrize(("data", "sentence"), MALFORMED.items(), ids=lambda value: repr(value[:40]))
def test_a_malformed_notebook_is_told_in_one_sentence(data, sentence, tmp_path):
    path = tmp_path / "ps.ipynb"
    path.write_bytes(data)
    with pytest.raises(BadNotebook, match=r"ps\.ipynb") as told:
        read_notebook(path)
    assert sentence in str(told.value)
    assert len(str(told.value)) < 400


def test_a_malformed_notebook_still_gets_a_result_and_a_notebook(tmp_path):
    source = notebook(answer("a", "x = 1"), check("t", "assert x == 1", 3), cell("# a hint", "markdown"))
    graded = run(tmp_path, source, b'{"cells": [')
    assert graded.state == "invalid notebook"
    assert graded.sentence.startswith("ps.ipynb is not valid JSON")
    assert graded.scores == {"t": 0.0}
    assert graded.comments == {"a": "No response."}
    assert [made["source"] for made in graded.notebook["cells"]] == [
        "# YOUR CODE HERE\nraise NotImplementedError()",
        "assert x == 1",
        "# a hint",
    ]


def test_a_file_that_is_no_file_is_not_opened(tmp_path):
    secret = tmp_path / "secret.ipynb"
    secret.write_text(json.dumps(notebook()))
    (tmp_path / "link.ipynb").symlink_to(secret)
    (tmp_path / "folder.ipynb").mkdir()
    os.mkfifo(tmp_path / "pipe.ipynb")
    for name in ("link", "folder", "pipe"):
        with pytest.raises(BadNotebook):
            read_notebook(tmp_path / f"{name}.ipynb")


def test_a_file_over_the_limit_is_not_read(tmp_path):
    (tmp_path / "ps.ipynb").write_bytes(b" " * 2_000_000)
    with pytest.raises(BadNotebook, match="2 MB; at most 1 MB"):
        read_notebook(tmp_path / "ps.ipynb", max_mb=1)


def test_old_formats_are_upgraded(tmp_path):
    worksheet = {"cells": [{"cell_type": "code", "input": "x = 1", "language": "python", "outputs": []}]}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [worksheet]}
    (tmp_path / "ps.ipynb").write_text(json.dumps(old))
    _, cells = read_notebook(tmp_path / "ps.ipynb")
    assert [(made.kind, made.source) for made in cells] == [("code", "x = 1")]


def test_lines_are_joined_and_half_characters_replaced():
    made = read_cell({"cell_type": "markdown", "source": ["a\n", "b\ud800"], "metadata": None}, "cell 1")
    assert made.source == "a\nb?"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
cells = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | json_values,
        "source": st.text(max_size=10) | json_values,
        "metadata": st.fixed_dictionaries({}, optional={"nbgrader": json_values, "tags": json_values})
        | json_values,
        "attachments": json_values,
        "id": json_values,
        "outputs": json_values,
    },
)


@given(
    st.fixed_dictionaries(
        {"nbformat": st.just(4)}, optional={"cells": st.lists(cells), "metadata": json_values}
    )
)
@settings(deadline=None, max_examples=200, database=None)
def test_wrong_types_anywhere_give_cells_or_a_sentence(tree):
    for made in parse(json.dumps(tree).encode(), "ps.ipynb").get("cells", []):
        with contextlib.suppress(BadNotebook):
            read = read_cell(made, "cell 1")
            assert isinstance(read.source, str)
            assert read.grade_id is None or isinstance(read.grade_id, str)

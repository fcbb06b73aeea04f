"""Tables of pandas cross as data; what is no plain table is lent as a whole."""

import numpy as np
import pytest
from crossing import refused, sent, there

from grader.engine.sandboxed.rpc import changes, wire
from grader.engine.sandboxed.rpc.parcel import Parcel

pd = pytest.importorskip("pandas")

MIXED = pd.DataFrame(
    {"n": [1, 2], "x": [0.5, np.nan], "s": ["a", "b"], "ok": [True, False], "l": [[1], [2, 3]]}
)
TABLES = {
    "mixed": MIXED,
    "nullable": pd.DataFrame({"i": pd.array([1, None], "Int64"), "k": pd.Categorical(["u", "v"])}),
    "times": pd.DataFrame({"a": [1, 2, 3]}, index=pd.date_range("2020", periods=3)),
    "levels": MIXED.groupby("s")[["n", "x"]].agg(["mean", "sum"]),
    "one name twice": pd.DataFrame([[1, 2]], columns=["a", "a"]),
    "nothing": pd.DataFrame(),
    "counts": MIXED["s"].value_counts(),
    "moments": pd.Series([pd.Timestamp("2020"), pd.NaT, pd.Timedelta("3s"), pd.NA], dtype=object),
    "labels": pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["u", None]),
    "words": pd.Index(["x", "y"], name="w"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_the_same_on_the_other_side(name):
    want, (got, _) = TABLES[name], there(TABLES[name])
    kind = {pd.DataFrame: "frame", pd.Series: "series"}.get(type(want), "index")
    getattr(pd.testing, f"assert_{kind}_equal")(got, want)


def test_what_is_no_plain_table_is_lent():
    odd = [pd.Series([object()]), pd.Series(pd.period_range("2020", periods=2, freq="M")), MIXED.groupby("s")]
    assert [there(value)[0] for value in odd] == ["lent"] * 3


def test_what_is_equal_to_anything_is_noted():
    assert there(MIXED)[1] == []
    assert there(pd.Series([1, None], dtype="Int64"))[1] == [("table", "missing")]
    assert there(pd.DataFrame(columns=["a"]))[1] == [("array", "nothing")]


def test_a_change_in_place_is_seen_and_can_be_made_on_the_other_side():
    table, before = MIXED.copy(), changes.snapshot(MIXED)
    assert not changes.differ(before, changes.snapshot(table))
    table["new"] = table.pop("n") + 1
    assert changes.differ(before, changes.snapshot(table))
    tree, buffers = sent(table)
    mine, parcel = MIXED.copy(), Parcel(buffers=buffers)
    changes.put(mine, tree, lambda part: wire.decode(part, parcel, None), parcel)
    pd.testing.assert_frame_equal(mine, table)


@pytest.mark.parametrize("name", ["mixed", "levels", "times", "counts"])
def test_a_form_that_is_no_table_is_a_violation_and_nothing_else(name):
    assert refused(TABLES[name]) > 50

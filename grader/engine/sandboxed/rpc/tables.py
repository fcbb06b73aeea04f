"""Tables of pandas on the wire: the labels of rows and of columns, and each column as plain values.

As with arrays, pandas is looked up in `sys.modules`, and a dtype stands in a table of ours. What has another
one, or holds objects that are not plain data, is lent as a whole. A missing value (`NA`) makes a comparison
that pandas leaves out: it is noted in the parcel, as what is masked is.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NoReturn, TypeGuard

from . import arrays
from .framing import Violation
from .kinds import Read, Tree, Write
from .parcel import Parcel, Send, Unsendable

if TYPE_CHECKING:
    import pandas as pd

_NULLABLE = frozenset(
    "boolean Int8 Int16 Int32 Int64 UInt8 UInt16 UInt32 UInt64 Float32 Float64 string str".split()  # noqa: SIM905
)


def sender(value: Any) -> Send | None:
    """How to send this value, or None if it is none of pandas'. Subclasses are sent as plain tables."""
    pd = sys.modules.get("pandas")
    if pd is None or not hasattr(pd, "Timedelta"):  # it is being imported
        return None
    ways = {
        pd.DataFrame: _send_frame, pd.Series: _send_series, pd.Index: _send_index, pd.Timestamp: _send_moment,
        pd.Timedelta: _send_moment, type(pd.NaT): _send_missing, type(pd.NA): _send_missing,
    }  # fmt: skip
    way = next((way for kind, way in ways.items() if isinstance(value, kind)), None)
    if way is None:
        return None

    def send(value: Any, inner: Write, parcel: Parcel):
        def plain(part: object) -> Tree:
            tree = inner(part)
            if isinstance(tree, dict) and ("h" in tree or "y" in tree):
                raise Unsendable("a table of objects that are not plain data")
            return tree

        return way(value, plain, parcel)

    return send


def _unknown(*parts: object) -> NoReturn:
    raise Unsendable("a table of a kind that is not known here")


def _send_frame(value: Any, plain: Write, parcel: Parcel) -> Tree:
    columns = [_values(value.iloc[:, at].array, plain, parcel) for at in range(value.shape[1])]
    return {"df": [_labels(value.index, plain, parcel), _labels(value.columns, plain, parcel), columns]}


def _send_series(value: Any, plain: Write, parcel: Parcel) -> Tree:
    return {
        "se": [
            _labels(value.index, plain, parcel),
            plain(value.name),
            _values(value.array, plain, parcel),
        ]
    }


def _send_index(value: Any, plain: Write, parcel: Parcel) -> Tree:
    return {"ix": _labels(value, plain, parcel)}


def _send_moment(value: Any, plain: Write, parcel: Parcel) -> Tree:
    pd = sys.modules["pandas"]
    if isinstance(value, pd.Timedelta):
        return {"mo": ["Timedelta", _array(value.to_timedelta64(), parcel)]}
    if value.tz is not None:
        _unknown()
    return {"mo": ["Timestamp", _array(value.to_datetime64(), parcel)]}


def _send_missing(value: Any, plain: Write, parcel: Parcel) -> Tree:
    return {"mo": ["NA" if value is sys.modules["pandas"].NA else "NaT", None]}


def _labels(index: Any, plain: Write, parcel: Parcel) -> Tree:
    """[names, values of each level], or [names, a range]"""
    pd = sys.modules["pandas"]
    names = [plain(name) for name in index.names]
    if isinstance(index, pd.RangeIndex):
        return [names, plain(range(index.start, index.stop, index.step))]
    levels = [index.get_level_values(at) for at in range(index.nlevels)]
    regular = isinstance(index, pd.DatetimeIndex) and index.freq is not None and len(index) > 2
    return [names, [_values(level.array, plain, parcel) for level in levels], regular]


def _values(array: Any, plain: Write, parcel: Parcel) -> Tree:
    """{"a": …} as arrays have it; [name of the dtype, values]; ["category", codes, categories, ordered]"""
    np, pd = sys.modules["numpy"], sys.modules["pandas"]
    name = str(array.dtype)
    if isinstance(array.dtype, pd.CategoricalDtype):
        categories = _values(array.categories.array, plain, parcel)
        return ["category", _array(array.codes, parcel), categories, bool(array.ordered)]
    if name in _NULLABLE:
        parts = array.astype(object)
        return [
            name,
            [None if missing else plain(part) for part, missing in zip(parts, array.isna(), strict=True)],
        ]
    if name == "object":
        return [name, [plain(part) for part in array]]
    plainly = getattr(array.dtype, "numpy_dtype", array.dtype)
    return _array(np.asarray(array), parcel) if isinstance(plainly, np.dtype) else _unknown()


def _array(array: Any, parcel: Parcel) -> Tree:
    send = arrays.sender(array)
    return send(array, _unknown, parcel) if send and array.dtype.kind != "O" else _unknown()


def read_frame(body: Tree, inner: Read, parcel: Parcel) -> pd.DataFrame:
    import pandas as pd

    rows, labels, columns = arrays.as_list(body)
    index, names = _read_labels(rows, inner, parcel), _read_labels(labels, inner, parcel)
    read = [_read_values(column, inner, parcel) for column in arrays.as_list(columns)]
    if len(names) != len(read) or any(len(column) != len(index) for column in read):
        raise Violation("a table whose columns do not fit its labels")
    _note_nothing(len(index) * len(names), parcel)
    made = pd.DataFrame(
        {at: pd.Series(column, index, column.dtype) for at, column in enumerate(read)}, index=index
    )
    made.columns = names
    return made


def read_series(body: Tree, inner: Read, parcel: Parcel) -> pd.Series:
    import pandas as pd

    rows, name, column = arrays.as_list(body)
    index, read = _read_labels(rows, inner, parcel), _read_values(column, inner, parcel)
    if len(index) != len(read):
        raise Violation("a column that does not fit its labels")
    _note_nothing(len(index), parcel)
    return pd.Series(read, index, read.dtype, inner(name))


def read_index(body: Tree, inner: Read, parcel: Parcel) -> pd.Index:
    made = _read_labels(body, inner, parcel)
    _note_nothing(len(made), parcel)
    return made


def read_moment(body: Tree, inner: Read, parcel: Parcel) -> object:
    import pandas as pd

    kind, tree = arrays.as_list(body)
    if kind in ("NA", "NaT"):
        parcel.came.append(("table", "missing"))
        return pd.NA if kind == "NA" else pd.NaT
    value = _read_array(tree, inner, parcel)
    if getattr(value, "shape", None) != () or value.dtype.kind != {"Timestamp": "M", "Timedelta": "m"}.get(
        kind
    ):
        raise Violation("a malformed moment")
    return pd.Timestamp(value) if kind == "Timestamp" else pd.Timedelta(value)


def _read_labels(tree: Tree, inner: Read, parcel: Parcel) -> pd.Index:
    import pandas as pd

    names, levels, *regular = arrays.as_list(tree)
    names = [inner(name) for name in arrays.as_list(names)]
    if not isinstance(levels, list):
        steps = inner(levels)
        if not isinstance(steps, range) or len(names) != 1:
            raise Violation("labels that are no range")
        return pd.RangeIndex(steps, name=names[0])
    read = [_read_values(level, inner, parcel) for level in levels]
    if not read or len(read) != len(names):
        raise Violation("labels without names")
    if len(read) > 1:
        return pd.MultiIndex.from_arrays(read, names=names)
    made = pd.Index(read[0], name=names[0], dtype=read[0].dtype, tupleize_cols=False)
    if regular == [True] and isinstance(made, pd.DatetimeIndex) and len(made) > 2:
        return pd.DatetimeIndex(made, freq="infer")
    return made


def _read_values(tree: Tree, inner: Read, parcel: Parcel) -> Any:
    import numpy as np
    import pandas as pd

    if isinstance(tree, dict):
        array = _read_array(tree.get("a"), inner, parcel)
        if not isinstance(array, np.ndarray) or array.ndim != 1:
            raise Violation("a malformed column")
        return array
    name, parts, *more = arrays.as_list(tree)
    if name == "category":
        codes, categories = _read_array(parts, inner, parcel), _read_values(more[0], inner, parcel)
        if not isinstance(codes, np.ndarray) or codes.dtype.kind != "i":
            raise Violation("categories without their numbers")
        _note_missing(bool((codes < 0).any()), parcel)
        return pd.Categorical.from_codes(codes, categories, ordered=more[1] is True)
    values = [inner(part) for part in arrays.as_list(parts)]
    if name == "object":
        column = np.empty(len(values), object)
        for at, part in enumerate(values):
            column[at] = part
        return column
    if not isinstance(name, str) or name not in _NULLABLE:
        raise Violation("a column of an unknown type")
    _note_missing(name != "str" and None in values, parcel)
    return pd.array(values, dtype=name)


def _read_array(tree: Tree, inner: Read, parcel: Parcel) -> Any:
    if isinstance(tree, dict):
        tree = tree.get("a")
    return arrays.read_array(tree, inner, parcel)


def _note_nothing(size: int, parcel: Parcel) -> None:
    """Every comparison with an empty table holds for all its values."""
    if not size:
        parcel.came.append(("array", "nothing"))


def _note_missing(missing: bool, parcel: Parcel) -> None:
    if missing:
        parcel.came.append(("table", "missing"))


def is_table(value: object) -> TypeGuard[Any]:
    """Whether it is one that a function may change in place."""
    pd = sys.modules.get("pandas")
    return pd is not None and hasattr(pd, "Timedelta") and isinstance(value, pd.DataFrame | pd.Series)


def alike(before: Any, after: Any) -> bool:
    """Whether nothing was changed: labels, dtypes and values."""
    pd = sys.modules["pandas"]
    if before.shape != after.shape or not before.index.identical(after.index):
        return False
    if isinstance(before, pd.Series):
        return before.name == after.name and before.dtype == after.dtype and before.equals(after)
    return before.columns.identical(after.columns) and before.equals(after)


def put(value: Any, new: Any) -> None:
    """Make it hold what the other one holds."""
    if isinstance(new, sys.modules["pandas"].Series) != isinstance(value, sys.modules["pandas"].Series):
        raise Violation("contents that are no table of this kind")
    value.__init__(new)

"""Messages made by the codec itself, for a fuzzer to start from: one of each kind of value."""

import collections
import datetime
import decimal
import fractions
import json

import numpy as np

from grader.engine.sandboxed.rpc import framing, wire

POINT = collections.namedtuple("Point", "x y")
VALUES = [
    None, True, 3, -2.5, float("inf"), 1 << 90, 2 + 1j, "text", "ü", b"bytes", bytearray(b"more"),
    [1, [2, [3]]], (1, (2,)), {"a": 1, (1, 2): [3]}, {1, 2}, frozenset("ab"), POINT(1, 2), range(3, 9, 2),
    slice(1, None), ..., fractions.Fraction(1, 3), decimal.Decimal("1.50"), int, np.float32,
    collections.OrderedDict(a=1), collections.Counter("aab"), collections.deque([1], 3),
    datetime.datetime(2024, 2, 29, 12), datetime.date(2024, 2, 29), datetime.time(1), datetime.timedelta(1),
    np.arange(6.0).reshape(2, 3), np.float32(1.5), np.array(["a", "bc"]), np.zeros((0, 3), int),
    np.array([1, None, "x"], dtype=object), np.timedelta64(3, "ns"), np.dtype(">M8[us]"), np.dtype("S3"),
    decimal.Decimal("NaN"), np.array([b"a"]), 2.5 - 1j,
    np.array(["2024-02-29"], dtype="datetime64[D]"), np.dtype("i4"),
]  # fmt: skip
OUTPUTS = [
    {"output_type": "stream", "name": "stdout", "text": "hello"},
    {"output_type": "error", "ename": "E", "evalue": "v", "traceback": ["line"]},
    {"output_type": "execute_result", "data": {"text/plain": "2.0", "application/json": [1]}, "metadata": {}},
]
CHANGED = [[0, [1, {"m": 1}]], [1, {"d": [["b", 2]]}], [2, {"s": [3]}], [4, [5]]]
ERROR = {"family": ["numpy.exceptions:AxisError", "builtins:ValueError"], "text": "t", "args": ["t", 1]}


def write_seeds(folder, limits):
    """Two files a value: the message, and its head alone."""
    for number, value in enumerate([*VALUES, VALUES[:20]]):
        parcel = wire.Parcel()
        tree = wire.encode(value, parcel, lambda value: {"h": [0, "object", "T", "n", [], []]}, limits)
        head = {"re": "0" * 16, "value": tree, "outputs": OUTPUTS, "changed": CHANGED, **ERROR}
        (folder / f"seed-{number}").write_bytes(framing.pack(head, parcel.buffers, limits))
        (folder / f"head-{number}").write_text(json.dumps(head))

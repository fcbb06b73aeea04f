"""Values cross the wire as they are; bytes from the other side give values or a Violation, nothing else."""

import collections
import datetime
import decimal
import fractions
import random
import struct

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.engine.sandboxed.rpc import framing, wire
from grader.engine.sandboxed.rpc.changes import owners
from grader.engine.sandboxed.rpc.framing import Limits, Violation
from grader.engine.sandboxed.rpc.parcel import Parcel

settings.register_profile("wire", deadline=None, max_examples=60, database=None)
settings.load_profile("wire")


def lend(value):
    raise TypeError(f"not plain: {type(value).__name__}")


def there(value, limits=framing.DEFAULT, shared=None):
    """The value after a journey in one frame."""
    parcel = Parcel(shared)
    tree = wire.encode(value, parcel, lend, limits)
    data = framing.pack({"value": tree, "objects": parcel.objects}, parcel.buffers, limits)
    return back(data, limits, shared)


def back(data, limits=framing.DEFAULT, shared=None):
    head, buffers = framing.read(feed(data), limits)
    parcel = Parcel(shared, buffers, head.get("objects", []))
    return wire.decode(head.get("value"), parcel, refuse, limits)


def refuse(tag, body):
    raise Violation("nothing was lent")


def feed(data):
    """A `receive` function over these bytes."""
    at = 0

    def receive(view):
        nonlocal at
        part = data[at : at + len(view)]
        view[: len(part)] = part
        at += len(part)
        return len(part)

    return receive


def same(a, b):
    """Equal in value and in type, to the bottom; nan is nan."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple | collections.deque):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a.items(), b.items(), strict=True))
    return a == b or (a != a and b != b)


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=-(1 << 200), max_value=1 << 200)
    | st.floats()
    | st.text()
    | st.binary()
    | st.complex_numbers(allow_nan=False)
    | st.fractions()
    | st.dates()
    | st.datetimes()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
)
keys = st.integers() | st.text() | st.tuples(st.integers(), st.text())
arrays = hnp.arrays(
    st.one_of(hnp.scalar_dtypes(), hnp.unicode_string_dtypes(), hnp.byte_string_dtypes()).filter(
        lambda dtype: dtype.kind in "biufcSUMm" and dtype.itemsize <= 16
    ),
    hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
)
values = st.recursive(
    scalars | arrays,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(keys, inner)
        | st.dictionaries(keys, inner).map(collections.OrderedDict)
        | st.lists(inner).map(collections.deque)
        | st.frozensets(keys)
        | st.sets(keys)
    ),
    max_leaves=12,
)


@given(values)
def test_plain_values_arrive_as_they_were(value):
    assert same(there(value), value)


EXAMPLES = [
    ...,
    range(3, 20, 4),
    slice(None, 5, 2),
    bytearray(b"abc"),
    collections.Counter("abcab"),
    np.float32(1.5),
    np.bool_(True),
    np.int64(-3),
    np.dtype(">f8"),
    np.array([[1, "x"], [None, 2.5]], object),
    np.arange(6).reshape(2, 3).T,
    np.float16([1, 2]),
    int,
    ValueError,
    np.float32,
    datetime.time(3, 4),
    fractions.Fraction(1, 3),
    decimal.Decimal("1.10"),
    1 << 100_000,
]


@pytest.mark.parametrize("value", EXAMPLES, ids=lambda value: type(value).__name__)
def test_other_plain_values_arrive_too(value):
    got = there(value)
    assert type(got) is type(value)
    assert np.array_equal(got, value) if isinstance(value, np.ndarray) else got == value


@pytest.mark.parametrize(
    "dtype", ["bool", "uint8", "int64", "float16", "bfloat16", "float32", "float64", "complex64"]
)
def test_tensors_arrive_with_their_type_shape_and_gradient_flag(dtype):
    dtype = getattr(torch, dtype)
    tensor = torch.arange(6).reshape(2, 3).to(dtype)
    tensor = tensor.requires_grad_() if dtype.is_floating_point else tensor
    got = there({"t": [tensor]})["t"][0]
    assert got.dtype == dtype
    assert torch.equal(got, tensor)
    assert got.requires_grad == tensor.requires_grad
    assert there(torch.nn.Parameter(torch.ones(2))).__class__ is torch.nn.Parameter
    assert there(torch.empty(0, 3)).shape == (0, 3)
    assert there(dtype) is dtype


def test_a_named_tuple_keeps_its_names():
    point = collections.namedtuple("Point", "x y")
    got = there([point(1, (2, 3))])[0]
    assert got == (1, (2, 3))
    assert got.y == (2, 3)
    assert type(got).__name__ == "Point"


class Node:
    __module__ = "__main__"

    def __init__(self, value, other=None):
        self.value, self.other = value, other


def test_objects_of_a_shared_class_arrive_with_all_they_refer_to():
    first = Node([1, 2])
    first.other = second = Node(np.ones(2), first)
    got, again = there((first, second), shared={"Node": Node})
    assert got.value == [1, 2]
    assert got.other is again
    assert again.other is got


def test_a_long_chain_of_shared_objects_is_not_too_deep():
    chain = None
    for n in range(5000):
        chain = Node(n, chain)
    assert there(chain, shared={"Node": Node}).other.other.value == 4997


def test_objects_of_other_classes_are_lent_and_not_copied():
    with pytest.raises(TypeError, match="not plain: Node"):
        there(Node(1))
    with pytest.raises(TypeError, match="not plain: Sub"):
        there(type("Sub", (Node,), {})(1), shared={"Node": Node})


def test_what_is_nested_too_deeply_is_lent():
    value = []
    for _ in range(200):
        value = [value]
    with pytest.raises(TypeError, match="not plain: list"):
        there(value)


def test_a_message_over_the_limit_is_not_sent():
    with pytest.raises(ValueError, match="too large to send"):
        there(np.zeros(1000), Limits(message_bytes=4000))


MANY = {
    "numbers": [0] * 21,
    "empty parts": [()] * 15,
    "pairs": dict.fromkeys(range(11)),
    "commas of a text": "," * 41,
}


@pytest.mark.parametrize("name", MANY)
def test_a_value_of_too_many_parts_is_not_sent(name):
    with pytest.raises(ValueError, match="too many parts to be sent") as refused:
        there(MANY[name], Limits(nodes=20))
    assert not isinstance(refused.value, Violation)


@given(values)
def test_what_is_sent_is_never_refused_on_arrival(value):
    """Else the whole process would be given up for one large answer."""
    try:
        there(value, Limits(nodes=6, head_bytes=300, message_bytes=400, buffers=2))
    except Violation as refused:
        pytest.fail(str(refused))
    except ValueError:
        pass


BAD_TREES = [
    {},
    {"x": 1},
    {"t": 1},
    {"t": []} | {"s": []},
    {"d": [[1]]},
    {"d": [[[], 1]]},
    {"s": [[]]},
    {"i": "99999999999999999999z"},
    {"i": 5},
    {"f": "1e5"},
    {"fr": [1, 0]},
    {"fr": [1.5, 2]},
    {"de": "abc"},
    {"dt": 5},
    {"r": [1, 2, 0]},
    {"b": 0},
    {"b": -1},
    {"b": True},
    {"c": [1, "x"]},
    {"g": "os:system"},
    {"g": "builtins:eval"},
    {"g": "numpy:load"},
    {"lib": "os:system"},
    {"rng": ["generator", {}]},
    {"h": [0, "function", "f", "f", [], []]},
    {"y": 0},
    {"o": 0},
    {"nt": ["P", ["x"], []]},
    {"nt": ["P", ["class"], [1]]},
    {"nt": ["P", ["x", "x"], [1, 2]]},
    {"nt": ["__import__('os')", ["x"], [1]]},
    {"nt": ["P", ["__class__"], [1]]},
    {"nt": ["P", ["startswith"], [{"g": "builtins:bool"}]]},
    {"q": [[1, 2], -1]},
    {"q": [[1, 2], True]},
    {"c": [{"g": "builtins:int"}, 1.0]},
    {"i": "0x1" + "0" * 300_000},
    {"de": "1e999999999"},
    {"de": "-1E-10001"},
    {"de": "1" * 10_001},
    {"fr": [{"i": "0x1" + "0" * 6_000}, 3]},
    {"r": [0, 10_000_001, 1]},
    {"r": [0, {"i": "0x1" + "0" * 30}, 1]},
    {"dt": "2024-02-29" + " " * 100},
    {"m": 0},
    {"a": ["array", "<f8", [1], 0, 0]},
    {"a": ["array", "<M8[s/0]", [0], 0, 0]},
    {"a": ["array", "<M8[0s]", [0], 0, 0]},
    {"a": ["array", "<m8[25s]", [0], 0, 0]},
    {"a": ["array", "<M8[s", [0], 0, 0]},
    {"a": ["scalar", "<M8[s/0]", [], 0, 0]},
    {"a": ["np.dtype", "<M8[s/0]", [], None, 0]},
    {"a": ["np.dtype", "i4,i4", [], None, 0]},
    {"a": ["np.dtype", "|V8", [], None, 0]},
    {"a": ["np.dtype", "(2,2)<f8", [], None, 0]},
    {"a": ["np.dtype", "float64", [], None, 0]},
    {"a": ["np.dtype", "<U٣", [], None, 0]},
    {"a": ["np.dtype", "<U-1", [], None, 0]},
    {"a": ["np.dtype", "<f16", [], None, 0]},
    {"a": ["np.dtype", None, [], None, 0]},
    {"a": ["torch.dtype", "quint8", [], None, 0]},
    {"a": ["torch.dtype", "__dict__", [], None, 0]},
    {"a": ["tensor", "float32", [0, 1 << 39, 1 << 39], 0, 0]},
    {"a": ["array", "|O8", [0], 0, 0]},
    {"a": ["array", "<f8,|O8", [0], 0, 0]},
    {"a": ["array", "<U0", [1 << 39], 0, 0]},
    {"a": ["array", "<U999999999", [0], 0, 0]},
    {"a": ["array", "<f8", [-1], 0, 0]},
    {"a": ["array", "<f8", [1 << 62, 0], 0, 0]},
    {"a": ["array", "<f8", [0] * 40, 0, 0]},
    {"a": ["tensor", "float32", [2], 0, 0]},
    {"a": ["tensor", "Tensor", [0], 0, 0]},
    {"a": ["matrix", "<f8", [0], 0, 0]},
    {"oa": [[2], [1]]},
    {"d": {"ab": 1}},
    {"dd": [None, {"ab": 1}]},
    {"q": ["ab", None]},
    {"sl": "abc"},
    {"nt": ["P", ["x"], "a"]},
    {"c": []},
]


@pytest.mark.parametrize("tree", BAD_TREES, ids=str)
def test_no_such_value_is_made(tree):
    parcel = Parcel(buffers=[b""] if "a" in tree else [])
    with pytest.raises(Violation):
        wire.decode(tree, parcel, refuse)


LARGE = [range(10**9), decimal.Decimal("1e20000"), fractions.Fraction(1, 1 << 30_000), 1 << 2_000_000]


@pytest.mark.parametrize("value", LARGE, ids=lambda value: type(value).__name__)
def test_what_could_make_endless_work_is_lent_by_a_student_and_sent_by_a_test(value):
    with pytest.raises(TypeError, match="not plain"):
        there([value])
    trusted = Parcel(bounded=False)
    tree = wire.encode([value], trusted, lend)
    assert wire.decode(tree, Parcel(bounded=False), refuse) == [value]


def test_what_numpy_cannot_say_in_the_table_is_lent():
    for value in (np.zeros(2, "f8,i4"), np.timedelta64(3, "25s"), np.longdouble(1), np.dtype("V8")):
        with pytest.raises(TypeError, match="not plain"):
            there(value)


def test_a_named_tuple_does_what_named_tuples_do_and_was_made_of_no_text():
    got = there(collections.namedtuple("Point", "count index")(1, 2))
    assert repr(got) == "Point(count=1, index=2)"
    assert (got._replace(index=5), got._asdict()) == ((1, 5), {"count": 1, "index": 2})
    assert (got.count, got._fields, type(got)(3, 4).index) == (1, ("count", "index"), 4)
    odd = wire.decode({"nt": ["P", ["\ufb01", "fi"], [1, 2]]}, Parcel(), refuse)  # one name to a parser
    assert odd == (1, 2)


class Shape:
    __module__ = "__main__"
    sides = 4

    def area(self):
        return 1

    @property
    def name(self):
        return "square"


def test_an_object_carries_no_attribute_that_its_class_says_otherwise():
    made = Shape()
    vars(made).update({"area": 5, "name": "x", "__class__": 1, "a b": 2, "sides": 3, "colour": "red"})
    got = there(made, shared={"Shape": Shape})
    assert vars(got) == {"sides": 3, "colour": "red"}
    assert (got.area(), got.name, type(got)) == (1, "square", Shape)


def test_booleans_and_characters_must_be_ones():
    for kind, dtype, data in (
        ("array", "|b1", b"\x02"),
        ("tensor", "bool", b"\x02"),
        ("array", "<U1", b"\xff" * 4),
    ):
        with pytest.raises(Violation):
            wire.decode({"a": [kind, dtype, [1], 0, 0]}, Parcel(buffers=[data]), refuse)


BAD_FRAMES = {
    "a huge head": struct.pack("<II", 1 << 31, 0),
    "many buffers": struct.pack("<II", 2, 1 << 20),
    "a huge buffer": struct.pack("<IIQ", 2, 1, 1 << 60) + b"{}",
    "no JSON": struct.pack("<II", 3, 0) + b"{a}",
    "a list": struct.pack("<II", 2, 0) + b"[]",
    "not ASCII": struct.pack("<II", 4, 0) + '"é"'.encode(),
    "not a number": struct.pack("<II", 9, 0) + b'{"a":NaN}',
    "depth": struct.pack("<II", 200_000, 0) + b"[" * 200_000,
    "parts": struct.pack("<II", 9_000_000, 0) + b"[],"[:3] * 3_000_000,
    "digits": struct.pack("<II", 10_000, 0) + b"9" * 10_000,
}


@pytest.mark.parametrize("name", BAD_FRAMES)
def test_no_such_frame_is_read(name):
    with pytest.raises(Violation):
        framing.read(feed(BAD_FRAMES[name]))


def test_half_a_frame_is_the_end_of_the_stream():
    data = framing.pack({"value": 1}, [b"abc"])
    for size in range(len(data)):
        with pytest.raises(EOFError):
            framing.read(feed(data[:size]))


SEEDS = [
    [1, 2.5, "x", None, (True, {"a": np.arange(6.0).reshape(2, 3)})],
    {(1, 2): torch.ones(2), "s": {1, 2}, "b": b"abc", "r": range(5)},
    [Node(1, Node(2)), fractions.Fraction(1, 2), 1 << 90, float("nan"), 2j, np.float32(3)],
    collections.namedtuple("P", "x y")(1, [collections.Counter("ab"), datetime.date(2020, 1, 1)]),
]
PIECES = [
    b'{"a":[',
    b"9" * 30,
    b"[[[[",
    b'"y"',
    b'"o"',
    b"null",
    b"1e999",
    b"-1",
    b'{"t":',
    b"]",
    b"}",
    b",",
    b"0",
]


def test_mutated_frames_give_a_value_or_a_violation_and_nothing_else():
    chance = random.Random(1)
    valid = [packed(value) for value in SEEDS]
    seen = collections.Counter()
    for _ in range(6000):
        data = mutated(chance, valid)
        try:
            back(data, shared={"Node": Node})
            seen["value"] += 1
        except (Violation, EOFError) as error:
            seen[type(error).__name__] += 1
    assert min(seen["value"], seen["Violation"], seen["EOFError"]) > 100, seen


def packed(value):
    parcel = Parcel({"Node": Node})
    tree = wire.encode(value, parcel, lend)
    return framing.pack({"value": tree, "objects": parcel.objects}, parcel.buffers)


def mutated(chance, valid):
    """A frame with a few changes in its head or buffers; its lengths mostly kept true, to get past them."""
    head_size, count = struct.unpack("<II", (whole := chance.choice(valid))[:8])
    sizes = struct.unpack(f"<{count}Q", whole[8 : 8 + 8 * count])
    head = bytearray(whole[8 + 8 * count : 8 + 8 * count + head_size])
    rest = bytearray(whole[8 + 8 * count + head_size :])
    for _ in range(chance.randint(1, 4)):
        target = rest if rest and chance.random() < 0.2 else head
        at = chance.randrange(len(target) + 1)
        kind = chance.random()
        if kind < 0.4:
            target[at : at + 1] = bytes([chance.choice(b'0123456789[]{}",:-abto') if target is head else 255])
        elif kind < 0.7:
            del target[at : at + chance.randint(1, 6)]
        else:
            target[at:at] = chance.choice(PIECES)
    kept = len(head) if chance.random() < 0.95 else chance.randrange(1 << 16)
    return struct.pack(f"<II{count}Q", kept, count, *sizes) + head + rest


def test_a_module_of_torch_goes_to_the_student_and_its_weights_come_back_changed():
    model = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.ReLU(), torch.nn.Flatten())
    out = Parcel(bounded=False)
    out.noted = []
    tree = wire.encode([model], out, lend)
    over_there = Parcel(buffers=out.buffers)
    over_there.noted = []
    (theirs,) = wire.decode(tree, over_there, refuse, trusting=True)
    x = torch.randn(1, 1, 4, 4)
    assert torch.equal(theirs(x), model(x))
    weights = theirs[0].weight
    torch.optim.SGD(theirs.parameters(), lr=1.0).zero_grad()
    theirs(x).sum().backward()  # they are weights of its own, and can learn
    with torch.no_grad():
        weights -= weights.grad
    reply = Parcel()
    reply.knows(over_there.noted)
    given = [wire.encode_contents(weights, reply, lend)]
    home = Parcel(buffers=reply.buffers)
    home.known = out.noted
    assert owners({"model": model}, out.noted)[given[0][0]] == {"model"}
    wire.decode_changes(given, home, refuse, believed={given[0][0]})
    assert torch.equal(theirs(x), model(x))


def test_a_student_sends_no_module_and_names_none():
    with pytest.raises(TypeError, match="not plain"):
        there(torch.nn.ReLU())
    with pytest.raises(Violation, match="unknown tag"):
        wire.decode({"nn": ["torch.nn:ReLU", []]}, Parcel(), refuse)

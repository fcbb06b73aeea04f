"""Arrays, tensors and random generators on the wire: a dtype from a table, a shape, raw bytes.

NumPy and torch are looked up in `sys.modules`: if they were never imported, no value can be one of theirs.
"""

from __future__ import annotations

import functools
import math
import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from .framing import Violation
from .kinds import Bytes, Read, Tree, Write
from .parcel import Parcel, Send

if TYPE_CHECKING:
    import numpy as np
    import torch

_NUMBERS = "b1 i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()  # noqa: SIM905
_UNITS = "Y M W D h m s ms us ns ps fs as".split()  # noqa: SIM905
_ORDERS: tuple[Literal["<"], Literal[">"]] = ("<", ">")
_TEXT = re.compile("([<>|])([US])(0|[1-9][0-9]{0,6})")
_MOST_TEXT = 1 << 20  # bytes of one element
_TORCH_NAMES = "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128"


@functools.cache
def _numpy_dtypes() -> dict[str, np.dtype]:
    """{as NumPy writes it: dtype} of numbers and times in both byte orders; long doubles have gaps."""
    import numpy as np

    times = [f"{kind}8{unit}" for kind in "mM" for unit in ("", *(f"[{unit}]" for unit in _UNITS))]
    made = [np.dtype(name).newbyteorder(order) for name in (*_NUMBERS, *times) for order in _ORDERS]
    return {dtype.str: dtype for dtype in made}


def _numpy_dtype(name: str) -> np.dtype | None:
    """The dtype that NumPy writes so, or None; of text, one for each size that an element may have."""
    found = _numpy_dtypes().get(name)
    text = None if found is not None else _TEXT.fullmatch(name)
    if text is None:
        return found
    import numpy as np

    order: Any = text[1]  # one of three letters, says the pattern
    dtype = np.dtype((np.str_ if text[2] == "U" else np.bytes_, int(text[3]))).newbyteorder(order)
    return dtype if dtype.itemsize <= _MOST_TEXT else None


@functools.cache
def _torch_dtypes() -> dict[str, torch.dtype]:
    import torch

    return {name: vars(torch)[name] for name in _TORCH_NAMES.split()}


def sender(value: Any) -> Send | None:
    """How to send this value, or None if it is no array. Subclasses are sent as plain arrays."""
    np, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if np is not None and isinstance(value, np.ndarray | np.generic):
        if value.dtype.kind == "O":
            return _send_objects
        if isinstance(value, np.ma.MaskedArray) and _numpy_dtype(value.dtype.str) is not None:
            return _send_masked
        return _send_array if _numpy_dtype(value.dtype.str) is not None else None
    if torch is not None and isinstance(value, torch.Tensor):
        return _send_tensor if value.layout is torch.strided and _torch_name(value.dtype) else None
    if torch is not None and isinstance(value, torch.Size):
        return lambda value, inner, parcel: {"t": [inner(int(n)) for n in value]}
    if torch is not None and isinstance(value, torch.dtype) and _torch_name(value):
        return lambda value, inner, parcel: {"a": ["torch.dtype", _torch_name(value), [], None, 0]}
    if np is not None and isinstance(value, np.dtype) and _numpy_dtype(value.str) is not None:
        return lambda value, inner, parcel: {"a": ["np.dtype", value.str, [], None, 0]}
    return None


def _send_array(value: np.ndarray | np.generic, inner: Write, parcel: Parcel) -> Tree:
    np = sys.modules["numpy"]
    kind = "scalar" if isinstance(value, np.generic) else "array"
    array = np.array(value, copy=None, subok=False, order="C")
    return {"a": [kind, array.dtype.str, list(array.shape), parcel.add(array.tobytes()), 0]}


def _send_masked(value: np.ma.MaskedArray, inner: Write, parcel: Parcel) -> Tree:
    np = sys.modules["numpy"]
    return {"ma": [inner(np.array(value.data)), inner(np.ma.getmaskarray(value))]}


def _send_objects(value: np.ndarray, inner: Write, parcel: Parcel) -> Tree:
    return {"oa": [list(value.shape), [inner(part) for part in value.ravel().tolist()]]}


def _send_tensor(value: torch.Tensor, inner: Write, parcel: Parcel) -> Tree:
    torch, data = sys.modules["torch"], tensor_bytes(value)
    flags = 2 if isinstance(value, torch.nn.Parameter) else 0
    return {
        "a": [
            "tensor",
            _torch_name(value.dtype),
            list(value.shape),
            parcel.add(data),
            flags | bool(value.requires_grad),
        ]
    }


def tensor_bytes(value: torch.Tensor) -> bytes:
    plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous()
    return plain.reshape(-1).view(sys.modules["torch"].uint8).numpy().tobytes() if plain.numel() else b""


def _torch_name(dtype: torch.dtype) -> str | None:
    """Its name in the table, or None (quantized ones, for example)."""
    name = str(dtype).removeprefix("torch.")
    return name if name in _torch_dtypes() else None


def read_array(body: Tree, inner: Read, parcel: Parcel) -> object:
    kind, name, shape, at, flags = as_list(body)
    table = _torch_dtypes().get if kind in ("torch.dtype", "tensor") else _numpy_dtype
    dtype: Any = table(name) if isinstance(name, str) and len(name) <= 20 else None
    if dtype is None:
        raise Violation("an array of an unknown type")
    if kind in ("torch.dtype", "np.dtype"):
        return dtype
    shape, data = as_shape(shape), part_at(parcel.buffers, at)
    if 0 in shape:
        parcel.came.append(("array", "nothing"))  # every comparison with it holds for all its elements
    if kind == "tensor":
        return _read_tensor(dtype, shape, data, flags)
    array = _read_numpy(dtype, shape, data)
    if kind == "scalar" and shape == ():
        return array[()]
    if kind != "array":
        raise Violation("an array of an unknown kind")
    return array


def _read_numpy(dtype: np.dtype, shape: tuple[int, ...], data: Bytes) -> np.ndarray:
    import numpy as np

    if math.prod(shape) * dtype.itemsize != len(data):
        raise Violation("an array whose data does not fit its shape")
    if not data and math.prod(shape) > 1 << 20:
        raise Violation("an array with too many empty elements")
    if not data:
        return np.zeros(shape, dtype)
    array = np.frombuffer(data, dtype).reshape(shape).copy()
    if dtype.kind == "b" and max(data) > 1:
        raise Violation("an array of booleans that are neither true nor false")
    if dtype.kind == "U" and np.frombuffer(data, dtype.byteorder + "u4").max() > 0x10FFFF:
        raise Violation("an array of text with impossible characters")
    return array


def read_masked(body: Tree, inner: Read, parcel: Parcel) -> np.ma.MaskedArray:
    import numpy as np

    data, mask = map(inner, as_list(body))
    if not isinstance(data, np.ndarray) or not isinstance(mask, np.ndarray) or mask.dtype != bool:
        raise Violation("a masked array without data or mask")
    if data.shape != mask.shape:
        raise Violation("a mask of another shape")
    parcel.came.append(("MaskedArray", "mask"))  # what is masked is equal to anything
    return np.ma.MaskedArray(data, mask)


def _read_tensor(dtype: torch.dtype, shape: tuple[int, ...], data: Bytes, flags: Tree) -> torch.Tensor:
    import torch

    if math.prod(shape) * dtype.itemsize != len(data):
        raise Violation("a tensor whose data does not fit its shape")
    if dtype is torch.bool and data and max(data) > 1:
        raise Violation("a tensor of booleans that are neither true nor false")
    flat = torch.frombuffer(bytearray(data), dtype=dtype) if data else torch.empty(0, dtype=dtype)
    tensor = flat.reshape(shape)
    grad = flags in (1, 3) and (tensor.is_floating_point() or tensor.is_complex())
    return (
        torch.nn.Parameter(tensor, requires_grad=grad)
        if flags in (2, 3) and grad
        else tensor.requires_grad_(grad)
    )


def read_objects(body: Tree, inner: Read, parcel: Parcel) -> np.ndarray:
    import numpy as np

    shape, parts = as_list(body)
    shape, parts = as_shape(shape), [inner(part) for part in as_list(parts)]
    if math.prod(shape) != len(parts):
        raise Violation("an array of objects that does not fit its shape")
    array = np.empty(len(parts), object)
    for i, part in enumerate(parts):
        array[i] = part
    return array.reshape(shape)


def generator_state(value: Any) -> tuple[str, object] | None:
    """(kind, state) of a random generator, or None. Only the tester sends these: a state can be poisoned."""
    import random

    np = sys.modules.get("numpy")
    if type(value) is random.Random:
        return "random", value.getstate()
    if np is not None and type(value) is np.random.Generator:
        return "generator", _plain_state(value.bit_generator.state)
    if np is not None and type(value) is np.random.RandomState:
        return "state", _plain_state(value.get_state())
    return None


def _plain_state(state: Any):
    """Arrays as lists: a state is small, and crosses where no buffer may be added."""
    if isinstance(state, dict):
        return {key: _plain_state(part) for key, part in state.items()}
    if isinstance(state, tuple):
        return tuple(map(_plain_state, state))
    return state.tolist() if hasattr(state, "tolist") else state


def read_generator(body: Tree, inner: Read, parcel: Parcel) -> object:
    import random

    kind, tree = as_list(body)
    state: Any = inner(tree)  # the tester's own
    if kind == "random":
        generator = random.Random()
        generator.setstate(state)
        return generator
    import numpy as np

    if kind == "state":
        generator = np.random.RandomState()
        generator.set_state(state)
        return generator
    bits = getattr(np.random, state["bit_generator"])()
    bits.state = state
    return np.random.Generator(bits)


def as_shape(shape: Tree) -> tuple[int, ...]:
    if not isinstance(shape, list) or len(shape) > 32:
        raise Violation("an array with too many dimensions")
    if not all(type(n) is int and n >= 0 for n in shape) or math.prod(n or 1 for n in shape) >= 1 << 40:
        raise Violation("an array with an impossible shape")
    return tuple(shape)


def as_list(body: Tree) -> list:
    if not isinstance(body, list):
        raise Violation("a list expected")
    return body


def part_at(parts: Sequence, at: Tree):
    if type(at) is not int or not 0 <= at < len(parts):
        raise Violation("a part that was not sent")
    return parts[at]

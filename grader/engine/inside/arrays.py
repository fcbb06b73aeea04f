"""Arrays, tensors and random generators on the wire: a dtype from a short list, a shape, raw bytes.

NumPy and torch are looked up in `sys.modules`: if they were never imported, no value can be one of theirs.
"""

import math
import sys

from .frames import Violation

_KINDS = "biufcSUMm"
_TORCH_NAMES = frozenset(
    "bool uint8 int8 int16 int32 int64 float16 bfloat16 float32 float64 complex64 complex128".split()  # noqa: SIM905
)


def sender(value):
    """How to send this value, or None if it is no array. Subclasses are sent as plain arrays."""
    np, torch = sys.modules.get("numpy"), sys.modules.get("torch")
    if np is not None and isinstance(value, np.ndarray | np.generic):
        return (
            _send_objects if value.dtype.kind == "O" else _send_array if value.dtype.kind in _KINDS else None
        )
    if torch is not None and isinstance(value, torch.Tensor):
        return _send_tensor if value.layout is torch.strided and not value.is_quantized else None
    if torch is not None and isinstance(value, torch.Size):
        return lambda value, inner, parcel: {"t": [inner(int(n)) for n in value]}
    if torch is not None and isinstance(value, torch.dtype):
        return lambda value, inner, parcel: {
            "a": ["torch.dtype", str(value).removeprefix("torch."), [], None, 0]
        }
    if np is not None and isinstance(value, np.dtype) and value.kind in _KINDS:
        return lambda value, inner, parcel: {"a": ["np.dtype", value.str, [], None, 0]}
    return None


def _send_array(value, inner, parcel):
    np = sys.modules["numpy"]
    kind = "scalar" if isinstance(value, np.generic) else "array"
    array = np.array(value, copy=None, subok=False, order="C")
    return {"a": [kind, array.dtype.str, list(array.shape), parcel.add(array.tobytes()), 0]}


def _send_objects(value, inner, parcel):
    return {"oa": [list(value.shape), [inner(part) for part in value.ravel().tolist()]]}


def _send_tensor(value, inner, parcel):
    torch = sys.modules["torch"]
    plain = value.detach().cpu().resolve_conj().resolve_neg().contiguous()
    data = plain.reshape(-1).view(torch.uint8).numpy().tobytes() if plain.numel() else b""
    flags = 2 if isinstance(value, torch.nn.Parameter) else 0
    name = str(value.dtype).removeprefix("torch.")
    return {"a": ["tensor", name, list(value.shape), parcel.add(data), flags | bool(value.requires_grad)]}


def read_array(body, inner, parcel):
    kind, name, shape, at, flags = body
    if not isinstance(name, str) or len(name) > 20:
        raise Violation("an array of an unknown type")
    if kind == "torch.dtype" or kind == "tensor":
        dtype = _torch_dtype(name)
        return (
            dtype
            if kind == "torch.dtype"
            else _read_tensor(dtype, as_shape(shape), buffer_at(parcel.buffers, at), flags)
        )
    dtype = _numpy_dtype(name)
    if kind == "np.dtype":
        return dtype
    array = _read_numpy(dtype, as_shape(shape), buffer_at(parcel.buffers, at))
    if kind == "scalar" and array.shape == ():
        return array[()]
    if kind != "array":
        raise Violation("an array of an unknown kind")
    return array


def _torch_dtype(name):
    if name not in _TORCH_NAMES:
        raise Violation("a tensor of an unknown type")
    import torch

    return getattr(torch, name)


def _numpy_dtype(name):
    import numpy as np

    if name[:1] not in "<>|=" or name[1:2] not in _KINDS:
        raise Violation("an array of an unknown type")
    dtype = np.dtype(name)
    if dtype.kind not in _KINDS or dtype.itemsize > 1 << 20:
        raise Violation("an array of an unknown type")
    return dtype


def _read_numpy(dtype, shape, data):
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


def _read_tensor(dtype, shape, data, flags):
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


def read_objects(body, inner, parcel):
    import numpy as np

    shape, parts = body
    shape, parts = as_shape(shape), [inner(part) for part in as_list(parts)]
    if math.prod(shape) != len(parts):
        raise Violation("an array of objects that does not fit its shape")
    array = np.empty(len(parts), object)
    for i, part in enumerate(parts):
        array[i] = part
    return array.reshape(shape)


def generator_state(value):
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


def _plain_state(state):
    """Arrays as lists: a state is small, and crosses where no buffer may be added."""
    if isinstance(state, dict):
        return {key: _plain_state(part) for key, part in state.items()}
    if isinstance(state, tuple):
        return tuple(map(_plain_state, state))
    return state.tolist() if hasattr(state, "tolist") else state


def read_generator(body, inner, parcel):
    import random

    kind, state = body[0], inner(body[1])
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


def as_shape(shape):
    if not isinstance(shape, list) or len(shape) > 32:
        raise Violation("an array with too many dimensions")
    if not all(type(n) is int and 0 <= n < 1 << 40 for n in shape):
        raise Violation("an array with an impossible shape")
    return tuple(shape)


def as_list(body):
    if not isinstance(body, list):
        raise Violation("a list expected")
    return body


def buffer_at(buffers, at):
    if type(at) is not int or not 0 <= at < len(buffers):
        raise Violation("a buffer that was not sent")
    return buffers[at]

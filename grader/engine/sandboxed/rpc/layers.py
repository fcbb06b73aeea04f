"""Modules of torch on the wire, which the tester alone sends: their class is one of torch's own."""

import sys
from typing import Any

from . import library_objects
from .arrays import as_list
from .kinds import Read, Tree, Write
from .parcel import Parcel


def layer_class(value: object) -> str | None:
    """ "module:name" of the class of torch's own that this module is of or built on; None of others."""
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(value, torch.nn.Module):
        return None
    names = map(library_objects.library_name, type(value).__mro__)
    return next((name for name in names if name and name.startswith("torch.")), None)


def send_layer(value: object, inner: Write, parcel: Parcel) -> Tree:
    """Only the tester does: what its layers hold is put into one of torch's own over there."""
    return {"nn": [layer_class(value), [[name, inner(part)] for name, part in vars(value).items()]]}


def read_layer(body: Tree, inner: Read, parcel: Parcel) -> object:
    name, state = as_list(body)
    kind: Any = library_objects.library_object(name)
    made = kind.__new__(kind)
    vars(made).update({name: inner(part) for name, part in state})
    return made

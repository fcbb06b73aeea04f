"""How each kind of plain value is written as JSON and read back: two tables, one small function a row."""

import sys

from . import arrays, containers, formulas, instances, layers, library_objects, scalars, tables
from .parcel import Parcel, Reader, Send

AS_IS = {type(None), bool, str}
SENDERS: dict[type, Send] = scalars.SENDERS | containers.SENDERS


def special(value: object, parcel: Parcel) -> Send | None:
    """Senders for values known by a property, not by their type."""
    if parcel.shared and instances.is_shared(value, parcel):
        return instances.send_object
    if isinstance(value, tuple) and hasattr(type(value), "_fields"):
        return containers.send_namedtuple
    if not parcel.bounded and layers.layer_class(value):
        return layers.send_layer
    if isinstance(value, type) and library_objects.name_of(value):
        return lambda value, inner, parcel: {"g": library_objects.name_of(value)}
    if instances.is_shared_member(value, parcel):
        return instances.send_member
    return tables.sender(value) or formulas.sender(value)


READERS: dict[str, Reader] = {
    **scalars.READERS,
    **containers.READERS,
    **instances.READERS,
    "g": lambda body, inner, parcel: library_objects.type_named(scalars.short_text(body, 60)),
    "a": arrays.read_array,
    "oa": arrays.read_objects,
    "ma": arrays.read_masked,
    "df": tables.read_frame,
    "se": tables.read_series,
    "ix": tables.read_index,
    "mo": tables.read_moment,
    "sy": formulas.read,
}

TRUSTED_READERS: dict[str, Reader] = {
    "lib": lambda body, inner, parcel: library_objects.library_object(scalars.short_text(body, sys.maxsize)),
    "rng": arrays.read_generator,
    "nn": layers.read_layer,
}

"""Jobs and results as JSON, to cross between processes: never pickle, which runs what it reads."""

import json
from dataclasses import is_dataclass
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Record = TypeVar("Record")


def to_json(record) -> str:
    """Any of the records in job.py; a path becomes its text.

    >>> from grader.engine.job import Settings
    >>> from_json(Settings, to_json(Settings(cell_s=3))).cell_s
    3
    """
    return json.dumps(plain(record), default=plain)


def plain(value):
    """A record as its fields, anything else as its text. Not asdict, which copies all of a notebook."""
    return vars(value) if is_dataclass(value) else str(value)


def from_json(kind: type[Record], text: str | bytes) -> Record:
    return rebuilt(kind, json.loads(text))


def rebuilt(kind: Any, value: Any) -> Any:
    """JSON has neither paths nor tuples nor records: the field's annotation says what it was."""
    if is_dataclass(kind):
        fields = get_type_hints(kind)
        return kind(**{name: rebuilt(fields[name], item) for name, item in value.items()})
    kinds, parts = get_origin(kind), get_args(kind)
    if kinds is UnionType and NoneType in parts and value is not None:
        return rebuilt(next(part for part in parts if part is not NoneType), value)
    if kinds is tuple:
        return tuple(rebuilt(parts[0], item) for item in value)
    if kinds is dict:
        return {name: rebuilt(parts[1], item) for name, item in value.items()}
    return Path(value) if kind is Path else value

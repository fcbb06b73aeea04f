"""Outputs as a notebook file holds them, whatever a student's process reports."""

import math
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from ...bounds import output_bytes
from ...job import Release, Settings
from .notebook_file import clean

MAX_OUTPUTS = 2_000
LONGEST_TRACEBACK = 200_000  # characters
MOST_IN_ALL = 30_000_000  # bytes that all cells of a notebook show; who reads it has to hold it all
OURS = {"CellTimeoutError", "SubmissionEnded"}  # only we report these: feedback shows what they say
WIDGET = "application/vnd.jupyter.widget-view+json"
TRUNCATED = "... Traceback truncated ..."
MAX_DEPTH = 100  # of JSON: what is deeper would end the process that reads it, not the one that wrote it


class Room:
    """What is left for the outputs of a whole notebook."""

    def __init__(self):
        self.left = MOST_IN_ALL

    def take(self, output: dict) -> bool:
        self.left -= _size(output)
        return self.left >= 0


def kept(
    reported: object, settings: Settings, release: Release, count: int | None, whole: Room | None = None
) -> list[dict]:
    """The reported outputs that are outputs, within the course's limits.

    That a cell met an error is never left out; what it says of it may be.
    """
    outputs, errors, left_out = [], 0, False
    room = dict.fromkeys((True, False), output_bytes(settings) + 10_000)  # for errors, and for all else
    whole = whole or Room()
    for output in reported if isinstance(reported, list) else []:
        output = _one(output, count)
        if output is None:
            continue
        is_error = output["output_type"] == "error"
        errors += is_error
        room[is_error] -= _size(output)
        fits = (is_error and errors == 1) or (room[is_error] >= 0 and len(outputs) < MAX_OUTPUTS)
        if fits and whole.take(output):
            outputs.append(output)
        elif is_error and errors == 1:
            outputs.append(error(output["ename"], "[its message is left out]"))
        else:
            left_out = True
    if left_out:
        outputs.append(stream("stderr", "[more output left out]\n"))
    return limit_lines(joined(outputs), release)


def stream(name: str, text: str) -> dict:
    return {"output_type": "stream", "name": name, "text": text}


def error(name: str, value: str, lines: list[str] | None = None) -> dict:
    return {
        "output_type": "error",
        "ename": name,
        "evalue": value,
        "traceback": lines or [f"{name}: {value}"],
    }


def has_error(reported: Iterable[dict]) -> bool:
    return any(output["output_type"] == "error" for output in reported)


def limit_lines(outputs: list[dict], release: Release) -> list[dict]:
    """nbgrader's LimitOutput: so many lines of text a cell, so many of a traceback."""
    done, lines = [], 0
    for output in outputs:
        if output["output_type"] == "stream" and release.max_lines != -1:
            if lines == release.max_lines:
                continue
            text = output["text"].split("\n")
            if lines + len(text) > release.max_lines:
                text = [*text[: release.max_lines - lines - 1], "... Output truncated ..."]
            lines += len(text)
            output = {**output, "text": "\n".join(text)}
        if output["output_type"] == "error":
            output = {**output, "traceback": _limit_traceback(output["traceback"], release.max_traceback)}
        done.append(output)
    return done


def _limit_traceback(lines: list[str], most: int) -> list[str]:
    if most == -1 or len(lines) <= most:
        return lines
    start = most // 2
    return [*lines[:start], TRUNCATED, *lines[-(most - start - 1) :]]


def joined(outputs: list[dict]) -> list[dict]:
    """Neighbouring texts of one stream as one: all at once, for one by one takes as long as their square."""
    done = []
    for name, same in groupby(outputs, lambda output: output.get("name")):
        same = list(same)
        done += same if name is None else [stream(name, "".join(output["text"] for output in same))]
    return done


def _one(output: object, count: int | None) -> dict | None:
    """The output with only the fields that its type has, or None."""
    if not isinstance(output, dict):
        return None
    kind, text = output.get("output_type"), output.get("text")
    if kind == "stream" and isinstance(text, str):
        return stream("stderr" if output.get("name") == "stderr" else "stdout", clean(text))
    if kind == "error":
        lines = output.get("traceback")
        lines = _shortened(_line(line)[:5_000] for line in lines[:1000]) if isinstance(lines, list) else []
        name = _line(output.get("ename"))[:200]
        return error("Exception" if name in OURS else name, _line(output.get("evalue"))[:10_000], lines)
    if kind in ("display_data", "execute_result") and isinstance(output.get("data"), dict):
        shown = {
            "output_type": kind,
            "data": _mimes(output["data"]),
            "metadata": _bundle(output.get("metadata")),
        }
        return {**shown, "execution_count": count} if kind == "execute_result" else shown
    return None


def _shortened(lines: Iterable[str]) -> list[str]:
    done, left = [], LONGEST_TRACEBACK
    for line in lines:
        left -= len(line)
        if left < 0:
            return [*done, TRUNCATED]
        done.append(line)
    return done


def _line(value: object) -> str:
    return clean(value) if isinstance(value, str) else ""


def _mimes(tree: dict) -> dict:
    """{mime type: value} of the values that are of their type; with others the notebook would not be one."""
    return {mime: value for mime, value in _bundle(tree).items() if _is_of(mime, value)}


def _is_of(mime: str, value: object) -> bool:
    """Text, and any JSON for the types that say so; who draws a widget looks for its model."""
    if mime == WIDGET:
        return isinstance(value, dict) and isinstance(value.get("model_id"), str)
    return isinstance(value, str) or mime.endswith("json") or _is_lines(value)


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(line, str) for line in value)


def _bundle(tree: object) -> dict:
    return _json(tree) if isinstance(tree, dict) else {}


def _json(tree: object, depth: int = 0) -> Any:
    if isinstance(tree, str):
        return clean(tree)
    if isinstance(tree, list | dict) and depth > MAX_DEPTH:
        return None
    if isinstance(tree, list):
        return [_json(part, depth + 1) for part in tree]
    if isinstance(tree, dict):
        return {clean(key): _json(part, depth + 1) for key, part in tree.items()}
    if isinstance(tree, float) and not math.isfinite(tree):
        return None  # Python would write it, and no other program read it
    return tree


def _size(output: object) -> int:
    """About how many bytes the output takes."""
    if isinstance(output, str):
        return len(output)
    parts = output.values() if isinstance(output, dict) else output if isinstance(output, list) else ()
    return 8 + sum(map(_size, parts))

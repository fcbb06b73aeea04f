"""Answers that lost their place: an editor, or copying and pasting, dropped what marked a cell as the answer.

A cell is recognised by its id, then by its text (locked cells and tests, which only show where one is), then
by the names that it defines, then by standing alone between two cells that were recognised. Whatever may be
meant by two cells stays as it is, and that is said. Nothing is gained by it: tests are the instructor's
in any case, and what becomes an answer is the student's own cell, where they could have written it.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from ...job import Release
from . import ownership, release
from .notebook_file import Cell

BY_ID = "its id"
BY_NAMES = "the names that it defines"
BY_PLACE = "where it stands"


@dataclass
class Recovered:
    """cells: the submission's, marked anew; how: grade_id -> how an answer was recognised

    unsure: grade_id -> why it was not
    """

    cells: list[Cell]
    how: dict[str, str] = field(default_factory=dict)
    unsure: dict[str, str] = field(default_factory=dict)


def recover(source: list[Cell], submitted: list[Cell], infos: dict[str, dict], course: Release) -> Recovered:
    """infos: grade_id -> nbgrader's metadata, of the instructor's cells"""
    present = {cell.grade_id for cell in submitted}
    lost = [place for place, cell in enumerate(source) if cell.grade_id in infos.keys() - present]
    if not lost or all(cell.grade_id for cell in submitted):
        return Recovered(submitted)
    search = _Search(source, submitted, infos, course)
    search.by_id(lost)
    search.by_text()
    search.by_names(lost)
    search.by_place(lost)
    return search.found()


class _Search:
    """pairs: place in the submission -> place in the source, of all that is recognised"""

    def __init__(self, source: list[Cell], submitted: list[Cell], infos: dict[str, dict], course: Release):
        self.source, self.submitted, self.infos, self.course = source, submitted, infos, course
        places = {cell.grade_id: place for place, cell in reversed([*enumerate(source)]) if cell.grade_id}
        self.pairs = {}
        for place, cell in enumerate(submitted):
            if cell.grade_id in places and places[cell.grade_id] not in self.pairs.values():
                self.pairs[place] = places[cell.grade_id]
        self.how, self.unsure = {}, {}
        tests = (cell.source for cell in source if _is_test(infos.get(cell.grade_id or "")))
        self.asked = set(re.findall(r"\w+", "\n".join(tests)))

    def by_id(self, lost: list[int]) -> None:
        theirs = Counter(cell.id for cell in self.submitted if cell.id)
        ours = Counter(cell.id for cell in self.source if cell.id)
        at = {cell.id: place for place, cell in enumerate(self.submitted)}
        for place in lost:
            name = self.source[place].id
            if theirs[name] == ours[name] == 1 and self._free(at[name]) and self._may_be(at[name], place):
                self._take(at[name], place, BY_ID)

    def by_text(self) -> None:
        """What nobody was to change: it shows where the cells around it stand."""
        texts = [self._handed_out(cell).strip() for cell in self.source]
        once = Counter(texts)
        own = Counter(cell.source.strip() for cell in self.submitted)
        at = {cell.source.strip(): place for place, cell in enumerate(self.submitted)}
        for place, text in enumerate(texts):
            if text and once[text] == own[text] == 1 and place not in self.pairs.values():
                cell = self.submitted[at[text]]
                if (
                    cell.kind == self.source[place].kind
                    and self._free(at[text])
                    and not self._is_answer(place)
                ):
                    self.pairs[at[text]] = place

    def by_names(self, lost: list[int]) -> None:
        for place in self._open(lost):
            names = self._names(place)
            found = [at for at in self._code() if names and names <= self._assigned[at]]
            if len(found) > 1:
                self.unsure[self._name(place)] = (
                    f"{len(found)} cells define {_listed(names)}, and none is marked as the answer: "
                    "nothing is guessed, they run where they stand"
                )
            elif found and self._in_order(found[0], place):
                self._take(found[0], place, BY_NAMES)

    def by_place(self, lost: list[int]) -> None:
        """The only cell of its kind between two that are recognised, where one is lost."""
        waiting = [place for place in self._open(lost) if self._name(place) not in self.unsure]
        for place in waiting:
            low, high = self._around(place)
            kind = self.source[place].kind
            between = [
                at for at in range(low + 1, high) if self._free(at) and self.submitted[at].kind == kind
            ]
            rivals = [p for p in waiting if self.source[p].kind == kind and self._around(p) == (low, high)]
            if len(between) == len(rivals) == 1 and self._may_be(between[0], place):
                self._take(between[0], place, BY_PLACE)
            elif between and kind != "code":
                self.unsure[self._name(place)] = (
                    f"{len(between)} text cells stand where it was, and none is marked: it is not guessed"
                )

    def found(self) -> Recovered:
        cells = list(self.submitted)
        for at, place in self.pairs.items():
            name = self._name(place)
            if name in self.infos and cells[at].grade_id is None:
                cells[at] = replace(cells[at], metadata={"nbgrader": {"grade_id": name}})
        return Recovered(cells, self.how, self.unsure)

    def _open(self, lost: list[int]) -> list[int]:
        taken = set(self.pairs.values())
        return [place for place in lost if place not in taken and self._is_answer(place)]

    def _free(self, at: int) -> bool:
        return at not in self.pairs and self.submitted[at].grade_id is None

    def _code(self) -> list[int]:
        return [at for at, cell in enumerate(self.submitted) if cell.kind == "code" and self._free(at)]

    @cached_property
    def _assigned(self) -> list[frozenset[str]]:
        """Read once: there may be thousands of cells, and an answer is looked for in each."""
        return [
            ownership.assigned(cell.source) if cell.kind == "code" else frozenset() for cell in self.submitted
        ]

    def _take(self, at: int, place: int, how: str) -> None:
        self.pairs[at] = place
        if self._is_answer(place):
            self.how[self._name(place)] = how

    def _name(self, place: int) -> str:
        return self.source[place].grade_id or ""

    def _is_answer(self, place: int) -> bool:
        info = self.infos.get(self._name(place))
        return info is not None and not release.is_locked(info)

    def _names(self, place: int) -> frozenset[str]:
        assigned = ownership.assigned(self.source[place].source)
        return (assigned & self.asked) or assigned

    def _may_be(self, at: int, place: int) -> bool:
        """Ids may be numbers that an editor gave anew: a cell has something of what it is taken for, too."""
        cell, ours = self.submitted[at], self.source[place]
        if cell.kind != ours.kind:
            return False
        if not self._is_answer(place):
            lines = set(cell.source.split("\n")) - {""}
            return 2 * len(lines & set(self._handed_out(ours).split("\n"))) >= len(lines)
        names = self._names(place) if cell.kind == "code" else ()
        return not names or any(re.search(rf"\b{re.escape(name)}\b", cell.source) for name in names)

    def _handed_out(self, cell: Cell) -> str:
        info = self.infos.get(cell.grade_id or "")
        text = release.released_source(cell, info, self.course) if info else cell.source
        return release.without_hidden(text, self.course)

    def _around(self, place: int) -> tuple[int, int]:
        """Where the nearest recognised cells before and after it stand in the submission."""
        before = [(p, at) for at, p in self.pairs.items() if p < place]
        after = [(p, at) for at, p in self.pairs.items() if p > place]
        return (max(before)[1] if before else -1), (min(after)[1] if after else len(self.submitted))

    def _in_order(self, at: int, place: int) -> bool:
        low, high = self._around(place)
        return low < at < high


def _is_test(info: dict | None) -> bool:
    return info is not None and bool(info["grade"]) and not info["solution"]


def _listed(names: Iterable[str]) -> str:
    return " and ".join(sorted(names))

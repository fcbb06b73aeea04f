"""The attacks as data. Each is a few lines of a text file in corpus/:

    == its name -> 3, stock 9, timed out     what it deserves; what nbgrader gives it; the state it ends in
    the lines of the cell `square`, or of a block `%% …` (see attack_hand_in)

"graded" is the state unless another one is named. `leaks nothing`: no bait's text may come back either.
"""

import re
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
HEADING = re.compile(r"^== (?P<name>.+) -> (?P<deserves>\d+)(?P<notes>.*)$", re.M)


@dataclass(frozen=True)
class Attack:
    """stock: the points that `nbgrader autograde` gives it, where that was worth knowing, else None."""

    family: str
    name: str
    deserves: float
    stock: float | None
    state: str
    lines: str

    @property
    def student(self) -> str:
        """Its id in the class."""
        return re.sub(r"\W+", "-", f"{self.family} {self.name}").lower()


def attacks() -> list[Attack]:
    return [attack for path in sorted(CORPUS.glob("*.txt")) for attack in read(path.stem, path.read_text())]


def read(family: str, text: str) -> list[Attack]:
    headings = list(HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return [
        attack(family, heading, text[heading.end() : end])
        for heading, end in zip(headings, ends, strict=True)
    ]


def attack(family, heading, lines):
    notes = [note.strip() for note in heading["notes"].split(",")]
    stock = [float(note.split()[1]) for note in notes if note.startswith("stock ")]
    states = [note for note in notes if note in ("timed out", "crashed", "out of memory", "invalid notebook")]
    return Attack(
        family,
        heading["name"],
        float(heading["deserves"]),
        stock[0] if stock else None,
        states[0] if states else "graded",
        lines.strip("\n"),
    )

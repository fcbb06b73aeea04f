"""What the class got wrong, by what stands behind it: sentences of `check` become misconceptions.

One misconception shows in many exercises, each time in other words: misconceptions.toml knows them. Where it
knows none, and in a course that is not ours, first lines of failed tests are counted; their numbers do not
matter.
"""

import re
import tomllib
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .facts import Answer

TABLE = Path(__file__).with_name("misconceptions.toml")
NUMBER = re.compile(r"(0x[0-9a-f]+|\d+(\.\d+)?)")
KINDS = {  # in this order
    "misconception": "Misconceptions",
    "mistake": "Mistakes of one exercise",
    "slip": "Slips of the code",
    "unfinished": "Not begun",
}


@dataclass(frozen=True)
class Finding:
    """kind: one of KINDS, or of a course that is not ours the category of the error ("AssertionError")"""

    name: str
    kind: str
    answers: tuple[Answer, ...]

    @property
    def students(self) -> set[str]:
        return {answer.student for answer in self.answers}

    @property
    def where(self) -> dict[tuple[str, str], int]:
        """(assignment, exercise) -> how many students, the most first."""
        return dict(Counter((a.assignment, a.exercise) for a in self.answers).most_common())


@cache
def table() -> tuple:
    """(name, kind, chapters or None, pattern) of each entry."""
    found = tomllib.loads(TABLE.read_text("utf8"))["entry"]
    return tuple((e["name"], e["kind"], e.get("chapters"), re.compile("|".join(e["says"]))) for e in found)


@cache
def named(line: str, assignment: str) -> tuple[str, str] | None:
    """(name, kind) of what stands behind a sentence of `check`; None where the table knows nothing.

    >>> named("That is a true convolution: it turns the kernel first.", "dimensions")
    ('Convolution and cross-correlation are mistaken for each other', 'misconception')
    """
    for name, kind, chapters, pattern in table():
        if (chapters is None or assignment in chapters) and pattern.search(line):
            return name, kind
    return None


def findings(answers) -> list[Finding]:
    """Those that most students share first."""
    ours = {(a.assignment, a.exercise) for a in answers if a.judged}
    found, said = defaultdict(list), {}
    for answer in answers:
        if answer.failed and answer.line:
            key, name, kind = _found(answer, (answer.assignment, answer.exercise) in ours)
            found[key].append(answer)
            said.setdefault(key, (name, kind))
    made = [Finding(*said[key], tuple(group)) for key, group in found.items()]
    return sorted(made, key=lambda f: (-len(f.students), -len(f.answers), f.name))


def _found(answer, ours):
    """What it is counted under, its name, its kind."""
    if (ours or answer.line.startswith(("NameError", "NotImplementedError", "SubmissionEnded"))) and (
        known := named(answer.line, answer.assignment)
    ):
        return known[0], *known
    kind = "mistake" if answer.judged else re.match(r"\w*", answer.line)[0] or "error"
    return (answer.assignment, answer.exercise, NUMBER.sub("#", answer.line)), answer.line, kind

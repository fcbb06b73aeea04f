"""The concept inventory, taken before the course and after: which ideas hold, which misconceptions went."""

from dataclasses import dataclass, field
from statistics import fmean

WHEN = ("before", "after")


@dataclass(frozen=True)
class Inventory:
    """ideas: id -> name, in order; asked: question -> id of its idea; held: misconception -> a sentence

    taken: student -> {"before": {question: choice}, "after": {…}}
    A choice is "right", "unknown" or the misconception that it shows.
    """

    ideas: dict[str, str]
    asked: dict[str, str]
    held: dict[str, str]
    taken: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)

    def both(self) -> dict[str, dict[str, dict[str, str]]]:
        """Of those who took it twice."""
        return {who: own for who, own in self.taken.items() if all(own.get(when) for when in WHEN)}


def by_idea(inventory: Inventory) -> list[tuple[str, float, float]]:
    """(idea, share of right answers before, after) of those who took it twice; then of all questions."""
    taken = inventory.both().values()
    rows = []
    for idea, name in [*inventory.ideas.items(), (None, "All questions")]:
        asked = [question for question, of in inventory.asked.items() if idea in (None, of)]
        shares = [
            fmean(own[when].get(question) == "right" for own in taken for question in asked) for when in WHEN
        ]
        rows.append((name, *shares))
    return rows


def gain(before: float, after: float) -> float | None:
    """Of what could be won, the part that was (Hake's normalised gain); None where all was right already."""
    return None if before >= 1 else (after - before) / (1 - before)


def holders(inventory: Inventory) -> list[tuple[str, set[str], set[str]]]:
    """(misconception, who showed it before, who after), the most frequent afterwards first."""
    taken = inventory.both()
    rows = []
    for ident in inventory.held:
        sets = [{who for who, own in taken.items() if ident in own[when].values()} for when in WHEN]
        if any(sets):
            rows.append((ident, *sets))
    return sorted(rows, key=lambda row: (-len(row[2]), -len(row[1]), row[0]))

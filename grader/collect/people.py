"""Which student of the roster is meant by what a file's name says. Nobody is guessed: one match, or none."""

import re
import unicodedata
from collections import defaultdict

from ..gradebook import Person


class Who:
    """The roster, looked up by whatever a learning platform calls a student."""

    def __init__(self, people: list[Person], worksheet=None):
        self.ids = {person.id for person in people}
        self.by = defaultdict(lambda: defaultdict(set))
        for person in people:
            self._know(person)
        for number, row in (worksheet.by_number if worksheet else {}).items():
            for student in self._of(email=row.email, name=row.name, id=row.id):
                self.by["number"][number].add(student)

    def _know(self, person):
        self.by["id"][person.id.casefold()].add(person.id)
        for kind, text in (("number", person.lms_user_id), ("id", person.email), ("email", person.email)):
            if text:
                self.by[kind][text.casefold()].add(person.id)
        first, last = person.first_name or "", person.last_name or ""
        for name in (f"{first} {last}", f"{last} {first}", f"{last}, {first}"):
            if first and last:
                self.by["name"][same(name)].add(person.id)
        if first or last:
            self.by["letters"][letters(last + first)].add(person.id)

    def _of(self, **said):
        """The first kind that finds anybody decides."""
        for kind, text in said.items():
            if text and (found := self.by[kind].get(text.casefold() if kind != "name" else same(text))):
                return found
        return set()

    def find(self, who: dict[str, str]) -> set[str]:
        """The students that may be meant: one, if all is well."""
        if not self.ids and "id" in who:  # no roster yet: the folders' names make one
            return {who["id"]}
        if "tail" in who:
            return self._ending(who["tail"])
        if "id" in who:
            return self._of(id=who["id"]) or self._of(name=who["id"])
        found = self._of(number=who.get("number"))
        if not found and "name" in who:  # Moodle puts a group's name before: "Team 3-Jane Doe"
            found = self._of(name=who["name"]) or self._of(name=who["name"].rpartition("-")[2])
        return found or self.by["letters"].get(letters(who.get("letters", "")), set())

    def _ending(self, text):
        """The longest id at the end: both may have underscores in them."""
        text = text.casefold()
        fits = [id for id in self.by["id"] if text == id or text.endswith(f"_{id}")]
        return self.by["id"][max(fits, key=len)] if fits else set()


def same(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).replace("_", " ").casefold().split())


def letters(name: str) -> str:
    """As Canvas writes a sortable name: only what is a letter or a digit, in small letters."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFC", name).lower())

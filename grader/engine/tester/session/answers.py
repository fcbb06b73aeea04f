"""Who judges: a test that tells an ANSWER something of its own lets the student's code decide.

`f(x).allclose(want)`, `f(x)[want]`, `all(map(f(x).method, wanted))`, `with f(x): assert ...`: an object that
says yes to everything would pass. But `stack.contains(3)` is an ordinary test where the exercise is to write
a class. So the instructor's own solution tells what kind of answer a test expects, at each place in it:

- where the solution's answer was told something too, a student's may be;
- where the solution gave plain data, a student's object is refused with a TypeError;
- where no solution is known that passes the test, it may be told, and the points are reported as forgeable.

An object of an instructor's class is its attributes, and methods of that class judge by them: those that no
object of the solution's carries may be read as a tolerance or a cache, and are reported as well; so are those
in which compared objects differ, though none of the solution's do (see comparisons.py).

`a.equals(b)` is an == by another name: where it decides between objects of the student's, the points are
reported as those of an == are.

What a test lent, a function or an object, may come back in an answer; then the test calls its own, and a
`lambda v: v` says yes to nearly everything. Where the solution gives none back, the points are reported.

The same decides, for each argument, whether what a function did to it is believed: else the question could
be turned into one that is easily answered. But what is not believed may be the very mistake ("leave the list
as it is"): then the notebook is run once more by a tester that believes it all, and the lower points count.

An answer is all that comes back from the student's code; a function or class that the test took by its name
is no answer, and may be called with anything.
"""

import sys
from collections.abc import Iterable
from itertools import islice

TOLD, LEFT, CHANGED, BACK, JUDGED, SAME = "told", "left", "changed", "back", "judged", "same"
CARRIES, DIFFERS, RUNS, REFUSED = "carries", "differs", "runs", "refused"
WHY = {
    TOLD: "an object that came back as an answer was told values of the test",
    LEFT: "a `with` block of the submission's swallowed an error of the test",
    CHANGED: "what the test passes was changed in place",
    JUDGED: "a method of the student's own compared two of their objects",
    BACK: "an answer holds what a test lent, which no answer of the solution's does here",
    RUNS: "it runs what the submission may have written; one that calls functions or compares data is safe",
    REFUSED: "a TypeError of the grader's own passed it, whatever the submission's object would have raised",
}
EQUAL_TO_ANYTHING = {
    ("MaskedArray", "mask"): ("a masked answer", "compare its mask"),
    ("array", "nothing"): ("an empty array or table", "compare its shape"),
    ("table", "missing"): (
        "a missing value of pandas (NA)",
        "count them by .isna()",
    ),
}
COMPARE = "compare the attributes that count to make it safe"
OTHER = "its class"  # in what an object differs that is of a class built on the instructor's
SAFER = "no solution is known that passes this test and could tell whether it expects that"


class Answers:
    """The rule for one notebook. doubts: why the student's code may have decided in the present cell.

    asked: of the solution, see `Job.asked`; solving: this is the solution; namespace: of the tests' functions
    returned: an argument came back in this cell with the solution
    believing: what was done to arguments and errors is believed; disbelieved: whether it was not, somewhere
    """

    def __init__(
        self,
        asked: Iterable[str] = (),
        solving: bool = False,
        namespace: dict | None = None,
        believing: bool = False,
    ):
        self.believing, self.disbelieved = believing, False
        self.asked, self.solving, self.namespace, self.seen = frozenset(asked), solving, namespace, {}
        self.has_objects = False
        self.start("")

    def start(self, cell: str) -> None:
        """A cell of the instructor's begins."""
        self.cell, self.doubts, self.refusing = cell, {}, False
        self.known = cell in self.asked and not self.solving
        self.returned = f"{cell} {SAME}" in self.asked
        self.changing = self.returned or self.believing or not self.known
        self.changing = self.changing or any(text.startswith(f"{cell} {CHANGED} ") for text in self.asked)

    def ended_well(self) -> None:
        """All places of this cell have been seen. Only the solution's are kept."""
        self.seen[self.cell] = True

    def place(self, way: str, argument: str = "") -> str | None:
        """The place in the test that is now run, as a text; None if the answer may not be judge there."""
        place = f"{self.cell} {way} {argument} {self.position()}"
        believed = self.believing and way in (CHANGED, LEFT)
        return place if not self.known or believed or place in self.asked else None

    def note(self, place: str | None, way: str) -> None:
        if self.solving:
            self.seen[place] = True
        elif not self.known:
            self.doubts[way] = f"{WHY[way]}; {SAFER}"

    def touched(self, unexpectedly: bool, came_back: bool = False) -> None:
        """Something was done to an argument that is not believed; one of them came back as an answer."""
        self.disbelieved = self.disbelieved or unexpectedly
        if self.solving and came_back:
            self.seen[f"{self.cell} {SAME}"] = True

    def judged(self, place: str, verdict: object) -> None:
        """One of the student's objects was asked about another. Where the solution says yes or no, anything
        that theirs says may be taken for a yes."""
        said = f"{place} {JUDGED}"
        if self.solving and isinstance(verdict, bool):
            self.seen[said] = True
        elif said in self.asked:
            self.doubts[JUDGED] = f"{WHY[JUDGED]}; {COMPARE}"

    def given_back(self) -> None:
        """An answer is, or holds, a function or an object of the tests' own."""
        said = f"{self.cell} {BACK}"
        if self.solving:
            self.seen[said] = True
        elif said not in self.asked:
            self.doubts[BACK] = WHY[BACK]

    def refused(self) -> None:
        """The test gets a TypeError of ours, and it may be that it wants one."""
        self.refusing = True

    def passed(self) -> None:
        """The present cell has ended without an error."""
        if self.refusing:
            self.doubts[REFUSED] = WHY[REFUSED]

    def runs(self, text: object) -> object:
        """A test evaluates, executes or unpickles it here."""
        self.doubts[RUNS] = WHY[RUNS]
        return text

    def came(self, carried: Iterable[tuple[str, str]]) -> None:
        """Objects of the instructor's classes came from the student's code. carried: (class, attribute), …"""
        self.has_objects = self.has_objects or any(each not in EQUAL_TO_ANYTHING for each in carried)
        for kind, name in carried:
            self.expect(CARRIES, kind, name)

    def differ(self, kind: str, names: Iterable[str]) -> None:
        """A comparison of an instructor's class was asked about objects that differ in these attributes."""
        for name in names if self.has_objects else ():
            self.expect(DIFFERS, kind, name)

    def expect(self, way: str, kind: str, name: str) -> None:
        said = f"{way} {kind}.{name}"
        if self.solving:
            self.seen[said] = True
        elif said not in self.asked:
            carries = f"an object of {kind} carries {name!r}, which no object of the solution's does"
            differs = f"the == or < of {kind} compared objects that differ in {name!r}; the solution's do not"
            self.doubts[way] = f"{carries if way == CARRIES else differs}; {COMPARE}"
            if vacuous := EQUAL_TO_ANYTHING.get((kind, name)):
                what, check = vacuous
                self.doubts[way] = (
                    f"{what} is equal to anything, and the solution gives none; {check}, too, to make it safe"
                )

    def position(self) -> str:
        """Lines and columns of the instructor's code that is running, the innermost first."""
        frame, found = sys._getframe(1), {}
        while frame is not None:
            if frame.f_globals is self.namespace:
                code = frame.f_code
                at = next(islice(code.co_positions(), frame.f_lasti // 2, None), ())
                found[f"{code.co_name}:{'.'.join(map(str, at))}"] = True
            frame = frame.f_back
        return " < ".join(found)

"""What a teacher sees: everybody by name, one step from their feedback. A file for each part."""

from ..facts import Facts
from .again import again
from .exercises import exercises
from .inventory import inventory
from .look import look
from .regraded import regraded
from .scores import scores
from .short import short
from .students import heading, listed, students
from .wrong import wrong


def sections(facts: Facts, found):
    """(id, heading, HTML) of each; HTML is empty where there is nothing to say."""
    yield "short", "", short(facts, found)
    yield "wrong", "What the class gets wrong", wrong(facts, found)
    yield "scores", "Scores", scores(facts)
    yield "exercises", "Exercises", exercises(facts, found)
    yield "inventory", "Inventory: before and after", inventory(facts)
    yield "again", "Handed in again", again(facts)
    yield "regraded", "Since the last grading", regraded(facts)
    yield "look", "To look at", look(facts)
    yield "students", "Students", students(facts, found)


def pages_of_students(facts: Facts, found):
    """(name, heading, HTML) of each page that a lecture hall needs."""
    if facts.pages[0][0]:
        for (name, html), (_, who) in zip(listed(facts, found), facts.pages, strict=True):
            yield name, heading(facts, who), html

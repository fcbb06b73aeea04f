"""What a teacher sees: everybody by name, one step from their feedback. A file for each part."""

from ..facts import Facts
from ..findings import findings
from .again import again
from .exercises import exercises
from .inventory import inventory
from .look import look
from .scores import scores
from .short import short
from .students import students
from .wrong import wrong


def sections(facts: Facts):
    """(id, heading, HTML) of each; HTML is empty where there is nothing to say."""
    found = findings(facts.answers)
    yield "short", "", short(facts, found)
    yield "wrong", "What the class gets wrong", wrong(facts, found)
    yield "scores", "Scores", scores(facts)
    yield "exercises", "Exercises", exercises(facts, found)
    yield "inventory", "Inventory: before and after", inventory(facts)
    yield "again", "Handed in again", again(facts)
    yield "look", "To look at", look(facts)
    yield "students", "Students", students(facts, found)

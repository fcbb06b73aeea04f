"""(exercise, answer) -> report. Pure: the worth of an answer depends on it and on the draws alone."""

from grader.checks.draws import draws
from grader.checks.exercise import Exercise, Given, Mistake, Part, Question, Wrong, call
from grader.checks.ladder import examine
from grader.checks.report import Report, Score, Spoken
from grader.checks.values import array, number

__all__ = [
    "Exercise",
    "Given",
    "Mistake",
    "Part",
    "Question",
    "Report",
    "Score",
    "Spoken",
    "Wrong",
    "array",
    "call",
    "draws",
    "examine",
    "number",
]

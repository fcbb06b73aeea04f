"""Which answers are alike in what others did not write: a hint to look, never a verdict."""

from .answers import Answers, answers_of
from .pairs import Pair, alike

__all__ = ["Answers", "Pair", "alike", "answers_of"]

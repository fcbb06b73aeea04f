"""Scores as other programs read them: Canvas, Moodle, Gradescope."""

from .columns import Column, column_of
from .gradescope import results, write_autograder
from .lms import canvas, moodle, onto

__all__ = ["Column", "canvas", "column_of", "moodle", "onto", "results", "write_autograder"]

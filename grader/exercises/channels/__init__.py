"""Many maps at once."""

from grader.exercises.channels.conv1x1 import CONV1X1
from grader.exercises.channels.corr2d_multi import CORR2D_MULTI
from grader.exercises.channels.to_layout import TO_LAYOUT

EXERCISES = (CORR2D_MULTI, CONV1X1, TO_LAYOUT)

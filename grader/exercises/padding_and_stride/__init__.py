"""Edges and steps: how many places a window has, what stands around the image, who is seen how often."""

from grader.exercises.padding_and_stride.corr2d_strided import CORR2D_STRIDED
from grader.exercises.padding_and_stride.out_size import OUT_SIZE
from grader.exercises.padding_and_stride.pad2d import PAD2D
from grader.exercises.padding_and_stride.participation import PARTICIPATION
from grader.exercises.padding_and_stride.same_pad import SAME_PAD

EXERCISES = (OUT_SIZE, SAME_PAD, PARTICIPATION, PAD2D, CORR2D_STRIDED)

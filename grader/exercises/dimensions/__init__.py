"""The same window over signals, images and volumes, and over time."""

from grader.exercises.dimensions.causal_conv1d import CAUSAL_CONV1D
from grader.exercises.dimensions.corr_nd import CORR_ND
from grader.exercises.dimensions.frames_of import FRAMES_OF

EXERCISES = (CORR_ND, CAUSAL_CONV1D, FRAMES_OF)

"""Gradients are convolutions too: backwards through a row, an image, a max-pool and a layer."""

from grader.exercises.backpropagation.corr1d_backward import CORR1D_BACKWARD
from grader.exercises.backpropagation.corr2d_backward import CORR2D_BACKWARD
from grader.exercises.backpropagation.layer_backward import LAYER_BACKWARD
from grader.exercises.backpropagation.maxpool_backward import MAXPOOL_BACKWARD

EXERCISES = (CORR1D_BACKWARD, CORR2D_BACKWARD, MAXPOOL_BACKWARD, LAYER_BACKWARD)

"""Flip, then slide: the true convolution, and what it can do that cross-correlation cannot."""

from grader.exercises.convolution.conv2d_full import CONV2D_FULL
from grader.exercises.convolution.conv_via_corr import CONV_VIA_CORR
from grader.exercises.convolution.delay_kernel import DELAY_KERNEL
from grader.exercises.convolution.noncommuting_pair import NONCOMMUTING_PAIR

EXERCISES = (CONV2D_FULL, NONCOMMUTING_PAIR, CONV_VIA_CORR, DELAY_KERNEL)

"""The same answer, faster: as a matrix, as columns, by frequencies; and what that costs."""

from grader.exercises.fast_convolution.costs import IM2COL_BYTES, MACS
from grader.exercises.fast_convolution.fft_corr2d import FFT_CORR2D
from grader.exercises.fast_convolution.im2col import IM2COL
from grader.exercises.fast_convolution.toeplitz import TOEPLITZ

EXERCISES = (TOEPLITZ, IM2COL, FFT_CORR2D, MACS, IM2COL_BYTES)

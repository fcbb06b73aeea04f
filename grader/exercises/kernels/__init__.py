"""Kernels by hand."""

from grader.exercises.kernels.derivative_kernel import DERIVATIVE_KERNEL
from grader.exercises.kernels.edge_kernel import EDGE_KERNEL
from grader.exercises.kernels.find_edges import FIND_EDGES
from grader.exercises.kernels.separate import SEPARATE

EXERCISES = (EDGE_KERNEL, FIND_EDGES, DERIVATIVE_KERNEL, SEPARATE)

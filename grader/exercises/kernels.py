"""Kernels by hand."""

EXERCISES = ()

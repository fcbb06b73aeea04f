"""The same detector everywhere."""

from grader.exercises.translation_invariance.extract_kernel import EXTRACT_KERNEL
from grader.exercises.translation_invariance.is_shift_equivariant import IS_SHIFT_EQUIVARIANT

EXERCISES = (IS_SHIFT_EQUIVARIANT, EXTRACT_KERNEL)

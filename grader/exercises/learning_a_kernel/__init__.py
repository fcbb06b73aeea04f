"""The kernel as a parameter: descent on the squared error, how long a step may be, what the data can tell."""

from grader.exercises.learning_a_kernel.identifiable import IDENTIFIABLE
from grader.exercises.learning_a_kernel.learn_kernel import LEARN_KERNEL
from grader.exercises.learning_a_kernel.max_stable_lr import MAX_STABLE_LR

EXERCISES = (LEARN_KERNEL, MAX_STABLE_LR, IDENTIFIABLE)

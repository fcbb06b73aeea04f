"""What a neuron can see: the field of a stack, its holes, its design, and two layers that are one."""

from grader.exercises.receptive_field.design_stack import DESIGN_STACK
from grader.exercises.receptive_field.fuse import FUSE
from grader.exercises.receptive_field.receptive_field import RECEPTIVE_FIELD
from grader.exercises.receptive_field.rf_mask import RF_MASK

EXERCISES = (RECEPTIVE_FIELD, RF_MASK, DESIGN_STACK, FUSE)

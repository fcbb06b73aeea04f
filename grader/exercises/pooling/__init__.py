"""Keep the strongest, lose the place: what a pool computes, what it forgives, what it costs."""

from grader.exercises.pooling.blur_pool import BLUR_POOL
from grader.exercises.pooling.params_after_pool import PARAMS_AFTER_POOL
from grader.exercises.pooling.pool2d import POOL2D
from grader.exercises.pooling.shift_sensitivity import SHIFT_SENSITIVITY

EXERCISES = (POOL2D, SHIFT_SENSITIVITY, PARAMS_AFTER_POOL, BLUR_POOL)

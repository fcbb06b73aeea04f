"""Why an MLP is not enough."""

from grader.exercises.mlp.fc_params import FC_PARAMS
from grader.exercises.mlp.permute_weights import PERMUTE_WEIGHTS

EXERCISES = (FC_PARAMS, PERMUTE_WEIGHTS)

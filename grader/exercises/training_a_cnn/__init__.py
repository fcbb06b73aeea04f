"""Put it together: count a network, run it, let it learn a few images by heart, and find a device for it."""

from grader.exercises.training_a_cnn.forward import FORWARD
from grader.exercises.training_a_cnn.lenet_params import LENET_PARAMS
from grader.exercises.training_a_cnn.overfit_batch import OVERFIT_BATCH
from grader.exercises.training_a_cnn.pick_device import PICK_DEVICE

EXERCISES = (LENET_PARAMS, FORWARD, OVERFIT_BATCH, PICK_DEVICE)

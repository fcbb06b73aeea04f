"""An nbgrader source notebook -> the notebook that students get, by nbgrader's own steps.

The same steps and order as `nbgrader generate_assignment`, without its database: the checksums are
nbgrader's, so its Validate button and its autograder accept the result.
"""

from copy import deepcopy
from functools import cache
from pathlib import Path

from nbgrader import preprocessors as step
from traitlets.config import PyFileConfigLoader

ROOT = Path(__file__).resolve().parents[2]
STEPS = [
    step.LockCells,
    step.ClearSolutions,
    step.ClearOutput,
    step.CheckCellMetadata,
    step.ComputeChecksums,
    step.ClearHiddenTests,
    step.ClearMarkScheme,
    step.ComputeChecksums,  # again: the hidden tests are gone now
    step.CheckCellMetadata,
]


@cache
def course_config():
    return PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()


def release(source):
    """source: an nbformat 4 notebook, left as it is -> its released version."""
    notebook, resources = deepcopy(source), {}
    for one in STEPS:
        notebook, resources = one(config=course_config()).preprocess(notebook, resources)
    notebook.metadata.pop("language_info", None)  # of the machine that wrote it
    return notebook

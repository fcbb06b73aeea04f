"""A kernel that is a fork is a process like any other kernel's."""

import ast
import os
import sys

import pytest
import warm_kernels
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_notebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forks on Linux alone")
WHO = """import os, sys
known = "numpy" in sys.modules
import numpy
print([os.getcwd(), os.environ["MINE"], os.getpgid(0) == os.getpid(), known, numpy.random.rand()])"""


def run(code, folder, **env):
    """What this code prints in a new kernel."""
    notebook = new_notebook(cells=[new_code_cell(code)])
    client = NotebookClient(notebook, kernel_name="python3", resources={"metadata": {"path": str(folder)}})
    client.execute(env=os.environ | env)
    return "".join(output.text for output in notebook.cells[0].outputs)


def test_each_fork_has_its_folder_its_environment_its_random_numbers_and_its_death_is_told(tmp_path):
    with warm_kernels.forked("numpy") as warm:
        one, other = (ast.literal_eval(run(WHO, tmp_path, MINE=name)) for name in ("one", "other"))
        assert one[:-1] == [str(tmp_path), "one", True, True]
        assert other[:-1] == [str(tmp_path), "other", True, True]
        assert one[-1] != other[-1]
        with pytest.raises(DeadKernelError):
            run("import os; os._exit(3)", tmp_path)
        assert ast.literal_eval(run(WHO, tmp_path, MINE="after"))[1] == "after"
    assert warm.process.poll() is not None
    assert "False" in run("import sys; print('numpy' in sys.modules)", tmp_path)

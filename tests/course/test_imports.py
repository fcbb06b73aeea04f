"""Which libraries are loaded before a class is graded."""

import json
from types import SimpleNamespace

from grader import autograde
from grader.course import imported_names


def test_every_name_of_an_import_statement_is_loaded_wherever_it_stands(tmp_path):
    """One that is missed is imported in each submission: seconds, and memory that the limit counts."""
    text = "import numpy as np, math ,torch.nn as nn\nimport sympy\nfrom scipy import stats"
    (tmp_path / "one.ipynb").write_text(json.dumps({"source": text}))
    (tmp_path / "two.ipynb").write_text(
        json.dumps({"source": ["import pandas as pd\n", "x = 1; import csv"]})
    )
    assert {"numpy", "math", "torch", "sympy", "scipy", "pandas", "csv"} <= imported_names([tmp_path])
    assert "nn" not in imported_names([tmp_path])


def test_a_tester_does_without_what_only_solutions_bring_along(tmp_path):
    """Torch's compiler comes with an optimizer and takes a second to load: where no test, and no module
    beside the notebook, speaks of one, testers start without it."""
    plan = plan_of(tmp_path, test="import torch", solution="torch.optim.SGD(net.parameters(), 0.1)")
    assert "torch._dynamo" in autograde.libraries(plan)
    assert "torch" in autograde.tester_libraries(plan)
    assert "torch._dynamo" not in autograde.tester_libraries(plan)
    (plan.master.folder / "steps.py").write_text("from torch import optim")
    assert "torch._dynamo" in autograde.tester_libraries(plan)
    tested = plan_of(tmp_path / "2", test="import torch\ntorch.optim.SGD([w], 0.1)", solution="pass")
    assert "torch._dynamo" in autograde.tester_libraries(tested)


def plan_of(folder, test, solution):
    master = SimpleNamespace(folder=folder / "source", released=folder / "released")
    for place, cells in ((master.folder, [test, solution]), (master.released, [test])):
        place.mkdir(parents=True)
        (place / "ps.ipynb").write_text(json.dumps({"cells": [{"source": cell} for cell in cells]}))
    return SimpleNamespace(master=master, todo=())

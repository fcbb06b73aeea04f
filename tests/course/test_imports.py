"""Which libraries are loaded before a class is graded."""

import json

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

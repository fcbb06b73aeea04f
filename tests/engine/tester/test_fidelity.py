"""nbgrader's own test notebooks, graded by nbgrader and by the engine: the same scores, or a reason why not."""

import sys
from pathlib import Path

import nbgrader

sys.path.insert(0, str(Path(__file__).parent / "tester"))


SHIPPED = Path(nbgrader.__file__).parent
APPS, PRE, DOCS = (
    SHIPPED / "tests/apps/files",
    SHIPPED / "tests/preprocessors/files",
    SHIPPED / "docs/source/user_guide",
)
CHANGED = [
    "unchanged",
    "changed",
    "cheat-attempt",
    "cheat-attempt-alternative",
    "grade-cell-changed",
    "locked-cell-changed",
]

# assignment: source notebook, and what each student hands in (None: the released notebook as it is)
CASES = {
    "small": (
        APPS / "submitted-unchanged.ipynb",
        {name: APPS / f"submitted-{name}.ipynb" for name in CHANGED},
    ),
    "types": (
        PRE / "submitted-unchanged.ipynb",
        {
            "answer-type": PRE / "submitted-answer-cell-type-changed.ipynb",
            "grade-type": PRE / "submitted-grade-cell-type-changed.ipynb",
        },
    ),
    "docs": (
        DOCS / "source/ps1/problem1.ipynb",
        {
            "bitdiddle": DOCS / "submitted/bitdiddle/ps1/problem1.ipynb",
            "hacker": DOCS / "submitted/hacker/ps1/problem1.ipynb",
            "solution": DOCS / "source/ps1/problem1.ipynb",
            "nothing": None,
        },
    ),
    "essay": (
        DOCS / "source/ps1/problem2.ipynb",
        {"bitdiddle": DOCS / "submitted/bitdiddle/ps1/problem2.ipynb", "nothing": None},
    ),
    "hidden": (
        APPS / "test-hidden-tests.ipynb",
        {"solution": APPS / "test-hidden-tests.ipynb", "nothing": None},
    ),
    "task": (PRE / "test_taskcell.ipynb", {"solution": PRE / "test_taskcell.ipynb", "nothing": None}),
    "v0": (APPS / "test-v0.ipynb", {"solution": APPS / "test.ipynb"}),
    "outputs": (APPS / "test-with-output.ipynb", {"solution": APPS / "test-with-output.ipynb"}),
    "zero": (APPS / "validation-zero-points.ipynb", {"solution": APPS / "validation-zero-points.ipynb"}),
    "manual-code": (
        PRE / "manually-graded-code-cell.ipynb",
        {"self": PRE / "manually-graded-code-cell.ipynb", "nothing": None},
    ),
    "blank-points": (PRE / "blank-points.ipynb", {"self": PRE / "blank-points.ipynb"}),
}

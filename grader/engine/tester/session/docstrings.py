"""Examples in docstrings: `doctest` would run the submission's text in the tester's process.

So it runs nothing here. The solution then fails such a test from outside and passes it inside, where
its points are reported as forgeable (see engine/shared_process.py).
"""

import doctest
from typing import Any, NoReturn

REFUSED = "examples in docstrings are the submission's own text: they run in its process only"


def refuse() -> None:
    """To look for examples is refused too: here are none, and a test without any would pass."""
    for kind, name in ((doctest.DocTestFinder, "find"), (doctest.DocTestRunner, "run")):
        setattr(kind, name, refused)


def refused(*args: Any, **kwargs: Any) -> NoReturn:
    raise TypeError(REFUSED)

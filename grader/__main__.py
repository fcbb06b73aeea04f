"""`python -m grader`, and the command `grader`."""

import contextlib
import os
import sys
from importlib.util import find_spec


def main() -> None:
    """Leave at once: to take the libraries down piece by piece, Python would need half a second more."""
    if find_spec("nbgrader") is None:
        sys.exit(
            f"grader: the exercises are installed here, grading is not. Run: pip install '{with_grading()}'"
        )
    from .cli import main as run

    status = run()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BrokenPipeError):  # nobody reads on: `grader scores | head`
            stream.flush()
    os._exit(status)


def with_grading() -> str:
    """This package and what grading needs, from where it was installed."""
    import json
    from importlib.metadata import distribution

    came_from = distribution("convolution-book").read_text("direct_url.json")
    place = f" @ {json.loads(came_from)['url']}" if came_from else ""
    return f"convolution-book[grade]{place}"


if __name__ == "__main__":
    main()

"""Start sooner: leave out what no notebook needs."""

import contextlib
import sys


@contextlib.contextmanager
def without_url_grammar():
    """If jsonschema finds rfc3987_syntax it compiles a grammar of URLs, which takes as long as importing all
    of nbgrader, for a check that notebooks never ask for."""
    if "jsonschema" in sys.modules or "rfc3987_syntax" in sys.modules:
        yield
        return
    sys.modules["rfc3987_syntax"] = None  # makes the import fail, which jsonschema takes for "not installed"
    try:
        yield
    finally:
        del sys.modules["rfc3987_syntax"]

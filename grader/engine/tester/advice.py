"""Which rule would make a test safe that now needs the student's process: read from what it does."""

import re

PASSES_INSIDE = "the instructor's own solution passes it only in the process that it runs in"
RULES = (
    (r"\bdoctest\b", "a test that calls the function itself, with the examples' values, is safe"),
    (r"\bpickle\b|\bdill\b", "a test of copy.deepcopy of the object, and of its attributes, is safe"),
    (r"\bpatch\b|monkeypatch", "a test that passes the function to be replaced as an argument is safe"),
    (
        r"\bseed\(|manual_seed\(|setstate\(",
        "a test that passes a generator of random numbers as an argument is safe",
    ),
    (
        r"\bsympy\b|\bsp\.|\.subs\(|simplify\(",
        "a test of numbers or of str(…) that the function returns is safe",
    ),
    (
        r"\bopen\(|\bPath\(|\bpath\.|read_csv|loadtxt|\.load\(",
        "a test of what the function returns, not of a file, is safe",
    ),
    (
        r"\bthread|\bThread|Executor|multiprocessing|\bProcess\(",
        "a test that calls the function itself, one call after another, is safe",
    ),
    (r"__code__|\bdis\.|getattr_static|\bast\.", "a test of inspect.getsource or inspect.signature is safe"),
)
USUAL = "a test of what functions return, print or change in their arguments is safe"


def found(source: str) -> str:
    """Why such a test is forgeable, and the rule.

    >>> found("random.seed(3)").partition("; ")[2]
    'a test that passes a generator of random numbers as an argument is safe'
    """
    return f"{PASSES_INSIDE}; {next((rule for sign, rule in RULES if re.search(sign, source)), USUAL)}"

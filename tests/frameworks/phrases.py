"""The calls that the phrase book names, by framework."""

import re
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "book" / "phrasebook.md"
CELL = re.compile(r"^```.*?^```$", re.M | re.S)
BEGINS = {
    "pytorch": ("nn.",),
    "keras_3": ("layers.", "keras."),
    "tensorflow_2": ("tf.nn.", "tf.reduce_"),
    "jax_lax": ("lax.",),
    "mxnet_1": ("gluon.", "nd."),
    "gone": ("tf.layers.",),  # of TensorFlow 1: cited, not run
}


def calls():
    """Every call in the page's text and tables, in its order; its cells are run when the book is built."""
    text = CELL.sub("", PAGE.read_text("utf8"))
    return [code for code in dict.fromkeys(re.findall(r"`([^`\n]+)`", text)) if "(" in code]


def of(framework):
    return [code for code in calls() if code.startswith(BEGINS[framework])]

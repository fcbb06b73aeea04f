"""What travels to the page: eight trained networks, pictures to try them on, and how many each reads."""

from base64 import b64encode
from functools import cache

import numpy as np

from convolution_book.experiments.results import WEIGHTS, results, shipped, spread

FINE = 10_000  # weights have four decimals and lie between −3.2 and 3.2: whole numbers of two bytes hold them


def order(permuted):
    return "permuted" if permuted else "in order"


def key(network, task, permuted):
    """
    >>> key("CNN", "digits", False)
    'CNN, digits, in order'
    """
    return f"{network}, {task}, {order(permuted)}"


def whole_numbers(network, task, permuted):
    """All weights of a network one after the other, in ten-thousandths, as bytes in base64."""
    weights = shipped(network, task, order(permuted)).values()
    flat = np.concatenate([w.ravel() for w in weights])
    return b64encode(np.round(FINE * flat).astype("<i2").tobytes()).decode()


@cache
def packed():
    """All of it as JSON: networks by key, each with weights, right, spread and perm; samples by task."""
    found = results(WEIGHTS)
    networks = {}
    for known, facts in found["networks"].items():
        network, task, how = known.split(", ")
        networks[known] = {
            "weights": whole_numbers(network, task, how == "permuted"),
            "right": [facts[count] for count in ("right", "one to the right", "two to the right")],
            "spread": [spread(network, task, how, moved) for moved in (0, 1, 2)],
            "perm": facts.get("perm"),
        }
    # pairs: who saves a notebook sorts the names of an object
    shapes = {network: [[*pair] for pair in named.items()] for network, named in found["shapes"].items()}
    kept = {name: found[name] for name in ("samples", "tested")}
    return {"networks": networks, "seed": 0, "shapes": shapes, **kept}


def picture(task, number):
    """A picture of the test, 8 × 8 whole numbers from 0 to 16.

    >>> picture("digits", 0)[0]
    [0, 0, 4, 11, 15, 8, 0, 0]
    """
    _, pixels = results(WEIGHTS)["samples"][task][number]
    return np.reshape([int(pixel, 17) for pixel in pixels], (8, 8)).tolist()


def permutation(task):
    """Where each of the 64 pixels comes from, if they are permuted: the same for both networks."""
    return results(WEIGHTS)["networks"][key("CNN", task, True)]["perm"]

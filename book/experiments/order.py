"""Does the order of the pixels matter? A dense network and a convolution, on digits in order and shuffled.

    python -m convolution_book.experiments.order     # writes order.json; some minutes on two cores

Digits of 8 × 8 pixels lie on a field of 12 × 12, all in its middle or each in a place of its own. Each seed
draws its own examples, places, permutation and first weights. 500 digits that no network has learnt from
are read: as they are, and moved by one pixel to the right.
"""

import json
from itertools import product

import numpy as np
from sklearn.datasets import load_digits

from convolution_book.experiments.networks import NETWORKS, SIDE, trained, weights
from convolution_book.experiments.results import ORDER, name

SEEDS = range(8)
TESTED = 500
SAMPLE = 3  # the digit that the page shows
CASES = list(product(NETWORKS, ("in order", "shuffled"), ("middle", "anywhere"), (100, 1000)))


def on_a_field(images, places):
    """Each image (8, 8) on a field of zeros (12, 12), its corner at its place."""
    field = np.zeros((len(images), SIDE, SIDE))
    for Z, X, (row, col) in zip(field, images, places, strict=True):
        Z[row : row + 8, col : col + 8] = X
    return field


def measured(network, order, place, examples, seed):
    """(how many of the 500 are read, how many of them moved by one pixel)."""
    rng = np.random.default_rng(seed)
    digits = load_digits()
    drawn = rng.permutation(len(digits.images))
    places = rng.integers(0, 5, (len(drawn), 2)) if place == "anywhere" else np.full((len(drawn), 2), 2)
    perm = rng.permutation(SIDE**2)
    X, y = on_a_field(digits.images[drawn] / 16, places), digits.target[drawn]

    def seen(Z):
        return Z.reshape(len(Z), -1)[:, perm].reshape(Z.shape) if order == "shuffled" else Z

    read = trained(network, seen(X[:examples]), y[:examples], rng)
    tests = X[-TESTED:], np.roll(X[-TESTED:], 1, axis=2)
    return tuple(int((read(seen(Z)) == y[-TESTED:]).sum()) for Z in tests)


def main():
    """Measure every case with every seed; what counts is written as whole numbers of digits read."""
    read = {name(*case): list(zip(*(measured(*case, seed) for seed in SEEDS), strict=True)) for case in CASES}
    lines = [f'    {json.dumps(key)}: {json.dumps({"as they are": a, "one to the right": b})}'
             for key, (a, b) in read.items()]  # fmt: skip
    facts = {"tested": TESTED, "seeds": len(SEEDS), "weights": {net: weights(net) for net in NETWORKS}}
    facts["sample"] = load_digits().images[SAMPLE].astype(int).tolist()
    body = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in facts.items())
    ORDER.write_text(
        f'{{\n{body},\n  "read": {{\n{",".join(chr(10) + line for line in lines)[1:]}\n  }}\n}}\n'
    )


if __name__ == "__main__":
    main()

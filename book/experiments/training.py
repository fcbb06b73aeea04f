"""A CNN and an MLP of 1,210 weights each, on two tasks, pixels in order and permuted.

    python -m convolution_book.experiments.training        # each case once: prints what it reads
    python -m convolution_book.experiments.training --all  # five times: writes training.json, weights.json

Handwritten digits lie in the middle of their 8 × 8 pixels; ten shapes lie anywhere on theirs. Each seed
draws its own examples, permutation and first weights, and 360 pictures that no network has learnt from.
The page's networks for digits have learnt from a simulated pen's digits, too, for a reader draws with one.
With a copy of MNIST or Fashion-MNIST, `--data mnist` or `--data fashion` trains LeNet-5 on it instead.
"""

import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from itertools import product

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits

from convolution_book.experiments.networks import learnt
from convolution_book.experiments.pens import drawn
from convolution_book.experiments.results import TRAINING, WEIGHTS, spread
from convolution_book.experiments.shapes import shapes

SCRIPT = "python -m convolution_book.experiments.training --all"
SEEDS = range(5)
STEPS = 500
TESTED = 360
HANDS = 20  # of the simulated pen
TASKS = {"digits": 1437, "shapes": 1000, "few shapes": 200}  # how many examples each has to learn from
CNN = {"K1": (6, 1, 3, 3), "b1": (6,), "K2": (12, 6, 3, 3), "b2": (12,), "W": (10, 48), "b": (10,)}
MLP = {"W1": (16, 64), "b1": (16,), "W2": (10, 16), "b2": (10,)}


def cnn(P, X):
    """Twice: 3 × 3 kernels, ReLU, the largest of 2 × 2; then a dense layer. X (N, 8, 8) -> scores (N, 10)."""
    Y = F.max_pool2d(F.relu(F.conv2d(X[:, None], P[0], P[1], padding=1)), 2)  # (N, 6, 4, 4)
    Y = F.max_pool2d(F.relu(F.conv2d(Y, P[2], P[3], padding=1)), 2)  # (N, 12, 2, 2)
    return F.linear(Y.flatten(1), P[4], P[5])


def mlp(P, X):
    """Every hidden unit sees every pixel. X (N, 8, 8) -> scores (N, 10)."""
    return F.linear(F.relu(F.linear(X.flatten(1), P[0], P[1])), P[2], P[3])


NETWORKS = {"CNN": (cnn, CNN), "MLP": (mlp, MLP)}
CASES = list(product(NETWORKS, TASKS, ("in order", "permuted")))


def examples(task, rng):
    """(pictures, classes) to learn from, then (pictures, classes) to be tested on."""
    count = TASKS[task]
    if task == "digits":
        digits = load_digits()
        drawn = rng.permutation(len(digits.images))
        X, y = digits.images[drawn] / 16, digits.target[drawn]
    else:
        X, y = shapes(count + TESTED, rng)
    return (X[:count], y[:count]), (X[count:], y[count:])


def permuted(X, perm):
    """The pixels of each picture in other places, the same for all. X (N, 8, 8), perm (64,)"""
    return X.reshape(len(X), -1)[:, perm].reshape(X.shape)


def run(network, task, order, seed, hands=0):
    """(weights, permutation, how many of 360 are right, how many moved one and two pixels to the right)."""
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    learn, test = examples(task, rng)
    perm = rng.permutation(64)
    if hands:
        learn = [np.concatenate(both) for both in zip(learn, drawn(hands, rng), strict=True)]
    scores, sizes = NETWORKS[network]

    def seen(X):
        return permuted(X, perm) if order == "permuted" else X

    P = learnt(scores, sizes.values(), seen(learn[0]), learn[1], rng, STEPS)

    def right(X):
        with torch.no_grad():
            said = scores(P, torch.tensor(seen(X), dtype=torch.float32)).argmax(1)
        return int((said.numpy() == test[1]).sum())

    return P, perm, [right(np.roll(test[0], step, axis=2)) for step in (0, 1, 2)]


def counted(job):
    """What is kept of most runs. job: (network, task, order, seed)"""
    torch.set_num_threads(1)
    return run(*job)[2]


def progress(done, of, began):
    """A bar that grows in one line of the terminal."""
    left = (time.monotonic() - began) / done * (of - done)
    bar = "█" * (30 * done // of)
    print(f"\r{bar:<30} {done} of {of}, {left:.0f} s to go ", end="", file=sys.stderr, flush=True)


def measured(seeds=SEEDS, workers=2):
    """{case: [right, right one pixel on, right two pixels on], one list a seed} of every case."""
    jobs = [(*case, seed) for case in CASES for seed in seeds]
    began, counts = time.monotonic(), []
    with ProcessPoolExecutor(workers) as pool:
        for found in pool.map(counted, jobs):
            counts.append(found)
            progress(len(counts), len(jobs), began)
    print(file=sys.stderr)
    per_case = zip(*[iter(counts)] * len(seeds), strict=True)
    return {", ".join(case): list(found) for case, found in zip(CASES, per_case, strict=True)}


def shipped(network, task, order, seed=0):
    """One network for the page: its weights with four decimals, and what it got right."""
    P, perm, (right, one, two) = run(network, task, order, seed, HANDS if task == "digits" else 0)
    values = {name: [round(float(w), 4) for w in p.detach().ravel()] for name, p in
              zip(NETWORKS[network][1], P, strict=True)}  # fmt: skip
    facts = {"seed": seed, "right": right, "one to the right": one, "two to the right": two}
    return facts | ({"perm": perm.tolist()} if order == "permuted" else {}) | {"weights": values}


SHIPPED = [case for case in CASES if case[1] != "few shapes"]
SAMPLES = {"digits": 30, "shapes": 20}  # how many pictures of each test the widget offers


def samples(task, seed=0):
    """The first pictures of the test: [class, 64 pixels from 0 to 16, each a digit to the base of 17]."""
    X, y = examples(task, np.random.default_rng(seed))[1]
    pixels = np.round(16 * X[: SAMPLES[task]].reshape(-1, 64)).astype(int)
    return [[int(n), "".join("0123456789abcdefg"[p] for p in row)] for n, row in zip(y, pixels, strict=False)]


def lines(facts, **tables):
    """JSON with one line for each entry of a table: short to read, and to compare."""
    head = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in facts.items()]
    for name, table in tables.items():
        rows = [f"    {json.dumps(key)}: {json.dumps(value)}" for key, value in table.items()]
        head.append(f'  "{name}": {{\n' + ",\n".join(rows) + "\n  }")
    return "{\n" + ",\n".join(head) + "\n}\n"


def once():
    """Train each case once; print what it reads beside the trainings of the file."""
    for case, (counts,) in measured(SEEDS[:1]).items():
        network, task, order = case.split(", ")
        print(f"{case:28} {100 * counts[0] / TESTED:3.0f} %   five trainings: {spread(network, task, order)}")


def main(argv):
    """Train once and compare; with --all, measure, and write what the chapter and the widget read."""
    if argv[:1] == ["--data"]:
        from convolution_book.experiments.mnist import train_lenet

        return train_lenet(*argv[1:])
    if argv != ["--all"]:
        return once()
    facts = {"script": SCRIPT, "tested": TESTED}
    TRAINING.write_text(lines(facts | {"seeds": len(SEEDS), "steps": STEPS}, right=measured()))
    WEIGHTS.write_text(weights())
    return None


def weights(workers=2):
    """The text of weights.json: the trained networks, and pictures to try them on."""
    facts = {"script": SCRIPT, "tested": TESTED}
    with ProcessPoolExecutor(workers) as pool:
        found = list(pool.map(shipped, *zip(*SHIPPED, strict=True)))
    networks = {", ".join(case): facts for case, facts in zip(SHIPPED, found, strict=True)}
    shapes_of = {name: {key: list(shape) for key, shape in sizes.items()} for name, (_, sizes) in
                 NETWORKS.items()}  # fmt: skip
    pictures = {task: samples(task) for task in SAMPLES}
    return lines(facts | {"shapes": shapes_of}, networks=networks, samples=pictures)


if __name__ == "__main__":
    main(sys.argv[1:])

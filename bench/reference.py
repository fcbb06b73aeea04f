"""The rungs beside others, in one run and on one thread: `python bench/reference.py`.

For each shape: milliseconds of processor time (the least of many), and how often the time of
torch.nn.functional.conv2d and of scipy.signal. SciPy knows no channels: it is asked once for every pair of
them. Loops in Python are measured where they are done in less than a second.
"""

import sys
import time
from pathlib import Path

import one_thread  # noqa: F401  isort: skip (before NumPy)
import numpy as np
import torch
from least import least_ms
from scipy import signal

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from grader.reference.rungs import RUNGS

SHAPES = [  # (C, O, n, k), and what the best rung may take, in times of torch
    (1, 1, 64, 3, None),
    (1, 1, 256, 3, 2),
    (16, 16, 256, 3, 3),
    (1, 1, 256, 5, None),
    (1, 1, 256, 7, None),
    (1, 1, 256, 11, None),
    (1, 1, 256, 15, None),
    (1, 1, 256, 31, 1),
]
LOOPS = 3e5  # products that loops in Python may have
SLOW = 3e8  # and all that takes no matrix product


def asked(C, O, n, k, seed=0):
    """X (C, n, n) and a K (O, C, k, k) that is a column times a row, so that every rung may answer."""
    rng = np.random.default_rng(seed)
    K = rng.normal(size=(O, C, k, 1)) * rng.normal(size=(O, C, 1, k))
    return rng.normal(size=(C, n, n)).astype("f"), K.astype("f")


def torchs(X, K):
    x, k = torch.as_tensor(X)[None], torch.as_tensor(K)
    return lambda: torch.nn.functional.conv2d(x, k)[0].numpy()


def scipys(X, K, correlate):
    return lambda: np.array([sum(correlate(x, k, "valid") for x, k in zip(X, one, strict=True)) for one in K])


def works(X, K):
    """{name: function}: torch, SciPy's two and the rungs, those left out that would take minutes."""
    products = K.size * X[0].size
    others = {"torch": torchs(X, K)}
    if products < SLOW:
        others["scipy correlate2d"] = scipys(X, K, signal.correlate2d)
    others["scipy FFT"] = scipys(X, K, lambda x, k, mode: signal.correlate(x, k, mode, "fft"))
    ours = {name: (lambda rung=rung: rung(X, K)) for name, rung in RUNGS.items()}
    if products > LOOPS:
        del ours["loops"]
    return others, ours


def measured(C, O, n, k):
    """{"torch": ms, …, "loops": ms, …}; what gives another answer than torch stops the comparison."""
    torch.set_num_threads(1)
    X, K = asked(C, O, n, k)
    others, ours = works(X, K)
    want = others["torch"]()
    for name, work in {**others, **ours}.items():
        if not np.allclose(work(), want, atol=1e-4 * np.abs(want).max()):
            sys.exit(f"{name} gives another answer than torch: its time means nothing")
    return least_ms(others | ours, time.process_time)


def main():
    for C, O, n, k, bound in SHAPES:
        ms = measured(C, O, n, k)
        scipy = min(took for name, took in ms.items() if name.startswith("scipy"))
        print(f"\n{k} × {k} on {n} × {n}, channels {C} → {O}: ms, times torch, times SciPy's faster one")
        for name, took in ms.items():
            print(f"  {name:20} {took:10.3f} {took / ms['torch']:9.2f} {took / scipy:9.2f}", flush=True)
        best = min((took, name) for name, took in ms.items() if name in RUNGS and name != "separable")
        goal = f", asked: at most {bound}" if bound else ""
        print(f"  best rung for any kernel: {best[1]}, {best[0] / ms['torch']:.2f} × torch{goal}", flush=True)


if __name__ == "__main__":
    main()

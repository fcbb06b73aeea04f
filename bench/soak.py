"""A long day: N submissions (2,000 unless told) through one pool: `python bench/soak.py [N]`.

Prints, for each tenth: submissions a second, memory of the pool's processes, descriptors, processes. Memory,
descriptors and processes should stay as they are, and the last tenth be as quick as the first.
"""

import os
import sys
import tempfile
import time
from pathlib import Path

import classes
import nbformat
import psutil

from grader.engine import open_pool
from grader.engine.job import Job, Settings


def jobs(folder, size):
    """Honest answers, right and wrong ones, over and over."""
    source = folder / "source"
    source.mkdir()
    kind = classes.KINDS["numpy"]
    notebook = classes.assignment(kind)
    nbformat.write(notebook, source / "corr.ipynb")
    for number, answer in enumerate(kind.answers):
        handed_in = folder / f"answer{number}"
        handed_in.mkdir()
        text = classes.in_json(
            "### BEGIN SOLUTION\n    return np.correlate(x, w, 'valid')\n    ### END SOLUTION"
        )
        written = (source / "corr.ipynb").read_text().replace(text, classes.in_json(answer))
        (handed_in / "corr.ipynb").write_text(written)
    for number in range(size):
        handed_in = folder / f"answer{number % len(kind.answers)}"
        yield Job("soak", f"student{number}", source, handed_in, settings=Settings())


def figures():
    """(megabytes held by nobody else, descriptors, processes) of this process and all below it."""
    everyone = [psutil.Process(), *psutil.Process().children(recursive=True)]
    megabytes = descriptors = 0
    for process in everyone:
        try:
            megabytes += process.memory_full_info().uss / 1e6
            descriptors += process.num_fds()
        except psutil.Error:  # it has ended meanwhile
            continue
    return megabytes, descriptors, len(everyone)


def main(size=2000):
    tenth = max(size // 10, 1)
    size = 10 * tenth
    rates = []
    with tempfile.TemporaryDirectory() as folder, open_pool(preload=("numpy", "IPython.display")) as pool:
        warm = list(pool.grade_all(jobs(Path(folder), 8)))
        print(f"isolation: {pool.tier.name}; {os.cpu_count()} processors; {len(warm)} to warm up")
        print(f"{'':>6} {'a second':>9} {'MB':>8} {'descriptors':>12} {'processes':>10}")
        for number in range(10):
            rates.append(a_tenth(pool, Path(folder), tenth))
            megabytes, descriptors, processes = figures()
            done = (number + 1) * tenth
            print(f"{done:6} {rates[-1]:9.1f} {megabytes:8.1f} {descriptors:12} {processes:10}", flush=True)
    print(f"last tenth against first: {rates[-1] / rates[0]:.2f} (1.00: no slower)")


def a_tenth(pool, folder, count):
    """Submissions a second."""
    with tempfile.TemporaryDirectory(dir=folder) as fresh:
        began = time.monotonic()
        for result in pool.grade_all(jobs(Path(fresh), count)):
            if result.state != "graded":
                sys.exit(f"{result.student}: {result.state}: {result.sentence}")
        return count / (time.monotonic() - began)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))

"""Run cells in the Jupyter kernel of a notebook that is not in Python: `python -m …tester.kernel`.

stdin: {"kernel", "cells": [source, ...], "starts", "start_s", "cell_s", "total_s", "memory_mb"}
stdout: {"missing": true}, or {"outputs": [of each cell], "ended": null or see kinds.Ended}
"""

import json
import math
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat import v4

from .budget import patience_s
from .kinds import Ended
from .watch import Watch

OUTPUT_S = 60  # for what a cell has printed to arrive after it has ended


def main() -> None:
    answers = os.dup(1)
    os.dup2(2, 1)  # the kernel inherits our output, and may print
    order = json.load(sys.stdin)
    limit(order)
    with open(answers, "w") as file:
        json.dump(run(order), file)


def limit(order: dict) -> None:
    """What the kernel inherits. Its data, not its address space, of which some runtimes reserve terabytes."""
    _set(resource.RLIMIT_AS, resource.getrlimit(resource.RLIMIT_AS)[1])
    _set(resource.RLIMIT_DATA, order["memory_mb"] << 20)
    _set(resource.RLIMIT_CPU, math.ceil(patience_s(order["total_s"])))


def _set(number: int, most: int) -> None:
    resource.setrlimit(number, (most, most))


def run(order: dict) -> dict:
    try:
        with started(order) as client:
            ended = run_cells(client, order)
    except NoSuchKernel:
        return {"missing": True}
    return {"outputs": [cell.outputs for cell in client.nb.cells], "ended": ended}


@contextmanager
def started(order: dict) -> Iterator[NotebookClient]:
    """A client whose kernel answers. One that dies before it has run anything is started anew."""
    for left in reversed(range(order["starts"])):
        cells = [v4.new_code_cell(source) for source in order["cells"]]
        client = NotebookClient(
            v4.new_notebook(cells=cells),
            kernel_name=order["kernel"],
            allow_errors=True,
            startup_timeout=order["start_s"],
            iopub_timeout=OUTPUT_S,
        )
        kernel = client.setup_kernel()
        try:
            kernel.__enter__()
        except NoSuchKernel:
            raise
        except RuntimeError:
            if not left:
                raise
        else:
            break
    try:
        yield client
    finally:
        kernel.__exit__(None, None, None)


def run_cells(client: NotebookClient, order: dict) -> Ended | None:
    """One after the other, until one is late or takes the kernel with it; how it ended."""
    with Watch(order["cell_s"], order["total_s"]) as watch:
        for number, cell in enumerate(client.nb.cells):
            if not watch.begin_cell() and watch.late:
                return ("late", number - 1, *watch.late)
            try:
                client.execute_cell(cell, number)
            except DeadKernelError:
                return ("late", number, *watch.late) if watch.late else ("dead", number, "", "")
    return None


if __name__ == "__main__":
    main()

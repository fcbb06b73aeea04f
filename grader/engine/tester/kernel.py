"""Run cells in the Jupyter kernel of a notebook that is not in Python: `python -m …tester.kernel`.

stdin: {"kernel", "cells": [source, ...], "cell_s", "total_s", "memory_mb"}
stdout: {"missing": true}, or {"outputs": [of each cell], "ended": null or ["late" or "dead", which cell]}
"""

import json
import math
import os
import resource
import sys
import time

from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import v4


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
    _set(resource.RLIMIT_CPU, math.ceil(order["total_s"]))


def _set(number: int, most: int) -> None:
    resource.setrlimit(number, (most, most))


def run(order: dict) -> dict:
    cells = [v4.new_code_cell(source) for source in order["cells"]]
    client = NotebookClient(v4.new_notebook(cells=cells), kernel_name=order["kernel"], allow_errors=True)
    try:
        with client.setup_kernel():
            ended = run_cells(client, order)
    except NoSuchKernel:
        return {"missing": True}
    return {"outputs": [cell.outputs for cell in cells], "ended": ended}


def run_cells(client: NotebookClient, order: dict) -> tuple[str, int] | None:
    """One after the other, until one is late or takes the kernel with it; how it ended."""
    until = time.monotonic() + order["total_s"]
    for number, cell in enumerate(client.nb.cells):
        client.timeout = max(1, math.ceil(min(order["cell_s"], until - time.monotonic())))
        try:
            client.execute_cell(cell, number)
        except CellTimeoutError:
            return "late", number
        except DeadKernelError:
            return "dead", number
    return None


if __name__ == "__main__":
    main()

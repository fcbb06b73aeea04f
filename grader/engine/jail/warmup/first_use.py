"""What libraries do only at their first use (compile patterns, find fonts, choose kernels), done once.

Each forked child would otherwise do it again. A fork copies no thread: what starts one (torch's gradients,
where it was built for GPUs) is left to the children.
"""

import inspect
import io
import os
import sys


def rehearse() -> None:
    """For those libraries that are loaded; what cannot be rehearsed will be slow the first time, no more."""
    for library, first_use in FIRST_USES:
        if library in sys.modules and stays_alone(first_use, sys.modules[library]):
            first_use(sys.modules[library])


def stays_alone(first_use, library) -> bool:
    """Whether it starts no thread. Tried in a child, for a thread cannot be undone."""
    pid = os.fork()
    if pid == 0:
        alone = False
        try:
            first_use(library)
            alone = len(os.listdir("/proc/self/task")) == 1
        finally:
            os._exit(not alone)
    return os.waitpid(pid, 0)[1] == 0


def convolve(torch) -> None:
    torch.set_num_threads(1)
    torch.nn.Conv2d(1, 1, 2)(torch.ones(1, 1, 4, 4)).sum()
    repr(torch.ones(8, 8) @ torch.ones(8, 8))


def differentiate(torch) -> None:
    torch.nn.Conv2d(1, 1, 2)(torch.ones(1, 1, 4, 4)).sum().backward()


def multiply(numpy) -> None:
    matrix = numpy.ones((8, 8))
    numpy.linalg.svd(matrix @ matrix)
    numpy.array2string(matrix)


def plot(pyplot) -> None:
    """Fonts for a figure with text, and the PNG writer."""
    figure, axes = pyplot.subplots()
    axes.plot([0, 1], label="a")
    axes.set_title("b")
    axes.legend()
    figure.savefig(io.BytesIO(), format="png")
    pyplot.close(figure)


def explain(ipython) -> None:
    """A traceback looks through all modules."""
    inspect.getmodule(explain)


FIRST_USES = (
    ("numpy", multiply),
    ("torch", convolve),
    ("torch", differentiate),
    ("matplotlib.pyplot", plot),
    ("IPython", explain),
)

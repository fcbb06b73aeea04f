"""What libraries do only at their first use (compile patterns, find fonts, choose kernels), done once.

Each forked child would otherwise do it again. Nothing here may start a thread; warm.py sees to that.
"""

import inspect
import io
import sys


def rehearse() -> None:
    """For those libraries that are loaded; what cannot be rehearsed will be slow the first time, no more."""
    for library, first_use in FIRST_USES.items():
        if library in sys.modules:
            first_use(sys.modules[library])


def convolve(torch) -> None:
    """The kernels of a small network, forward and back."""
    torch.set_num_threads(1)
    layer = torch.nn.Conv2d(1, 1, 2)
    layer(torch.ones(1, 1, 4, 4)).sum().backward()
    torch.ones(8, 8) @ torch.ones(8, 8)


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


FIRST_USES = {"numpy": multiply, "torch": convolve, "matplotlib.pyplot": plot, "IPython": explain}

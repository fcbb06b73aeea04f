"""Prove it: a dense network and a convolution, trained on digits in order and shuffled, side by side."""

import traitlets

from convolution_book.experiments.results import name, results
from convolution_book.widgets.python import still
from convolution_book.widgets.python.widget import Widget

NETWORKS, ORDERS = ("dense", "convolution"), ("in order", "shuffled")


class ProveIt(Widget):
    """Percent of new digits that each network reads, one dot for each training.

    place       where the digits lie on their field: "middle" or "anywhere"
    examples    how many digits each network has learnt from: 100 or 1000
    moved       whether they are read one pixel further to the right than they were learnt
    answer      "" until the reader has said what shuffling does
    results     what was measured (`convolution_book.experiments.order`)
    means       written by the front end: percent read, [dense, convolution] by [in order, shuffled]

    >>> ProveIt(examples=100)
    ProveIt(digits anywhere, 100 examples)
    """

    CONTROLS = ("place", "examples", "moved")
    SAMPLES = (
        {"answer": "shown"},
        {"examples": 100},
        {"place": "middle"},
        {"moved": True},
        {"examples": 1000},
    )

    place = traitlets.Enum(["middle", "anywhere"], "anywhere").tag(sync=True)
    examples = traitlets.Enum([100, 1000], 1000).tag(sync=True)
    moved = traitlets.Bool(False).tag(sync=True)
    answer = traitlets.Unicode("").tag(sync=True)
    results = traitlets.Dict().tag(sync=True)
    means = traitlets.List().tag(sync=True)

    @traitlets.default("results")
    def _results(self):
        return results()

    def percents(self, network, order):
        """What each training came to, in percent of the digits that were read."""
        read = self.results["read"][name(network, order, self.place, self.examples)]
        counts = read["one to the right" if self.moved else "as they are"]
        return [100 * count / self.results["tested"] for count in counts]

    def computed(self):
        means = [
            [sum(p) / len(p) for p in (self.percents(net, order) for order in ORDERS)] for net in NETWORKS
        ]
        return {"means": means}

    def still(self):
        words = self.labels
        return still.list_of(
            words["row_alt"].format(
                network=words[network],
                order=words[order],
                mean=round(sum(dots) / len(dots)),
                low=round(min(dots)),
                high=round(max(dots)),
            )
            for network in NETWORKS
            for order in ORDERS
            for dots in [self.percents(network, order)]
        )

    def __repr__(self):
        where = "anywhere" if self.place == "anywhere" else "in the middle"
        return f"ProveIt(digits {where}, {self.examples} examples)"

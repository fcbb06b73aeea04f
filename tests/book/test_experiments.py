"""What the experiments wrote is what they measure: a small part is measured again."""

import pytest

from convolution_book.experiments.networks import NETWORKS, weights
from convolution_book.experiments.order import CASES, SEEDS, measured
from convolution_book.experiments.results import name, results

ROUNDING = 20  # of 500 digits: other processors add in another order, and training lets that grow


@pytest.mark.slow
@pytest.mark.parametrize(
    "case",
    [
        ("dense", "shuffled", "anywhere", 1000),
        ("convolution", "in order", "middle", 100),
    ],
)
def test_measured_again_a_training_reads_as_many_digits(case):
    written = results()["read"][name(*case)]
    again = measured(*case, seed=SEEDS[0])
    for got, test in zip(again, ["as they are", "one to the right"], strict=True):
        assert abs(got - written[test][0]) <= ROUNDING


def test_every_case_and_every_seed_is_in_the_file():
    found = results()
    assert set(found["read"]) == {name(*case) for case in CASES}
    for read in found["read"].values():
        assert all(len(counts) == found["seeds"] == len(SEEDS) for counts in read.values())
    assert found["weights"] == {network: weights(network) for network in NETWORKS}


def test_the_same_seed_draws_the_same_digits_for_both_networks_and_orders():
    import numpy as np

    from convolution_book.experiments import order

    seen = []

    def watched(network, X, y, rng):
        seen.append((np.sort(X.ravel()), y))
        return lambda Z: np.zeros(len(Z))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(order, "trained", watched)
        for network in NETWORKS:
            for arrangement in ("in order", "shuffled"):
                order.measured(network, arrangement, "anywhere", 100, seed=3)
    for pixels, labels in seen[1:]:
        assert (pixels == seen[0][0]).all()
        assert (labels == seen[0][1]).all()

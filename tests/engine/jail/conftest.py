"""One bare jail for all tests of the walls; one with the libraries for those of what must work inside."""

import pytest

from grader.engine.jail.isolation.probe import probe
from jail.room import open_room, small_zygote

LIBRARIES = ("numpy", "numpy.random", "torch", "torch.optim", "torch.utils.data", "matplotlib.pyplot")


@pytest.fixture(scope="session")
def tier():
    return probe()


@pytest.fixture(scope="session")
def needs_namespaces(tier):
    if not tier.namespaces:
        pytest.skip(f"this system allows no namespaces: {' '.join(tier.advice)}")


@pytest.fixture(scope="session")
def zygote(needs_namespaces, tier):
    with small_zygote(tier=tier.name) as bare:
        yield bare


@pytest.fixture(scope="session")
def warm_zygote(needs_namespaces, tier):
    with small_zygote(LIBRARIES, tier.name) as warm:
        yield warm


@pytest.fixture
def room(zygote):
    with open_room(zygote) as one:
        yield one


@pytest.fixture
def warm_room(warm_zygote):
    with open_room(warm_zygote) as one:
        yield one

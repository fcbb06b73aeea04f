"""Which device is taken: asked with stand-ins for torch, and on this machine."""

import warnings
from types import SimpleNamespace

import pytest
import torch

from grader.reference import pick_device
from grader.reference.pick_device import offered


def answers(said):
    """A module whose is_available() gives this, or raises it, or warns of it and says no."""

    def is_available():
        if isinstance(said, Warning):
            warnings.warn(said, stacklevel=2)
            return False
        if isinstance(said, Exception):
            raise said
        return said

    return SimpleNamespace(is_available=is_available, get_device_name=lambda: "H200")


def stand_in(cuda=False, mps=False):
    backends = SimpleNamespace() if mps is None else SimpleNamespace(mps=answers(mps))
    return SimpleNamespace(cuda=answers(cuda), backends=backends)


def works(torch, device):
    pass


def fails(*broken, by):
    def trial(torch, device):
        if device in broken:
            raise by

    return trial


OLD = UserWarning("CUDA initialization: The NVIDIA driver on your system is too old. Please update.")
FULL = RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of 3 GiB.")
MISSING = RuntimeError("CUDA error: no kernel image is available for execution on the device\nCompile with …")


@pytest.mark.parametrize(
    ("module", "trial", "name", "sentence"),
    [
        (stand_in(cuda=True, mps=True), works, "cuda", "Computed on an NVIDIA GPU, H200."),
        (stand_in(mps=True), works, "mps", "Computed on an Apple GPU."),
        (stand_in(mps=None), works, "cpu", "Computed on the CPU: torch finds no GPU here."),
        (
            stand_in(cuda=OLD),
            works,
            "cpu",
            "Computed on the CPU: an NVIDIA GPU does not work "
            "(CUDA initialization: The NVIDIA driver on your system is too old).",
        ),
        (
            stand_in(cuda=RuntimeError("no driver"), mps=True),
            works,
            "mps",
            "Computed on an Apple GPU: an NVIDIA GPU does not work (no driver).",
        ),
        (
            stand_in(cuda=True),
            fails("cuda", by=FULL),
            "cpu",
            "Computed on the CPU: an NVIDIA GPU does not work (CUDA out of memory).",
        ),
        (
            stand_in(cuda=True),
            fails("cuda", by=MISSING),
            "cpu",
            "Computed on the CPU: an NVIDIA GPU does not work "
            "(CUDA error: no kernel image is available for execution on the device).",
        ),
        (
            stand_in(cuda=True, mps=True),
            fails("cuda", by=FULL),
            "mps",
            "Computed on an Apple GPU: an NVIDIA GPU does not work (CUDA out of memory).",
        ),
    ],
)
def test_one_sentence_says_which_device_was_taken_and_why_no_better_one(module, trial, name, sentence):
    said = []
    assert pick_device(module, trial, said.append) == name
    assert said == [sentence]


def test_the_device_that_is_taken_on_this_machine_convolves():
    said = []
    name = pick_device(torch, tell=said.append)
    X = torch.arange(9.0).reshape(1, 1, 3, 3)
    Y = torch.nn.functional.conv2d(X.to(name), X[..., :2, :2].to(name)).cpu()
    assert Y.flatten().tolist() == [26, 34, 50, 58]
    assert len(said) == 1
    assert name in offered(torch)[0]


def test_a_fault_of_ones_own_trial_is_not_taken_for_a_fault_of_the_device():
    with pytest.raises(TypeError):
        pick_device(stand_in(cuda=True), fails("cuda", by=TypeError("mine")))

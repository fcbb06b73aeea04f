"""Which device does this torch offer? Asked with stand-ins, so that each computer is every computer."""

import contextlib
from collections import namedtuple

from grader.checks import Exercise, Mistake, Part, Question, Wrong
from grader.checks.values import describe
from grader.reference.pick_device import offered

Torch = namedtuple("torch", "cuda backends device version float32")
Module = namedtuple("module", "is_available is_built device_count")
Both = namedtuple("backends", "mps cudnn")
Old = namedtuple("backends", "cudnn")  # a torch that was built before Apple's GPUs were supported
BROKEN = "broken"


def module(there):
    """torch.cuda or torch.backends.mps. there: True, False, or BROKEN for a driver that raises when asked"""

    def is_available():
        if there == BROKEN:
            raise RuntimeError("the driver does not answer")
        return there

    return Module(is_available, lambda: True, lambda: int(there is True))


def torch_with(cuda, mps):
    """mps: as cuda, or None where `torch.backends` has no such thing"""
    backends = Old(None) if mps is None else Both(module(mps), None)
    return Torch(module(cuda), backends, lambda name, index=None: name, "2", "float32")


SAID = {True: "there", False: "missing", BROKEN: "broken", None: "unknown to it"}


def name_of(device):
    """Of a text or a torch.device. Raises: Wrong"""
    if isinstance(device, str) or device.__class__.__name__ == "device":
        with contextlib.suppress(Exception):  # whatever its own code may raise
            return str(device).removesuffix(":0")
    raise Wrong(f"should return the name of a device, got {describe(device)}")


def offering(cuda, mps):
    def ask(f):
        return name_of(f(torch_with(cuda, mps)))

    return Question(ask, says=f"With CUDA {SAID[cuda]} and MPS {SAID[mps]}, pick_device")


def computers(rng):
    known = [(False, False), (True, False), (False, True), (True, True)]
    return [offering(*known[i]) for i in (0, *rng.permutation(4))]


def odd_ones(rng):
    """An old torch, and drivers that raise."""
    known = [(False, None), (True, None), (BROKEN, True), (BROKEN, False), (False, BROKEN), (BROKEN, None)]
    return [offering(*known[i]) for i in (0, *rng.permutation(6))]


def pick_device(torch):
    """The best device that this torch offers: "cuda", else "mps", else "cpu"."""
    return offered(torch)[0][0]


def has(module):
    """Is the device there? A driver that raises has none."""
    try:
        return module.is_available()
    except RuntimeError:
        return False


def mps_of(torch):
    return getattr(torch.backends, "mps", None)


def chosen(cuda=lambda torch: has(torch.cuda), mps=lambda torch: mps_of(torch) and has(mps_of(torch)),
           names=("cuda", "mps", "cpu"), first="cuda"):  # fmt: skip
    """The best device, with one thing to get wrong."""

    def answer(torch):
        tests = {"cuda": cuda, "mps": mps}
        order = ["cuda", "mps"] if first == "cuda" else ["mps", "cuda"]
        found = next((name for name in order if tests[name](torch)), "cpu")
        return names[("cuda", "mps", "cpu").index(found)]

    return answer


def one_try(torch):
    """The first driver that raises ends the search."""
    try:
        if torch.cuda.is_available():
            return "cuda"
        if mps_of(torch) and mps_of(torch).is_available():
            return "mps"
    except RuntimeError:
        pass
    return "cpu"


def hopeful(torch):
    """A driver that raises is taken for one that works."""
    try:
        return chosen(cuda=lambda torch: torch.cuda.is_available())(torch)
    except RuntimeError:
        return "cuda"


PICK_DEVICE = Exercise(
    slug="training-a-cnn/pick_device",
    signature="pick_device(torch)",
    reference=pick_device,
    parts=(Part(1, computers), Part(1, odd_ones)),
    hints=(
        "`torch.cuda.is_available()` and `torch.backends.mps.is_available()` say what is there.",
        'An old torch has no `torch.backends.mps`: `getattr(torch.backends, "mps", None)`.',
        "A broken driver may raise when it is asked. `try` each device by itself, and go on to the next.",
    ),
    mistakes=(
        Mistake(
            "That says cuda on every computer. Ask first, with brackets: `torch.cuda.is_available()`.",
            lambda torch: "cuda",
        ),
        Mistake(
            "That says cpu on every computer. Use a GPU where there is one.",
            lambda torch: "cpu",
        ),
        Mistake(
            "You prefer MPS to CUDA. It is the other way round here.",
            chosen(first="mps"),
        ),
        Mistake(
            "You never take MPS, the GPU of Apple's computers.",
            chosen(mps=lambda torch: False),
        ),
        Mistake(
            "You never take CUDA, the GPUs of NVIDIA.",
            chosen(cuda=lambda torch: False),
        ),
        Mistake(
            "An old torch has no `torch.backends.mps` at all. Look whether it is there before you ask it.",
            chosen(mps=lambda torch: has(torch.backends.mps)),
        ),
        Mistake(
            "A broken driver raises when it is asked. Take that for a no, and go on.",
            chosen(
                cuda=lambda torch: torch.cuda.is_available(),
                mps=lambda torch: mps_of(torch) and mps_of(torch).is_available(),
            ),
        ),
        Mistake(
            "A broken driver ends your search. Go on to the next device: there may be another GPU.",
            one_try,
        ),
        Mistake(
            "A driver that raises is no reason to take its device.",
            hopeful,
        ),
        Mistake(
            "The names are those that torch knows: cuda, mps and cpu.",
            chosen(names=("gpu", "gpu", "cpu")),
        ),
    ),
)

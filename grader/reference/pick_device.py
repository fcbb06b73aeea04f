"""Where the work is done: on a GPU where there is one that works, and on the processor otherwise."""

import warnings

PLACES = {"cuda": "an NVIDIA GPU", "mps": "an Apple GPU", "cpu": "the CPU"}


def offered(torch):
    """(names, troubles): the devices that torch says it has, best first, and what is wrong with the others.

    torch: the module, or a stand-in for it
    """
    names, troubles = [], {}
    for name in ("cuda", "mps"):
        module = getattr(torch, "cuda", None) if name == "cuda" else getattr(torch.backends, "mps", None)
        with warnings.catch_warnings(record=True) as heard:  # an old driver is a warning, and then a no
            warnings.simplefilter("always")
            try:
                if module is not None and module.is_available():
                    names.append(name)
                    continue
            except (RuntimeError, AssertionError, OSError) as error:
                troubles[name] = first_sentence(error)
        for warning in heard:
            troubles.setdefault(name, first_sentence(warning.message))
    return [*names, "cpu"], troubles


def small_convolution(torch, device):
    """A convolution there and the answer back: fails where memory is full or a kernel is missing."""
    X = torch.ones(1, 1, 8, 8, device=device)
    return torch.nn.functional.conv2d(X, X[..., :3, :3]).cpu()


def pick_device(torch, trial=small_convolution, tell=print):
    """The best device that works, "cuda", "mps" or "cpu"; one sentence says which, and why no better one.

    trial(torch, device): what has to work there; give your own work, to be sure of it
    tell(sentence)

    >>> import types
    >>> class none: is_available = staticmethod(lambda: False)
    >>> pick_device(types.SimpleNamespace(cuda=none, backends=types.SimpleNamespace(mps=none)))
    Computed on the CPU: torch finds no GPU here.
    'cpu'
    """
    names, troubles = offered(torch)
    for name in names:
        try:
            if name != "cpu":
                trial(torch, name)
        except (RuntimeError, NotImplementedError, MemoryError, OSError) as error:
            troubles[name] = first_sentence(error)
        else:
            break
    why = [f"{PLACES[other]} does not work ({trouble})" for other, trouble in troubles.items()]
    if name == "cpu" and not why:
        why = ["torch finds no GPU here"]
    tell(f"Computed on {PLACES[name]}{named(torch, name)}{': ' if why else ''}{'; '.join(why)}.")
    return name


def first_sentence(error):
    """What an error says, up to its first full stop at the end of a word or line.

    >>> first_sentence(RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB."))
    'CUDA out of memory'
    """
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].split(". ")[0].rstrip(".:")


def named(torch, name):
    return f", {torch.cuda.get_device_name()}" if name == "cuda" else ""

"""One convolution, three ways, on every device there is: `make ladder`, some minutes.

With names of tables, `bench/ladder.py layers training`, these alone are measured; the rest of the file stays.

Writes book/ladders/<processor or GPU>.json, which the chapter draws: the machine by the model of its
processor and GPU (no name, no path), versions, date, and four tables. All times are in
milliseconds, the least of several rounds; on one thread it is the processor's time.

    rungs    the NumPy rungs, torch and SciPy, one thread
    images   one channel, image and kernel of many sizes
    layers   layers of well-known networks
    training a step of the book's two networks, the CNN and the MLP

Each row but those of `rungs` has {place: {way: ms}} and {place: {way: largest error}}, against the same
in float64; for a step the error is that of its gradients. Places: one thread; all threads, left out where
others keep the machine busy; and for a GPU the precisions it has, and with copies.
A table more is one function more in TABLES.
"""

import json
import os
import platform
import re
import sys
import time
from datetime import date
from pathlib import Path

import reference  # first: it keeps NumPy to one thread

import numpy as np  # isort: skip
import scipy  # isort: skip
import torch  # isort: skip
from least import least_ms  # isort: skip

from convolution_book.experiments.networks import begun
from convolution_book.experiments.training import NETWORKS
from grader.reference import im2col_bytes, pick_device

LADDERS = Path(__file__).resolve().parents[1] / "book" / "ladders"
SIZES, KERNELS = (64, 128, 256, 512, 1024), (3, 5, 7, 11, 15, 31)
LAYERS = {  # name: (N, C, O, n, k)
    "LeNet-5, second": (128, 6, 16, 14, 5),
    "ResNet-18, first": (4, 3, 64, 224, 7),
    "ResNet-18, inner": (4, 64, 64, 56, 3),
    "ResNet-18, deep": (4, 256, 256, 14, 3),
}
BATCHES = (1, 50, 1000)
MEMORY = 2.5e8  # bytes that im2col may take


def direct(X, K):
    return torch.nn.functional.conv2d(X, K)


def by_columns(X, K):
    H, W = (n - k + 1 for n, k in zip(X.shape[-2:], K.shape[-2:], strict=True))
    columns = torch.nn.functional.unfold(X, K.shape[-2:])
    return (K.flatten(1) @ columns).unflatten(-1, (H, W))


def by_frequencies(X, K):
    size = X.shape[-2:]
    H, W = (n - k + 1 for n, k in zip(size, K.shape[-2:], strict=True))
    image, kernel = torch.fft.rfft2(X), torch.fft.rfft2(K, s=size).conj()
    return torch.fft.irfft2(torch.einsum("ncij,ocij->noij", image, kernel), s=size)[..., :H, :W]


WAYS = {"direct": direct, "im2col": by_columns, "FFT": by_frequencies}


def row(N, C, O, n, k, device):
    """Times and errors of one layer, everywhere."""
    g = torch.Generator().manual_seed(0)
    X = torch.randn(N, C, n, n, generator=g)
    K = torch.randn(O, C, k, k, generator=g) / (C * k * k) ** 0.5
    want = by_frequencies(X.double(), K.double()) if O * C == 1 else direct(X.double(), K.double())
    ways = dict(WAYS)
    if N * im2col_bytes(n, k, C) > MEMORY:
        del ways["im2col"]
    ms, errors = {}, {}
    for place, threads, clock in processors():
        torch.set_num_threads(threads)
        ms[place], errors[place] = measured(ways, X, K, want, clock)
    if device != "cpu":
        for place, took, off in on_gpu(ways, X, K, want, device):
            ms[place], errors[place] = took, off
    return {"N": N, "C": C, "O": O, "n": n, "k": k, "ms": ms, "error": errors}


def processors():
    """(place, threads, clock): one, by the processor's time; all, by the clock, if nobody else computes."""
    yield "one thread", 1, time.process_time
    if not busy():
        yield "all threads", os.cpu_count(), time.perf_counter


def busy():
    """Others compute here, too: then threads wait for one another, and a clock on the wall tells nothing."""
    return hasattr(os, "getloadavg") and os.getloadavg()[0] > os.cpu_count() + 0.5


def measured(ways, X, K, want, clock=time.perf_counter, wait=lambda: None):
    """({way: ms}, {way: error}) on the device where X and K are; wait: until that has done its work."""

    def work(f):
        f(X, K)
        wait()

    errors = {name: float((f(X, K).cpu().double() - want).abs().max()) for name, f in ways.items()}
    ms = least_ms({name: (lambda f=f: work(f)) for name, f in ways.items()}, clock, 0.2, 40)
    return {name: rounded(took) for name, took in ms.items()}, {n: rounded(e, 2) for n, e in errors.items()}


def on_gpu(ways, X, K, want, device):
    """(place, times, errors): float32, on NVIDIA also TF32 and bfloat16; and float32 there and back."""
    wait = torch.cuda.synchronize if device == "cuda" else torch.mps.synchronize
    kinds = {"GPU, float32": (False, torch.float32)}
    if device == "cuda":
        kinds |= {"GPU, TF32": (True, torch.float32), "GPU, bfloat16": (True, torch.bfloat16)}
    for place, (tf32, dtype) in kinds.items():
        torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = tf32
        chosen = {name: f for name, f in ways.items() if dtype == torch.float32 or name != "FFT"}
        x, k = X.to(device, dtype), K.to(device, dtype)
        yield place, *without_memory(lambda c=chosen, x=x, k=k: measured(c, x, k, want, wait=wait))
    torch.backends.cudnn.allow_tf32 = torch.backends.cuda.matmul.allow_tf32 = False

    def there_and_back(f):
        return lambda x, k: f(x.to(device), k.to(device)).cpu()

    copied = {name: there_and_back(f) for name, f in ways.items()}
    yield "GPU, with copies", *without_memory(lambda: measured(copied, X, K, want, wait=wait))


def without_memory(work):
    """What a GPU's memory cannot hold is left out of the table."""
    try:
        return work()
    except torch.OutOfMemoryError as error:
        print(f"left out: {str(error).split('.')[0]}")
        return {}, {}


def rungs(device):
    """What `python bench/reference.py` prints."""
    for C, O, n, k, _ in reference.SHAPES:
        ms = reference.measured(C, O, n, k)
        yield {"C": C, "O": O, "n": n, "k": k, "ms": {name: rounded(took) for name, took in ms.items()}}


def images(device):
    for n in SIZES:
        for k in KERNELS:
            if k < n:
                yield row(1, 1, 1, n, k, device)


def layers(device):
    for name, layer in LAYERS.items():
        yield {"name": name} | row(*layer, device)


def lesson(scores, shapes, N, device="cpu", dtype=torch.float32):
    """(step, weights): one step of Adam on N pictures of chance; the same ones wherever it is called."""
    rng = np.random.default_rng(0)
    drawn = [begun(shape, rng).detach() for shape in shapes.values()]
    P = [one.to(device, dtype).requires_grad_() for one in drawn]
    X = torch.tensor(rng.random((N, 8, 8)), dtype=dtype, device=device)
    y = torch.tensor(rng.integers(10, size=N), device=device)
    optimiser = torch.optim.Adam(P, lr=0.01)

    def step():
        optimiser.zero_grad()
        torch.nn.functional.cross_entropy(scores(P, X), y).backward()
        optimiser.step()

    return step, P


def gradients(*lesson_of, **options):
    """All numbers of the first step's gradients, in float64."""
    step, P = lesson(*lesson_of, **options)
    step()
    return torch.cat([p.grad.cpu().double().flatten() for p in P])


def step_row(network, N, device):
    """Times and errors of one step of training, everywhere."""
    want = gradients(*network, N, dtype=torch.float64)
    places = {place: (threads, clock, "cpu", lambda: None) for place, threads, clock in processors()}
    if device != "cpu":
        wait = torch.cuda.synchronize if device == "cuda" else torch.mps.synchronize
        places["GPU, float32"] = (os.cpu_count(), time.perf_counter, device, wait)
    ms, errors = {}, {}
    for place, (threads, clock, where, wait) in places.items():
        torch.set_num_threads(threads)
        step, _ = lesson(*network, N, where)
        took = least_ms({"step": lambda step=step, wait=wait: (step(), wait())}, clock, 0.2, 40)
        off = float((gradients(*network, N, where) - want).abs().max())
        ms[place], errors[place] = {"step": rounded(took["step"])}, {"step": rounded(off, 2)}
    return {"ms": ms, "error": errors}


def training(device):
    for name, network in NETWORKS.items():
        for N in BATCHES:
            yield {"name": name, "N": N} | step_row(network, N, device)


TABLES = {"rungs": rungs, "images": images, "layers": layers, "training": training}


def rounded(value, digits=3):
    return float(f"{value:.{digits}g}")


def processor():
    """The model of the processor, as its maker writes it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def machine(device):
    gpu = {"cuda": lambda: torch.cuda.get_device_name(), "mps": lambda: "Apple GPU"}.get(
        device, lambda: None
    )()
    return {"processor": processor(), "cores": os.cpu_count(), "gpu": gpu}


def main(asked=()):
    if odd := set(asked) - set(TABLES):
        sys.exit(f"ladder: no table {sorted(odd)}: choose from {list(TABLES)}")
    device = pick_device(torch)
    here = machine(device)
    slug = re.sub(r"\W+", "-", (here["gpu"] or here["processor"]).lower()).strip("-")
    path = LADDERS / f"{slug}.json"
    if asked and not path.exists():
        sys.exit("ladder: nothing was measured on this machine yet: leave the names of tables out")
    if busy():
        print("This machine is busy: all threads together are not measured. Try again when it is idle.")
    table = json.loads(path.read_text(encoding="utf-8")) if asked else {}
    modules = {"torch": torch, "numpy": np, "scipy": scipy}
    versions = {"python": platform.python_version()}
    versions |= {name: module.__version__ for name, module in modules.items()}
    table |= {"machine": here, "date": date.today().isoformat(), "versions": versions}
    for name in asked or TABLES:
        started = time.perf_counter()
        table[name] = list(TABLES[name](device))
        print(f"{name}: {time.perf_counter() - started:.0f} s", flush=True)
    path.write_text(written(table), encoding="utf-8")
    print(f"written: book/ladders/{path.name}")


def written(table):
    """JSON, a row a line."""
    parts = []
    for key, value in table.items():
        if isinstance(value, list):
            body = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in value)
            parts.append(f'"{key}": [\n{body}\n ]')
        else:
            parts.append(f'"{key}": {json.dumps(value, ensure_ascii=False)}')
    return "{" + ",\n ".join(parts) + "}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

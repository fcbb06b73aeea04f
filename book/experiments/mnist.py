"""MNIST and Fashion-MNIST from a copy on this computer, and LeNet-5 trained on it. Nothing is downloaded.

The files have the format IDX: two zero bytes, the kind of number, how many axes, their lengths, the data.
"""

import gzip
import struct
import sys
from pathlib import Path

import numpy as np

HOME = {"mnist": "MNIST", "fashion": "FashionMNIST"}  # as torchvision names their folders
FILES = {"train": "train", "test": "t10k"}
HOW = (
    "no copy of {name} in {folder}: get one by torchvision.datasets.{name}({root!r}, download=True), "
    "or put the four files train-images-idx3-ubyte.gz … t10k-labels-idx1-ubyte.gz there"
)


def read_idx(path):
    """The array in a file of whole numbers from 0 to 255, packed by gzip or not.

    Raises: ValueError if the file is no such array, or is not complete
    """
    path = Path(path)
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if data[:3] != b"\0\0\x08":
        raise ValueError(f"{path.name} is no IDX file of bytes: it begins with {data[:4].hex()}")
    shape = struct.unpack_from(f">{data[3]}I", data, 4)
    values = np.frombuffer(data, np.uint8, offset=4 + 4 * data[3])
    if values.size != np.prod(shape):
        raise ValueError(f"{path.name} holds {values.size} numbers, its head says {shape}: fetch it again")
    return values.reshape(shape)


def load(data="mnist", part="train", root="data"):
    """(X, y): images (N, 28, 28) from 0 to 1 and their classes (N,). data: "mnist" or "fashion"

    root: the folder that torchvision was given, or would be
    Raises: FileNotFoundError that says how to get a copy
    """
    folder = Path(root) / HOME[data] / "raw"
    stems = [f"{FILES[part]}-{what}-ubyte" for what in ("images-idx3", "labels-idx1")]
    found = [next((p for p in (folder / stem, folder / f"{stem}.gz") if p.exists()), None) for stem in stems]
    if None in found:
        raise FileNotFoundError(HOW.format(name=HOME[data], folder=folder, root=str(root)))
    images, labels = map(read_idx, found)
    return images / np.float32(255), labels.astype(np.int64)


def lenet():
    """LeNet-5 as it is built today, with ReLU and the largest of 2 × 2: 61,706 parameters for 28 × 28."""
    from torch import nn

    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


def train_lenet(data="mnist", root="data", steps=600, batch=64, seed=0):
    """Train on the copy in `root`, on the best device there is; says and returns the share that is right."""
    import torch
    import torch.nn.functional as F

    from grader.reference import pick_device

    try:
        learn, test = load(data, "train", root), load(data, "test", root)
    except FileNotFoundError as missing:
        sys.exit(str(missing))
    torch.manual_seed(seed)
    device = pick_device(torch)
    model = lenet().to(device)
    optimiser = torch.optim.Adam(model.parameters(), lr=0.002)
    X, y = (torch.tensor(part, device=device) for part in learn)
    for step in range(1, steps + 1):
        chosen = torch.randint(len(X), (batch,), device=device)
        loss = F.cross_entropy(model(X[chosen][:, None]), y[chosen])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        print(f"\rstep {step} of {steps}, loss {loss.item():.3f} ", end="", file=sys.stderr, flush=True)
    with torch.no_grad():
        said = [
            model(part[:, None]).argmax(1).cpu() for part in torch.tensor(test[0], device=device).split(1000)
        ]
    share = float((torch.cat(said).numpy() == test[1]).mean())
    print(f"\n{HOME[data]}: {share:.1%} of {len(test[1])} right")
    return share

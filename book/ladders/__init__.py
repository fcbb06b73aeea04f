"""What `make ladder` measured, one file a machine. The chapter draws whatever lies here."""

import json
from pathlib import Path

HERE = Path(__file__).parent


def ladders(folder=HERE):
    """Every file, by name: {"machine", "date", "versions", "rungs", "images", "layers", "training"}."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(folder).glob("*.json"))]


def where(table):
    """A machine in one line.

    >>> where({"machine": {"processor": "A CPU", "cores": 2, "gpu": None}, "date": "2026-01-31"})
    'A CPU, 2026-01-31'
    """
    machine = table["machine"]
    return ", ".join(filter(None, [machine["gpu"], machine["processor"], table["date"]]))


def show(C, O, n, k):
    """Print what the first of the machines took for this layer on one thread, the slowest way first."""
    table = ladders()[0]
    asked = {"C": C, "O": O, "n": n, "k": k}
    ms = next(row["ms"] for row in table["rungs"] if asked.items() <= row.items())
    for name, took in sorted(ms.items(), key=lambda one: -one[1]):
        print(f"{name:20}{took:9.2f} ms")
    print(where(table).replace(", ", "\n"))


def show_steps(tables=None):
    """Print what a step of training the book's two networks took, on every machine where it was measured."""
    tables = [table for table in (ladders() if tables is None else tables) if "training" in table]
    for table in tables:
        steps = {(row["name"], row["N"]): row["ms"] for row in table["training"]}
        networks, counts = map(dict.fromkeys, zip(*steps, strict=True))
        for place in next(iter(steps.values())):
            print(f"{place:14}{''.join(f'{N:6}' for N in counts)} pictures")
            for name in networks:
                took = (steps[name, N][place]["step"] for N in counts)
                print(f"{name:14}{''.join(f'{ms:6g}' for ms in took)} ms")
        print(where(table).replace(", ", "\n"))
    if not tables:
        print("not measured yet: make ladder does it")

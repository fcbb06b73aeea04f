"""What `make ladder` measured, one file a machine. The chapter draws whatever lies here."""

import json
from pathlib import Path

HERE = Path(__file__).parent


def ladders(folder=HERE):
    """Every file as it is, by name: {"machine", "date", "busy", "versions", "rungs", "images", "layers"}."""
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

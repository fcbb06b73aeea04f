"""Work that was handed in elsewhere, put where nbgrader looks for it."""

from .bundle import opened_bundle
from .exchange import from_exchange
from .gather import gather, time_of
from .people import Who
from .place import place, swept
from .times import read_times
from .worksheet import read_worksheet

__all__ = [
    "Who",
    "from_exchange",
    "gather",
    "opened_bundle",
    "place",
    "read_times",
    "read_worksheet",
    "swept",
    "time_of",
]

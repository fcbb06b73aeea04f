"""A course folder where none was: its config, its assignments, its roster."""

from .roster import read_roster
from .skeleton import known_chapters, lay_out

__all__ = ["known_chapters", "lay_out", "read_roster"]

"""The figures: what a child may use, and how it ended. Plain data, for every process of the engine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """For one child; for all its processes together where that can be counted."""

    cpu_s: int = 120
    wall_s: float = 1200
    memory_mb: int = 2048
    processes: int = 64
    file_mb: int = 64
    scratch_mb: int = 256
    open_files: int = 512


@dataclass(frozen=True)
class Exit:
    """How a child ended. reason: the limit that it had passed ('cpu', 'memory', 'wall'), or None."""

    code: int | None
    signal: int | None
    cpu_s: float
    max_rss_mb: float
    reason: str | None


@dataclass(frozen=True)
class Used:
    """What all processes of a child have done together since a moment, in seconds.

    idle_s: the time in which none of them computed, none waited for a processor, and none for a disk. It
    does not depend on what else this machine has to do.
    """

    cpu_s: float
    idle_s: float

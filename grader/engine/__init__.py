"""Warm, sandboxed grading of any nbgrader assignment. Knows nothing of this book's exercises."""

from .jail.isolation.libraries import closed_packages, unseen_packages
from .jail.isolation.probe import Tier, probe
from .jail.lifecycle.client import ZygoteError
from .job import GradedNotebook, Job, Result, Settings
from .pool import Pool, Unsafe, early_start, open_pool

__all__ = [
    "GradedNotebook",
    "Job",
    "Pool",
    "Result",
    "Settings",
    "Tier",
    "Unsafe",
    "ZygoteError",
    "closed_packages",
    "early_start",
    "open_pool",
    "probe",
    "unseen_packages",
]

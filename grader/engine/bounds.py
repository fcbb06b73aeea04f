"""What a job's settings mean for each process: the only place where they are converted."""

import math

from .jail.limits import Limits
from .job import Job, Settings
from .sandboxed.rpc import framing
from .tester.budget import patience_s

MB = 1 << 20
NO_LIMIT = 1 << 30  # seconds, megabytes
LIBRARIES_MB = 1024  # what a test imports that no notebook named: no student's answer is to blame for it
LATER_S = 2  # the tester keeps the total, and is told why; this is for what goes on behind its back


def of_the_student(settings: Settings) -> Limits:
    """Of the jail that the submission's process lives in."""
    return Limits(
        cpu_s=math.ceil(settings.total_s) + LATER_S,
        wall_s=patience_s(settings.total_s) + LATER_S,
        memory_mb=settings.memory_mb,
        processes=settings.processes,
        file_mb=settings.file_mb,
        scratch_mb=4 * settings.file_mb,
    )


def of_the_tester(settings: Settings, notebooks: int, source_bytes: int) -> Limits:
    """Room for the files of both sides, a copy for either. Its time is kept from outside."""
    source_mb = -(-source_bytes // MB)
    return Limits(
        cpu_s=NO_LIMIT,
        wall_s=NO_LIMIT,
        memory_mb=2 * settings.memory_mb + LIBRARIES_MB,
        processes=settings.processes,
        file_mb=NO_LIMIT,  # what is too large has its size there, and takes no room
        scratch_mb=64 + 4 * source_mb + (2 * notebooks + 24) * settings.file_mb,
        open_files=1024,
    )


def of_messages(settings: Settings) -> framing.Limits:
    """Of one message between tester and student, kept by the side that reads it."""
    return framing.Limits(message_bytes=settings.message_mb * MB, depth=settings.message_depth)


def output_bytes(settings: Settings) -> int:
    """Of all that one cell shows."""
    return settings.output_kb * 1000


def told(job: Job, environment: dict[str, str]) -> dict:
    """What the student's process must know to keep within bounds by itself; the tester checks them again."""
    return {
        "message_bytes": job.settings.message_mb * MB,
        "message_depth": job.settings.message_depth,
        "output_bytes": output_bytes(job.settings),
        "memory_mb": job.settings.memory_mb,
        "standins": list(job.absent),
        "environment": environment,
    }

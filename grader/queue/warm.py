"""A worker's own processes: loaded with what the submissions so far needed, anew when one needs more."""

from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from ..engine import Pool, Settings, open_pool
from ..engine.job import Job


@dataclass(frozen=True)
class Needs:
    """Modules to load on both sides, and with the tests alone; variables that the tests may read."""

    both: frozenset[str] = frozenset()
    tests: frozenset[str] = frozenset()
    environment: tuple[str, ...] = ()

    def covers(self, other: "Needs") -> bool:
        return other.both <= self.both and other.tests <= self.tests and other.environment == self.environment

    def and_also(self, other: "Needs") -> "Needs":
        return replace(other, both=self.both | other.both, tests=self.tests | other.tests)


def needs_of(job: Job, told: dict) -> Needs:
    return Needs(frozenset(told["both"]), frozenset(told["tests"]), tuple(job.settings.environment))


class Warm:
    """jobs: at a time, 0 for the usual number; unsafe: this worker's own choice; hidden: out of all sight"""

    def __init__(self, jobs: int, unsafe: bool, hidden: Path):
        self.jobs, self.unsafe, self.hidden = jobs, unsafe, hidden
        self.needs, self.pool, self.stack = Needs(), None, ExitStack()

    def covers(self, needs: Needs) -> bool:
        return self.pool is not None and self.needs.covers(needs)

    def load(self, needs: Needs) -> Pool:
        """Raises: ZygoteError if a library cannot be loaded here"""
        self.close()
        wanted = self.needs.and_also(needs)
        settings = Settings(environment=wanted.environment, unsafe=self.unsafe)
        opened = open_pool(
            self.jobs, settings, sorted(wanted.both), sorted(wanted.tests), course=(self.hidden,)
        )
        self.pool = self.stack.enter_context(opened)
        self.needs = wanted
        return self.pool

    def close(self) -> None:
        self.pool = None
        self.stack.close()

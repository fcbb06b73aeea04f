"""Beyond one machine: workers take submissions from a queue in the database that holds the gradebook."""

from .coordinate import QueueListener, grade_by_workers
from .worker import Terms, work

__all__ = ["QueueListener", "Terms", "grade_by_workers", "work"]

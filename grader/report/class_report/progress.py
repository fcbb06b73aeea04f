"""What handing in again brought."""

from collections import defaultdict

from .facts import Attempt


def handed_in_again(attempts) -> list[tuple[Attempt, Attempt, int]]:
    """(first, last, how many) of everything that came more than once."""
    found = defaultdict(list)
    for attempt in attempts:
        found[attempt.student, attempt.assignment].append(attempt)
    return [(group[0], group[-1], len(group)) for group in found.values() if len(group) > 1]

"""`grader doctor`: what isolation this computer offers, and how to get more."""

from ..engine import probe
from ..engine.jail.isolation.probe import ONE_USER

OTHER_LANGUAGES = "With --unsafe, for other languages, nothing holds the teacher's cells."


def run(args, console) -> int:
    """1 if nothing can be graded here before something is opened; otherwise 0, whatever the tier."""
    tier = probe()
    console.print(f"isolation: {tier.name}", highlight=False)
    for sentence in (tier.sentence, tier.testers, *([] if tier.users else [ONE_USER])):
        console.print(sentence, markup=False, highlight=False)
    console.print(OTHER_LANGUAGES, markup=False, highlight=False)
    safe = (
        "Submissions of strangers can be graded here."
        if tier.safe
        else "Grade only submissions that you trust here."
    )
    unready = f"Nothing is graded yet: {tier.unready}." if tier.unready else ""
    console.print(unready or safe, markup=False, highlight=False)
    for number, advice in enumerate(tier.advice, 1):
        console.print(f"{number}. {advice}", markup=False, highlight=False)
    return 1 if tier.unready else 0

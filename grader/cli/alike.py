"""`grader alike`: pairs of answers to look at."""

from rich import box
from rich.table import Table
from rich.text import Text

from ..alike import alike, answers_of
from ..course import CourseError, open_course
from ..engine.shown import shown

MOST = 40


def run(args, console) -> int:
    course = open_course(args.course, args.db)
    answers, left_out = answers_of(course, args.assignment)
    try:
        found = alike(answers, args.least / 100)
    except ImportError as error:
        raise CourseError(
            "a package is missing that compares them. Get it with `pip install copydetect`"
        ) from error
    if found:
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
        for name in ("students", "", "what", "shared"):
            table.add_column(name, no_wrap=True, justify="right" if name == "shared" else "left")
        for pair in found[:MOST]:
            table.add_row(*map(Text, (pair.one, pair.other, pair.kind, f"{pair.share:.0%}")))
        console.print(table)
    more = f", the first {MOST} are shown" if len(found) > MOST else ""
    pairs = "1 pair shares" if len(found) == 1 else f"{len(found)} pairs share"
    console.print(
        f"{args.assignment}: of {len(answers) - 1} submissions {pairs} {args.least} % or more of what"
        f" neither you nor most of the class wrote{more}. This is a hint and no verdict: read both, and ask.",
        markup=False,
        highlight=False,
    )
    for line in left_out:
        console.print(shown(f"note: {line}"), markup=False, highlight=False, soft_wrap=True)
    return 0

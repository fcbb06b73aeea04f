"""`grader feedback`."""

import time

from ..course import open_course
from ..engine.shown import shown
from ..feedback import make_feedback, plan_feedback
from ..gradebook import class_marks, open_gradebook
from .progress import progress


def run(args, console) -> int:
    """0 when every page is written."""
    started = time.monotonic()
    course = open_course(args.course, args.db)
    with open_gradebook(course) as gb:
        marks = class_marks(gb, args.assignment)
    plan = plan_feedback(course, args.assignment, marks, args.student, args.force)
    with progress(console, "feedback", len(plan.todo)) as advance:
        problems, written = [], 0
        for page, problem in make_feedback(course, plan, args.jobs):
            problems += [problem] if problem else []
            written += not problem
            advance() if page else None
    for line in [*plan.warnings, *problems]:
        console.print(shown(f"note: {line}"), markup=False, highlight=False)
    took = time.monotonic() - started
    pages = f"{written} page{'s' * (written != 1)} written"
    console.print(f"{args.assignment}: {pages}, {plan.unchanged} unchanged, {took:.1f} s")
    return 1 if problems else 0

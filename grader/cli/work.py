"""`grader work`: take submissions from the queue in a database, grade them, put the results back."""

from ..course import CourseError
from ..engine import Unsafe
from ..engine.shown import shown
from ..gradebook import without_password


def queue():
    """The room with the queue. Raises: CourseError if its library is not installed"""
    try:
        from .. import queue
    except ImportError as error:
        raise CourseError(
            f"a queue needs {error.name}: install it with `pip install procrastinate 'psycopg[binary]'`"
        ) from error
    return queue


def run(args, console) -> int:
    def say(line):
        console.print(shown(line), markup=False, highlight=False, soft_wrap=True)

    terms = queue().Terms(
        url=args.db,
        where=without_password(args.db),
        jobs=args.jobs,
        unsafe=args.unsafe,
        lease_s=args.lease,
        until_done=args.until_done,
        say=say,
    )
    try:
        queue().work(terms)
    except Unsafe as refusal:
        raise CourseError(
            f"{refusal} (--unsafe grades all the same, if you trust every submission)"
        ) from refusal
    return 0

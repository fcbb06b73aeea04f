"""The command line: `main` is all that the rest of the world needs of it."""

import contextlib
import importlib
import sys

from rich.console import Console

from ..engine import early_start
from ..engine.shown import shown
from .arguments import parser
from .guess import heavy_libraries
from .quick import without_url_grammar

WIDE = 160  # columns of a table in a log file
INTERRUPTED = 130  # as the shell says it
VISIBLE = (
    "others on this computer can read a password in an address (`ps`). Leave it out."
    " It belongs in ~/.pgpass or in PGPASSWORD"
)
COMMANDS = {
    "autograde": ("autograde", "run"),
    "feedback": ("feedback", "run"),
    "scores": ("scores", "run"),
    "site": ("scores", "run_site"),
    "report": ("report", "run"),
    "init": ("init", "run"),
    "roster": ("init", "run_roster"),
    "collect": ("collect", "run"),
    "grades": ("grades", "run"),
    "work": ("work", "run"),
    "alike": ("alike", "run"),
    "doctor": ("doctor", "run"),
}


def main(argv=None) -> int:
    """Run a command; its exit status. 0: done, whatever the scores. 1: the command could not do its work."""
    args = parser().parse_args(argv)
    grades = args.command == "autograde" and not args.queue
    try:
        with early(args) if grades else contextlib.nullcontext() as args.early:
            return run(args)
    except KeyboardInterrupt:
        return INTERRUPTED


def early(args):
    return early_start(args.jobs, heavy_libraries(args.course, args.assignment))


def run(args) -> int:
    with without_url_grammar():
        from ..course import (  # brings nbgrader along: not for --help
            CourseError,
            assignment_name,
            files_explained,
        )

    to_stdout = getattr(args, "json", None) == "-"
    console = Console(stderr=to_stdout, width=None if sys.stdout.isatty() else WIDE)
    module, function = COMMANDS[args.command]
    try:
        command = getattr(importlib.import_module(f".{module}", __package__), function)
        if getattr(args, "assignment", None) is not None:
            args.assignment = assignment_name(args.assignment)
        with files_explained():
            _warn(getattr(args, "db", None))
            return command(args, console)
    except CourseError as error:
        Console(stderr=True, soft_wrap=True).print(
            f"grader: {shown(str(error))}", markup=False, highlight=False
        )
        return 1


def _warn(address):
    from ..gradebook import without_password

    if address and without_password(address) != address:
        print(f"note: {VISIBLE}", file=sys.stderr)

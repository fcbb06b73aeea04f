"""What can be typed after `grader`, in a teacher's words."""

import argparse
from importlib.metadata import version

ABOUT = """Autograde an nbgrader course: many times faster than nbgrader, each submission in a sandbox.

Run it in the course's folder (the one with nbgrader_config.py). It reads and writes what nbgrader
reads and writes, so that formgrader, nbgrader generate_feedback and nbgrader export go on working.

  grader init stats101               a new course folder: start here if there is none yet
  grader roster CLASS.csv            the class list, from Canvas, Moodle, Blackboard or your own
  grader collect ps1 DOWNLOADS.zip   what was handed in, from Canvas, Moodle, Blackboard or a folder
  grader autograde ps1               grade what was handed in for ps1; again: only what has changed
  grader autograde ps1 --student ann only Ann's
  grader autograde ps1 --preview     who would gain or lose points, before anything is written
  grader feedback ps1                the HTML pages for the students
  grader autograde ps1 --queue --db postgresql://host/name, and there and elsewhere
  grader work --db postgresql://host/name   the same, graded by as many computers as you like
  grader scores                      the class's scores, as a table
  grader site scores/                the same as a web page, with links to the feedback
  grader report report/              what the class got wrong, and a page without names to show it
  grader alike ps1                   answers that are oddly alike: a hint to look, no verdict
  grader grades canvas               the scores as Canvas, Moodle or Gradescope take them
  grader doctor                      how well this computer can lock a submission in
"""

DATABASE = "say postgresql://host/name (its password belongs in ~/.pgpass or PGPASSWORD)"


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        "grader", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    top.add_argument("--version", action=Version, nargs=0, help="show the version and exit")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _init(commands)
    _collect(commands)
    _autograde(commands)
    _work(commands)
    _feedback(commands)
    _scores(commands)
    _site(commands)
    _report(commands)
    _grades(commands)
    _alike(commands)
    commands.add_parser("doctor", help="what isolation this computer offers, and how to get more")
    return top


class Version(argparse.Action):
    """Looked up only when it is asked for: that takes as long as all else that `--help` does."""

    def __call__(self, parser, namespace, values, option_string=None):
        print(f"grader {version('convolution-book')} with nbgrader {version('nbgrader')}")
        parser.exit()


def _init(commands):
    p = commands.add_parser("init", help="make a course folder", description="Make a course folder.")
    p.add_argument("folder", metavar="DIR", help="where to make it")
    p.add_argument(
        "--chapters", metavar="NAMES", help="chapters of the book, with commas between (? lists them)"
    )
    p.add_argument(
        "--roster", metavar="CSV", help="the class list: Canvas's, Moodle's, Blackboard's or your own"
    )
    p.add_argument("--id", metavar="ID", help="the course's id (default: the folder's name)")
    p = _command(commands, "roster", "add students to the course, or correct what is known of them")
    p.add_argument("file", metavar="CSV", help="the class list: Canvas's, Moodle's, Blackboard's or your own")


def _collect(commands):
    p = _command(commands, "collect", "put what was handed in where it is graded")
    p.add_argument("assignment", metavar="ASSIGNMENT")
    p.add_argument("what", metavar="WHAT", nargs="?", help="a folder or a zip (default: nbgrader's exchange)")
    p.add_argument(
        "--worksheet",
        metavar="CSV",
        help="Moodle's grading worksheet: whose number it is, and when work came",
    )
    p.add_argument(
        "--times",
        metavar="FILE",
        action="append",
        default=[],
        help="who came when: CSV with the columns `student` and `days late` (or `submitted at`), or the"
        " submissions as Canvas's API gives them (JSON)",
    )


def _grades(commands):
    p = _command(commands, "grades", "write the scores as other programs read them")
    p.add_argument(
        "format",
        metavar="FORMAT",
        choices=["canvas", "moodle", "gradescope"],
        help="canvas, moodle (CSV) or gradescope (results.json)",
    )
    p.add_argument("assignment", metavar="ASSIGNMENT", nargs="?", help="one assignment (default: all)")
    p.add_argument("--to", metavar="FILE", help="where to write (default: standard output)")
    p.add_argument("--onto", metavar="CSV", help="fill in what Canvas or Moodle exported")
    p.add_argument(
        "--partly", action="store_true", help="also scores of work that a person still has to read in part"
    )
    p.add_argument("--student", metavar="ID", action="append", default=[], help="whose results.json")
    p.add_argument("--zip", metavar="FILE", help="what Gradescope runs: one file to upload")
    p.add_argument("--unsafe", action="store_true", help="with --zip: let it grade where there is no sandbox")


def _alike(commands):
    p = _command(commands, "alike", "show pairs of answers that are oddly alike: a hint, no verdict")
    p.add_argument("assignment", metavar="ASSIGNMENT")
    p.add_argument(
        "--least", metavar="PERCENT", type=_count, default=60, help="how much they share (default: 60)"
    )


def _autograde(commands):
    p = _command(commands, "autograde", "grade the submissions of an assignment")
    p.add_argument("assignment", metavar="ASSIGNMENT", help="its folder's name, for example ps1")
    _students(p)
    p.add_argument("--force", action="store_true", help="grade again what has not changed since the last run")
    p.add_argument("--preview", action="store_true", help="show who would gain or lose points, then ask")
    p.add_argument("--yes", action="store_true", help="with --preview: show it, then write without asking")
    _jobs(p, "submissions graded at the same time (default: one more than processors)")
    p.add_argument(
        "--queue",
        action="store_true",
        help="let workers grade (`grader work`, on any computer), from a queue in the gradebook's PostgreSQL",
    )
    p.add_argument("--json", metavar="FILE", help="also write the outcome as JSON (- for standard output)")
    p.add_argument(
        "-v", "--verbose", action="store_true", help="show the log of each cell, and nbgrader's messages"
    )
    _unsafe(p)


def _work(commands):
    purpose = "grade what `grader autograde --queue` puts into a queue, on this computer"
    p = commands.add_parser("work", help=purpose, description=purpose.capitalize() + ".")
    p.add_argument("--db", metavar="URL", required=True, help=f"the gradebook's database, {DATABASE}")
    _jobs(p, "submissions graded at the same time (default: one more than processors)")
    p.add_argument("--until-done", action="store_true", help="end when nothing is left in the queue")
    p.add_argument(
        "--lease",
        metavar="SECONDS",
        type=_seconds,
        default=30,
        help="a worker that is silent for this long counts as dead (default: 30)",
    )
    _unsafe(p)


def _feedback(commands):
    p = _command(commands, "feedback", "write the pages that students read, as HTML")
    p.add_argument("assignment", metavar="ASSIGNMENT")
    _students(p)
    p.add_argument(
        "--force", action="store_true", help="render again what has not changed since the last run"
    )
    _jobs(p, "pages rendered at the same time (default: one for each processor)")


def _scores(commands):
    p = _command(commands, "scores", "show the class's scores")
    p.add_argument("assignment", metavar="ASSIGNMENT", nargs="?", help="one assignment (default: all)")
    p.add_argument(
        "--json", metavar="FILE", nargs="?", const="-", help="as JSON (default: to standard output)"
    )


def _site(commands):
    p = _command(commands, "site", "write the class's scores as a static web page")
    p.add_argument("folder", metavar="DIR", help="where to write index.html and the feedback pages")
    p.add_argument("--title", help="the page's heading (default: the course's id)")


def _report(commands):
    p = _command(commands, "report", "write the class report: one page for you, one that the class may see")
    p.add_argument("folder", metavar="DIR", help="where to write index.html and for-the-class/index.html")
    p.add_argument("--title", help="the pages' heading (default: the course's id)")
    p.add_argument(
        "--inventory",
        metavar="FILE",
        help="the concept inventory's table (default: book/inventory.toml, where there is one)",
    )
    p.add_argument(
        "--smallest",
        metavar="N",
        type=_count,
        default=5,
        help="the class is not shown what fewer students share (default: 5)",
    )


def _command(commands, name, purpose):
    p = commands.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    p.add_argument("--course", metavar="DIR", default=".", help="the course's folder (default: this one)")
    p.add_argument("--db", metavar="URL", help=f"another gradebook, {DATABASE}")
    return p


def _students(p):
    p.add_argument(
        "--student",
        metavar="ID",
        action="append",
        default=[],
        help="only this student, or a pattern; may be given twice",
    )


def _jobs(p, purpose):
    p.add_argument("--jobs", metavar="N", type=_count, default=0, help=purpose)


def _unsafe(p):
    p.add_argument(
        "--unsafe",
        action="store_true",
        help="grade even where there is no sandbox: then nothing keeps a submission from your files",
    )


def _seconds(text):
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0
    if not 0 < seconds < 86_400:
        raise argparse.ArgumentTypeError(f"a number of seconds is needed, got {text!r}")
    return seconds


def _count(text):
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a number from 1 is needed, got {text!r}")
    return int(text)

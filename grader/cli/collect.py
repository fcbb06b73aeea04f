"""`grader collect`: work from a folder, a platform's zip or nbgrader's exchange, put where it is graded."""

from collections import Counter
from pathlib import Path

from ..autograde import reserved
from ..collect import (
    Who,
    from_exchange,
    gather,
    opened_bundle,
    place,
    read_times,
    read_worksheet,
    swept,
    time_of,
)
from ..course import CourseError, file_sentence, open_course, source_folder
from ..engine.handed_in import is_the_runs
from ..engine.shown import shown
from ..gradebook import due_date, known_assignments, notebook_names, open_gradebook, people

FEW = 8
TOLD = {
    "new": "new",
    "newer": "in place of earlier ones",
    "same": "unchanged",
    "older": "older than what is there",
}


def run(args, console) -> int:
    """0 when every file has found its student, or belongs to nobody; 1 when somebody's work was left out."""
    course = open_course(args.course, args.db)
    if args.what is None:
        return _exchange(course, args.assignment, console)
    worksheet = read_worksheet(Path(args.worksheet)) if args.worksheet else None
    with reserved(course), open_gradebook(course) as gb:
        notebooks = _notebooks(course, gb, args.assignment)
        due, who = due_date(gb, args.assignment), Who(people(gb), worksheet)
        times, unknown = read_times([*map(Path, args.times)], who)
        swept(course, args.assignment)
        with opened_bundle(Path(args.what)) as bundle:
            found = gather(bundle, args.assignment, notebooks, who, worksheet)
            counts, notes = Counter(), [*found.notes, *unknown]
            for student, work in found.works.items():
                when, note = time_of(work, due, times.get(student))
                told = student in times
                try:
                    state, left_out = place(course, args.assignment, student, work.files, when, told)
                except OSError as error:
                    if is_the_runs(error):
                        raise
                    state, left_out = "failed", [f"{student} left out: {file_sentence(error)}"]
                counts[state] += 1
                notes += [*left_out, *([note] if note else [])]
    if worksheet and worksheet.unread:
        notes.append(
            f"the worksheet's times could not be read ({worksheet.unread!r}): nobody is taken as late"
        )
    notes += _nobody(found.nobody)
    told = (
        ", ".join(f"{counts[state]} {words}" for state, words in TOLD.items() if counts[state]) or "nothing"
    )
    console.print(f"{args.assignment} from {found.system}: {told}", markup=False, highlight=False)
    for line in notes:
        console.print(shown(f"note: {line}"), markup=False, highlight=False, soft_wrap=True)
    if not found.works:
        raise CourseError(f"no work of a student was found in {args.what}")
    return 1 if found.nobody or counts["failed"] else 0


def _notebooks(course, gb, assignment):
    names = notebook_names(gb, assignment)
    source = source_folder(course, assignment)
    names = names or ([path.stem for path in source.glob("*.ipynb")] if source else [])
    if not names:
        raise CourseError(
            f"unknown assignment {assignment!r}: this course has {known_assignments(gb, course)}"
        )
    return names


def _nobody(nobody):
    """A sentence for each name that the roster lacks."""
    lines = []
    for said, paths in sorted(nobody.items())[:FEW]:
        what = paths[0] if len(paths) == 1 else f"{paths[0]} and {len(paths) - 1} more"
        lines.append(f"nobody on the roster is called {said!r}: {what} left out")
    if len(nobody) > FEW:
        lines.append(f"and {len(nobody) - FEW} more names that the roster lacks")
    if nobody:
        lines.append("correct the class list, say `grader roster CLASS.csv`, and run this again")
    return lines


def _exchange(course, assignment, console):
    with reserved(course):
        lines = from_exchange(course, assignment)
    for line in lines:
        console.print(shown(line), markup=False, highlight=False, soft_wrap=True)
    return 0

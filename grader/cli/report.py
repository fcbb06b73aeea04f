"""`grader report`: gather what gradebook, ledger and graded notebooks hold; `grader.report` draws it."""

from pathlib import Path

from ..autograde import attempts_of, regraded_of, report_of
from ..course import CourseError, first_lines, folder_of, inventory_table, open_course, taken
from ..gradebook import earned, graded_assignments, max_scores, open_gradebook
from ..report import Answer, Facts, Inventory, publish, write_report

INVENTORY = "inventory"


def run(args, console) -> int:
    from ..feedback import hidden_region, published  # brings what draws pages along

    folder = Path(args.folder).resolve()
    course = open_course(args.course, args.db)
    with open_gradebook(course) as gb:
        names = graded_assignments(gb, course)
        reports = tuple(report_of(gb, course, name) for name in names)
        region = hidden_region(course)
        begin = region.begin if region else ""
        answers = tuple(answer for name in names for answer in _answers(gb, course, name, begin))
        attempts = [one for name in names for one in attempts_of(course, name, max_scores(gb, name))]
    if not reports:
        raise CourseError(f"no scores yet in {course.root}: run `grader autograde ASSIGNMENT` first")
    try:
        feedback = {
            (row.student, report.assignment): dict(
                publish(folder, row.student, report.assignment, path)
                for path in published(course, report.assignment, row.student)
            )
            for report in reports
            for row in report.rows
        }
        title = args.title or course.dirs.course_id or course.root.name
        inventory = _inventory(args, course, [*names, INVENTORY])
        regraded = tuple(each for name in names for each in regraded_of(course, name))
        facts = Facts(title, reports, answers, tuple(attempts), feedback, inventory, regraded)
        page = write_report(folder, facts, args.smallest)
    except OSError as error:
        raise CourseError(
            f"{error.filename} cannot be written ({error.strerror}): name another folder"
        ) from error
    console.print(f"wrote {page}", markup=False, highlight=False)
    console.print(
        f"wrote {page.parent / 'for-the-class' / page.name}: it names nobody", markup=False, highlight=False
    )
    return 0


def _inventory(args, course, assignments):
    """None where the course has none."""
    path = Path(args.inventory) if args.inventory else course.root / "book" / f"{INVENTORY}.toml"
    if not args.inventory and not path.is_file():
        return None
    table = inventory_table(path)
    held = {
        ident: words["you"].replace("You think", "They think")
        for ident, words in table["misconception"].items()
    }
    asked = {item["id"]: item["idea"] for item in table["item"]}
    return Inventory(table["idea"], asked, held, taken(course, assignments, table))


def _answers(gb, course, assignment, begin_hidden):
    """Every graded cell of every student; what a test said is read where points are missing."""
    most, read = max_scores(gb, assignment), {}
    for (student, cell), score in sorted(earned(gb, assignment).items()):
        if not most.get(cell):
            continue
        notebook, _, name = cell.partition("/")
        said = None
        if score is not None and score < most[cell]:
            if (student, notebook) not in read:
                folder = folder_of(course, "autograded", student, assignment)
                read[student, notebook] = first_lines(folder / f"{notebook}.ipynb", begin_hidden)
            said = read[student, notebook].get(name)
        line, judged, hidden = said or ("", False, False)
        yield Answer(
            student,
            assignment,
            _label(assignment, notebook, name),
            score,
            most[cell],
            line,
            judged,
            hidden,
            cell,
        )


def _label(assignment, notebook, cell):
    """ "corr2d" for corr2d-check of the notebook that is called like its assignment."""
    name = cell.removesuffix("-check").removesuffix("-test")
    return name if notebook == assignment else f"{notebook}/{name}"

"""`grader init` and `grader roster`: a course folder, and who takes the course."""

from pathlib import Path

from ..course import CourseError, open_course
from ..gradebook import enrol, open_gradebook
from ..newcourse import known_chapters, lay_out, read_roster


def run(args, console) -> int:
    folder = Path(args.folder).resolve()
    if args.chapters == "?":
        console.print("\n".join(known_chapters()), markup=False, highlight=False)
        return 0
    chapters = [name for name in (args.chapters or "").replace(",", " ").split() if name]
    class_list = read_roster(Path(args.roster)) if args.roster else []
    course_id = args.id or folder.name
    if not course_id.replace("-", "").replace("_", "").replace(".", "").isalnum():
        raise CourseError(f"{course_id!r} cannot be a course's id: give one of letters and digits with --id")
    names = lay_out(folder, course_id, chapters)
    said = [f"{folder}: a course with {', '.join(names)}"]
    said += [_enrolled(folder, class_list)] if class_list else ["no roster yet: grader roster CLASS.csv"]
    said += [f"next: cd {folder}; nbgrader generate_assignment {names[0]}; hand out release/{names[0]}"]
    for line in said:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return 0


def run_roster(args, console) -> int:
    class_list = read_roster(Path(args.file))
    console.print(_enrolled(args.course, class_list, args.db), markup=False, highlight=False, soft_wrap=True)
    return 0


def _enrolled(folder, class_list, db=None):
    with open_gradebook(open_course(folder, db)) as gb:
        new, changed = enrol(gb, class_list)
    return f"roster: {len(class_list)} student{'s' * (len(class_list) != 1)}, {new} new, {changed} changed"

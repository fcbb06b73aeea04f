"""The course, for nbgrader and the grader: instructors' notebooks live in the book, the rest in course/."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent

c = get_config()  # noqa: F821 (nbgrader defines it)

c.CourseDirectory.course_id = "convolution"
c.CourseDirectory.root = str(ROOT)  # the same course from whatever folder a command is run
c.CourseDirectory.source_directory = "book/exercises"
c.CourseDirectory.release_directory = "course/release"
c.CourseDirectory.submitted_directory = "course/submitted"
c.CourseDirectory.autograded_directory = "course/autograded"
c.CourseDirectory.feedback_directory = "course/feedback"
c.CourseDirectory.solution_directory = "course/solution"
c.CourseDirectory.db_url = f"sqlite:///{ROOT / 'course' / 'gradebook.db'}"

c.ClearSolutions.code_stub = {"python": "# your code here\nraise NotImplementedError"}
c.ClearSolutions.text_stub = "*Your answer here.*"

toc = ROOT / "_toc.yml"
c.Grader.order = re.findall(r"file: exercises/([^/]+)/", toc.read_text()) if toc.exists() else []
c.Grader.cell_s = 10  # these exercises take milliseconds: do not wait half a minute for an endless loop

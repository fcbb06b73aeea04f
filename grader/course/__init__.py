"""An nbgrader course folder: its settings, its assignments, what was handed in and graded."""

from .config import Course, gradebook_file, open_course, private_folders
from .errors import CourseError, file_sentence, files_explained
from .first_lines import first_lines
from .folders import (
    Submission,
    assignment_name,
    autograded,
    folder_of,
    natural,
    regular_files,
    source_assignments,
    source_folder,
    submissions,
)
from .imports import BROUGHT_ALONG, imported_names
from .inventory import inventory_table, taken
from .masters import Master, Released, prepare_master, released_notebooks

__all__ = [
    "BROUGHT_ALONG",
    "Course",
    "CourseError",
    "Master",
    "Released",
    "Submission",
    "assignment_name",
    "autograded",
    "file_sentence",
    "files_explained",
    "first_lines",
    "folder_of",
    "gradebook_file",
    "imported_names",
    "inventory_table",
    "natural",
    "open_course",
    "prepare_master",
    "private_folders",
    "regular_files",
    "released_notebooks",
    "source_assignments",
    "source_folder",
    "submissions",
    "taken",
]

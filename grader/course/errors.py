"""The one way the command line fails: a sentence that says what, what was got, and what to do."""


class CourseError(Exception):
    """The command could not do its work; its text is the sentence that the teacher reads."""

"""A class made up for these tests: answers by name, as the report gets them."""

from grader.report import Answer, Facts, Report, Row

FLIPPED = "That is a true convolution: it turns the kernel by 180° first. Here K is laid on as it is."


def answer(student, exercise="corr2d", share=0.0, line="", assignment="locality", **about):
    about = {"judged": True, "cell": f"{assignment}/{exercise}-check"} | about
    return Answer(student, assignment, exercise, 4 * share, 4.0, line, **about)


def facts(answers, **about):
    """Everybody who answered handed in, and is called by name."""
    names = list(dict.fromkeys(a.assignment for a in answers))
    reports = [Report(name, tuple(_rows([a for a in answers if a.assignment == name]))) for name in names]
    return Facts("demo", tuple(reports), tuple(answers), **about)


def _rows(answers):
    for student in dict.fromkeys(a.student for a in answers):
        own = [a for a in answers if a.student == student]
        points, most = sum(a.points or 0 for a in own), sum(a.most for a in own)
        yield Row(student, f"Ms {student.title()}", points, most, 0.0, points, False, "graded", seconds=0.5)

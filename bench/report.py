"""A class report for a large lecture hall: `python bench/report.py [N]`, N students (30,000 unless told)."""

import random
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from grader.report import Answer, Attempt, Facts, Report, Row, write_report  # noqa: E402

SAID = [
    "That is a true convolution: it turns the kernel by 180° first. Here K is laid on as it is.",
    "The output holds whole numbers only, so the fractions are cut off.",
    "K is transposed: its rows lie along the rows of X.",
    *(f"AssertionError: assert double({n}) == {letter!r}" for n, letter in enumerate("abcdefghij" * 30)),
    *(
        f"NameError: name {a + b + c!r} is not defined"
        for a in "abcdefgh"
        for b in "abcdefgh"
        for c in "abcd"
    ),
]
CHAPTERS = {
    "locality": ("corr2d", "conv_params"),
    "padding": ("pad2d", "out_size", "same_pad"),
    "own": ("f", "g"),
}


def made_up(students: int) -> Facts:
    """Two of three answers are right; of the others few say the same. One in five hands in again."""
    draw = random.Random(0)
    answers, reports, attempts, feedback = [], [], [], {}
    for chapter, exercises in CHAPTERS.items():
        rows = []
        for n in range(students):
            who, earned = f"student{n:05}", 0
            for name in exercises:
                share = draw.choice((1.0, 1.0, 0.5 if n % 2 else 0.0))
                line = "" if share == 1 else draw.choice(SAID)
                judged = chapter != "own"
                answers.append(
                    Answer(who, chapter, name, 4 * share, 4.0, line, judged, cell=f"{chapter}/{name}")
                )
                earned += 4 * share
            most = 4.0 * len(exercises)
            rows.append(
                Row(who, f"Ann{n} Lee{n % 997}", earned, most, 0.0, earned, False, "graded", seconds=0.1)
            )
            feedback[who, chapter] = {chapter: f"feedback/{who}/{chapter}/{chapter}.html"}
            if draw.random() < 0.2:
                attempts += [Attempt(who, chapter, str(k), draw.random()) for k in (1, 2)]
        reports.append(Report(chapter, tuple(rows)))
    return Facts("lecture hall", tuple(reports), tuple(answers), tuple(attempts), feedback)


def main(students):
    facts = made_up(students)
    with tempfile.TemporaryDirectory() as folder:
        begun = time.process_time()
        write_report(Path(folder), facts, smallest=5)
        took = time.process_time() - begun
        sizes = [path.stat().st_size for path in Path(folder).rglob("*.html")]
        said = f"{students:,} students, {len(facts.answers):,} answers"
        print(f"{said}: {took:.1f} s of a processor, {len(sizes)} pages")
        index = (Path(folder) / "index.html").stat().st_size
        first, largest, whole = index / 1e6, max(sizes) / 1e6, sum(sizes) / 1e6
        print(f"the first page {first:.2f} MB, the largest {largest:.2f} MB, all {whole:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30_000)

"""Short plain sentences: a reading grade of 9 or below for what `check`, the commands and the widgets say."""

import ast
import json
import re
from pathlib import Path

import pytest

from grader.exercises import EXERCISES

ROOT = Path(__file__).parents[2]
GRADE = 9.0
CODE = re.compile(r"`[^`]*`|\{[^}]*\}|\S*[=\[\]()·×°²³Δ]\S*|[A-Za-z_]+\.[A-Za-z_.]+|\S*[_\d]\S*")


def syllables(word):
    """By groups of vowels, as the usual programs count them; a last e is silent."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le")
    return max(1, groups - silent)


def grade(text):
    """Flesch and Kincaid's; each formula or piece of code counts as one short word."""
    text = CODE.sub(" it ", text)
    sentences = max(1, len(re.findall(r"[.?!:;](?:\s|$)", text)))
    words = re.findall(r"[A-Za-z]+", text)
    if len(words) < 5:
        return 0.0
    return 0.39 * len(words) / sentences + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def texts_of(path):
    """What a file may say: each text in it that is a sentence, docstrings apart."""
    tree = ast.parse(path.read_text("utf8"))
    documented = (ast.Module, ast.FunctionDef, ast.ClassDef)
    docs = {ast.get_docstring(n, clean=False) for n in ast.walk(tree) if isinstance(n, documented)}
    joined = [n for n in ast.walk(tree) if isinstance(n, ast.JoinedStr)]
    inside = {id(part) for n in joined for part in ast.walk(n) if part is not n}
    plain = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in inside]
    yield from (text for text in plain if isinstance(text, str) and text not in docs and " " in text)
    for node in joined:
        yield "".join(p.value if isinstance(p, ast.Constant) else "`x`" for p in node.values)


def said_by_check():
    for exercise in EXERCISES.values():
        yield from (mistake.sentence for mistake in exercise.mistakes)
        yield from exercise.hints
    for file in [*(ROOT / "grader" / "checks").rglob("*.py"), ROOT / "grader" / "notebook.py"]:
        yield from (text for text in texts_of(file) if re.match(r"[A-Za-z{` ]", text) and "<" not in text)


def said_by_the_commands():
    for room in ("cli", "feedback", "report", "course", "newcourse", "collect", "grades"):
        for file in (ROOT / "grader" / room).rglob("*.py"):
            # tables of commands hold no sentences
            yield from (
                t for t in texts_of(file) if re.match(r"[A-Za-z`]", t) and "<" not in t and "\n\n" not in t
            )


def said_by_the_widgets():
    for file in (ROOT / "book" / "widgets").rglob("*.json"):
        told = json.loads(file.read_text("utf8"))
        yield from (text for text in told.values() if isinstance(text, str))


@pytest.mark.parametrize("texts", [said_by_check, said_by_the_commands, said_by_the_widgets])
def test_what_a_student_or_a_teacher_reads_is_plain_english(texts):
    hard = {text: round(grade(text), 1) for text in texts() if grade(text) > GRADE}
    assert not hard, "\n".join(f"{n} {text}" for text, n in hard.items())


def test_the_grade_tells_plain_from_heavy():
    assert grade("The last row is missing: add it to the result.") < 4
    heavy = "Notwithstanding considerable computational complexity, equivariance necessitates sharing."
    assert grade(heavy) > 15


IDIOMS = (
    r"error that is none",
    r"[Bb]y it no ",
    r"\bshall\b",
    r"How many \w+ (has|have) ",
    r"Not so:",
    r"^\s+is not a number: ",
    r"(that|answer|objects that) (is|are) none\b",
    r"tell \w+ for which",
    r"[Ww]hich (shape|size|sign|value) has (it|they)\b",
    r"\bsome ten (thousands|hundreds)\b",
)


def test_idioms_that_a_foreign_reader_stumbles_over_are_gone():
    kinds = {".py", ".md", ".json", ".ipynb", ".html", ".js"}
    folders = [ROOT / name for name in ("grader", "book", "tools")]
    files = [file for folder in folders for file in folder.rglob("*") if file.suffix in kinds]
    files = [file for file in files if "node_modules" not in file.parts]  # others' words
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in files
        for number, line in enumerate(file.read_text("utf8").splitlines(), 1)
        if any(re.search(idiom, line) for idiom in IDIOMS)
    ]
    assert not found, "\n".join(found)

"""What is handed back of a notebook: its cells with outputs as nbgrader keeps them, points, comments."""

from ...job import GradedNotebook, State
from . import outputs, release
from .rebuild import Step

RECOVERED = "This cell was no longer marked as the answer. It was recognised by {}."


def not_run(
    name: str,
    sentence: str,
    metadata: dict,
    steps: list[Step],
    shown: bool = True,
    state: State = "invalid notebook",
) -> GradedNotebook:
    """A notebook that was not run: no points for tests, nothing answered."""
    tests = {step.info["grade_id"]: 0.0 for step in steps if step.kind in ("test", "shared test")}
    return GradedNotebook(
        name=name,
        state=state,
        sentence=sentence,
        notebook=as_notebook(metadata, steps) if shown else None,
        scores=scores_of(steps, tests),
        max_scores=max_scores_of(steps),
        comments=comments_of(steps),
    )


def lost(name: str, state: State, sentence: str, metadata: dict, steps: list[Step]) -> GradedNotebook:
    """A notebook whose answers ended whoever asked for them: each test says so, answers stay to be read."""
    for step in steps:
        if step.kind in ("test", "shared test") and step.cell.kind == "code":
            step.outputs = [outputs.error("SubmissionEnded", sentence)]
    return not_run(name, sentence, metadata, steps, state=state)


def scores_of(steps: list[Step], tests: dict[str, float]) -> dict[str, float | None]:
    """Points of every graded cell; None where a person must judge; 0 where nothing was answered.

    An answer whose cell is lost may stand in any other cell: a person must look.
    """
    scores = {}
    for step in _graded(steps):
        name = step.info["grade_id"]
        if step.kind in ("test", "shared test"):
            scores[name] = tests.get(name, 0.0) if step.cell.kind == "code" else None
        else:
            scores[name] = 0.0 if step.kind == "manual" and _unanswered(step) else None
    return scores


def max_scores_of(steps: list[Step]) -> dict[str, float]:
    return {step.info["grade_id"]: step.info["points"] for step in _graded(steps)}


def _graded(steps: list[Step]) -> list[Step]:
    return [step for step in steps if step.kind in ("test", "shared test", "manual", "task")]


def comments_of(steps: list[Step]) -> dict[str, str | None]:
    """nbgrader's automatic comments on answers."""
    return {
        step.info["grade_id"]: _comment(step) for step in steps if step.kind in ("answer", "manual", "task")
    }


def _comment(step: Step) -> str | None:
    if step.kind != "task" and _unanswered(step):
        return "No response."
    return RECOVERED.format(step.recovered) if step.recovered else None


def remarks_of(steps: list[Step]) -> tuple[str, ...]:
    """What teacher and student should know: cells of the assignment that the submission had lost."""
    ours = [step for step in steps if step.info]
    lost = sum(step.restored for step in ours)
    verb = "was missing and was" if lost == 1 else "were missing and were"
    remarks = [f"{lost} of {len(ours)} graded cells {verb} put back"] if lost else []
    found = {}
    for step in ours:
        if step.recovered:
            found.setdefault(step.recovered, []).append(step.info["grade_id"])
    if found:
        how = "; ".join(f"{', '.join(names)} by {what}" for what, names in found.items())
        remarks.append(f"answers had lost their marks and were recognised: {how}")
    return (*remarks, *(f"{step.info['grade_id']}: {step.unsure}" for step in ours if step.unsure))


def _unanswered(step: Step) -> bool:
    return (
        not step.restored
        and release.checksum(step.cell.source, step.cell.kind, step.info) == step.info["checksum"]
    )


def as_notebook(metadata: dict, steps: list[Step]) -> dict:
    """nbformat 4 JSON, as nbgrader's autograded folder holds it."""
    steps = [step for step in steps if step.kind != "shadow"]
    cells = [_as_cell(step, number) for number, step in enumerate(steps, 1)]
    kept = {
        key: value
        for key, value in metadata.items()
        if key in ("kernelspec", "language_info", "title", "authors")
    }
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": kept, "cells": cells}


def _as_cell(step: Step, number: int) -> dict:
    cell = step.cell
    made = {"cell_type": cell.kind, "id": f"cell-{number}", "metadata": cell.metadata, "source": cell.source}
    if cell.attachments:
        made["attachments"] = cell.attachments
    if cell.kind == "code":
        made |= {"execution_count": step.count, "outputs": step.outputs}
    return made

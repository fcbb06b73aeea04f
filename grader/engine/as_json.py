"""Jobs and results as JSON, to cross between processes: never pickle, which runs what it reads."""

from dataclasses import asdict
from pathlib import Path

from .unit import GradedNotebook, Job, Result, Settings


def job_to_json(job: Job) -> dict:
    return {**asdict(job), "source": str(job.source), "submission": str(job.submission)}


def job_from_json(data: dict) -> Job:
    paths = {name: Path(data[name]) for name in ("source", "submission")}
    return Job(**{**data, **paths, "settings": Settings(**data["settings"])})


def result_to_json(result: Result) -> dict:
    return asdict(result)


def result_from_json(data: dict) -> Result:
    return Result(**{**data, "notebooks": tuple(map(notebook_from_json, data["notebooks"]))})


def notebook_from_json(data: dict) -> GradedNotebook:
    return GradedNotebook(**{**data, "forgeable": tuple(data["forgeable"]), "log": tuple(data["log"])})

"""The exercises of the book, by slug: chapter/exercise. One folder a chapter, found here."""

from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules

CHAPTERS = tuple(import_module(f"{__name__}.{found.name}") for found in iter_modules(__path__))
EXERCISES = {exercise.slug: exercise for chapter in CHAPTERS for exercise in chapter.EXERCISES}


def find(slug):
    """Raises: ValueError with the nearest names, if there is no such exercise"""
    if isinstance(slug, str) and slug in EXERCISES:
        return EXERCISES[slug]
    near = get_close_matches(str(slug), EXERCISES, n=3, cutoff=0.4) or list(EXERCISES)
    raise ValueError(f"there is no exercise {slug!r}; did you mean {' or '.join(map(repr, near))}?")

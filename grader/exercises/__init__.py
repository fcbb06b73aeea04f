"""The exercises of the book, by slug: chapter/exercise. One file a chapter."""

from difflib import get_close_matches

from grader.exercises import channels, kernels, locality, mlp, translation_invariance

CHAPTERS = (mlp, translation_invariance, locality, channels, kernels)
EXERCISES = {exercise.slug: exercise for chapter in CHAPTERS for exercise in chapter.EXERCISES}


def find(slug):
    """Raises: ValueError with the nearest names, if there is no such exercise"""
    if isinstance(slug, str) and slug in EXERCISES:
        return EXERCISES[slug]
    near = get_close_matches(str(slug), EXERCISES, n=3, cutoff=0.4) or list(EXERCISES)
    raise ValueError(f"there is no exercise {slug!r}; did you mean {' or '.join(map(repr, near))}?")

"""Where the inputs come from."""

import hashlib

import numpy as np


def draws(slug: str, secret: str | None = None) -> tuple[np.random.Generator, np.random.Generator]:
    """Two generators: one always the same, so that a failure stays put, and one that nobody can foresee."""
    return generator(f"visible {slug}"), generator(f"{secret} {slug}") if secret else np.random.default_rng()


def generator(text: str) -> np.random.Generator:
    digest = hashlib.sha256(text.encode()).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))

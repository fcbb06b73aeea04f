"""A stand-in for grader/engine/inside, so that the jail's tests need nothing but the jail."""

"""A stand-in for grader/engine/sandboxed, so that the jail's tests need nothing but the jail."""

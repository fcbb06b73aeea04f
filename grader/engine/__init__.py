"""Warm, sandboxed grading of any nbgrader assignment. Knows nothing of this book's exercises."""

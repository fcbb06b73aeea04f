"""Runs cells of a notebook and records what they put out, for the student's process and for the tester."""

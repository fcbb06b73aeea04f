"""The student's process: runs the submission and answers the tester's questions about its names."""

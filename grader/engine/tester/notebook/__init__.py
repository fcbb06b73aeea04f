"""Notebooks as files and cells: found, read, rebuilt around the student's answers, and handed back.

- find, notebook_file: a submission's file, believing nothing of it
- release: what the course had handed out: stubs and checksums
- rebuild: the instructor's notebook with the student's answers put in
- files, companions: what lies beside the notebook, for either side
- ownership: whose a name is, read from the instructor's source
- outputs: what is kept of the outputs that a student's process reports
- graded_notebook: the notebook, points and comments that come out
"""

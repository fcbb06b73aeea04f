"""The trusted side: rebuilds the notebook, asks the student's process, judges, writes the outputs.

read      a submission's file, believing nothing of it
release   what the course had handed out: stubs and checksums
rebuild   the instructor's notebook with the student's answers put in
owners    whose a name is: the instructor's or the student's
line      the tester's end of the wire, with deadlines
remote    stand-ins for the student's objects
names     the namespace of test cells
cells     runs the rebuilt notebook cell by cell
outputs   what is kept of the outputs that a student's process reports
score     outputs and value of a test cell -> points
grade     all of it, for one submission
"""

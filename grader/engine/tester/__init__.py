"""The trusted side: rebuilds the notebook, asks the student's process, judges, writes the outputs.

- read: a submission's file, believing nothing of it
- release: what the course had handed out: stubs and checksums
- rebuild: the instructor's notebook with the student's answers put in
- files: what lies beside the notebook, for either side
- owners: whose a name is, the instructor's or the student's
- line: the tester's end of the wire
- budget: how long an answer may take
- remote: stand-ins for the student's objects
- answers: when a test may tell such an object something of its own, and so let it judge
- names: the namespace of test cells
- written: what the student wrote, for `inspect.getsource`
- cells: runs the rebuilt notebook cell by cell
- earlier: what a test finds that cells before it bound on the other side
- outputs: what is kept of the outputs that a student's process reports
- languages, kernel: notebooks that are not in Python
- score: the value that a test cell shows -> points
- handback: the notebook, points and comments that come out
- grade: all of it, for one submission
- again, calls, knobs: whether this process may go on to the next one

Where the scores differ from nbgrader's, they do on purpose. Verdicts: see `score`. A deleted test or locked
cell is put back and run (nbgrader: no points). Cells stand in the source's order. Of two cells with one
grade_id the first counts (nbgrader: the class is not graded). Helper functions in unlocked cells of the
source are the instructor's. What a function does to its arguments the test sees where the instructor's own
solution does so too; what needs one process in other ways, `shared_process` finds, and it is run over there.
"""

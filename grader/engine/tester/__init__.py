"""The trusted side: rebuilds the notebook, asks the student's process, judges, writes the outputs.

- grade: all of it, for one submission            - zygote: the clean process that testers are forked from
- runner: the rebuilt notebook, cell by cell      - budget: how long an answer may take
- score: the value that a test cell shows -> points - advice: which rule would make a test safe
- languages, kernel: notebooks that are not in Python

notebook: files. What was handed in, read believing nothing of it; what was released; the instructor's
  notebook with the student's answers; whose a name is; what lies beside; outputs; what is handed back
session: the student's process, asked. Questions with a deadline; stand-ins for its objects; the namespace of
  test cells; when a test may tell an object something of its own, and so let it judge
reuse: whether this process may go on to the next submission

Where the scores differ from nbgrader's, they do on purpose. Verdicts: see `score`. A deleted test or locked
cell is put back and run (nbgrader: no points). Cells stand in the source's order. Of two cells with one
grade_id the first counts (nbgrader: the class is not graded). Helper functions in unlocked cells of the
source are the instructor's. What a function does to its arguments the test sees where the instructor's own
solution does so too; what needs one process in other ways, `shared_process` finds, and it is run over there.
"""

"""What runs beside the student's code: the only files of this project that the sandbox can see.

  rpc      questions and answers between two processes over one socket; values as data, never as code
  shell    notebook cells in IPython without a kernel
  student  the process that runs a submission and answers for its names

The trusted tester runs `rpc` and `shell` too, in copies of its own. What runs in the student's process is
untrusted once a submission runs there: it may be read, replaced or spoken for by the student's code. The
tester therefore checks every byte that arrives, with its own `framing` and `wire`.
"""

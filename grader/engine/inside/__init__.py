"""What runs beside the student's code. The only files of this project that the sandbox can see.

Everything here is untrusted once a submission runs: it may be read, replaced or spoken for by the student's
code. The tester therefore checks every byte that arrives, with its own copy of `frames` and `wire`.
"""

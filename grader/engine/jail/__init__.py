"""A room without doors: the process in which a student's code runs, and the clean one it is forked from.

This folder imports nothing of ours but its own files, by relative imports only: the zygote loads it as the
top-level package `jail`, so that neither the course nor the rest of the grader ever enters its memory.

  lifecycle  from the clean process to the child's last breath: start, fork, watch, kill, tell
  isolation  what a child cannot reach, one file for each of the kernel's means, and which of them are here
  warmup     what both zygotes do once, so that no submission has to wait for it

    limits.py           the figures: what a child may use, and how it ended
    control_channel.py  what the processes say to one another
"""

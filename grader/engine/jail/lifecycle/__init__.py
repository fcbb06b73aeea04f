"""From the clean process to a child's end.

client.py      the trusted side: start a zygote, ask it for a child
zygote.py      a clean process that goes in, loads the libraries, and forks a child for each submission
forkserver.py  its loop: fork, watch, kill, tell
child_in_namespaces.py, child_without_namespaces.py
               what a child does before the first line of a student's code
monitor.py     what we must count ourselves         usage.py  the same, since a moment
files.py       data for the scratch folder
"""

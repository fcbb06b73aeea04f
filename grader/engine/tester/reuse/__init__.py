"""Whether one tester may serve the next submission too: what a cell can have left behind in its process.

- reuse: the rule                       - calls: whether a cell that stopped can have left a setting turned
- library_state: the settings of Python and its libraries, read before and after
"""

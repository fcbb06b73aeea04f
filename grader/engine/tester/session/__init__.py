"""The conversation with a student's process, for as long as one submission takes.

- session: questions with a deadline, answers as data, nothing believed
- proxies: stand-ins for the student's objects
- namespace, earlier_names: what a name in a test cell means
- student_source: what the student wrote, for `inspect.getsource`
- answers, comparisons, types_asked: when a test may tell an object something of its own, and so let it judge
"""

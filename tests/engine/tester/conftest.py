"""Time limits that suit tests: a process that hangs is given up sooner."""

import pytest

from grader.engine.tester.line import Line


@pytest.fixture(autouse=True)
def short_grace(monkeypatch):
    monkeypatch.setattr(Line, "grace_s", 1.0)

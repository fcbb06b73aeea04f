"""Time limits that suit tests: a process that hangs is given up sooner."""

import pytest

from grader.engine.tester.session.session import Session


@pytest.fixture(autouse=True)
def short_grace(monkeypatch):
    monkeypatch.setattr(Session, "grace_s", 1.0)

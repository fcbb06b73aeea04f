"""What a zygote does in advance leaves it as it must be to fork: with one thread."""

import os
import sys
import threading
import time

import pytest

from grader.engine.jail.warmup import first_use

USES = {
    "computes": (lambda library: sum(range(10)), True),
    "starts a thread": (lambda library: threading.Thread(target=time.sleep, args=(5,)).start(), False),
    "fails": (lambda library: 1 / 0, False),
}


@pytest.mark.parametrize(("use", "alone"), USES.values(), ids=USES)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_first_use_is_tried_in_a_child_before_it_is_done(use, alone):
    assert first_use.stays_alone(use, sys) is alone


def test_a_library_whose_first_use_starts_a_thread_is_left_to_the_children(monkeypatch):
    done = []
    uses = [("os", lambda library: done.append(library)), ("sys", USES["starts a thread"][0])]
    monkeypatch.setattr(first_use, "FIRST_USES", [*uses, ("not loaded", done.append)])
    threads = threading.active_count()
    first_use.rehearse()
    assert done == [os]
    assert threading.active_count() == threads

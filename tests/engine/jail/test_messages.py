"""Packets between the trusted processes."""

import os

import pytest

from grader.engine.jail import messages


@pytest.fixture
def ends():
    ours, theirs = messages.pair()
    with ours, theirs:
        yield ours, theirs


def test_a_message_arrives_with_its_descriptors(ends):
    read, write = os.pipe()
    messages.send(ends[0], {"a": [1]}, (read,))
    message, (fd,) = messages.receive(ends[1])
    os.write(write, b"x")
    assert (message, os.read(fd, 1)) == ({"a": [1]}, b"x")
    assert not os.get_inheritable(fd)
    for each in (read, write, fd):
        os.close(each)


def test_the_end_is_none(ends):
    ends[0].close()
    assert messages.receive(ends[1]) == (None, [])


def test_the_last_message_is_read_even_if_ours_was_not(ends):
    messages.send(ends[1], {"kill": True})
    messages.send(ends[0], {"code": 0})
    ends[0].close()
    assert messages.receive(ends[1]) == ({"code": 0}, [])
    assert messages.receive(ends[1]) == (None, [])


def test_what_does_not_fit_into_a_packet_is_refused(ends):
    with pytest.raises(ValueError, match="at most 65536"):
        messages.send(ends[0], {"a": "x" * messages.LARGEST})

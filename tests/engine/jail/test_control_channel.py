"""Packets between the trusted processes."""

import os

import pytest

from grader.engine.jail import control_channel


@pytest.fixture
def ends():
    ours, theirs = control_channel.pair()
    with ours, theirs:
        yield ours, theirs


def test_a_message_arrives_with_its_descriptors(ends):
    read, write = os.pipe()
    control_channel.send(ends[0], {"a": [1]}, (read,))
    message, (fd,) = control_channel.receive(ends[1])
    os.write(write, b"x")
    assert (message, os.read(fd, 1)) == ({"a": [1]}, b"x")
    assert not os.get_inheritable(fd)
    for each in (read, write, fd):
        os.close(each)


def test_the_end_is_none(ends):
    ends[0].close()
    assert control_channel.receive(ends[1]) == (None, [])


def test_the_last_message_is_read_even_if_ours_was_not(ends):
    control_channel.send(ends[1], {"kill": True})
    control_channel.send(ends[0], {"code": 0})
    ends[0].close()
    assert control_channel.receive(ends[1]) == ({"code": 0}, [])
    assert control_channel.receive(ends[1]) == (None, [])


def test_what_does_not_fit_into_a_packet_is_refused(ends):
    with pytest.raises(ValueError, match="at most 65536"):
        control_channel.send(ends[0], {"a": "x" * control_channel.LARGEST})

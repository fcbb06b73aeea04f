"""What honest code does must go on working in there."""

import pytest

from jail.snippets import snippets

HONEST = snippets("honest.txt")


@pytest.mark.parametrize("what", HONEST)
def test_honest_code_has(what, warm_room):
    said = warm_room.run(HONEST[what])
    assert said.error is None
    assert "done" in said.out

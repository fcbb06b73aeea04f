"""What a machine offers, said so that a person can act on it."""

import platform

import pytest

from grader.engine.jail.isolation import probe as probing
from grader.engine.jail.isolation.probe import judged, probe

ALL = {"namespaces": True, "landlock_abi": 7, "seccomp": True, "memory_groups": True}


@pytest.mark.parametrize(
    ("lacking", "name", "safe"),
    [
        ({}, "full", True),
        ({"landlock_abi": 0}, "namespaces", True),
        ({"namespaces": False}, "landlock", True),
        ({"namespaces": False, "landlock_abi": 2}, "none", False),
        ({"namespaces": False, "landlock_abi": 0}, "none", False),
        ({"seccomp": False}, "none", False),
    ],
)
def test_a_tier_is_what_is_there(lacking, name, safe):
    tier = judged({**ALL, **lacking})
    assert (tier.name, tier.safe) == (name, safe)


def test_what_is_missing_comes_with_advice():
    assert judged(ALL).advice == ()
    assert "user namespaces" in judged({**ALL, "namespaces": False}).advice[0]
    assert "lsm=" in judged({**ALL, "landlock_abi": 0}).advice[0]
    assert "systemd-run" in judged({**ALL, "memory_groups": False}).advice[0]


REMEDIES = {"Darwin": "virtual machine", "Windows": "WSL2", "Plan9": "Linux"}


@pytest.mark.parametrize(("system", "remedy"), REMEDIES.items())
def test_other_systems_have_no_tier_and_are_told_what_has(system, remedy, monkeypatch):
    monkeypatch.setattr(platform, "system", lambda: system)
    tier = probe()
    assert not tier.safe
    assert remedy in tier.advice[0]


def test_a_trial_that_breaks_offers_nothing(monkeypatch):
    monkeypatch.setattr(probing, "TRY", "raise SystemExit(1)")
    monkeypatch.setattr(probing, "has_memory_groups", lambda: False)
    assert probe().name == "none"


def test_this_machine_is_described_in_a_sentence():
    assert probe().sentence.endswith(".")

"""Histories of a year by chance: none of the typed texts is lost, overwritten or reported stale."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.year.machine import YearMachine

YearMachine.TestCase.settings = settings(
    max_examples=40,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TestYear = YearMachine.TestCase

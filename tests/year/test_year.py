"""Histories of a year by chance: none of the typed texts is lost, overwritten or reported stale."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings

from tests.year.machine import YearMachine, YearOnDisk


def _settings(histories: int, steps: int) -> settings:
    return settings(
        max_examples=histories,
        stateful_step_count=steps,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],  # to make one short takes long: python -m tests.year does it
        suppress_health_check=[HealthCheck.too_slow],
    )


YearMachine.TestCase.settings = _settings(200, 25)
YearOnDisk.TestCase.settings = _settings(8, 12)
TestYear = YearMachine.TestCase
TestYearOnDisk = YearOnDisk.TestCase

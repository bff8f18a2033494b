"""How Hypothesis looks for examples: anew at each run, but in CI the same ones every time.

A machine that judges somebody's change must not fail it for an example that nobody has seen.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from ita_excel.store.file import FileGrid
from tests.command import SEARCHED
from tests.engine.office import Office

# A machine that is busy with other tests must not fail one for being slow.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


# Files that take longest come first: each is one worker's, and at the end both should be busy.
LONGEST = (
    "growing/test_released.py",
    "jobs/test_workbook_cases.py",
    "live/test_parity.py",
    "jobs/test_units.py",
    "year/test_stories.py",
    "oracle/test_oracle.py",
    "dispatch/test_every_command.py",
    "year/test_year.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files, each in its own order."""
    place = {file: number for number, file in enumerate(LONGEST)}
    here = Path(__file__).parent
    order = {path: place.get(_within(path, here), len(place)) for path in {i.path for i in items}}
    items.sort(key=lambda item: order[item.path])


def _within(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""


def pytest_collection_finish() -> None:
    """Never search the tests themselves for garbage: they are there until the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SEARCHED)


def pytest_runtest_logfinish() -> None:
    """Let Python search for garbage again as often as before, whatever a test has run."""
    gc.set_threshold(*SEARCHED)


@pytest.fixture
def uncalculated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave out the results that are stored beside our formulas.

    They cost half of every `split` and `collect`, and are judged in `ooxml/calculation`, on odd
    masters by `dispatch/test_every_command`, and wherever another program reads what we wrote.
    """
    monkeypatch.setattr(FileGrid, "calculate", lambda *_: None)


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """LibreOffice for tests that work in it as a person does: one for all, it takes seconds to start."""
    running = Office()
    yield running
    running.stop()

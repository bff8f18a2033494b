"""How Hypothesis looks for examples: anew at each run, but in CI the same ones every time.

A machine that judges somebody's change must not fail it for an example that nobody has seen.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.command import SEARCHED
from tests.engine.office import Office

# A machine that is busy with other tests must not fail one for being slow.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_runtest_logfinish() -> None:
    """Let Python search for garbage again as it does by itself, whatever a test has run."""
    gc.set_threshold(*SEARCHED)


@pytest.fixture(scope="session")
def office() -> Iterator[Office]:
    """LibreOffice for tests that work in it as a person does: one for all, it takes seconds to start."""
    running = Office()
    yield running
    running.stop()

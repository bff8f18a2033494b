"""Holds off Python's search for cycles while very many values are made that have none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Keep Python from looking through thousands of new values for cycles.

    The search grows with all that is in memory: of a workbook of 100,000 rows a quarter of the
    time goes into it.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()

"""Processor time of one call, the best of a few: a busy machine doesn't make it longer."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable


class TooSlow(Exception):
    """It took longer than the test waits."""


def seconds(call: Callable[[], object], limit: float = 2.0, tries: int = 1) -> float:
    """Return the processor time in seconds; `limit` where it takes longer. POSIX only."""
    best = limit
    for _ in range(tries):
        best = min(best, _once(call, limit))
    return best


def _once(call: Callable[[], object], limit: float) -> float:
    def stop(*_: object) -> None:
        raise TooSlow

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, limit)
    start = time.process_time()
    try:
        call()
    except TooSlow:
        return limit
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return min(limit, time.process_time() - start)

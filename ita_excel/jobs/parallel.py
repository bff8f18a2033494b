"""The same work on many files by several processes, with its results in the files' order.

Few files are done in this process: starting another takes as long as some ten of them. The
processes are started anew and not forked, so that every system does the same. What is sent to
them must be picklable; what they print would come in any order, so they must print nothing.
"""

from __future__ import annotations

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Sequence
from itertools import islice
from typing import TypeVar

from ita_excel.documents import later

WORTHWHILE = 12  # files for each process
_MOST = 8  # processes: each needs a hundred megabytes
_AHEAD = 4  # results of each process that wait for their turn

T = TypeVar("T")
R = TypeVar("R")


def in_order(work: Callable[[T], R], items: Sequence[T]) -> Generator[R, None, None]:
    """Yield what `work` returns for each item, in their order."""
    processes = min(os.cpu_count() or 1, _MOST, len(items) // WORTHWHILE)
    if processes < 2:
        yield from map(work, items)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    context = get_context("spawn")
    with ProcessPoolExecutor(
        processes, context, initializer=_prepare, initargs=gc.get_threshold()[:1]
    ) as pool:
        rest = iter(items)
        waiting = deque(pool.submit(work, item) for item in islice(rest, processes * _AHEAD))
        try:
            while waiting:
                result = waiting.popleft().result()
                waiting.extend(pool.submit(work, item) for item in islice(rest, 1))
                yield result
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _prepare(allocations: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # stopping is left to us
    # typst would divide its work among all processors, which the other processes are busy with.
    os.environ.setdefault("RAYON_NUM_THREADS", "1")
    later.share()
    gc.set_threshold(allocations)

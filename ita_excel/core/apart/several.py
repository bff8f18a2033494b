"""Many files read apart by several processes at once, with what comes of it in the files' order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

FEW = 8  # files for which starting a second process isn't worth it
_MOST = 4  # processes


def ahead(items: Iterable[T], work: Callable[[T], R]) -> Iterator[tuple[T, R]]:
    """Yield each item with what `work` returns for it, which is done ahead of need.

    `work` runs in threads, each of which waits for a process; a few items are done one by one.
    Items are asked for only a few ahead, for each may hold a file's content.
    """
    rest = iter(items)
    first = list(islice(rest, FEW + 1))
    if len(first) <= FEW:
        yield from ((item, work(item)) for item in first)
        return
    from concurrent.futures import ThreadPoolExecutor  # a twentieth of a short command's time

    threads = min(os.cpu_count() or 1, _MOST)
    rest = chain(first, rest)
    with ThreadPoolExecutor(threads) as pool:
        waiting = deque((item, pool.submit(work, item)) for item in islice(rest, 2 * threads))
        try:
            while waiting:
                item, done = waiting.popleft()
                result = done.result()
                waiting.extend((item, pool.submit(work, item)) for item in islice(rest, 1))
                yield item, result
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

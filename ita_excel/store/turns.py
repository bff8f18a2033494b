"""Two runs at work on one workbook take turns: the second waits a little, then reads what the first left.

A turn goes from reading to saving, so that nothing is worked out from values of yesterday. On a
network drive that knows no locks there are no turns; then `saving.check_unchanged` finds out.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ita_excel.core.errors import OutputError
from ita_excel.core.language import Text
from ita_excel.store import locks

PATIENCE = 120.0  # seconds; a merge of many answers takes about a minute
_TOLD = 1.0  # seconds after which a person is told why nothing happens
_PAUSE = 0.02, 0.08  # seconds between two looks, by chance, so that all get their turn

BUSY = Text(
    "ไม่ได้เริ่มงานกับ {file} เพราะโปรแกรมนี้กำลังทำงานกับไฟล์เดียวกันอยู่ในหน้าต่างหรือเครื่องอื่นนานเกินไป — "
    "โปรดรอให้เสร็จแล้วสั่งใหม่",
    "Nothing was begun with {file}: another run of this program has been at work on it for too "
    "long. Wait until that is done and run the command again.",
)


@contextmanager
def turn(
    path: Path, waiting: Callable[[], None] = lambda: None, patience: float | None = None
) -> Iterator[None]:
    """Keep a workbook to this run; `waiting` is called once where another's turn takes long.

    A file that isn't there has no turns. OutputError after `patience` seconds.
    """
    handle = _wait(path, waiting, PATIENCE if patience is None else patience)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)  # which lets go of the lock


def _wait(path: Path, waiting: Callable[[], None], patience: float) -> int | None:
    started = time.monotonic()
    told = False
    while True:
        try:
            return _take(Path(os.path.realpath(path)))
        except _Taken:
            passed = time.monotonic() - started
            if passed > patience:
                raise OutputError(BUSY, file=path.name) from None
            if passed > _TOLD and not told:
                told = True
                waiting()
            import random  # only who waits needs it

            time.sleep(random.uniform(*_PAUSE))


class _Taken(Exception):
    """Another run has its turn."""


if sys.platform == "win32":
    import msvcrt

    def _take(target: Path) -> int | None:
        """Lock a file of this machine that stands for the workbook, which Excel must still open."""
        handle = locks.standing_for(target, "turn")
        if handle is None or not target.is_file():
            return handle
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            os.close(handle)
            raise _Taken from None
        return handle

else:
    import fcntl

    def _take(target: Path) -> int | None:
        """Lock the workbook's own file, which hinders nobody from opening it.

        Saving puts another file in its place: whoever waited for the old one looks again.
        """
        try:
            handle = os.open(target, os.O_RDONLY | os.O_NONBLOCK)
        except OSError:
            return None  # what is wrong with it is said when it is read
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            current = os.path.samestat(os.fstat(handle), os.stat(target))
        except BlockingIOError:
            current = False
        except OSError:
            os.close(handle)
            return None  # this file system knows no locks
        if not current:
            os.close(handle)
            raise _Taken
        return handle

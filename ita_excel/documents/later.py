"""Work that is done on the side while the caller goes on: typst leaves Python free meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread

_ALONE = True  # whether this process has the machine to itself


def share() -> None:
    """Do such work when its result is wanted: other processes are busy on all processors."""
    global _ALONE
    _ALONE = False


class Later(Thread):
    """Bytes being made; an error of the making is raised where they are asked for."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        super().__init__(daemon=True)
        self._make = make
        self._error: BaseException | None = None
        self._made = b""
        if _ALONE:
            self.start()

    def run(self) -> None:
        try:
            self._made = self._make()
        except BaseException as error:  # noqa: BLE001 (raised by `result`, where somebody waits)
            self._error = error

    def result(self) -> bytes:
        """Return the bytes when they are there."""
        if self.ident is None:  # never started
            self.run()
        else:
            self.join()
        if self._error:
            raise self._error
        return self._made

    def stop(self) -> None:
        """Wait for bytes that nobody wants any more."""
        if self.ident is not None:
            self.join()

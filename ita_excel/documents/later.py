"""Work that is done on the side while the caller goes on: typst leaves Python free meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread


class Later(Thread):
    """Bytes being made; an error of the making is raised where they are asked for."""

    def __init__(self, make: Callable[[], bytes]) -> None:
        super().__init__(daemon=True)
        self._make = make
        self._error: BaseException | None = None
        self._made = b""
        self.start()

    def run(self) -> None:
        try:
            self._made = self._make()
        except BaseException as error:  # noqa: BLE001 (told by `result`, where somebody listens)
            self._error = error

    def result(self) -> bytes:
        """Return the bytes when they are there."""
        self.join()
        if self._error:
            raise self._error
        return self._made

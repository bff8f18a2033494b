"""python-calamine, of which a panic is an error like any other.

What its authors didn't expect ends in a panic, which Python gets as an exception that no
`except Exception` catches: of whatever file, that is to be a sentence.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from python_calamine import CalamineError, CalamineWorkbook


class NotRead(Exception):
    """calamine can't read the file, or stopped in the middle of it."""


def open_book(data: bytes) -> CalamineWorkbook:
    """Return the workbook in these bytes; NotRead where calamine can't open it."""
    with _reported():
        return CalamineWorkbook.from_filelike(io.BytesIO(data))


def rows_of(book: CalamineWorkbook, sheet: str) -> Sequence[Sequence[object]]:
    """Return what a sheet holds from its first row and column on; NotRead where it is damaged."""
    with _reported():
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except (CalamineError, ValueError, OSError) as error:
        raise NotRead(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise NotRead(str(error)) from error

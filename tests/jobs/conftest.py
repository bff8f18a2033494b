"""The open workbook of the tests of the buttons."""

from __future__ import annotations

from tests.live.conftest import app, open_book

__all__ = ["app", "open_book"]

"""The office of the tests at the open workbook."""

from __future__ import annotations

from tests.live.conftest import app

__all__ = ["app"]

"""The Excel add-in: built from the text sources in `macros/`, carried in the wheel, installed."""

from __future__ import annotations

from pathlib import Path

ADDIN = Path(__file__).parent / "ita_excel.xlam"
# What Excel for Mac starts Python with.
SCRIPT_SOURCE = Path(__file__).parent / "ita_excel.applescript"

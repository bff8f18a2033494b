"""`workbook_template.xlsx` as it is shipped; the code that builds it isn't loaded for that."""

from __future__ import annotations

from pathlib import Path

FILE_NAME = "workbook_template.xlsx"


def template_bytes() -> bytes:
    """Return the template: from the wheel, in a checkout from its top level."""
    shipped = Path(__file__).resolve().parents[1] / FILE_NAME
    return shipped.read_bytes() if shipped.is_file() else checkout_path().read_bytes()


def checkout_path() -> Path:
    """Return where a checkout keeps the template."""
    return Path(__file__).resolve().parents[2] / FILE_NAME

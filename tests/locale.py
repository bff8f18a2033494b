"""Compile the Thai words of click: `python -m tests.locale` after changing messages.po."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parents[1] / "ita_excel/cli/locale/th/LC_MESSAGES"


def compiled() -> bytes:
    with (FOLDER / "messages.po").open("rb") as source:
        catalogue = read_po(source, locale="th")
    # Babel writes "now" into the header of a file that names no dates.
    catalogue.creation_date = catalogue.revision_date = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    (FOLDER / "messages.mo").write_bytes(compiled())

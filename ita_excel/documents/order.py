"""What a person may ask for: which documents, in which formats, of what part of the workbook."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ita_excel.schema.model import Round

Kind = Literal["memo", "report"]
Format = Literal["docx", "pdf", "html", "csv", "json"]
KINDS: tuple[Kind, ...] = ("memo", "report")
FORMATS: tuple[Format, ...] = ("docx", "pdf", "html", "csv", "json")
PUBLIC: tuple[Format, ...] = ("html", "csv", "json")


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made. `round`, `sign` None: what the workbook says; `unit` None: all."""

    kinds: tuple[Kind, ...] = KINDS
    formats: tuple[Format, ...] = ("docx", "pdf")
    round: Round | None = None
    unit: str | None = None
    sign: dt.date | None = None
    draft: bool = False
    force: bool = False
    public: bool = False  # the PDF is for publication too
    allow_personal_data: bool = False
    templates: Path | None = None
    pdf_from_word: bool = False

    @property
    def in_our_font(self) -> bool:
        """Whether any of it is set in the bundled font, not in that of its reader's program."""
        return not {"docx", "pdf"}.isdisjoint(self.formats)

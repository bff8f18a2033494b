"""What a person may ask for: which documents, in which formats, of what part of the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.language import Text
from ita_excel.documents.content.material import SharedAs
from ita_excel.documents.declarations import DOCUMENTS, FILE_FORMATS
from ita_excel.documents.declaring import Document
from ita_excel.rules.prints import Prints
from ita_excel.schema.model import Round

KINDS: tuple[str, ...] = tuple(d.kind for d in DOCUMENTS)
USUAL: tuple[str, ...] = tuple(d.kind for d in DOCUMENTS if d.usual)
FORMATS: tuple[str, ...] = tuple(f.key for f in FILE_FORMATS)
PUBLIC = frozenset(f.key for f in FILE_FORMATS if f.public)
_IN_OUR_FONT = frozenset(f.key for f in FILE_FORMATS if f.in_our_font)
_WITH_MEMO = "memo"  # beside other documents: the memo of each of them
ROWS_OR_ANNEX = Text(
    "ผลของแต่ละหน่วยงานพิมพ์ใต้แถวรวม หรือในภาคผนวก โปรดเลือกอย่างเดียว",
    "each unit's results are printed below the joint rows or in an annex: choose one",
)


def kinds_named(words: Collection[str]) -> tuple[str, ...]:
    """Return the kinds that a person names, in the order of the declarations.

    `memo` alone is that of the report; beside other documents it is the memo of each of them.
    """
    named = set(words)
    others = named - {_WITH_MEMO}
    memos = {d.kind for d in DOCUMENTS if d.memo_of in others}
    if _WITH_MEMO in named and memos:
        named = others | memos
    return tuple(kind for kind in KINDS if kind in named)


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: kinds of documents, in formats by their keys.

    `round`, `sign` None: what the workbook says; `unit` None: all. `shared` says how a report prints
    the rows of units that share an action.
    """

    kinds: tuple[str, ...] = USUAL
    formats: tuple[str, ...] = ("docx", "pdf")
    round: Round | None = None
    unit: str | None = None
    sign: dt.date | None = None
    draft: bool = False
    force: bool = False
    public: bool = False  # the PDF is for publication too
    allow_personal_data: bool = False
    templates: Path | None = None
    pdf_from_word: bool = False
    shared: SharedAs = SharedAs.JOINT
    whole_rows: bool = False  # cut none at a page's end: a Word file to be compared, not printed
    unnamed: bool = False  # nobody said which documents: the job may choose those of the plan
    results: Path | None = None  # last year's workbook, instead of the one that the settings name

    @property
    def documents(self) -> tuple[Document, ...]:
        """The declarations of what is to be made."""
        return tuple(d for d in DOCUMENTS if d.kind in self.kinds)

    @property
    def prints(self) -> tuple[Prints, ...]:
        """What of the workbook will be printed."""
        return tuple(d.prints for d in self.documents)

    @property
    def in_our_font(self) -> bool:
        """Whether any of it is set in the bundled font, not in that of its reader's program."""
        return not _IN_OUR_FONT.isdisjoint(self.formats)

    def publishes(self, document: Document) -> bool:
        """Whether any file of a document is for publication."""
        wanted = set(self.formats) & set(document.formats)
        return bool(wanted & PUBLIC) or (self.public and bool(wanted))

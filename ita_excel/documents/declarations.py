"""Every document and every format, each declared once; all that asks or loops reads it here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ita_excel import schema
from ita_excel.core.language import Text
from ita_excel.documents import style
from ita_excel.documents.content import proposing_letters as letters
from ita_excel.documents.content.analysis import analysis_content
from ita_excel.documents.content.elements import Content
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.measures import measures_content
from ita_excel.documents.content.memo import memo_content
from ita_excel.documents.content.proclamations import announcement_content, order_content
from ita_excel.documents.content.report import report_content
from ita_excel.documents.declaring import Covers, Document, FileFormat
from ita_excel.rules.prints import Prints

FILE_FORMATS = (
    FileFormat("docx", Text("Word", "Word"), in_our_font=True),
    FileFormat("pdf", Text("PDF", "PDF"), in_our_font=True),
    FileFormat("html", Text("หน้าเว็บ", "web page"), public=True),
    FileFormat("csv", Text("ข้อมูลเปิด CSV", "open data, CSV"), public=True),
    FileFormat("json", Text("ข้อมูลเปิด JSON", "open data, JSON"), public=True),
)

# Until when something is to be done is said by the circular alone.
_DUE = frozenset({"due_six", "due_twelve"})
_DATES = _DUE | {"due_measures", "due_publication", "other_dates"}
_SETTINGS = frozenset(setting.field for setting in schema.SETTINGS) - _DATES - {"published_total"}
_OF_A_LETTER = frozenset(
    {"owner", "phone", "letter_number", "letter_date", "to", "subject", "enclosures", "emblem"}
)

MEMO = Document(
    kind="memo",
    title=Text("บันทึกข้อความ", "memo"),
    file_name="บันทึกข้อความ",
    page=style.MEMO,
    prints=Prints(
        tables=(schema.SIGNATORIES, schema.RESULTS),
        settings=_SETTINGS,
        shown=(
            "name", "short_name", "district", "province", "owner", "phone", "letter_number", "to",
            "subject", "enclosures",
        ),
        letter=True,
        # How many are done, which aren't, and why.
        columns={
            schema.RESULTS.name: frozenset({"key", "round", "text", "status", "problems"})
        },
    ),
    content=memo_content,
    formats=("docx", "pdf"),
    memo_of="report",
)  # fmt: skip
REPORT = Document(
    kind="report",
    title=Text("รายงานผล", "report"),
    file_name="รายงานผล",
    page=style.REPORT,
    prints=Prints(
        tables=(schema.UNITS, schema.PLAN, schema.RESULTS),
        settings=_SETTINGS - _OF_A_LETTER,
        shown=("name", "website"),
    ),
    content=report_content,
    formats=("docx", "pdf", "html", "csv", "json"),
)

# What the papers of the plan say of the agency, and what a letter or a proclamation needs besides.
_OF_THE_PLAN = frozenset(
    {"name", "fiscal_year", "analysed_year", "font", "thai_digits", "short_unit_names"}
)
_OF_THE_HEAD = _OF_THE_PLAN | {"to", "letter_date", "emblem"}
_HEADED = _OF_THE_HEAD | {
    "short_name", "district", "province", "owner", "phone", "letter_number",
}  # fmt: skip
_SHOWN_HEADED = (
    "name", "short_name", "district", "province", "owner", "phone", "letter_number", "to",
)  # fmt: skip
# Which columns say what there is to do, and who is to do it when.
_WORDS = frozenset({"key", "measure", "number", "text"})
_DEEDS = _WORDS | {"responsible", "start", "end"}
_SCORED = frozenset({"number", "name", "instrument", "score", "target", "score_two_ago"})

MEASURES = Document(
    kind="measures",
    title=Text("มาตรการ", "measures"),
    file_name="มาตรการ",
    page=style.REPORT,
    prints=Prints(tables=(schema.UNITS, schema.PLAN), settings=_OF_THE_PLAN, shown=("name",)),
    content=measures_content,
    formats=("docx", "pdf", "html", "csv", "json"),
    usual=False,
    covers=Covers.PLAN,
)
ANALYSIS = Document(
    kind="analysis",
    title=Text("รายงานการวิเคราะห์ผลการประเมิน", "analysis of last year's assessment"),
    file_name="รายงานการวิเคราะห์",
    page=style.REPORT,
    prints=Prints(
        tables=(schema.UNITS, schema.SCORES, schema.PLAN),
        settings=_OF_THE_PLAN | {"to", "published_total"},
        shown=("name", "to"),
        columns={schema.SCORES.name: _SCORED},
    ),
    content=analysis_content,
    formats=("docx", "pdf", "html", "csv", "json"),
    usual=False,
    covers=Covers.PLAN,
)
ANNOUNCEMENT = Document(
    kind="announcement",
    title=Text("ประกาศมาตรการ", "announcement of the measures"),
    file_name="ประกาศมาตรการ",
    page=style.PROCLAMATION,
    prints=Prints(
        tables=(schema.UNITS, schema.SIGNATORIES, schema.PLAN),
        settings=_OF_THE_HEAD,
        shown=("name", "to"),
        columns={schema.PLAN.name: _DEEDS},
    ),
    content=announcement_content,
    formats=("docx", "pdf", "html"),
    usual=False,
    covers=Covers.PLAN,
    template="proclamation",
)
ORDER = Document(
    kind="order",
    title=Text("คำสั่งแต่งตั้งคณะทำงาน", "order appointing the working group"),
    file_name="คำสั่งแต่งตั้งคณะทำงาน",
    page=style.PROCLAMATION,
    prints=Prints(tables=(schema.SIGNATORIES,), settings=_OF_THE_HEAD, shown=("name", "to")),
    content=order_content,
    formats=("docx", "pdf"),
    usual=False,
    covers=Covers.PLAN,
    template="proclamation",
)
CIRCULAR = Document(
    kind="circular",
    title=Text("หนังสือแจ้งหน่วยงานให้รายงานผล", "circular asking the units to report"),
    file_name="หนังสือแจ้งหน่วยงาน",
    page=style.MEMO,
    prints=Prints(
        tables=(schema.UNITS, schema.SIGNATORIES, schema.PLAN),
        settings=(_HEADED | _DUE | {"round"}) - {"to", "analysed_year"},
        shown=tuple(field for field in _SHOWN_HEADED if field != "to"),
        columns={schema.PLAN.name: _WORDS | {"responsible"}},
    ),
    content=letters.circular,
    formats=("docx", "pdf"),
    usual=False,
    covers=Covers.ROUND,
    template="memo",
)


def _memo_of(
    document: Document,
    name: str,
    content: Callable[[Material], Content],
    *,
    scores: bool = False,
    analysed: bool = False,
) -> Document:
    """Return the memo that lays a document before the head.

    `scores`: it says what they are; `analysed`: it names the year whose assessment was analysed.
    """
    settings = _HEADED if analysed else _HEADED - {"analysed_year"}
    settings |= {"published_total"} if scores else set()
    tables = (schema.SIGNATORIES, *([schema.SCORES] if scores else []), schema.PLAN)
    return Document(
        kind=f"memo-{document.kind}",
        title=Text(f"บันทึกเสนอ{name}", f"memo of the {document.title.en}"),
        file_name=f"บันทึกเสนอ{name}",
        page=style.MEMO,
        prints=Prints(
            tables=tables,
            settings=settings | (_DUE | {"round"} if document.covers is Covers.ROUND else set()),
            shown=_SHOWN_HEADED,
            columns={schema.PLAN.name: _WORDS, schema.SCORES.name: _SCORED},
        ),
        content=content,
        formats=("docx", "pdf"),
        usual=False,
        covers=document.covers,
        template="memo",
        memo_of=document.kind,
    )


MEMOS = (
    _memo_of(ANALYSIS, "การวิเคราะห์ผล", letters.analysis_memo, scores=True, analysed=True),
    _memo_of(MEASURES, "มาตรการ", letters.measures_memo, analysed=True),
    _memo_of(ANNOUNCEMENT, "ประกาศ", letters.announcement_memo),
    _memo_of(ORDER, "คำสั่ง", letters.order_memo),
    _memo_of(CIRCULAR, "หนังสือแจ้งหน่วยงาน", letters.circular_memo),
)


def _worded(document: Document) -> Document:
    """Return the document with the office's own words among what it prints."""
    tables = (*document.prints.tables, schema.WORDING)
    return replace(document, prints=replace(document.prints, tables=tables, words=document.kind))


# In the order of the year's work; what is made unasked stands first.
_ALL = (
    MEMO,
    ANNOUNCEMENT,
    ORDER,
    CIRCULAR,
    *MEMOS,
    MEASURES,
    ANALYSIS,
    REPORT,
)
DOCUMENTS = tuple(map(_worded, _ALL))

# The names of the Word templates, which offices may change, and as people are shown them.
TEMPLATES = tuple(dict.fromkeys(f"{d.layout}.docx" for d in DOCUMENTS if "docx" in d.formats))
TEMPLATE_NAMES = Text(" หรือ ".join(TEMPLATES), " or ".join(TEMPLATES))

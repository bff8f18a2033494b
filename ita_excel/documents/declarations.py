"""Every document and every format, each declared once; all that asks or loops reads it here."""

from __future__ import annotations

from ita_excel import schema
from ita_excel.core.language import Text
from ita_excel.documents import style
from ita_excel.documents.content.memo import memo_content
from ita_excel.documents.content.report import report_content
from ita_excel.documents.declaring import Document, FileFormat
from ita_excel.rules.prints import Prints

FILE_FORMATS = (
    FileFormat("docx", Text("Word", "Word"), in_our_font=True),
    FileFormat("pdf", Text("PDF", "PDF"), in_our_font=True),
    FileFormat("html", Text("หน้าเว็บ", "web page"), public=True),
    FileFormat("csv", Text("ข้อมูลเปิด CSV", "open data, CSV"), public=True),
    FileFormat("json", Text("ข้อมูลเปิด JSON", "open data, JSON"), public=True),
)

_SETTINGS = frozenset(setting.field for setting in schema.SETTINGS)
_OF_A_LETTER = frozenset(
    {"owner", "phone", "letter_number", "letter_date", "to", "subject", "enclosures", "emblem"}
)

MEMO = Document(
    kind="memo",
    title=Text("บันทึกข้อความ", "memo"),
    file_name="บันทึกข้อความ",
    page=style.MEMO,
    prints=Prints(
        tables=(schema.SIGNATORIES,),
        settings=_SETTINGS,
        shown=(
            "name", "short_name", "district", "province", "owner", "phone", "letter_number", "to",
            "subject", "enclosures",
        ),
        letter=True,
    ),
    content=memo_content,
    formats=("docx", "pdf"),
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

DOCUMENTS = (MEMO, REPORT)

# The names of the Word templates, which offices may change, and as people are shown them.
TEMPLATES = tuple(f"{d.kind}.docx" for d in DOCUMENTS if "docx" in d.formats)
TEMPLATE_NAMES = Text(" หรือ ".join(TEMPLATES), " or ".join(TEMPLATES))

"""A new document as a developer writes it into a copy of the program: four files."""

from __future__ import annotations

from pathlib import Path

from tests.growing.grown import edit, python

TITLE, CHIEF = "ป้ายมาตรการ", "ผู้ติดป้าย"
_CONTENT = f'''"""The announcement of the plan as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ita_excel.documents.content.elements import Properties, Section, Signature
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.report_tables import Pages, plan_table
from ita_excel.schema.model import Round


class Notice(NamedTuple):
    properties: Properties
    round: Round
    title: tuple[str, ...]
    paragraphs: tuple[str, ...]
    plan: Section
    chief: Signature

    def texts(self) -> Iterator[str]:
        yield from (*self.title, *self.paragraphs, self.plan.heading)
        yield from (p.whole for row in self.plan.table.rows for cell in row.cells for p in cell)
        yield from (self.chief.name, self.chief.position)


def notice_content(material: Material) -> Notice:
    name = material.writer.text(material.agency.name)
    title = f"{TITLE}ของ{{name}}"
    return Notice(
        material.properties(title),
        material.round,
        (title, f"ปีงบประมาณ พ.ศ. {{material.year}}"),
        (f"{{name}} ประกาศให้ทราบทั่วกัน ดังนี้",),
        Section("มาตรการ", "", plan_table(Pages(material.workbook, material.writer))),
        Signature("(………………)", "{CHIEF}"),
    )
'''
_WORD = '''"""The Word template of the announcement."""

from ita_excel.documents import style
from ita_excel.documents.content.report_tables import PLAN_COLUMNS
from ita_excel.documents.word.building.markup import groups_table, loop, paragraph, section


def body() -> str:
    return "".join([
        loop("for line in title"), paragraph("{{ line }}", "ITAReportTitle"), loop("endfor"),
        loop("for text in paragraphs"), paragraph("{{ text }}", "ITAIndented"), loop("endfor"),
        paragraph("{{ plan.heading }}", "Heading2"),
        groups_table("plan", PLAN_COLUMNS),
        paragraph("{{ chief.name }}", "ITASignature"),
        paragraph("{{ chief.position }}", "ITASignature"),
        section(style.REPORT),
    ])
'''
_TYPST = """#set std.page(..paper)
#align(center, heading(level: 1, data.title.map(words).join(linebreak())))
#for text in data.paragraphs { indented(text) }
#section(data.plan)
#signed(data.chief, 36pt)
"""
_DECLARATION = f"""
NOTICE = Document(
    kind="notice",
    title=Text("{TITLE}", "announcement"),
    file_name="{TITLE}",
    page=style.REPORT,
    prints=Prints(
        tables=(schema.PLAN,),
        settings=frozenset({{"name", "fiscal_year", "thai_digits", "font"}}),
        shown=("name",),
    ),
    content=notice_content,
    formats=("docx", "pdf", "html", "csv", "json"),
    usual=False,
)
_ALL = (
    MEMO,
    NOTICE,
"""


def announce(copy: Path) -> set[str]:
    """Add the document to a copy of the program; return the files that a developer touched."""
    before = _files(copy)
    declarations = "documents/declarations.py"
    edit(copy, declarations, "\n_ALL = (\n    MEMO,\n", _DECLARATION)
    edit(
        copy,
        declarations,
        "from ita_excel.documents.content.report import",
        "from ita_excel.documents.content.notice import notice_content\n"
        "from ita_excel.documents.content.report import",
    )
    documents = copy / "ita_excel/documents"
    (documents / "content/notice.py").write_text(_CONTENT, "utf-8")
    (documents / "word/building/notice.py").write_text(_WORD, "utf-8")
    (documents / "pdf/typst/notice.typ").write_text(_TYPST, "utf-8")
    touched = {name for name, text in _files(copy).items() if before.get(name) != text}
    python(copy, "-m", "ita_excel.documents.word.building")
    return touched


def _files(copy: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(copy)): path.read_bytes()
        for path in copy.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }

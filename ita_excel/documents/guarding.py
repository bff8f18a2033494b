"""The gate before publication: what holds personal data is named, and nothing is made of it.

It asks what the rules V701 and V702 ask (`rules.published`), of the rows that are printed.
"""

from __future__ import annotations

from ita_excel import schema
from ita_excel.core.errors import ItaExcelError
from ita_excel.core.language import Text
from ita_excel.documents.content.elements import Content, sections
from ita_excel.documents.declaring import Document
from ita_excel.documents.order import Order
from ita_excel.rules.personal import WHAT
from ita_excel.rules.prints import Prints
from ita_excel.rules.published import Found, cell_of, personal_in
from ita_excel.schema.model import Workbook
from ita_excel.sheets import Reading

_PERSONAL = Text(
    "พบข้อมูลส่วนบุคคลในเนื้อหาที่จะเผยแพร่ {n} แห่ง ยังไม่ได้เขียนไฟล์ใด: {found}\n"
    "โปรดลบออกจากไฟล์ Excel หรือใช้ --allow-personal-data หากเผยแพร่ได้",
    "what would be published holds personal data in {n} places and nothing was written: {found}\n"
    "remove it from the workbook, or use --allow-personal-data if it may be published",
)
_PERSONAL_LAST = Text(
    *(
        f"{text} ({where})"
        for text, where in (
            (_PERSONAL.th, "ในไฟล์ของปีก่อน"),
            (_PERSONAL.en, "in last year's workbook"),
        )
    )
)
_PLACE = Text(
    "{rule} ชีต “{sheet}” {place} {what} {shown}", "{rule} sheet “{sheet}” {place}: {what} {shown}"
)
_CELL = Text("เซลล์ {cell}", "cell {cell}")
_ROW = Text("แถวข้อมูลที่ {row} “{heading}”", "data row {row} “{heading}”")
_NAMED = 5  # places; the check lists all


class PersonalData(ItaExcelError):
    """What would be published holds personal data (V701, V702); exit code 1.

    Names sheet and cell where `reading` says which cell a record's field is.
    """

    def __init__(
        self, found: tuple[Found, ...], reading: Reading | None = None, *, last: bool = False
    ) -> None:
        self.found, self.last = found, last  # `last`: in last year's workbook
        named = [_place(f, reading) for f in found[:_NAMED]]
        told = Text(*(", ".join(place[i] for place in named) for i in (0, 1)))
        if len(found) > _NAMED:
            told = Text(f"{told.th} …", f"{told.en} …")
        super().__init__(_PERSONAL_LAST if last else _PERSONAL, found=told, n=len(found))

    def at(self, reading: Reading) -> PersonalData:
        """Return the same with sheet and cell of each place."""
        return PersonalData(self.found, reading, last=self.last)


def _place(found: Found, reading: Reading | None) -> Text:
    cell = cell_of(found, reading) if reading else None
    sheet = cell.sheet if cell else found.table.sheet
    if cell:
        place = _CELL.fill(cell=cell.a1)
    else:
        headings = {c.field: c.heading for c in found.table.columns}
        place = _ROW.fill(row=found.index + 1, heading=headings.get(found.field, found.field))
    what = WHAT[found.kind]
    return _PLACE.fill(rule=found.rule, sheet=sheet, place=place, what=what, shown=found.shown)


def require_publishable(
    workbook: Workbook,
    order: Order,
    document: Document,
    content: Content,
    *,
    last: bool = False,
) -> None:
    """Raise PersonalData where the document, with this content, would publish some.

    `last` says that it is last year's workbook, of which results alone are printed.
    """
    if order.allow_personal_data:
        return
    tables = (section.table for section in sections(content).values())
    rows = {id(row.source) for table in tables for row in table.rows}
    prints = Prints(tables=(schema.RESULTS,)) if last else document.prints
    found = tuple(personal_in(workbook, lambda row: id(row) in rows, prints))
    if found:
        raise PersonalData(found, last=last)

"""Rules about files named as evidence (E801–E804): there, open, searchable, of the year.

What is in a file is found out by who may open it (`Book.evidence`).
"""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book
from ita_excel.rules.evidence_facts import FileFacts, FileProblem
from ita_excel.rules.evidence_years import YearsAsked, asks_for_earlier, judged
from ita_excel.schema.model import Result
from ita_excel.sheets import Record
from ita_excel.sheets.address_shapes import is_local

_NOT_THERE = (FileProblem.MISSING, FileProblem.OUTSIDE)


@rule(
    "E801",
    Severity.WARNING,
    Text("ไม่พบไฟล์ที่ระบุเป็นหลักฐาน", "a file named as evidence that isn't there"),
    each=("name",),
    missing=Text(
        "ไม่พบไฟล์ “{name}” ในโฟลเดอร์ของสมุดงาน รายงานจึงไม่แสดงเป็นหลักฐาน โปรดวางไฟล์ไว้ข้างสมุดงาน หรือแก้ชื่อให้ตรง",
        "there is no file “{name}” in the workbook's folder, so the report doesn't show it: put it "
        "beside the workbook, or correct the name",
    ),
    outside=Text(
        "“{name}” อยู่นอกโฟลเดอร์ของสมุดงาน จึงไม่เปิด โปรดคัดลอกไฟล์มาไว้ข้างสมุดงานแล้วใส่ชื่อไฟล์",
        "“{name}” lies outside the workbook's folder and isn't opened: copy the file beside the "
        "workbook and write its name",
    ),
)
def file_not_there(book: Book) -> Iterator[Hit]:
    if book.of_unit:  # a unit hands its files over apart from its workbook
        return
    for result, name, facts in _files(book):
        if facts.problem in _NOT_THERE:
            nearest = facts.nearest or None
            yield Hit(
                result.at("evidence"), facts.problem.value, {"name": name}, suggestion=nearest
            )


@rule(
    "E802",
    Severity.WARNING,
    Text("ไฟล์หลักฐานเปิดไม่ได้", "a file of evidence that can't be opened"),
    each=("name",),
    empty=Text(
        "ไฟล์ “{name}” ว่างเปล่า (0 ไบต์) โปรดคัดลอกไฟล์ต้นฉบับมาใหม่",
        "the file “{name}” is empty (0 bytes): copy the original again",
    ),
    damaged=Text(
        "ไฟล์ “{name}” เสียหาย เปิดไม่ได้ โปรดเปิดตรวจ แล้วบันทึกหรือสแกนใหม่",
        "the file “{name}” is damaged and can't be opened: look at it, save or scan it again",
    ),
    locked=Text(
        "ไฟล์ “{name}” ตั้งรหัสผ่านไว้ ผู้ตรวจจะเปิดไม่ได้ โปรดบันทึกใหม่โดยไม่ตั้งรหัสผ่าน",
        "the file “{name}” needs a password, so nobody else can open it: save it without one",
    ),
    other_kind=Text(
        "ไฟล์ “{name}” ที่จริงเป็น{really} ไม่ตรงกับนามสกุลไฟล์ โปรดเปิดแล้วบันทึกใหม่ให้ตรงชนิด",
        "the file “{name}” really is {really}, which isn't what its name says: open it and save it "
        "as what it is",
    ),
    too_big=Text(
        "ไฟล์ “{name}” ใหญ่เกินกว่าจะเผยแพร่หรือตรวจได้ โปรดลดขนาดไฟล์",
        "the file “{name}” is too big to be published or checked: make it smaller",
    ),
)
def file_unreadable(book: Book) -> Iterator[Hit]:
    for result, name, facts in _files(book):
        if facts.problem and facts.problem not in _NOT_THERE:
            context = {"name": name}
            if facts.problem is FileProblem.OTHER_KIND:
                context["really"] = facts.really
            yield Hit(result.at("evidence"), facts.problem.value, context)


@rule(
    "E803",
    Severity.INFO,
    Text("เอกสารหลักฐานค้นข้อความไม่ได้", "a document of evidence without text that can be searched"),
    each=("name",),
    scanned=Text(
        "“{name}” ไม่มีข้อความที่ค้นหาได้ (น่าจะเป็นภาพสแกน) หากมีต้นฉบับใน Word หรือ Excel ควรบันทึกเป็น PDF จากต้นฉบับ",
        "“{name}” holds no text that can be searched (probably a scan): where you have the original "
        "in Word or Excel, save the PDF from that",
    ),
)
def not_searchable(book: Book) -> Iterator[Hit]:
    for result, name, facts in _files(book):
        if facts.searchable is False:
            yield Hit(result.at("evidence"), "scanned", {"name": name})


@rule(
    "E804",
    Severity.WARNING,
    Text("หลักฐานเป็นของปีอื่น", "evidence of another year"),
    each=("name", "said"),
    last_year=Text(
        "“{name}” ระบุปี พ.ศ. {said} เท่านั้น ไม่มีปีหรือวันที่ของปีงบประมาณที่รายงาน โปรดตรวจว่าแนบเอกสารผิดปีหรือไม่",
        "“{name}” names the year {said} only, and neither the year reported nor a day of it: check "
        "whether it is another year's document",
    ),
    taken=Text(
        "ภาพ “{name}” ถ่ายเมื่อ {said} ซึ่งอยู่ก่อนปีงบประมาณที่รายงาน โปรดตรวจว่าใช้ภาพของปีก่อนหรือไม่",
        "the picture “{name}” was taken on {said}, before the year reported: check whether it is "
        "last year's",
    ),
    before=(
        Text(
            "“{name}” จัดทำเมื่อ {said} ก่อนเริ่มปีงบประมาณที่รายงาน โปรดตรวจว่าเป็นเอกสารของปีนี้",
            "“{name}” was made on {said}, before the year reported began: check that it is this year's",
        ),
        Severity.INFO,
    ),
    after=(
        Text(
            "“{name}” จัดทำเมื่อ {said} หลังสิ้นปีงบประมาณที่รายงานกว่า ๙๐ วัน โปรดตรวจว่าเป็นเอกสารของปีที่รายงาน",
            "“{name}” was made on {said}, more than 90 days after the year reported: check that it "
            "is that year's",
        ),
        Severity.INFO,
    ),
)
def of_another_year(book: Book) -> Iterator[Hit]:
    span = YearsAsked.of(book)
    if span is None:
        return
    for result, name, facts in _files(book):
        if facts.problem:
            continue
        found = judged(span, name, facts.years, facts.days, facts.made, taken=facts.picture)
        if found is None:
            continue
        action = book.plan_by_key.get(result.value.action_key)
        row = action.value if action else None
        if found.how == "last_year" and asks_for_earlier(row, result.value, found.said):
            continue
        variant = "taken" if facts.picture and found.how == "before" else found.how
        yield Hit(result.at("evidence"), variant, {"name": name, "said": found.said})


def _files(book: Book) -> Iterator[tuple[Record[Result], str, FileFacts]]:
    """Yield each file that evidence names, with what is known of it; none where nobody can look.

    Of a shared action what the joint row only repeats is said at the unit's row.
    """
    if book.evidence is None:
        return
    for result in (*book.results, *book.reading.unit_rows):
        if (result.row, "evidence") in book.joint_cells:
            continue
        for line in result.value.evidence_lines:
            name = line.text
            if not line.ends_as_file or is_local(name):  # E805 says so
                continue
            facts = book.evidence(name)
            # A sentence may end in a file's name: a file it is where it, or one like it, is there.
            if line.is_file or facts.nearest or facts.problem not in _NOT_THERE:
                yield result, name, facts

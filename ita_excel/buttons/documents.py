"""Export, new year and about: what makes files beside the workbook, or says where they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from ita_excel import __version__
from ita_excel.buttons import ordering
from ita_excel.buttons.checking import counted, joined
from ita_excel.buttons.desk import Desk
from ita_excel.buttons.press import LOG_NAME, Said
from ita_excel.buttons.running import NEVER_MIND, Cancelled
from ita_excel.core.language import Text
from ita_excel.schema import FINDINGS
from ita_excel.sheets import read


def export(desk: Desk) -> Said:
    from ita_excel.jobs.export import edited_in_the_way, in_the_way, make, write
    from ita_excel.jobs.to_sign import lines

    grid = desk.grid()
    order = ordering.ask(desk, read(grid))
    desk.progress(_MAKING)
    made = make(grid, desk.occasion(), order=order)
    if made.findings:
        question = _AS_DRAFT.fill(found=counted(made.findings), sheet=FINDINGS.sheet)
        _require(desk.asking.agree(question.say(desk.language)))
        made = make(grid, desk.occasion(), order=replace(order, draft=True))
    folder = desk.asking.folder(_WHERE_TO.say(desk.language))
    if folder is None:
        raise Cancelled(NEVER_MIND)
    there = in_the_way(made, folder)
    if there:
        edited = edited_in_the_way(made, folder, _file(desk))
        names = "\n".join(n for n in there if n not in edited)
        asked = [*([_REPLACE.fill(names=names)] if names else [])]
        asked += [_EDITED.fill(names="\n".join(edited))] if edited else []
        _require(desk.asking.agree("\n\n".join(q.say(desk.language) for q in asked)))
    desk.progress(_MAKING)
    done = write(made, folder, force=True, file=_file(desk))
    if done.documents:
        desk.show(folder)
    names = "\n".join(path.name for path in done.documents)
    lacks = done.shortfall
    told = [
        *([_MADE.fill(names=names, folder=folder)] if names else []),
        *(
            [Text(*("\n".join(t.say(one) for t in signing) for one in ("th", "en")))]
            if (signing := lines(done.to_sign))
            else []
        ),
        *(notice.text for notice in done.notices),
        *([lacks.text] if lacks else []),
    ]
    text = Text(*("\n\n".join(t.say(language) for t in told) for language in ("th", "en")))
    return Said(text, wrong=lacks is not None)


def _file(desk: Desk) -> Path | None:
    """Return the open workbook's file; None for one that was never saved, or lies on the web."""
    file = Path(desk.folder, desk.book.name) if desk.folder else None
    return file if file and file.is_file() else None


def _require(agreed: bool) -> None:
    """Raise Cancelled where the person doesn't agree."""
    if not agreed:
        raise Cancelled(NEVER_MIND)


def new_year(desk: Desk) -> Said:
    from ita_excel.jobs.new_year import line_of, told, usual_name
    from ita_excel.jobs.new_year import new_year as job

    grid = desk.grid()
    year, name = usual_name(grid, desk.occasion())
    folder = desk.asking.folder(_WHERE_NEXT.fill(year=year.year).say(desk.language))
    if folder is None:
        raise Cancelled(NEVER_MIND)
    there = (folder / name).exists()
    if there:
        _require(desk.asking.agree(_REPLACE.fill(names=name).say(desk.language)))
    made = job(grid, desk.occasion(), folder / name, force=there)
    desk.show(folder)
    lines = [*told(made), *(_LEFT.fill(line=line_of(left)) for left in made.left[:_SHOWN_LEFT])]
    more = len(made.left) - _SHOWN_LEFT
    lines += [_MORE_LEFT.fill(n=more)] if more > 0 else []
    next_line = Text("\n\n{line}", "\n\n{line}")
    said = _NEXT.fill(year=made.year.year, path=made.file)
    return Said(joined(said, *(next_line.fill(line=line) for line in lines)))


def diff(desk: Desk) -> Said:
    from ita_excel.documents.web import differences_page
    from ita_excel.jobs.diff import diff as job
    from ita_excel.jobs.diff import write_page

    desk.progress(_COMPARING)
    found = job(desk.grid(), desk.occasion())
    assert found.backup is not None  # what an open workbook is compared with
    since = _SINCE.fill(n=found.backup.number, moment=found.backup.modified)
    if not found.differences:
        return Said(joined(since, differences_page.NOTHING))
    page = desk.state / _PAGE_NAME
    page.unlink(missing_ok=True)  # of an earlier press, and nobody's work
    write_page(found, page, desk.occasion())
    desk.show(page)
    lines = [
        *differences_page.sheet_lines(found.differences),
        *(
            _SHEET.fill(sheet=s.sheet, counted=differences_page.counted(s))
            for s in found.differences.sheets
        ),
    ]
    listed = [Text(f"{line.th}\n", f"{line.en}\n") for line in lines]
    return Said(joined(since, *listed, _AS_PAGE))


def about(desk: Desk) -> Said:
    log: Path = desk.state / LOG_NAME
    return Said(_ABOUT.fill(version=__version__, log=log))


_MAKING = Text("กำลังทำเอกสาร …", "making documents …")
_WHERE_TO = Text("เลือกโฟลเดอร์สำหรับเอกสาร", "Choose the folder for the documents")
_SHOWN_LEFT = 5
_LEFT = Text("• {line}", "• {line}")
_MORE_LEFT = Text("… อีก {n} รายการ", "… and {n} more")
_WHERE_NEXT = Text(
    "เลือกโฟลเดอร์สำหรับสมุดงานปีงบประมาณ {year}", "Choose the folder for the workbook of {year}"
)
_AS_DRAFT = Text(
    "ข้อมูลยังมี {found} จึงยังทำเอกสารฉบับจริงไม่ได้ (กดปุ่ม ตรวจสอบ แล้วดูที่ชีต “{sheet}”)\n\n"
    "ต้องการทำเป็นฉบับร่าง ที่พิมพ์คำว่า “ร่าง” ทุกหน้า หรือไม่",
    "the data still has {found}, so no final document can be made (press Check and see “{sheet}”)"
    "\n\nMake a draft, with “ร่าง” on every page?",
)
_REPLACE = Text(
    "มีไฟล์เหล่านี้อยู่แล้ว ต้องการเขียนทับหรือไม่ (ไฟล์เดิมเก็บเป็นไฟล์สำรอง)\n\n{names}",
    "these files exist already, replace them? (backups are kept)\n\n{names}",
)
_EDITED = Text(
    "มีผู้แก้ไขไฟล์เหล่านี้ใน Word ต้องการทำฉบับใหม่หรือไม่ (ฉบับที่แก้เก็บไว้ข้างกัน)\n\n{names}",
    "these files were edited in Word, make new ones? (the edited ones are kept beside them)\n\n{names}",
)
_MADE = Text("ทำเอกสารแล้ว\n\n{names}\n\nที่ {folder}", "made:\n\n{names}\n\nin {folder}")
_NEXT = Text(
    "สร้างสมุดงานปีงบประมาณ {year} แล้ว ไฟล์ที่เปิดอยู่ไม่เปลี่ยนแปลง\n\n{path}\n\n"
    "โปรดตรวจข้อ OIT และช่วงเวลาของแต่ละมาตรการ แล้วกรอกผลประเมินปีล่าสุด",
    "the workbook of {year} is made; the open one is unchanged\n\n{path}\n\n"
    "Check each measure's OIT item and period, and enter the latest scores.",
)
_COMPARING = Text("กำลังเทียบกับไฟล์สำรอง …", "comparing with the backup …")
_PAGE_NAME = "changes.html"
_SINCE = Text(
    "เทียบกับไฟล์สำรองรุ่นที่ {n} ({moment:%Y-%m-%d %H:%M})\n\n",
    "compared with backup {n} of {moment:%Y-%m-%d %H:%M}\n\n",
)
_SHEET = Text("{sheet}: {counted}", "{sheet}: {counted}")
_AS_PAGE = Text("\nรายละเอียดเปิดเป็นหน้าเว็บแล้ว", "\nThe page with all of it is open.")
_ABOUT = Text(
    "ita-excel รุ่น {version}\n\nบันทึกการทำงาน: {log}\n\nตรวจความพร้อมของเครื่อง: ita-excel doctor",
    "ita-excel {version}\n\nlog: {log}\n\nwhat this computer lacks: ita-excel doctor",
)

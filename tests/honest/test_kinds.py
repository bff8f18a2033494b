"""Twelve workbooks made by `new --kind`, one a kind, filled in with care: papers, no error, no false alarm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from ita_excel import schema
from ita_excel.catalogue import kinds
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.sheets import append_rows, read, replace_rows
from ita_excel.store.file import FileGrid
from tests.command import run
from tests.documents.books import png
from tests.honest.books import DONE, NOT_DONE, UNDER_WAY, Row, _plan, _said
from tests.honest.test_careful_officers import change, noise, settings


class Agency(NamedTuple):
    """An agency of a kind; `place` is district and province where the kind is asked for them."""

    name: str
    head: str
    units: tuple[str, str, str]
    place: tuple[str, str]
    number: str
    proposer: str
    item: str | None  # an item of its kind's list in FY2569


AGENCIES = {
    "sao": Agency("องค์การบริหารส่วนตำบลบ้านนา", "นายกองค์การบริหารส่วนตำบลบ้านนา", ("สำนักปลัด", "กองคลัง", "กองช่าง"),
                  ("บ้านนาเดิม", "สุราษฎร์ธานี"), "สฎ ๗๒๗๐๑/๑๒", "นิติกรชำนาญการ", "O25"),
    "municipality": Agency("เทศบาลตำบลท่าฉาง", "นายกเทศมนตรีตำบลท่าฉาง", ("สำนักปลัดเทศบาล", "กองคลัง", "กองช่าง"),
                           ("ท่าฉาง", "สุราษฎร์ธานี"), "สฎ ๕๒๕๐๑/๑๒", "นิติกรชำนาญการ", "O25"),
    "pao": Agency("องค์การบริหารส่วนจังหวัดพะเยา", "นายกองค์การบริหารส่วนจังหวัดพะเยา", ("สำนักปลัดองค์การบริหารส่วนจังหวัด", "กองคลัง", "กองช่าง"),
                  ("", "พะเยา"), "พย ๕๑๐๐๑/๑๒", "นิติกรชำนาญการ", "O25"),
    "department": Agency("กรมส่งเสริมงานตัวอย่าง", "อธิบดีกรมส่งเสริมงานตัวอย่าง", ("สำนักงานเลขานุการกรม", "กองคลัง", "ศูนย์เทคโนโลยีสารสนเทศ"),
                         ("", ""), "ตย ๐๓๐๑.๒/๑๒", "นักจัดการงานทั่วไปชำนาญการ", "O25"),
    "province": Agency("จังหวัดสุราษฎร์ธานี", "ผู้ว่าราชการจังหวัดสุราษฎร์ธานี", ("กลุ่มงานอำนวยการ", "กลุ่มงานยุทธศาสตร์", "กลุ่มงานบริหารทรัพยากรบุคคล"),
                       ("", "สุราษฎร์ธานี"), "สฎ ๐๐๑๗.๑/๑๒", "นักจัดการงานทั่วไปชำนาญการ", "O25"),
    "district": Agency("อำเภอท่าฉาง", "นายอำเภอท่าฉาง", ("กลุ่มงานบริหารงานปกครอง", "กลุ่มงานความมั่นคง", "ฝ่ายทะเบียนและบัตร"),
                       ("ท่าฉาง", "สุราษฎร์ธานี"), "สฎ ๐๙๑๘/๑๒", "เจ้าพนักงานปกครองชำนาญการ", None),
    "school": Agency("โรงเรียนบ้านตัวอย่างวิทยา", "ผู้อำนวยการโรงเรียนบ้านตัวอย่างวิทยา", ("กลุ่มบริหารงานทั่วไป", "กลุ่มบริหารงบประมาณ", "กลุ่มบริหารวิชาการ"),
                     ("", ""), "ศธ ๐๔๑๐๑.๐๒๓/๑๒", "ครูชำนาญการ", None),
    "college": Agency("วิทยาลัยเทคนิคตัวอย่าง", "ผู้อำนวยการวิทยาลัยเทคนิคตัวอย่าง", ("ฝ่ายบริหารทรัพยากร", "ฝ่ายแผนงานและความร่วมมือ", "ฝ่ายวิชาการ"),
                      ("", ""), "ศธ ๐๖๑๒.๑/๑๒", "ครูชำนาญการพิเศษ", "O23"),
    "university": Agency("มหาวิทยาลัยตัวอย่าง", "อธิการบดีมหาวิทยาลัยตัวอย่าง", ("กองกลาง", "กองคลัง", "คณะวิศวกรรมศาสตร์"),
                         ("", ""), "อว ๐๖๑๑.๑/๑๒", "นักวิเคราะห์นโยบายและแผน", "O25"),
    "hospital": Agency("โรงพยาบาลท่าฉาง", "ผู้อำนวยการโรงพยาบาลท่าฉาง", ("กลุ่มงานบริหารทั่วไป", "กลุ่มงานการพยาบาล", "กลุ่มงานทันตกรรม"),
                       ("ท่าฉาง", "สุราษฎร์ธานี"), "สฎ ๐๐๓๓.๓๐๑/๑๒", "นักจัดการงานทั่วไปชำนาญการ", "MOIT 12, 18"),
    "state-enterprise": Agency("การประปาตัวอย่าง", "ผู้ว่าการการประปาตัวอย่าง", ("สำนักผู้ว่าการ", "ฝ่ายการเงิน", "ฝ่ายบริการลูกค้า"),
                               ("", ""), "มท ๕๔๐๑/๑๒", "นักบริหารงานทั่วไป", "O25"),
    "public-organization": Agency("สำนักงานพัฒนาตัวอย่าง (องค์การมหาชน)", "ผู้อำนวยการสำนักงานพัฒนาตัวอย่าง", ("สำนักอำนวยการ", "ฝ่ายการเงิน", "ฝ่ายกฎหมาย"),
                                  ("", ""), "สพต ๐๑/๑๒", "นักบริหารงานทั่วไป", "O25"),
}  # fmt: skip


def plan(agency: Agency, everybody: str) -> tuple[Row, ...]:
    """Return three measures with ten actions."""
    first, second, third = agency.units
    return (
        *_plan("มาตรการป้องกันการรับสินบน",
               ("ประกาศนโยบายไม่รับของขวัญและแจ้งเวียนให้ทราบ", everybody, "ต.ค. 68", "ก.ย. 69", 1, agency.item),
               ("รายงานการรับทรัพย์สินหรือประโยชน์อื่นใด", first, "ทุก 6 เดือน", None, 2, None),
               ("อบรมเรื่องผลประโยชน์ทับซ้อน", f"{first}, {second}", "ไตรมาส 2", None, 1, None)),
        *_plan("มาตรการพัฒนาคุณภาพการให้บริการ",
               ("สำรวจความพึงพอใจของผู้รับบริการ", third, "มี.ค. และ ก.ย. 69", None, 2, None),
               ("จัดทำคู่มือการให้บริการฉบับปรับปรุง", third, "ต.ค. 68", "มี.ค. 69", 1, None),
               ("เปิดช่องทางติดต่อสอบถามออนไลน์", f"หัวหน้า{first}", "ต.ค. 68", "ธ.ค. 68", 1, None)),
        *_plan("มาตรการส่งเสริมความโปร่งใสในการจัดซื้อจัดจ้าง",
               ("เผยแพร่สรุปผลการจัดซื้อจัดจ้างรายเดือน", second, "ทุกเดือน", None, 2, None),
               ("ตรวจนับพัสดุประจำปี", second, "ต.ค. 68", "ธ.ค. 68", 1, None),
               ("ประชุมติดตามเรื่องร้องเรียน", "คณะทำงานด้านความโปร่งใส", "ตลอดปีงบประมาณ", None, 2, None),
               ("จัดทำสื่อประชาสัมพันธ์ช่องทางร้องเรียน", first, "เม.ย. 69", "มิ.ย. 69", 1, None)),
    )  # fmt: skip


SAID = (
    _said(DONE, "ลงนามประกาศวันที่ ๑๐ พฤศจิกายน ๒๕๖๘ แจ้งเวียนทางหนังสือครบทุกคน ๘๖ คน", "2 เม.ย. 69", "นิติกร",
          evidence="https://www.example.go.th/nogift"),
    _said(UNDER_WAY, "รายงานรอบแรกแล้ว ไม่มีการรับทรัพย์สิน จำนวนผู้รายงาน ๘๖ คน", "2 เม.ย. 69", "นักทรัพยากรบุคคล"),
    _said(DONE, "อบรมวันที่ ๑๙ กุมภาพันธ์ ๒๕๖๙ ผู้เข้าร่วม ๓๑ คน", "5 มี.ค. 69", "นักทรัพยากรบุคคล"),
    _said(UNDER_WAY, "สำรวจครั้งที่ ๑ วันที่ ๙ มีนาคม ๒๕๖๙ ผู้ตอบ ๓๐๕ คน พึงพอใจร้อยละ ๘๘.๔", "3 เม.ย. 69", "เจ้าหน้าที่บริการ"),
    _said(DONE, "คู่มือฉบับปรับปรุงใช้ตั้งแต่วันที่ ๑ มีนาคม ๒๕๖๙ รวม ๑๒ งานบริการ", "3 เม.ย. 69", "เจ้าหน้าที่บริการ"),
    _said(DONE, "เปิดช่องทางเมื่อวันที่ ๑๗ ธันวาคม ๒๕๖๘ มีผู้สอบถาม ๔๒ ราย", "5 ม.ค. 69", "นักวิชาการคอมพิวเตอร์"),
    _said(UNDER_WAY, "เผยแพร่แล้ว ๖ เดือน รวม ๕๘ รายการ", "7 เม.ย. 69", "เจ้าพนักงานพัสดุ"),
    _said(DONE, "ตรวจนับครุภัณฑ์ ๒๔๘ รายการ แล้วเสร็จวันที่ ๒๖ ธันวาคม ๒๕๖๘", "9 ม.ค. 69", "เจ้าพนักงานพัสดุ"),
    _said(UNDER_WAY, "ประชุมแล้ว ๒ ครั้ง เมื่อวันที่ ๑๗ ธันวาคม ๒๕๖๘ และ ๑๘ มีนาคม ๒๕๖๙", "3 เม.ย. 69", "นิติกร"),
    _said(NOT_DONE, None, "3 เม.ย. 69", "นักประชาสัมพันธ์", problems="เริ่มดำเนินการเดือนเมษายน ๒๕๖๙ ตามแผน"),
)  # fmt: skip


def begun(code: str, path: Path) -> None:
    """Make the workbook and type settings, units, names and plan; the posts of the chain stay as `new` set them."""
    agency, kind = AGENCIES[code], kinds.find(code)
    assert kind is not None
    ran = run("new", path, "--fiscal-year", "2569", "--kind", code, "--agency", agency.name)
    assert ran.code == 0, ran.err
    grid = FileGrid(path)
    reading = read(grid)
    typed: Row = {
        "district": agency.place[0], "province": agency.place[1], "owner": agency.units[0], "to": agency.head,
        "letter_number": agency.number, "letter_date": "๒๐ เมษายน ๒๕๖๙", "emblem": "ตราครุฑ.png",
        "website": "https://www.example.go.th",
    }  # fmt: skip
    edits = settings(reading, {f: v or None for f, v in typed.items()})
    edits += replace_rows(reading.blocks[schema.UNITS.name], [{"name": n} for n in agency.units])
    people = [record.value for record in reading.signatories]
    if not people:  # nobody knows the usual chain
        edits += append_rows(reading.blocks[schema.SIGNATORIES.name], [
            {"order": 1, "role": "ผู้เสนอ", "name": "นางสาวมาลี ใจดี", "position": agency.proposer},
            {"order": 2, "role": "ความเห็น", "heading": "ความเห็น", "name": "นายสมชาย รักงาน", "position": agency.head},
        ])  # fmt: skip
    else:
        named = [
            replace(p, name=f"นาย{'กขคง'[n]} ใจดี", position=p.position or agency.proposer)
            for n, p in enumerate(people)
        ]
        edits += replace_rows(reading.blocks[schema.SIGNATORIES.name], [
            {"order": p.order, "role": p.role, "heading": p.heading or None, "name": p.name, "position": p.position}
            for p in named
        ])  # fmt: skip
    edits += append_rows(reading.blocks[schema.PLAN.name], plan(agency, kind.every[0]))
    change(path, edits, grid)
    (path.parent / "ตราครุฑ.png").write_bytes(png(60, 60))


@pytest.mark.parametrize("code", AGENCIES)
def test_papers_without_an_error_or_a_false_alarm(code: str, tmp_path: Path) -> None:
    path = tmp_path / "ITA.xlsx"
    begun(code, path)
    assert noise(path, "R401") == []
    assert run("fill", path).code == 0
    grid = FileGrid(path)
    reading = read(grid)
    block = reading.blocks[schema.RESULTS.name]
    texts = [row["text"] for row in plan(AGENCIES[code], "")]
    rows = []
    for record in reading.results:
        told = SAID[texts.index(record.value.text)]
        rows += [(record.row, f, v) for f, v in told.items() if v]
    change(path, [SetCell(CellRef(block.sheet, r, block.columns[f]), v) for r, f, v in rows], grid)
    assert noise(path) == []
    out = tmp_path / "papers"
    ran = run("export", path, "--output", out, "--format", "docx,pdf")
    assert (ran.code, len(list(out.iterdir()))) == (0, 4), ran.out + ran.err

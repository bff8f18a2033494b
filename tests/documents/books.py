"""Workbooks for the tests of documents: the sample as records, one with everything, any one."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from ita_excel.schema.model import Action, Agency, Result, Signatory, Status, Unit, Workbook
from ita_excel.sheets.meaning import read_round, read_year, understood
from ita_excel.sheets.sample import sample
from ita_excel.thai.dates import read_date


def sample_workbook() -> Workbook:
    """The sample of FY2565 as `sheets.read` gives it."""
    told = sample()
    settings: dict[str, Any] = _texts(told.settings)
    for field in ("fiscal_year", "analysed_year", "results_year"):
        settings[field] = read_year(settings[field])
    settings["letter_date"] = read_date(settings["letter_date"], settings["fiscal_year"])
    settings["round"] = read_round(str(settings["round"]))
    settings["thai_digits"] = True
    book = Workbook(
        Agency(**settings),
        tuple(Unit(**_texts(u)) for u in told.units),
        tuple(Signatory(**_texts(s)) for s in told.signatories),
        plan=tuple(Action(**row) for row in _with_measures(told.plan)),
        results=tuple(Result(**row) for row in _with_measures(told.results)),
    )
    return understood(book)


def _texts(row: dict[str, Any]) -> dict[str, Any]:
    return {k: "" if v is None else v for k, v in row.items()}


def _with_measures(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    above, made = "", []
    for row in rows:
        above = row.get("measure") or above
        made.append({**_texts(row), "measure": above})
    return made


def full_workbook() -> Workbook:
    """The sample with what it lacks: problems, evidence of each kind, photos, each status."""
    book = sample_workbook()
    extra = [
        {"evidence": "https://www.example.go.th/ita?o=15&year=2565\nภาพ ประกอบ.png"},
        {"problems": "ขาดบุคลากร\nงบประมาณไม่เพียงพอ"},
        {"status": Status.UNDER_WAY.value, "evidence": "- photos/งาน.jpg\nประกาศเลขที่ 12/2565"},
        {"status": Status.CANCELLED.value, "problems": "ไม่ได้รับจัดสรรงบประมาณ"},
        {"evidence": "ดูที่ www.example.go.th/o20 และ javascript:alert(1)"},
        {"suggestions": "- ข้อหนึ่ง\n- ข้อสอง"},
    ]
    results = [replace(r, **more) for r, more in zip(book.results, extra, strict=True)]
    agency = replace(book.agency, emblem="ตราครุฑ.png", phone="๐ ๗๗๓๐ ๐๐๐๐")
    return replace(book, results=tuple(results), agency=agency)


def put_pictures(folder: Path) -> None:
    """Put the pictures that `full_workbook` names into a folder."""
    (folder / "photos").mkdir()
    (folder / "ภาพ ประกอบ.png").write_bytes(png(40, 30))
    (folder / "ตราครุฑ.png").write_bytes(png(20, 22))
    (folder / "photos" / "งาน.jpg").write_bytes(jpeg(40, 20, orientation=6))


def png(width: int, height: int) -> bytes:
    """A picture, dark above and light below, with a text chunk that must not travel on."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    rows = b"".join(
        b"\0" + (b"\x20\x40\x60" if y < height // 2 else b"\xe0\xe0\xe0") * width
        for y in range(height)
    )
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
            chunk(b"tEXt", b"Author\0somebody"),
            chunk(b"IDAT", zlib.compress(rows)),
            chunk(b"IEND", b""),
        ]
    )


def jpeg(width: int, height: int, orientation: int = 1) -> bytes:
    """A photo as a telephone makes it: its orientation and a place in Exif."""
    import io

    from PIL import Image

    picture = Image.new("RGB", (width, height), (230, 230, 230))
    picture.paste((200, 20, 20), (0, 0, width // 4, height))  # its left end is red
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SecretPhone"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


_NASTY = st.sampled_from(
    [
        "&", "<b>", "</w:t>", "{{ x }}", "{% for %}", "#let", "$x$", "\\", "*_@`~", "=1+1", "-",
        "🙂", "👩\u200d👧", "👍🏽", "🇹🇭", "☑\ufe0f", "1\ufe0f\u20e3", "É", "漢字", "ि", "\u200b", "\ufdd0", "\x07", "\ue000", "'\"", "]]>",
        "<!--", "https://example.go.th/a?b=1&c=ก", "O15", "facebook.com/12", "10.0.0.1:8080", "ISO 9001:2015",
        "O15, 16", "รายงาน2565.pdf", "๑๒", "34", "ๆ", "ฯลฯ", "พ.ศ. ๒๕๖๕",
        "ต.ค. ๖๔ - ก.ย. ๖๕", "ก" * 60, "A" * 90, "น้ำ", "ปู่", "(ก)", "/", "\n", "\n- ", "\n๒. ",
        "องค์การบริหารส่วนตำบล", "ประชาสัมพันธ์", "ผู้รับผิดชอบ", "  ", "\t",
    ]
)  # fmt: skip
nasty_text = st.lists(_NASTY, max_size=12).map("".join)
long_text = st.integers(1, 30).map(lambda n: "\n".join(f"บรรทัดที่ {i}" for i in range(n)))
any_text = st.one_of(nasty_text, long_text, st.just(""))


@st.composite
def any_workbook(draw: st.DrawFn) -> Workbook:
    """A workbook of few rows in whose cells anything may stand."""
    agency = replace(
        sample_workbook().agency,
        name=draw(nasty_text),
        owner=draw(nasty_text),
        to=draw(nasty_text),
        subject=draw(nasty_text),
        enclosures=draw(nasty_text),
        letter_number=draw(nasty_text),
        thai_digits=draw(st.booleans()),
    )
    measures = draw(st.lists(nasty_text, min_size=1, max_size=3))
    plan = tuple(
        Action(
            key=f"K{i}",
            measure=measure,
            number=draw(st.one_of(st.none(), st.integers(1, 30))),
            text=draw(any_text),
            details=draw(any_text),
            responsible=draw(nasty_text),
            start=draw(st.sampled_from(["ต.ค. ๖๔", "", "เมื่อพร้อม"])),
            end=draw(st.sampled_from(["ก.ย. ๖๕", ""])),
            times=draw(st.sampled_from([1, 2, None, "สองครั้ง"])),
        )
        for i, measure in enumerate(measures)
    )
    results = tuple(
        Result(
            key=action.key,
            round="๖ เดือน",
            measure=action.measure,
            number=action.number,
            text=draw(any_text),
            responsible=action.responsible,
            start=action.start,
            end=action.end,
            status=draw(st.sampled_from([*(s.value for s in Status), "", "อื่น ๆ"])),
            outcome=draw(any_text),
            problems=draw(any_text),
            suggestions=draw(any_text),
            evidence=draw(nasty_text),
        )
        for action in plan
    )
    signer = Signatory(1, "ผู้เสนอ", "", draw(nasty_text), draw(nasty_text))
    return understood(Workbook(agency, (Unit("สำนักปลัด"),), (signer,), (), plan, results))

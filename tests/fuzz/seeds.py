"""Honest files of every kind that the program reads, from which bad ones are made."""

from __future__ import annotations

import email.message
import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from ita_excel.documents.word.placeholders import template_bytes
from tests import libreoffice
from tests.dispatch.files import make_master, split, type_into
from tests.hostile.packages import zipped

KEYS = {"สำนักปลัด": "KBBB", "กองคลัง": "KCCC", "กองช่าง": "KDDD"}
ITEMS = "fiscal_year,item,title,group,certainty,subject\n2565,O1,โครงสร้าง,9.1,A,\n2565,O2,ข้อมูลผู้บริหาร,9.1,B,x\n"
LETTER = "เรื่อง: ขอให้รายงานผลภายใน {กำหนดส่ง}\n\nเรียน {หน่วยงาน}\nโปรดกรอกไฟล์ที่แนบมา\n"


@dataclass(frozen=True)
class Seeds:
    """An office: its master, what its units answered, and its files of other kinds."""

    master: bytes
    good: dict[str, bytes]  # the answers of three units, by file name
    answers: dict[str, list[bytes]]  # by ending, what a bad answer is made of
    masters: list[bytes]
    texts: dict[str, bytes]  # items, letter
    templates: dict[str, bytes]  # memo, report
    pictures: dict[str, bytes]


def make(folder: Path) -> Seeds:
    """Make them in a folder."""
    path = make_master(folder / "master.xlsx")
    sent = split(path, folder / "out")
    for unit, answer in sent.items():
        type_into(answer, KEYS[unit], outcome=f"ตอบโดย {unit}")
    good = {p.name: p.read_bytes() for p in sent.values()}
    one = sent["กองคลัง"]
    others = {
        kind: libreoffice.convert(one, kind, folder / f"as-{kind}").read_bytes()
        for kind in ("xlsx", "ods", "xls")
    }
    shared = [_by_openpyxl(one), others["xlsx"]]
    plain = one.read_bytes()
    mails = [_mail("ก.xlsx", plain), _mail("ข.zip", zipped(("ค.xlsx", plain)))]
    archives = [zipped(("a.xlsx", plain), ("b/ค.ods", others["ods"])), zipped(("a.eml", mails[0]))]
    again = libreoffice.convert(path, "xlsx", folder / "master-by-calc").read_bytes()
    return Seeds(
        path.read_bytes(),
        good,
        {
            ".xlsx": [plain, *shared],
            ".ods": [others["ods"]],
            ".xls": [others["xls"]],
            ".zip": archives,
            ".eml": mails,
        },
        [path.read_bytes(), _by_openpyxl(path), again],
        {"items": ITEMS.encode(), "letter": LETTER.encode()},
        {name: template_bytes(name) for name in ("memo", "report")},
        {"emblem.png": _png()},
    )


def _by_openpyxl(path: Path) -> bytes:
    out = io.BytesIO()
    openpyxl.load_workbook(path).save(out)
    return out.getvalue()


def _mail(name: str, data: bytes) -> bytes:
    made = email.message.EmailMessage()
    made["Subject"], made["Date"] = "ส่งคืน", "Tue, 15 Mar 2022 10:00:00 +0700"
    made.set_content("แนบไฟล์มาด้วยแล้ว")
    made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def _png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", 40, 40, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80\x40\x20" * 40 for _ in range(40)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")

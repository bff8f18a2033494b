"""Rule about the shape of addresses named as evidence (E805): those that nobody else can open.

What was meant as a web address and is none is R407; whether a page answers is asked online only.
"""

from __future__ import annotations

from collections.abc import Iterator

from ita_excel.core.findings import Severity
from ita_excel.core.language import Text
from ita_excel.rules.declaring import Hit, rule
from ita_excel.rules.derived import Book


@rule(
    "E805",
    Severity.WARNING,
    Text("ที่อยู่ของหลักฐานที่ผู้อื่นเปิดไม่ได้", "an address of evidence that nobody else can open"),
    each=("address",),
    local=Text(
        "“{address}” เป็นที่เก็บไฟล์ในเครื่องหรือเครือข่ายของท่าน ผู้อื่นเปิดไม่ได้ "
        "โปรดวางไฟล์ไว้ข้างสมุดงานแล้วใส่ชื่อไฟล์ หรือใส่ที่อยู่เว็บที่เผยแพร่",
        "“{address}” is a place on your own computer or network, which nobody else can open: put the "
        "file beside the workbook and write its name, or give the web address where it is published",
    ),
    inside=Text(
        "“{address}” เป็นที่อยู่ภายในเครือข่ายของหน่วยงาน ประชาชนเปิดไม่ได้ โปรดใส่ที่อยู่ของหน้าเว็บที่เผยแพร่",
        "“{address}” is known inside your own network only: give the address of the published page",
    ),
    login=Text(
        "“{address}” เปิดได้เฉพาะเจ้าของบัญชี โปรดใช้ลิงก์ที่แชร์ให้ทุกคนเปิดได้ หรือเผยแพร่บนเว็บไซต์",
        "“{address}” opens for the owner of the account only: use a link that is shared with "
        "everybody, or publish it on the website",
    ),
    space=Text(
        "ที่อยู่เว็บ “{address}” มีช่องว่าง ลิงก์จะขาดตรงนั้น โปรดคัดลอกที่อยู่จากเบราว์เซอร์ใหม่ "
        "(ช่องว่างเขียนเป็น %20) หากเป็นสองรายการให้แยกบรรทัด",
        "the web address “{address}” holds a space, where the link ends: copy it from the browser "
        "again (a space is %20), or write two entries on two lines",
    ),
)
def unreachable_addresses(book: Book) -> Iterator[Hit]:
    for result in (*book.results, *book.reading.unit_rows):
        if (result.row, "evidence") in book.joint_cells:
            continue
        for flaw, address in book.flawed_addresses.get(result.row, ()):
            yield Hit(result.at("evidence"), flaw, {"address": address})

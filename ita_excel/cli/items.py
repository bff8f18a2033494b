"""`ita-excel items`: what websites are inspected for, by kind of agency and year."""

from __future__ import annotations

import click

from ita_excel.catalogue.certainty import Certainty
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.widths import padded, width
from ita_excel.core.language import Text
from ita_excel.jobs.items import ItemList, items


@declare(
    "items",
    Text(
        "ท้ายแต่ละข้อบอกความแน่นอน ข้อที่มาจากแหล่งเดียวหรือยังไม่ได้ตรวจสอบ ใช้เตือนเท่านั้น ไม่ทำให้เอกสารออกไม่ได้",
        "Each item says how sure it is. What rests on one source or is unverified only informs; it keeps no "
        "document back.",
    ),
    ("ita-excel items --year 2569", "ข้อ OIT ของปี 2569", "the OIT items of 2569"),
    ("ita-excel items --year 2569 --kind hospital", "ข้อ MOIT ของโรงพยาบาล", "a hospital's MOIT items"),
    ("ita-excel items --year 2569 ร้องเรียน", "ข้อที่มีคำว่า ร้องเรียน", "those about complaints"),
)  # fmt: skip
@click.argument("search", required=False, default="")
@option(
    "--year", required=True, metavar="2569", th="ปีงบประมาณ พ.ศ. สี่หลัก", en="the fiscal year, B.E."
)
@option(
    "--kind", default="", metavar="KIND",
    th="ประเภทหน่วยงาน เช่น อบต. หรือ hospital ปกติคือข้อ OIT", en="the kind of agency; by default OIT",
)  # fmt: skip
@json_option()
def command(search: str, year: str, kind: str, as_data: bool) -> None:
    found = items(fiscal_year=year, kind=kind, search=search)
    if as_data:
        emit(_as_object(found))
        return
    widest = max((width(item.code) for item in found.items), default=0)
    for item in found.items:
        title = item.title or _UNTITLED.say(language_of())
        click.echo(
            f"{padded(item.code, widest)}  {title}  ({_SURE[item.certainty].say(language_of())})"
        )
    if not found.items:
        say(_NONE, search=search)
    elif found.certainty is not Certainty.SURE:
        click.echo()
        say(_NOT_SURE, year=found.year.year)


def _as_object(found: ItemList) -> dict[str, object]:
    return {
        "kind": found.kind,
        "scheme": found.scheme,
        "fiscal_year": found.year.year,
        "certainty": found.certainty.value,
        "items": [
            {"code": i.code, "title": i.title, "group": i.group, "certainty": i.certainty.value}
            for i in found.items
        ],
    }


_SURE = {
    Certainty.SURE: Text("แน่ชัด", "sure"),
    Certainty.LIKELY: Text("แหล่งเดียว", "one source"),
    Certainty.UNVERIFIED: Text("ยังไม่ได้ตรวจสอบ", "unverified"),
}
_UNTITLED = Text("(ไม่ทราบชื่อ)", "(title unknown)")
_NONE = Text("ไม่มีข้อที่ตรงกับ “{search}”", "no item fits “{search}”")
_NOT_SURE = Text(
    "รายการของปี {year} ยังไม่แน่ชัดทั้งหมด โปรดตรวจกับคู่มือของปีนั้น",
    "the list of {year} isn't wholly sure: check with that year's manual",
)

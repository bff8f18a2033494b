"""The memo (บันทึกข้อความ) of a workbook as plain data."""

from __future__ import annotations

from dataclasses import replace

from ita_excel.catalogue.bodies import BANGKOK
from ita_excel.documents.content.elements import Memo
from ita_excel.documents.content.material import ITA, MEASURES, Material
from ita_excel.documents.content.signing import in_order, proposes, signature
from ita_excel.documents.content.unit_names import UnitNames
from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Agency
from ita_excel.thai.blanks import is_blank, says_none
from ita_excel.thai.calendar import format_date

MEMO_TITLE = "บันทึกข้อความ"


def memo_content(material: Material) -> Memo:
    """Return the memo of a round."""
    agency, writer = material.agency, material.writer
    names = UnitNames(material.workbook)
    title = f"{MEMO_TITLE} {writer.text(agency.subject)}".strip()
    signers = in_order(material.workbook.signatories)
    proposers = [s for s in signers if proposes(s)]
    date = material.date
    return Memo(
        material.properties(title),
        round=material.round,
        emblem=agency.emblem,
        title=MEMO_TITLE,
        department=department(agency, names, writer),
        number=writer.text(agency.letter_number),
        date=format_date(date, writer.digits) if date else "",
        subject=writer.text(agency.subject),
        to=writer.text(agency.to),
        enclosures=_enclosures(agency, writer),
        paragraphs=_paragraphs(material, names),
        proposer=signature(proposers[0], writer) if proposers else None,
        opinions=tuple(signature(s, writer) for s in signers if s not in proposers),
    )


def _given(text: str) -> str:
    return "" if is_blank(text) else text


def _enclosures(agency: Agency, writer: TextWriter) -> str:
    """Return what is enclosed, '' where nothing is: also where somebody typed a dash, or ไม่มี."""
    return "" if says_none(agency.enclosures) else writer.text(agency.enclosures)


def _with(prefix: str, name: str) -> str:
    return name if not name or name.startswith(prefix) else f"{prefix}{name}"


def department(agency: Agency, names: UnitNames, writer: TextWriter) -> str:
    """Return the unit, the agency it belongs to, the place and the telephone number."""
    agency = replace(
        agency,
        owner=_given(names.in_full(agency.owner)),
        district=_given(agency.district),
        province=_given(agency.province),
        phone=_given(agency.phone),
    )
    capital = agency.province.strip() in BANGKOK
    district = _with("เขต" if capital else "อำเภอ", agency.district.strip())
    province = agency.province.strip() if capital else _with("จังหวัด", agency.province.strip())
    phone = writer.text(agency.phone)
    parts = [_full_owner(agency), district, province, f"โทร. {phone}" if phone else ""]
    return writer.text(" ".join(p for p in parts if p))


def _full_owner(agency: Agency) -> str:
    """Return `สำนักปลัดองค์การบริหารส่วนตำบล…` for สำนักปลัด in any of its forms."""
    owner, name = agency.owner.strip(), agency.name.strip()
    owner = owner.removesuffix(agency.short_name.strip()).strip() or owner
    if name in owner:
        return owner
    for length in range(min(len(owner), len(name)), 3, -1):  # …องค์การบริหารส่วนตำบล + its place
        if owner.endswith(name[:length]):
            return owner + name[length:]
    return owner + name if owner.startswith("สำนัก") else f"{owner} {name}".strip()


def _paragraphs(material: Material, names: UnitNames) -> tuple[str, ...]:
    agency, writer = material.agency, material.writer
    name, owner = writer.text(agency.name), writer.text(names.in_text(agency.owner))
    scope = f" เฉพาะ{writer.text(names.in_text(material.unit))}" if material.unit else ""
    details = " รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วยนี้" if _enclosures(agency, writer) else ""
    reported = material.reported  # the results are of that year's measures
    because = (
        f"ตามที่{name} ได้ดำเนินการรายงานการวิเคราะห์ผล{ITA} ของ{name} "
        f"ประจำปีงบประมาณ พ.ศ. {reported.analysed_year} และได้กำหนดมาตรการ/แนวทางในการส่งเสริมคุณธรรม"
        f"และความโปร่งใสของ{name} ในปีงบประมาณ พ.ศ. {reported.year} นั้น"
    )
    purpose = (
        f"{owner} ขอรายงานผลการดำเนินการ{MEASURES} ประจำปีงบประมาณ พ.ศ. {material.results_year} "
        f"{material.round_text}{scope}{details}"
    )
    return because, purpose, "จึงเรียนมาเพื่อโปรดทราบและพิจารณา"

"""The memo (บันทึกข้อความ) of a workbook as plain data."""

from __future__ import annotations

from dataclasses import replace

from ita_excel.catalogue.bodies import BANGKOK
from ita_excel.documents.content.elements import Memo
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.phrases import Phrases
from ita_excel.documents.content.report_tables import Pages
from ita_excel.documents.content.round_outcomes import outcomes_of, year_of_results
from ita_excel.documents.content.signing import in_order, proposes, signature
from ita_excel.documents.content.unit_names import UnitNames
from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Agency
from ita_excel.thai.blanks import is_blank, says_none
from ita_excel.thai.calendar import format_date

MEMO_TITLE = "บันทึกข้อความ"
_ENCLOSED = "มีสิ่งที่ส่งมาด้วย"


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
        paragraphs=_paragraphs(material),
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
    owner = _full_owner(agency)
    # จังหวัด…, อำเภอ… and วิทยาลัย… have their place in their names.
    places = [place for place in (district, province) if place not in agency.name]
    parts = [owner, *places, f"โทร. {phone}" if phone else ""]
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


def _paragraphs(material: Material) -> tuple[str, ...]:
    """Return what happened, the purpose, the figures, what isn't done, and what is asked of the head."""
    reported = material.reported  # the results are of that year's measures
    pages = Pages(reported.workbook, material.writer, material.unit)
    found = outcomes_of(pages, material.round)
    facts = found.facts | year_of_results(material)
    if _enclosures(material.agency, material.writer):
        facts |= {_ENCLOSED}
    years = {"ปีที่วิเคราะห์": reported.analysed_year, "ปีของมาตรการ": reported.year}
    its = Pages(material.workbook, material.writer, material.unit)
    phrases = Phrases("memo", material, its, facts, {**found.values, **years})
    figures = phrases.paragraphs("figures")
    return (
        *phrases.paragraphs("because", "purpose"),
        *figures,
        *(found.unfinished(phrases) if figures else ()),
        *phrases.paragraphs("closing"),
    )

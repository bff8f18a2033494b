"""The memo and the report of one workbook as plain data: all their words, none of their look.

Every format prints what stands here, so that they can't disagree. Opens no file: which pictures
can be read is told by the caller.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import replace

from ita_excel.core.values import Value
from ita_excel.documents.parts import (
    Memo,
    Paragraph,
    Photo,
    Properties,
    Report,
    Section,
    Signature,
)
from ita_excel.documents.summary import summary_paragraph, summary_table
from ita_excel.documents.tables import Pages, plan_table, results_table
from ita_excel.documents.writing import Writer, is_blank, picture_names, says_none
from ita_excel.schema.model import Action, Agency, Result, Role, Round, Signatory, Workbook
from ita_excel.sheets.reading import read_round
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.dates import format_date

MEMO_TITLE = "บันทึกข้อความ"
ANNEX = "ภาคผนวก"
_UNDATED = dt.date(2000, 1, 1)  # the date of a file whose memo has none: the same on every run
_ITA = (
    "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ "
    "(Integrity and Transparency Assessment: ITA)"
)
_MEASURES = "มาตรการส่งเสริมคุณธรรมและความโปร่งใส"


def memo(
    workbook: Workbook,
    round: Round | None = None,
    *,
    draft: bool = False,
    sign: dt.date | None = None,
    unit: str | None = None,
) -> Memo:
    """Return the memo of a round; `sign` is the date it bears instead of the workbook's."""
    agency = workbook.agency
    writer = _writer(agency)
    title = f"{MEMO_TITLE} {writer.text(agency.subject)}".strip()
    signers = sorted(workbook.signatories, key=lambda s: _order(s.order))
    proposers = [s for s in signers if s.role.strip() == Role.PROPOSER.value]
    date = sign or agency.letter_date
    return Memo(
        _properties(workbook, title, draft, sign),
        round=_round(agency, round),
        emblem=agency.emblem,
        title=MEMO_TITLE,
        department=_department(agency, writer),
        number=writer.text(agency.letter_number),
        date=format_date(date, writer.digits) if date else "",
        subject=writer.text(agency.subject),
        to=writer.text(agency.to),
        enclosures=_enclosures(agency, writer),
        paragraphs=_memo_paragraphs(agency, round, unit, writer),
        proposer=_signature(proposers[0], writer) if proposers else None,
        opinions=tuple(_signature(s, writer) for s in signers if s not in proposers),
    )


def report(
    workbook: Workbook,
    round: Round | None = None,
    *,
    draft: bool = False,
    sign: dt.date | None = None,
    unit: str | None = None,
    pictures: Collection[str] = (),
    missing: Collection[str] = (),
) -> Report:
    """Return the report of a round, of one unit's actions where `unit` is given.

    `pictures` are the files named in `หลักฐาน` that can be read: they go to the annex; `missing`
    those that don't exist, which are no evidence.
    """
    agency = workbook.agency
    writer = _writer(agency)
    reported = _round(agency, round)
    year, name = _year(agency.fiscal_year, writer), writer.text(agency.name)
    results_year = _year(agency.results_year or agency.fiscal_year, writer)
    pages = Pages(workbook, writer, unit)
    mine = [r for r in workbook.results if _belongs(r, reported) and pages.concerns(r)]
    results = _in_the_plans_order(mine, workbook.plan)
    photos = _photos(results, pictures, writer)
    title = (
        f"รายงานผลการดำเนินการตาม{_MEASURES} {_round_text(reported, writer)}",
        *([f"เฉพาะ{writer.text(unit)}"] if unit else []),
        f"ของ{name}",
        f"ประจำปีงบประมาณ พ.ศ. {results_year}",
    )
    one = f"{writer.count(1)}. มาตรการเพื่อขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใสของ{name} ประจำปีงบประมาณ พ.ศ. {year}"
    two = (
        f"{writer.count(2)}. รายงานผลการดำเนินการตาม{_MEASURES}ของ{name} "
        f"ประจำปีงบประมาณ พ.ศ. {results_year}"
    )
    counted = summary_table(results, pages)
    return Report(
        _properties(workbook, " ".join(title), draft, sign),
        title=title,
        round=reported,
        plan=Section(one, _plan_lead(name, year), plan_table(pages)),
        summary=Section("สรุปผลการดำเนินการ", summary_paragraph(results, writer), counted),
        results=Section(
            two, _results_lead(agency, name, writer), results_table(pages, results, photos, missing)
        ),
        annex=ANNEX,
        photos=tuple(Photo(file, caption) for file, (_, caption) in photos.items()),
        missing=tuple(missing),
    )


def _writer(agency: Agency) -> Writer:
    return Writer("thai" if agency.thai_digits else "arabic")


def _round(agency: Agency, round: Round | None) -> Round:
    return round or agency.round or Round.SIX


def _round_text(round: Round, writer: Writer) -> str:
    return f"รอบ {writer.count(round.months)} เดือน"


def _belongs(result: Result, round: Round) -> bool:
    return read_round(result.round) in (round, None)


def _in_the_plans_order(results: Iterable[Result], plan: Iterable[Action]) -> list[Result]:
    """Return the results as the plan has its actions, however their sheet was sorted.

    A row without a place in the plan stays behind the one that it follows on the sheet.
    """
    place = {action.key: number for number, action in enumerate(plan) if action.key}
    at, placed = -1, []
    for result in results:
        at = place.get(result.key, at)
        placed.append((at, result))
    return [result for _, result in sorted(placed, key=lambda pair: pair[0])]


def _year(year: FiscalYear | None, writer: Writer) -> str:
    return writer.count(year.year) if year else "…………"


def _order(value: Value) -> float:
    return value if isinstance(value, (int, float)) else float("inf")


def _properties(workbook: Workbook, title: str, draft: bool, sign: dt.date | None) -> Properties:
    agency = workbook.agency
    writer = _writer(agency)
    named = (agency.name, agency.district, agency.province, *(s.name for s in workbook.signatories))
    return Properties(
        title=title,
        author=writer.text(agency.name),
        date=sign or agency.letter_date or _UNDATED,
        draft=draft,
        thai_digits=agency.thai_digits,
        font=agency.font.strip(),
        names=tuple(dict.fromkeys(writer.text(n) for n in named if n.strip())),
    )


def _given(text: str) -> str:
    return "" if is_blank(text) else text


def _enclosures(agency: Agency, writer: Writer) -> str:
    """Return what is enclosed, '' where nothing is: also where somebody typed a dash, or ไม่มี."""
    return "" if says_none(agency.enclosures) else writer.text(agency.enclosures)


def _with(prefix: str, name: str) -> str:
    return name if not name or name.startswith(prefix) else f"{prefix}{name}"


def _department(agency: Agency, writer: Writer) -> str:
    """Return the unit, the agency it belongs to, the place and the telephone number."""
    agency = replace(
        agency,
        owner=_given(agency.owner),
        district=_given(agency.district),
        province=_given(agency.province),
        phone=_given(agency.phone),
    )
    capital = agency.province.strip() in ("กรุงเทพมหานคร", "กรุงเทพฯ")
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


def _memo_paragraphs(
    agency: Agency, round: Round | None, unit: str | None, writer: Writer
) -> tuple[str, ...]:
    name, owner = writer.text(agency.name), writer.text(agency.owner)
    year = _year(agency.fiscal_year, writer)
    results_year = _year(agency.results_year or agency.fiscal_year, writer)
    analysed = _year(agency.analysed_year, writer)
    scope = f" เฉพาะ{writer.text(unit)}" if unit else ""
    details = " รายละเอียดปรากฏตามสิ่งที่ส่งมาด้วยนี้" if _enclosures(agency, writer) else ""
    because = (
        f"ตามที่{name} ได้ดำเนินการรายงานการวิเคราะห์ผล{_ITA} ของ{name} "
        f"ประจำปีงบประมาณ พ.ศ. {analysed} และได้กำหนดมาตรการ/แนวทางในการส่งเสริมคุณธรรม"
        f"และความโปร่งใสของ{name} ในปีงบประมาณ พ.ศ. {year} นั้น"
    )
    purpose = (
        f"{owner} ขอรายงานผลการดำเนินการ{_MEASURES} ประจำปีงบประมาณ พ.ศ. {results_year} "
        f"{_round_text(_round(agency, round), writer)}{scope}{details}"
    )
    return because, purpose, "จึงเรียนมาเพื่อโปรดทราบและพิจารณา"


def _signature(signatory: Signatory, writer: Writer) -> Signature:
    name = writer.text(signatory.name).strip("()").strip()
    heading = writer.text(signatory.heading)
    if signatory.role.strip() != Role.PROPOSER.value and not heading:
        heading = f"ความเห็นของ{writer.text(signatory.position)}".removesuffix("ของ")
    proposes = signatory.role.strip() == Role.PROPOSER.value
    return Signature(
        name=f"({name or '…' * 12})",
        position=writer.text(signatory.position),
        heading="" if proposes else heading,
    )


def _plan_lead(name: str, year: str) -> str:
    return (
        "ผู้บริหารและเจ้าหน้าที่ที่เกี่ยวข้องได้ร่วมกันพิจารณาเพื่อกำหนดมาตรการในการส่งเสริมคุณธรรม"
        f"และความโปร่งใสของ{name} ประจำปีงบประมาณ พ.ศ. {year} ดังนี้"
    )


def _results_lead(agency: Agency, name: str, writer: Writer) -> str:
    analysed = _year(agency.analysed_year, writer)
    year = _year(agency.fiscal_year, writer)
    results_year = _year(agency.results_year or agency.fiscal_year, writer)
    return (
        f"ตามที่ได้ดำเนินการรายงานผลการวิเคราะห์ผล{_ITA} ของ{name} ประจำปีงบประมาณ พ.ศ. {analysed} "
        "และได้กำหนดมาตรการ/แนวทางการส่งเสริมคุณธรรมและความโปร่งใสของ"
        f"{name} ประจำปีงบประมาณ พ.ศ. {year} โดยได้มีการดำเนินการขับเคลื่อน{_MEASURES}ของ{name} "
        f"ประจำปีงบประมาณ พ.ศ. {results_year} ดังต่อไปนี้"
    )


def _photos(
    results: Iterable[Result], pictures: Collection[str], writer: Writer
) -> dict[str, tuple[str, str]]:
    """Return for each readable picture its figure's name and its caption, in order of mention."""
    photos: dict[str, tuple[str, str]] = {}
    for result in results:
        for file in picture_names(result.evidence):
            if file in pictures and file not in photos:
                figure = f"ภาพที่ {writer.count(len(photos) + 1)}"
                photos[file] = figure, f"{figure} {_headline(result, writer)}"
    return photos


def _headline(result: Result, writer: Writer) -> str:
    lines: list[Paragraph] = list(writer.paragraphs(result.text))
    return lines[0].text if lines else writer.text(result.measure)

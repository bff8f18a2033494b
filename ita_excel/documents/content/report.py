"""The report of a round as plain data: plan, summary, results, and the photos of the annex.

Which pictures can be read is told by the caller: nothing here opens a file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from ita_excel.documents.content.common import (
    ITA,
    MEASURES,
    properties_of,
    reported_round,
    round_text,
    writer_of,
    year_text,
)
from ita_excel.documents.content.elements import Paragraph, Photo, Report, Section
from ita_excel.documents.content.report_tables import Pages, plan_table, results_table
from ita_excel.documents.content.summary import summary_paragraph, summary_table
from ita_excel.documents.content.writing import Writer, picture_names
from ita_excel.schema.model import Action, Agency, Result, Round, Workbook
from ita_excel.sheets.meaning import read_round

ANNEX = "ภาคผนวก"


def report_content(
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
    writer = writer_of(agency)
    reported = reported_round(agency, round)
    year, name = year_text(agency.fiscal_year, writer), writer.text(agency.name)
    results_year = year_text(agency.results_year or agency.fiscal_year, writer)
    pages = Pages(workbook, writer, unit)
    mine = [r for r in workbook.results if _belongs(r, reported) and pages.concerns(r)]
    results = _in_the_plans_order(mine, workbook.plan)
    photos = _photos(results, pictures, writer)
    title = (
        f"รายงานผลการดำเนินการตาม{MEASURES} {round_text(reported, writer)}",
        *([f"เฉพาะ{writer.text(unit)}"] if unit else []),
        f"ของ{name}",
        f"ประจำปีงบประมาณ พ.ศ. {results_year}",
    )
    one = f"{writer.count(1)}. มาตรการเพื่อขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใสของ{name} ประจำปีงบประมาณ พ.ศ. {year}"
    two = (
        f"{writer.count(2)}. รายงานผลการดำเนินการตาม{MEASURES}ของ{name} "
        f"ประจำปีงบประมาณ พ.ศ. {results_year}"
    )
    counted = summary_table(results, pages)
    return Report(
        properties_of(workbook, " ".join(title), draft, sign),
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


def _plan_lead(name: str, year: str) -> str:
    return (
        "ผู้บริหารและเจ้าหน้าที่ที่เกี่ยวข้องได้ร่วมกันพิจารณาเพื่อกำหนดมาตรการในการส่งเสริมคุณธรรม"
        f"และความโปร่งใสของ{name} ประจำปีงบประมาณ พ.ศ. {year} ดังนี้"
    )


def _results_lead(agency: Agency, name: str, writer: Writer) -> str:
    analysed = year_text(agency.analysed_year, writer)
    year = year_text(agency.fiscal_year, writer)
    results_year = year_text(agency.results_year or agency.fiscal_year, writer)
    return (
        f"ตามที่ได้ดำเนินการรายงานผลการวิเคราะห์ผล{ITA} ของ{name} ประจำปีงบประมาณ พ.ศ. {analysed} "
        "และได้กำหนดมาตรการ/แนวทางการส่งเสริมคุณธรรมและความโปร่งใสของ"
        f"{name} ประจำปีงบประมาณ พ.ศ. {year} โดยได้มีการดำเนินการขับเคลื่อน{MEASURES}ของ{name} "
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

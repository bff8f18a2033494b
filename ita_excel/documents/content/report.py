"""The report of a round as plain data: plan, summary, results, and the photos of the annex.

Which pictures can be read is part of the material: nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from ita_excel.documents.content.elements import Paragraph, Photo, PrintedRow, Report, Section
from ita_excel.documents.content.material import ITA, MEASURES, Material, SharedAs
from ita_excel.documents.content.report_tables import (
    Pages,
    evidence_table,
    plan_table,
    result_row,
    results_table,
)
from ita_excel.documents.content.shared_actions import (
    annex_of_units,
    beneath,
    rows_by_unit,
    rows_of_units,
)
from ita_excel.documents.content.summary import summary_paragraph, summary_table
from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Result, Round

ANNEX = "ภาคผนวก"


def report_content(material: Material) -> Report:
    """Return the report of a round, of one unit's actions where one was asked for."""
    writer, reported = material.writer, material.round
    name, year, results_year = _name(material), material.year, material.results_year
    plan_pages = Pages(material.workbook, writer, material.unit)
    workbook = material.reported.workbook
    pages = Pages(workbook, writer, material.unit) if material.last else plan_pages
    mine = [r for r in workbook.results if _belongs(r, reported) and pages.concerns(r)]
    results = pages.in_order(mine)
    units = rows_of_units(workbook, reported) if material.shared is not SharedAs.JOINT else {}
    theirs = [row for result in results for row in beneath(result, units)]
    photos = _photos([*results, *theirs], material.pictures, writer)
    in_annex = material.shared is SharedAs.ANNEX and theirs
    evidence = evidence_table(pages, results, dict.fromkeys(photos, ""), material.missing)
    of_evidence, of_units, annex = _annexes(evidence, in_annex, photos)
    figures = {file: f"{figure} ({annex})" for file, (figure, _) in photos.items()}
    evidence = evidence_table(pages, results, figures, material.missing)

    def rows(result: Result) -> Iterable[PrintedRow]:
        own = beneath(result, units) if material.shared is SharedAs.ROWS else ()
        if own:
            return rows_by_unit(result, own, pages, figures, material.missing)
        return [result_row(result, pages, figures, material.missing)]

    title = (
        f"รายงานผลการดำเนินการตาม{MEASURES} {material.round_text}",
        *([f"เฉพาะ{writer.text(pages.names.in_text(material.unit))}"] if material.unit else []),
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
        material.properties(" ".join(title)),
        title=title,
        round=reported,
        plan=Section(one, _plan_lead(name, year), plan_table(plan_pages), begins_page=True),
        summary=Section("สรุปผลการดำเนินการ", summary_paragraph(results, writer), counted),
        results=Section(
            two,
            _results_lead(material.reported),
            results_table(pages, results, rows),
            begins_page=True,
        ),
        evidence=Section(f"{of_evidence} {evidence.caption}", "", evidence, begins_page=True)
        if evidence
        else None,
        units=annex_of_units(results, units, pages, figures, material.missing, of_units)
        if of_units
        else None,
        annex=annex or ANNEX,
        photos=tuple(Photo(file, caption) for file, (_, caption) in photos.items()),
        missing=tuple(material.missing),
        last=material.last,
    )


def _name(material: Material) -> str:
    return material.writer.text(material.agency.name)


def _annexes(*annexes: object) -> tuple[str, ...]:
    """Return what each annex is called, '' for one that is empty: letters where there are several."""
    there = sum(map(bool, annexes))
    letters = iter("กขค")
    return tuple(
        (f"{ANNEX} {next(letters)}" if there > 1 else ANNEX) if annex else "" for annex in annexes
    )


def _belongs(result: Result, round: Round) -> bool:
    return result.in_round in (round, None)


def _plan_lead(name: str, year: str) -> str:
    return (
        "ผู้บริหารและเจ้าหน้าที่ที่เกี่ยวข้องได้ร่วมกันพิจารณาเพื่อกำหนดมาตรการในการส่งเสริมคุณธรรม"
        f"และความโปร่งใสของ{name} ประจำปีงบประมาณ พ.ศ. {year} ดังนี้"
    )


def _results_lead(material: Material) -> str:
    name, results_year = _name(material), material.results_year
    return (
        f"ตามที่ได้ดำเนินการรายงานผลการวิเคราะห์ผล{ITA} ของ{name} ประจำปีงบประมาณ พ.ศ. {material.analysed_year} "
        "และได้กำหนดมาตรการ/แนวทางการส่งเสริมคุณธรรมและความโปร่งใสของ"
        f"{name} ประจำปีงบประมาณ พ.ศ. {material.year} โดยได้มีการดำเนินการขับเคลื่อน{MEASURES}ของ{name} "
        f"ประจำปีงบประมาณ พ.ศ. {results_year} ดังต่อไปนี้"
    )


def _photos(
    results: Iterable[Result], pictures: Collection[str], writer: TextWriter
) -> dict[str, tuple[str, str]]:
    """Return for each readable picture its figure's name and its caption, in order of mention."""
    photos: dict[str, tuple[str, str]] = {}
    for result in results:
        for file in result.pictures:
            if file in pictures and file not in photos:
                figure = f"ภาพที่ {writer.count(len(photos) + 1)}"
                photos[file] = figure, f"{figure} {_headline(result, writer)}"
    return photos


def _headline(result: Result, writer: TextWriter) -> str:
    lines: list[Paragraph] = list(writer.paragraphs(result.text))
    return lines[0].text if lines else writer.text(result.measure)

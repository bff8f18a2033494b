"""The report of a round as plain data: plan, summary, results, and the photos of the annex.

Which pictures can be read is part of the material: nothing here opens a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from ita_excel.documents.content.elements import (
    Paragraph,
    Photo,
    PrintedRow,
    PrintedTable,
    Report,
    Section,
)
from ita_excel.documents.content.material import Material, SharedAs
from ita_excel.documents.content.phrases import Phrases
from ita_excel.documents.content.report_tables import (
    Pages,
    evidence_table,
    plan_table,
    result_row,
    results_table,
)
from ita_excel.documents.content.round_outcomes import Outcomes, outcomes_of, year_of_results
from ita_excel.documents.content.shared_actions import (
    annex_of_units,
    beneath,
    rows_by_unit,
    rows_of_units,
)
from ita_excel.documents.content.summary import summary_table
from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Result


def report_content(material: Material) -> Report:
    """Return the report of a round, of one unit's actions where one was asked for."""
    writer, reported = material.writer, material.round
    plan_pages = Pages(material.workbook, writer, material.unit)
    workbook = material.reported.workbook
    pages = Pages(workbook, writer, material.unit) if material.last else plan_pages
    found = outcomes_of(pages, reported)
    results = found.results
    phrases = _phrases(material, plan_pages, found)
    units = rows_of_units(workbook, reported) if material.shared is not SharedAs.JOINT else {}
    theirs = [row for result in results for row in beneath(result, units)]
    photos = _photos([*results, *theirs], material.pictures, writer)
    in_annex = material.shared is SharedAs.ANNEX and theirs

    def evidence_of(figures: Mapping[str, str]) -> PrintedTable | None:
        return evidence_table(pages, results, figures, material.missing, phrases.say("evidence"))

    evidence = evidence_of(dict.fromkeys(photos, ""))
    of_evidence, of_units, annex = _annexes(phrases.say("annex"), evidence, in_annex, photos)
    figures = {file: f"{figure} ({annex})" for file, (figure, _) in photos.items()}
    evidence = evidence_of(figures)

    def rows(result: Result) -> Iterable[PrintedRow]:
        own = beneath(result, units) if material.shared is SharedAs.ROWS else ()
        if own:
            return rows_by_unit(result, own, pages, figures, material.missing)
        return [result_row(result, pages, figures, material.missing)]

    title = phrases.lines("title")
    return Report(
        material.properties(" ".join(title)),
        title=title,
        round=reported,
        plan=_section(phrases, "plan", plan_table(plan_pages), begins_page=True),
        summary=_section(phrases, "summary", summary_table(results, pages)),
        results=_section(phrases, "results", results_table(pages, results, rows), begins_page=True),
        evidence=Section(f"{of_evidence} {evidence.caption}", "", evidence, begins_page=True)
        if evidence
        else None,
        units=annex_of_units(
            results, units, pages, figures, material.missing, of_units, phrases.say("units")
        )
        if of_units
        else None,
        annex=annex or phrases.say("annex"),
        photos=tuple(Photo(file, caption) for file, (_, caption) in photos.items()),
        missing=tuple(material.missing),
        last=material.last,
    )


def _phrases(material: Material, pages: Pages, found: Outcomes) -> Phrases:
    reported = material.reported
    values = {
        **found.values,
        "ปีที่วิเคราะห์": reported.analysed_year,
        "ปีของมาตรการ": reported.year,
        "หน่วยงานที่รายงาน": material.writer.text(reported.agency.name),
    }
    return Phrases("report", material, pages, found.facts | year_of_results(material), values)


def _section(
    phrases: Phrases, name: str, table: PrintedTable, *, begins_page: bool = False
) -> Section:
    return Section(phrases.say(name), phrases.say(f"{name}_lead"), table, begins_page)


def _annexes(name: str, *annexes: object) -> tuple[str, ...]:
    """Return what each annex is called, '' for one that is empty: letters where there are several."""
    there = sum(map(bool, annexes))
    letters = iter("กขค")
    return tuple(
        (f"{name} {next(letters)}" if there > 1 else name) if annex else "" for annex in annexes
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

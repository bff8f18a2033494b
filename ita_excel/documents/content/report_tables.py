"""The two big tables of the report, rows grouped by measure: the plan, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Group,
    Paragraph,
    PrintedCell,
    PrintedColumn,
    PrintedRow,
    PrintedTable,
)
from ita_excel.documents.content.unit_names import UnitNames
from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Action, Result, Workbook
from ita_excel.sheets.report_order import in_order, results_in_order
from ita_excel.thai.normal import compare_form

_Row = TypeVar("_Row", Action, Result)

_MEASURE, _METHOD, _WHO, _WHEN = "มาตรการ/แนวทาง", "วิธีการดำเนินงาน", "ผู้รับผิดชอบ", "ระยะเวลาดำเนินการ"
PLAN_COLUMNS = (
    PrintedColumn(_MEASURE, style.PLAN["measure"], name="measure"),
    PrintedColumn(_METHOD, style.PLAN["method"], name="method"),
    PrintedColumn(_WHO, style.PLAN["responsible"], centred=True, name="responsible"),
    PrintedColumn(_WHEN, style.PLAN["period"], centred=True, name="period"),
    PrintedColumn("การติดตามผล", style.PLAN["follow_up"], name="follow_up"),
)
RESULT_COLUMNS = (
    PrintedColumn(_MEASURE, style.RESULTS["measure"], name="measure"),
    PrintedColumn(_METHOD, style.RESULTS["method"], name="method"),
    PrintedColumn(_WHO, style.RESULTS["responsible"], centred=True, name="responsible"),
    PrintedColumn(_WHEN, style.RESULTS["period"], centred=True, name="period"),
    PrintedColumn("ผลการดำเนินการ", style.RESULTS["outcome"], name="outcome"),
    PrintedColumn("ข้อเสนอแนะ", style.RESULTS["suggestions"], name="suggestions"),
)
EVIDENCE_COLUMNS = (
    PrintedColumn(_MEASURE, style.EVIDENCE["measure"], name="measure"),
    PrintedColumn(_METHOD, style.EVIDENCE["method"], name="method"),
    PrintedColumn("หลักฐาน", style.EVIDENCE["evidence"], name="evidence"),
)


@dataclass(frozen=True, slots=True)
class Pages:
    """What both tables are made from: the workbook, the writer, and the unit asked for."""

    workbook: Workbook
    writer: TextWriter
    unit: str | None = None
    actions: Sequence[Action] = field(init=False)  # in the report's order
    numbers: Mapping[str, int] = field(init=False)  # of the measures, by their names' form
    names: UnitNames = field(init=False)

    def __post_init__(self) -> None:
        book = self.workbook
        object.__setattr__(self, "actions", in_order(book.plan, book.order))
        rows: list[Action | Result] = [*self.actions, *self.in_order(book.results)]
        names = dict.fromkeys(compare_form(row.measure) for row in rows)
        object.__setattr__(self, "numbers", {name: i for i, name in enumerate(names, start=1)})
        object.__setattr__(self, "names", UnitNames(self.workbook))

    def in_order(self, results: Sequence[Result]) -> list[Result]:
        """Return results as the report prints them, however their sheet was sorted."""
        return results_in_order(results, self.actions, self.workbook.order)

    def concerns(self, row: Action | Result) -> bool:
        """Whether the row is one of the unit asked for (of any unit where none is)."""
        return self.unit is None or row.concerns(self.unit)

    def measure(self, name: str) -> PrintedCell:
        """Return a measure's cell: its name with its number in the plan, unless it brings one."""
        number = self.numbers[compare_form(name)]
        text = self.writer.text(name)
        typed = next(self.writer.paragraphs(text), None)
        if typed is None or typed.kind == "numbered":
            return (typed,) if typed else ()
        return (Paragraph(text, "numbered", self.writer.number(number)),)

    def method(self, row: Action | Result) -> PrintedCell:
        """Return what is done, as paragraphs of which the first bears the number."""
        return tuple(self.writer.paragraphs(row.text, self.writer.number(row.number)))

    def period(self, row: Action | Result) -> str:
        """Return `ต.ค. ๖๔ - ก.ย. ๖๕`, behind `ทุกเดือน` too, or what was typed where it can't be read."""
        if row.period:
            label, words = row.period.label(self.writer.digits), self.writer.text(row.period.words)
            return f"{words} ({label})" if words else label
        typed = [self.writer.text(v) for v in (row.start, row.end)]
        return " - ".join(t for t in dict.fromkeys(typed) if t)


def plan_table(pages: Pages) -> PrintedTable:
    """Return the table of section 1: five columns, one row an action."""
    actions = [a for a in pages.actions if pages.concerns(a)]
    groups = tuple(_grouped(actions, pages, lambda action: [_plan_row(action, pages)]))
    return PrintedTable("มาตรการเพื่อขับเคลื่อนการส่งเสริมคุณธรรมและความโปร่งใส", PLAN_COLUMNS, groups)


def results_table(
    pages: Pages, results: Iterable[Result], make: Callable[[Result], Iterable[PrintedRow]]
) -> PrintedTable:
    """Return the table of section 2: six columns, with the rows that `make` returns of a result."""
    groups = tuple(_grouped(list(results), pages, make))
    return PrintedTable("ผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส", RESULT_COLUMNS, groups)


def evidence_table(
    pages: Pages,
    results: Iterable[Result],
    figures: Mapping[str, str],
    missing: Collection[str],
    caption: str,
) -> PrintedTable | None:
    """Return the table of evidence, a row a result that names some; None where photos are all there is."""
    rows = {
        id(r): tuple(pages.writer.evidence(r.evidence_lines, figures, missing)) for r in results
    }
    named = [r for r in results if rows[id(r)]]
    if not any(line.text not in figures.values() for r in named for line in rows[id(r)]):
        return None
    groups = _grouped(
        named, pages, lambda r: [PrintedRow((pages.method(r), rows[id(r)]), r, r.state)]
    )
    return PrintedTable(caption, EVIDENCE_COLUMNS, tuple(groups))


def _grouped(
    rows: Iterable[_Row], pages: Pages, make: Callable[[_Row], Iterable[PrintedRow]]
) -> Iterator[Group]:
    groups: list[list[_Row]] = []
    for row in rows:
        if groups and compare_form(groups[-1][0].measure) == compare_form(row.measure):
            groups[-1].append(row)
        else:
            groups.append([row])
    for members in groups:
        measure = pages.measure(members[0].measure)
        yield Group(measure, tuple(row for member in members for row in make(member)))


def _plan_row(action: Action, pages: Pages) -> PrintedRow:
    method = pages.method(action)
    details = tuple(_bullets(pages.writer.paragraphs(action.details)))
    cells = (
        (*method, *details),
        plain_cell(pages.names.lines(action, pages.writer)),
        plain_cell([pages.period(action)]),
        plain_cell([follow_up(action, pages.writer)]),
    )
    fields = (("text",) * len(method) + ("details",) * len(details),)
    return PrintedRow(cells, action, units=pages.names.among(action), fields=fields)


def result_row(
    result: Result, pages: Pages, figures: Mapping[str, str], missing: Collection[str]
) -> PrintedRow:
    """Return the row of a result. `figures` are what its pictures are called in the annex.

    `missing` are files named as evidence that don't exist.
    """
    outcome = list(outcome_parts(result, pages.writer, figures, missing))
    cells = (
        pages.method(result),
        plain_cell(pages.names.lines(result, pages.writer)),
        plain_cell([pages.period(result)]),
        tuple(line for _, line in outcome),
        tuple(pages.writer.paragraphs(result.suggestions)),
    )
    fields = ((), (), (), tuple(name for name, _ in outcome))
    return PrintedRow(cells, result, result.state, pages.names.among(result), fields)


def outcome_lines(
    result: Result, writer: TextWriter, figures: Mapping[str, str], missing: Collection[str]
) -> Iterator[Paragraph]:
    """Yield what was done, how far it is, what stood in the way, and the evidence."""
    for _, line in outcome_parts(result, writer, figures, missing):
        yield line


def outcome_parts(
    result: Result, writer: TextWriter, figures: Mapping[str, str], missing: Collection[str]
) -> Iterator[tuple[str, Paragraph]]:
    """Yield the lines of the outcome, each with the field that it comes from, '' for a heading."""
    status = result.state
    said = status.value if status else writer.text(result.status)
    label = writer.number(result.number)
    lines = [
        p for p in writer.paragraphs(result.outcome, label) if p.text
    ]  # a list needs no number
    told = any(compare_form(said) == compare_form(line.text) for line in lines)
    for line in lines:
        is_status = bool(said) and compare_form(said) == compare_form(line.text)
        shown = Paragraph(line.text, "status", line.label) if is_status else line
        yield "outcome", shown
    if said and not told:
        yield "status", Paragraph(said, "status", "สถานะ:" if lines else label)
    yield from _headed("problems", "ปัญหา/อุปสรรค", list(writer.paragraphs(result.problems)))
    evidence = list(writer.evidence(result.evidence_lines, figures, missing))
    if evidence:
        yield "", Paragraph("หลักฐาน:")
        yield from (("evidence", line) for line in evidence)


def _headed(name: str, heading: str, lines: list[Paragraph]) -> Iterator[tuple[str, Paragraph]]:
    if len(lines) == 1:
        yield name, Paragraph(f"{heading}: {lines[0].whole.removeprefix('- ')}")
    elif lines:
        yield "", Paragraph(f"{heading}:")
        yield from ((name, line) for line in lines)


def _bullets(lines: Iterable[Paragraph]) -> Iterator[Paragraph]:
    for line in lines:
        yield line if line.kind == "numbered" else Paragraph(line.text, "bullet", "-")


def plain_cell(lines: Iterable[str]) -> PrintedCell:
    """Return a cell of plain lines, each a paragraph."""
    return tuple(Paragraph(line) for line in lines if line)


def follow_up(action: Action, writer: TextWriter) -> str:
    """Return how often results are to be reported, or what was typed there instead of a number."""
    number = action.least_reports
    if number is not None and number >= 0:
        return f"รายงานผลการดำเนินการให้ผู้บริหารทราบอย่างน้อยปีละ {writer.count(number)} ครั้ง"
    return writer.text(action.times)

"""What open data says of the plan's actions and their results: one column a fact, ready to be stacked.

Numbers are Arabic and dates ISO 8601 whatever the report's digits are; every row says whose it is,
of which year and round. Field kinds and constraints are those of the Table Schema standard.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ita_excel import schema
from ita_excel.core.values import Value
from ita_excel.documents.content.elements import PrintedTable, Report
from ita_excel.documents.content.report_tables import Pages, follow_up
from ita_excel.documents.content.score_tables import Analysed
from ita_excel.documents.content.unit_names import UnitNames
from ita_excel.documents.content.writing import TextWriter
from ita_excel.documents.naming import full_agency
from ita_excel.schema.model import Action, Agency, Result, Round, Status, Workbook
from ita_excel.thai.calendar import Month
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import tidy

_LINES = "หนึ่งย่อหน้าต่อหนึ่งบรรทัด เลขอารบิก"


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its name, its type, what it means and what its values must be."""

    name: str
    kind: str
    description: str
    constraints: Mapping[str, Any] = field(default_factory=dict)


_NEEDED = {"required": True}
KEY = Field("รหัส", "string", "รหัสประจำรายการ ใช้เชื่อมมาตรการกับผลการดำเนินการ")
YEAR = Field("ปีงบประมาณ", "integer", "ปีงบประมาณ พ.ศ.")
AGENCY = Field(
    "รหัสหน่วยงาน", "string", "ชื่อเต็มของหน่วยงาน/อำเภอ/จังหวัด บอกได้ว่าเป็นของหน่วยงานใดเมื่อรวมไฟล์หลายหน่วยงาน", _NEEDED
)  # fmt: skip
ROUND = Field("รอบ", "integer", "จำนวนเดือนของรอบการรายงาน", {**_NEEDED, "enum": [6, 12]})
HEAD = (
    KEY,
    YEAR,
    AGENCY,
    Field("หน่วยงาน", "string", "ชื่อหน่วยงาน"),
    Field("อำเภอ", "string", "อำเภอหรือเขต"),
    Field("จังหวัด", "string", "จังหวัด"),
    ROUND,
    Field("ลำดับมาตรการ", "string", "ลำดับของมาตรการในแผน"),
    Field("มาตรการ/แนวทาง", "string", "ชื่อมาตรการ"),
    Field("ลำดับ", "string", "ลำดับของรายการในมาตรการ"),
    Field("วิธีการดำเนินงาน", "string", f"วิธีการดำเนินงาน {_LINES}"),
)
_PERIOD = (
    Field("ผู้รับผิดชอบ", "string", "ส่วนราชการที่รับผิดชอบ"),
    Field("ระยะเวลาดำเนินการ", "string", "ระยะเวลาตามรายงาน"),
    Field("เริ่ม", "yearmonth", "เดือนที่เริ่ม ปี ค.ศ. ว่างเมื่ออ่านระยะเวลาไม่ได้"),
    Field("สิ้นสุด", "yearmonth", "เดือนที่สิ้นสุด ปี ค.ศ. ว่างเมื่ออ่านระยะเวลาไม่ได้"),
)


def _others(table: schema.Table, said: Iterable[Field]) -> tuple[schema.Column, ...]:
    """Return the published columns that have no form of their own among `said`."""
    names = {f.name for f in said}
    return tuple(c for c in table.columns if c.published and c.heading not in names)


def _plain_field(column: schema.Column) -> Field:
    kind = {schema.Kind.NUMBER: "number", schema.Kind.DATE: "date"}.get(column.kind, "string")
    return Field(column.heading, kind, column.hint.th if column.hint else column.heading)


_OWN_PLAN = (
    *HEAD,
    Field("รายละเอียด", "string", f"รายละเอียดของวิธีการดำเนินงาน {_LINES}"),
    *_PERIOD,
    Field("การติดตามผล", "string", "การติดตามผลตามรายงาน"),
    Field("รายงานผลอย่างน้อย (ครั้ง/ปี)", "integer", "จำนวนครั้งต่อปีที่ต้องรายงานผลเป็นอย่างน้อย"),
    Field("ข้อ OIT", "string", "ข้อของแบบตรวจ OIT ที่รายการนี้ตอบ"),
)
_OWN_RESULT = (
    *HEAD,
    *_PERIOD,
    Field("สถานะ", "string", "ความก้าวหน้าของรายการ", {"enum": [s.value for s in Status]}),
    Field("ผลการดำเนินการ", "string", f"สิ่งที่ทำแล้ว {_LINES}"),
    Field("ปัญหา/อุปสรรค", "string", f"ปัญหาและอุปสรรค {_LINES}"),
    Field("ข้อเสนอแนะ", "string", f"ข้อเสนอแนะ {_LINES}"),
    Field("หลักฐาน", "string", "หลักฐานที่ไม่ใช่ลิงก์ หนึ่งรายการต่อหนึ่งบรรทัด"),
    Field("ลิงก์", "string", "ที่อยู่เว็บของหลักฐาน หนึ่งที่อยู่ต่อหนึ่งบรรทัด"),
    Field("วันที่รายงาน", "date", "วันที่หน่วยงานรายงาน ปี ค.ศ."),
)
UNIT = Field(
    "หน่วยงานที่รายงาน", "string", "หน่วยงานที่รายงานผลนี้ ของวิธีการดำเนินงานที่หลายหน่วยงานรับผิดชอบร่วมกัน"
)
_MORE_OF_PLAN = _others(schema.PLAN, _OWN_PLAN)
_MORE_OF_RESULTS = _others(schema.RESULTS, _OWN_RESULT)
PLAN_FIELDS = (*_OWN_PLAN, *map(_plain_field, _MORE_OF_PLAN))
RESULT_FIELDS = (*_OWN_RESULT, *map(_plain_field, _MORE_OF_RESULTS))
UNIT_RESULT_FIELDS = (UNIT, *RESULT_FIELDS)
NUMBER = Field("ตัวชี้วัด", "integer", "ลำดับของตัวชี้วัด ITA")
_POINTS = {"minimum": 0, "maximum": 100}
SCORE_FIELDS = (
    *HEAD[1:6],
    Field("ปีที่ประเมิน", "integer", "ปีงบประมาณ พ.ศ. ของผลการประเมิน"),
    NUMBER,
    Field("ชื่อตัวชี้วัด", "string", "ชื่อตัวชี้วัด ITA"),
    Field("เครื่องมือ", "string", "IIT, EIT หรือ OIT"),
    Field("คะแนน", "number", "คะแนนของปีที่ประเมิน จาก 0 ถึง 100", _POINTS),
    Field("คะแนนปีก่อน", "number", "คะแนนของปีก่อนปีที่ประเมิน จาก 0 ถึง 100", _POINTS),
    Field("เป้าหมาย", "number", "เป้าหมายของหน่วยงานในปีงบประมาณ จาก 0 ถึง 100", _POINTS),
)


def agency_id(agency: Agency) -> str:
    """Return what distinguishes an agency from all others: its full name and place, in Arabic digits."""
    place = (full_agency(agency), tidy(agency.district), tidy(agency.province))
    return to_arabic("/".join(part.replace("/", "-") for part in place))


def plan_rows(table: PrintedTable, round: Round | None, workbook: Workbook) -> Iterator[list[Any]]:
    """Yield the actions of a printed plan, in its order; `round` is that of its document."""
    writer = TextWriter("arabic")
    pages = Pages(workbook, writer)
    sources = (row.source for row in table.rows)
    for action in (s for s in sources if isinstance(s, Action)):
        times = action.least_reports
        yield [
            *_head(action, round, pages),
            _lines(action.details, writer),
            *_period(action, pages),
            _or_none(follow_up(action, writer)),
            times if times is not None and times >= 0 else None,
            _or_none(writer.text(action.oit)),
            *(_plain(action, column, pages) for column in _MORE_OF_PLAN),
        ]


def score_rows(found: Analysed, workbook: Workbook) -> Iterator[list[Any]]:
    """Yield the indicators with their scores."""
    writer, agency = TextWriter("arabic"), workbook.agency
    for scored in found.indicators:
        yield [
            *_whose(agency, writer),
            found.year.year if found.year else None,
            scored.number,
            _or_none(to_arabic(scored.name)),
            _or_none(scored.instrument),
            scored.score,
            scored.before,
            scored.target,
        ]


def result_rows(report: Report, workbook: Workbook) -> Iterator[list[Any]]:
    """Yield the results of the report, in its order: of a shared action the joint row."""
    of_units = set(map(id, workbook.unit_results))
    sources = (row.source for row in report.results.table.rows)
    results = [s for s in sources if isinstance(s, Result) and id(s) not in of_units]
    return _results(results, report, workbook)


def unit_result_rows(report: Report, workbook: Workbook) -> Iterator[list[Any]]:
    """Yield what units say of the actions that they share, as far as the report prints it."""
    of_units = set(map(id, workbook.unit_results))
    tables = (section.table for section in (report.results, report.units) if section)
    sources = (row.source for table in tables for row in table.rows)
    results = [s for s in sources if isinstance(s, Result) and id(s) in of_units]
    names = UnitNames(workbook)
    for result, row in zip(results, _results(results, report, workbook), strict=True):
        yield [names.of(result.unit), *row]


def _results(results: Iterable[Result], report: Report, workbook: Workbook) -> Iterator[list[Any]]:
    writer = TextWriter("arabic")
    pages = Pages(workbook, writer)
    for result in results:
        status = result.state
        outcome = _lines(result.outcome, writer)
        if not status and (typed := writer.text(result.status)):
            outcome = "\n".join([f"สถานะ: {typed}", *([outcome] if outcome else [])])
        evidence = list(writer.evidence(result.evidence_lines, {}, report.missing))
        reported = result.day("reported_on")
        yield [
            *_head(result, report.round, pages),
            *_period(result, pages),
            status.value if status else None,
            outcome,
            _lines(result.problems, writer),
            _lines(result.suggestions, writer),
            _joined(p.text for p in evidence if p.kind != "link"),
            _joined(p.href for p in evidence if p.kind == "link"),
            reported.isoformat() if reported else None,
            *(_plain(result, column, pages) for column in _MORE_OF_RESULTS),
        ]


def _head(row: Action | Result, round: Round | None, pages: Pages) -> list[Any]:
    agency, writer = pages.workbook.agency, pages.writer
    measure = pages.measure(row.measure)
    return [
        _or_none(row.action_key if isinstance(row, Result) else row.key),
        *_whose(agency, writer),
        round.months if round else None,
        _or_none("".join(p.label for p in measure).strip("().")),
        _joined(p.text for p in measure),
        _or_none(writer.number(row.number).strip("().")),
        _lines(row.text, writer, writer.number(row.number)),
    ]


def _whose(agency: Agency, writer: TextWriter) -> list[Any]:
    return [
        agency.fiscal_year.year if agency.fiscal_year else None,
        agency_id(agency),
        _or_none(writer.text(agency.name)),
        _or_none(writer.text(agency.district)),
        _or_none(writer.text(agency.province)),
    ]


def _period(row: Action | Result, pages: Pages) -> list[Any]:
    period = row.period
    return [
        _joined(pages.names.lines(row, pages.writer)),
        _or_none(pages.period(row)),
        _month(period.start) if period else None,
        _month(period.end) if period else None,
    ]


def _plain(row: Action | Result, column: schema.Column, pages: Pages) -> Any:
    """Return what a column without a form of its own says: number, ISO date or lines."""
    if column.kind is schema.Kind.NUMBER:
        return row.amount(column.field)
    if column.kind is schema.Kind.DATE:
        date = row.day(column.field)
        return date.isoformat() if date else None
    return _lines(getattr(row, column.field), pages.writer)


def _lines(value: Value, writer: TextWriter, label: str = "") -> str | None:
    """Return a cell's paragraphs as lines; `label` is a column of its own and not said again."""
    paragraphs = list(writer.paragraphs(value, label))
    return _joined(p.text if label and i == 0 else p.whole for i, p in enumerate(paragraphs))


def _joined(lines: Iterable[str]) -> str | None:
    return _or_none("\n".join(lines))


def _or_none(text: str) -> str | None:
    return text.strip() or None


def _month(month: Month) -> str:
    return f"{month.year:04d}-{month.month:02d}"

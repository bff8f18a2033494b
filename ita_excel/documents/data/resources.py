"""Which tables a document has as open data, and what their columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any, NamedTuple

from ita_excel.documents.content.analysis import Analysis
from ita_excel.documents.content.elements import Content, PrintedTable, Report, sections
from ita_excel.documents.content.measures import Measures
from ita_excel.documents.data.rows import (
    NUMBER,
    PLAN_FIELDS,
    RESULT_FIELDS,
    ROUND,
    SCORE_FIELDS,
    UNIT,
    UNIT_RESULT_FIELDS,
    Field,
    plan_rows,
    result_rows,
    score_rows,
    unit_result_rows,
)
from ita_excel.schema.model import Workbook

PLAN, RESULTS, UNIT_RESULTS, SCORES = "plan", "results", "unit-results", "scores"


class Resource(NamedTuple):
    """A table: its name in the data set, how its file's name begins, and its rows of values."""

    name: str
    file_name: str
    title: str
    fields: tuple[Field, ...]
    rows: Sequence[Sequence[Any]]
    more_key: tuple[str, ...] = ()  # columns that its rows are known by besides those of an action


class DataSet(NamedTuple):
    """The tables of a document; `identity` distinguishes it from other data sets of the same round."""

    identity: str
    file_name: str
    resources: tuple[Resource, ...]


@singledispatch
def data_set(content: Content, workbook: Workbook, kind: str, file_name: str) -> DataSet:
    """Return a document's sections as tables of texts, as they are printed.

    A document whose tables are better data than print registers a function for it.
    """
    return DataSet(
        f"-{kind}",
        file_name,
        tuple(
            Resource(name, f"{file_name}-{name}", s.table.caption, _fields(s.table), _rows(s.table))
            for name, s in sections(content).items()
        ),
    )


@data_set.register
def _(report: Report, workbook: Workbook, kind: str, file_name: str) -> DataSet:
    plan, results = report.plan.table.caption, report.results.table.caption
    reported = report.last or workbook
    of_units = list(unit_result_rows(report, reported))
    more = [
        Resource(
            UNIT_RESULTS, "ผลการดำเนินการรายหน่วยงาน", f"{results} รายหน่วยงาน",
            UNIT_RESULT_FIELDS, of_units, (UNIT.name,),
        )
    ]  # fmt: skip
    return DataSet(
        "",
        "ข้อมูลเปิด",
        (
            Resource(PLAN, "มาตรการ", plan, PLAN_FIELDS, list(plan_rows(report.plan.table, report.round, workbook))),
            Resource(
                RESULTS, "ผลการดำเนินการ", results, RESULT_FIELDS,
                list(result_rows(report, reported)),
            ),
            *(more if of_units else ()),
        ),
    )  # fmt: skip


@data_set.register
def _(measures: Measures, workbook: Workbook, kind: str, file_name: str) -> DataSet:
    return DataSet(f"-{kind}", file_name, (_plan(measures.plan.table, workbook, file_name),))


@data_set.register
def _(analysis: Analysis, workbook: Workbook, kind: str, file_name: str) -> DataSet:
    table = analysis.scores.table
    scores = Resource(
        SCORES, f"{file_name}-คะแนน", table.caption, SCORE_FIELDS,
        list(score_rows(analysis.found, workbook)), (NUMBER.name,),
    )  # fmt: skip
    plan = _plan(analysis.measures.table, workbook, f"{file_name}-มาตรการ")
    return DataSet(f"-{kind}", file_name, (scores, plan))


def _plan(table: PrintedTable, workbook: Workbook, file_name: str) -> Resource:
    """Return the actions of a plan that is no round's: each once, without the round."""
    at = PLAN_FIELDS.index(ROUND)
    rows = list(dict.fromkeys(tuple(row) for row in plan_rows(table, None, workbook)))
    fields = (*PLAN_FIELDS[:at], *PLAN_FIELDS[at + 1 :])
    return Resource(PLAN, file_name, table.caption, fields, [[*r[:at], *r[at + 1 :]] for r in rows])


def _fields(table: PrintedTable) -> tuple[Field, ...]:
    return tuple(Field(c.heading, "string", c.heading) for c in table.columns)


def _rows(table: PrintedTable) -> list[list[Any]]:
    return [
        ["\n".join(p.whole for p in cell) or None for cell in (group.measure, *row.cells)]
        for group in table.groups
        for row in group.rows
    ]

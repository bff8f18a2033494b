"""Which tables a document has as open data, and what their columns mean."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch
from typing import Any, NamedTuple

from ita_excel.documents.content.elements import Content, PrintedTable, Report, sections
from ita_excel.documents.data.rows import (
    PLAN_FIELDS,
    RESULT_FIELDS,
    UNIT,
    UNIT_RESULT_FIELDS,
    Field,
    plan_rows,
    result_rows,
    unit_result_rows,
)
from ita_excel.schema.model import Workbook

PLAN, RESULTS, UNIT_RESULTS = "plan", "results", "unit-results"


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
    of_units = list(unit_result_rows(report, workbook))
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
            Resource(PLAN, "มาตรการ", plan, PLAN_FIELDS, list(plan_rows(report, workbook))),
            Resource(
                RESULTS, "ผลการดำเนินการ", results, RESULT_FIELDS,
                list(result_rows(report, workbook)),
            ),
            *(more if of_units else ()),
        ),
    )  # fmt: skip


def _fields(table: PrintedTable) -> tuple[Field, ...]:
    return tuple(Field(c.heading, "string", c.heading) for c in table.columns)


def _rows(table: PrintedTable) -> list[list[Any]]:
    return [
        ["\n".join(p.whole for p in cell) or None for cell in (group.measure, *row.cells)]
        for group in table.groups
        for row in group.rows
    ]

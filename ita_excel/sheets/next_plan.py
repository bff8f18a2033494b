"""This year's plan in next year's workbook: what was finished goes on, what wasn't waits as a draft.

An action that was not finished this year, and a suggestion that stands in the agency's own results,
become rows marked ร่าง, with where they come from beside them: the officer accepts or deletes them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ita_excel import schema
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.core.values import Value, as_text
from ita_excel.schema.model import Action, Result, Round, Status
from ita_excel.sheets import Block, Reading, Record, derived_cells
from ita_excel.sheets.blocks import heading_form, headings
from ita_excel.sheets.next_cells import Carrying
from ita_excel.sheets.report_order import in_order
from ita_excel.thai.blanks import says_none
from ita_excel.thai.normal import compare_form

ORIGIN = "ที่มาของร่าง"  # the heading of the column that is added where there are drafts
_NOT_TYPED = (schema.Writer.COMPUTED, schema.Writer.KEY)
_PERIOD = ("start", "end")


class PlanRow(NamedTuple):
    """A row of next year's plan; `number` is the row of this year's that it comes from."""

    values: dict[str, Value]
    number: int | None
    origin: str = ""


class CarriedPlan(NamedTuple):
    """The rows in their order, and how many of them are drafts of which kind."""

    rows: tuple[PlanRow, ...]
    unfinished: int = 0
    suggested: int = 0
    waiting: int = 0  # drafts of this year that nobody accepted


def carried_plan(reading: Reading, form: Block, carrying: Carrying) -> CarriedPlan:
    """Return next year's plan. `form` is where it will stand, for the places of its cells."""
    block = reading.blocks[schema.PLAN.name]
    fields = [c.field for c in schema.PLAN.columns if c.next_year and c.writer not in _NOT_TYPED]
    ordered = _ordered(reading)
    last = _last_results(reading)
    # A blank cell means the measure above, which another row may have become, or which somebody
    # takes out with a draft.
    moved = [r.row for r in ordered] != [*block.filled_rows()]
    every = moved or any(_is_source(r.value, last.get(r.value.key)) for r in ordered)
    fields = [name for name in fields if name != "measure"]
    rows: list[PlanRow] = []
    drafts = {record.row for record in reading.drafts}
    unfinished = suggested = waiting = 0

    def at(name: str) -> CellRef:
        return form.at(form.header_row + 1 + len(rows), name)

    said: dict[str, int] = {}  # suggestions, with the index of their row
    for record in ordered:
        action = record.value
        values = _row(block, record, fields, at, carrying)
        named = action.measure if every else block.cell(record.row, "measure")
        if named:
            values["measure"] = carrying.value(at("measure"), _heading("measure"), named)
        result = last.get(action.key)
        origin = _unfinished(result, carrying)
        if record.row in drafts:
            waiting += 1
            origin = _waited(block, record.row, carrying)
        elif origin and "draft" in fields:
            values["draft"] = schema.DRAFT
            unfinished += 1
        rows.append(PlanRow(values, record.row, origin))
        for text in [result.suggestions] if result and "draft" in fields else []:
            if says_none(text):
                continue
            origin = _FROM_SUGGESTION.fill(year=carrying.year.year, text=_short(action.text)).th
            if compare_form(text) in said:  # the same words in several rows are one suggestion
                before = rows[said[compare_form(text)]]
                rows[said[compare_form(text)]] = before._replace(
                    origin=f"{before.origin}\n{origin}"
                )
                continue
            said[compare_form(text)] = len(rows)
            rows.append(PlanRow(_suggested(text, action, values, at, carrying), None, origin))
            suggested += 1
    return CarriedPlan(tuple(rows), unfinished, suggested, waiting)


def _ordered(reading: Reading) -> list[Record[Action]]:
    """Return the plan's rows in the report's order, drafts behind them."""
    by_action = {id(r.value): r for r in reading.plan}
    order = derived_cells.load(reading.meta).order
    ordered = in_order([r.value for r in reading.plan], order)
    return [*(by_action[id(action)] for action in ordered), *reading.drafts]


def _row(
    block: Block,
    record: Record[Action],
    fields: list[str],
    at: Callable[[str], CellRef],
    carrying: Carrying,
) -> dict[str, Value]:
    action = record.value
    values: dict[str, Value] = {}
    for name in fields:
        value = block.cell(record.row, name)
        if value is None or name in _PERIOD:
            continue
        if name == "oit":
            values[name] = carrying.codes(at(name), _heading(name), action)
        else:
            values[name] = carrying.value(at(name), _heading(name), value)
    typed = (block.cell(record.row, "start"), block.cell(record.row, "end"))
    start, end = carrying.period(at("start"), _heading("start"), typed, action.period)
    return values | {n: v for n, v in (("start", start), ("end", end)) if v is not None}


def _suggested(
    text: str,
    action: Action,
    values: dict[str, Value],
    at: Callable[[str], CellRef],
    carrying: Carrying,
) -> dict[str, Value]:
    """Return the draft of a suggestion: in the action's measure, for the same people and time."""
    kept = ("measure", "oit", "serves", "responsible", "start", "end")
    row = {name: values[name] for name in kept if name in values}
    row["text"] = carrying.value(at("text"), _heading("text"), text)
    row["draft"] = schema.DRAFT
    return row


def _is_source(action: Action, result: Result | None) -> bool:
    """Whether a draft comes of an action, or it is one."""
    if action.draft or result is None:
        return bool(action.draft)
    done = result.state in (None, Status.DONE)
    return not done or not says_none(result.suggestions)


def _last_results(reading: Reading) -> dict[str, Result]:
    """Return what was said last of each action: in the 12 months, else in the 6."""
    found: dict[str, Result] = {}
    for record in reading.results:
        row = record.value
        if row.action_key not in found or row.in_round is Round.TWELVE:
            found[row.action_key] = row
    return found


def _unfinished(result: Result | None, carrying: Carrying) -> str:
    """Return where an unfinished action comes from, '' for one that is done or never reported."""
    state = result.state if result else None
    if result is None or state in (None, Status.DONE):
        return ""
    why = result.problems if not says_none(result.problems) else ""
    origin = _FROM_ACTION.fill(year=carrying.year.year, status=state.value if state else "").th
    return f"{origin}: {_short(why)}" if why else origin


def _waited(block: Block, row: int, carrying: Carrying) -> str:
    """Return where a draft that nobody accepted comes from, '' where its row says so already."""
    column = headings(block).get(heading_form(ORIGIN))
    line = block.rows[row - 1]
    if column and column <= len(line) and as_text(line[column - 1]):
        return ""
    return _FROM_DRAFT.fill(year=carrying.year.year).th


def _heading(name: str) -> str:
    return schema.PLAN.column(name).heading


def _short(text: str) -> str:
    said = " ".join(text.split())
    return said if len(said) <= _LONG else f"{said[:_LONG]}…"


def own_values(block: Block, column: int, rows: tuple[PlanRow, ...]) -> Iterator[tuple[int, Value]]:
    """Yield what an office's own column says, by the index of the row of next year's plan."""
    for index, row in enumerate(rows):
        line = block.rows[row.number - 1] if row.number else ()
        value = line[column - 1] if column <= len(line) else None
        if value is not None:
            yield index, value


_LONG = 120
_FROM_ACTION = Text("ค้างจากปี {year} ({status})", "not finished in {year} ({status})")
_FROM_DRAFT = Text("ร่างของปี {year} ที่ยังไม่ได้รับเข้าแผน", "a draft of {year} that nobody accepted")
_FROM_SUGGESTION = Text(
    "ข้อเสนอแนะจากผลปี {year}: {text}", "suggested in the results of {year}: {text}"
)

"""Which unit is to be sent which rows under which name, and what the master remembers of it."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ita_excel import schema
from ita_excel.core.errors import InputError, UsageError
from ita_excel.core.grid import Edit, SetCell
from ita_excel.core.language import Text
from ita_excel.core.values import Value, as_text
from ita_excel.dispatch.filenames import free_name, safe_name
from ita_excel.dispatch.mail import is_address
from ita_excel.dispatch.parting import parted, require_somebody
from ita_excel.merging import ledger_sheet
from ita_excel.merging.base import Base
from ita_excel.merging.ledger import Ledger, Mailed
from ita_excel.merging.levels import from_above, last_answered, own_unit
from ita_excel.merging.master import CellId
from ita_excel.merging.sending import Shares, base_of, record_of, share_out
from ita_excel.schema.model import Result, Unit
from ita_excel.sheets import (
    Reading,
    Record,
    filling,
    newbook,
)
from ita_excel.sheets.responsible import Directory


@dataclass(frozen=True, slots=True)
class UnitWorkbook:
    """One unit's workbook, or one of its people's, written or about to be: its e-mail is theirs."""

    unit: Unit
    base: Base
    path: Path
    asked: str = ""  # what is to be corrected in its rows
    answered: Mapping[CellId, Value] = field(default_factory=dict)  # by the unit, last


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """What splitting comes to: the workbooks, and rows and units that get none."""

    workbooks: tuple[UnitWorkbook, ...]
    empty_units: tuple[str, ...]  # units that no row names
    shares: Shares
    edits: tuple[Edit, ...]  # of the master: what it remembers
    staying: tuple[Record[Result], ...] = ()  # rows of the agency itself
    chosen: frozenset[str] = frozenset()  # the units that were to get something
    own: str = ""  # what the sender above calls the agency, where there is one


def plan_split(
    reading: Reading,
    outbox: Path,
    sent: dt.datetime,
    due: dt.date | None,
    units: Collection[str] = (),
    only: Collection[int] | None = None,
    asked: str = "",
    mailed: bool = False,
) -> SplitPlan:
    """Return what to send to whom. UsageError for a unit that the workbook doesn't have.

    `only` are rows of the sheet of results, where not all are sent; `asked` says what is to be done
    with them. `mailed`: they will be sent through a server, and count as sent when it took them.
    InputError for a master that has nothing for anybody but its own agency.
    """
    own = own_unit(from_above(reading))
    shares, staying = parted(share_out(reading), own, only)
    chosen = _chosen([s.unit for s in shares.units], units, reading.directory)
    if own:
        require_somebody(shares, own)
    _require_keys(reading, shares)
    identity, edits = _identity(reading)
    people = {u.value.name: u.value for u in reading.units}
    ledger = ledger_sheet.load(reading.meta)
    workbooks: list[UnitWorkbook] = []
    taken: list[str] = []
    moment = sent.astimezone(dt.UTC).isoformat(timespec="seconds")
    for share in shares.units:
        if share.unit not in chosen or not share.results:
            continue
        for unit, address in _readers(people[share.unit]):
            stem = _stem(reading, share.unit)
            whose = f" {safe_name(address.partition('@')[0])}" if address else ""
            name = free_name(f"{stem}{whose}", ".xlsx", taken)
            taken.append(name)
            base = base_of(
                reading, share, identity, _fresh_id(), moment, due.isoformat() if due else ""
            )
            answered = last_answered(ledger, share.unit, base.rows)
            workbooks.append(UnitWorkbook(unit, base, outbox / name, asked, answered))
            ledger = ledger.dispatched(record_of(base, name, address))
            if mailed:
                ledger = ledger.with_mail({base.dispatch: Mailed()})
    empty = tuple(s.unit for s in shares.units if s.unit in chosen and not s.results)
    if workbooks:
        edits = [*edits, *_remember(reading, ledger, edits)]
    kept = tuple(edits if workbooks else ())
    return SplitPlan(tuple(workbooks), empty, shares, kept, staying, frozenset(chosen), own)


def _require_keys(reading: Reading, shares: Shares) -> None:
    """Raise InputError where a row has no รหัส by which its answer could be known."""
    keyless = [*shares.without_key, *(a for a in reading.plan if a.value.text and not a.value.key)]
    if keyless:
        raise InputError(
            Text(
                "มี {n} แถวที่ยังไม่มีรหัส จึงยังแยกไฟล์ไม่ได้ โปรดสั่ง fill ก่อน",
                "{n} rows have no key yet, so the workbook can't be split: run fill first",
            ),
            n=len(keyless),
        )


def _readers(unit: Unit) -> list[tuple[Unit, str]]:
    """Return the unit once, or once for each of its addresses where it has several.

    A workbook of one's own is the only proof that two answers are of two people.
    """
    found = [a for a in re.split(r"[,;\s]+", unit.email) if is_address(a)]
    addresses = list({a.casefold(): a for a in found}.values())
    if len(addresses) < 2:
        return [(unit, "")]
    return [(replace(unit, email=address), address) for address in addresses]


def _chosen(known: list[str], wanted: Collection[str], directory: Directory) -> set[str]:
    for unit in wanted:
        if unit not in known:
            near = directory.suggest(unit)
            raise UsageError(
                Text(
                    "ไม่มีหน่วยงาน “{unit}” ในชีตส่วนราชการ หน่วยงานที่ใกล้เคียงคือ “{near}”",
                    "the workbook has no unit “{unit}”; the nearest is “{near}”",
                )
                if near
                else Text(
                    "ไม่มีหน่วยงาน “{unit}” ในชีตส่วนราชการ โปรดเพิ่มในชีตส่วนราชการก่อน",
                    "the workbook has no unit “{unit}”: add it to the sheet of units first",
                ),
                unit=unit,
                near=near,
            )
    if not known:
        raise InputError(
            Text(
                "ชีตส่วนราชการยังไม่มีหน่วยงาน โปรดใส่ชื่อสำนัก/กองก่อนแยกไฟล์",
                "the sheet of units is empty: enter the units before splitting",
            )
        )
    return set(wanted or known)


def _identity(reading: Reading) -> tuple[str, list[Edit]]:
    """Return the master's id, and the edits that give it one where it has none."""
    there = as_text(reading.meta.get(schema.META_WORKBOOK))
    if there:
        return there, []
    fresh = secrets.token_hex(8)
    return fresh, newbook.identify(reading, fresh)


def _remember(reading: Reading, ledger: Ledger, edits: list[Edit]) -> list[Edit]:
    kept = ledger_sheet.keep(reading, ledger)
    if not edits:
        return kept
    told = {e.at for e in edits if isinstance(e, SetCell)}
    return [e for e in kept if not (isinstance(e, SetCell) and e.at in told)]


def _fresh_id() -> str:
    return f"D-{filling.new_key()}"


def _stem(reading: Reading, unit: str) -> str:
    agency = reading.agency.value
    year = f" {agency.fiscal_year.year}" if agency.fiscal_year else ""
    months = f" {agency.round.months} เดือน" if agency.round else ""
    return f"ITA{year}{months} {safe_name(unit)}"

"""One workbook a unit out of the master: its rows, its guide, the due date, and what was sent."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ita_excel import schema
from ita_excel.core.errors import InputError, OutputError, UsageError
from ita_excel.core.grid import Edit, SetCell, ShowSheet
from ita_excel.core.language import Text
from ita_excel.core.values import Value, as_text
from ita_excel.dispatch.form import unit_form
from ita_excel.dispatch.guide import guide_edits
from ita_excel.dispatch.names import free_name, safe_name
from ita_excel.merging import ledger_sheet
from ita_excel.merging.base import NAMESPACE, Base, meta_rows, packed
from ita_excel.merging.ledger import Ledger
from ita_excel.merging.sending import Shares, base_of, record_of, share_out
from ita_excel.schema.model import Unit
from ita_excel.sheets import (
    Reading,
    append_rows,
    filling,
    newbook,
    read,
    replace_rows,
    require_block,
    set_field,
)
from ita_excel.store import backups, saving
from ita_excel.store.file import FileGrid
from ita_excel.thai.near import nearest

# Settings that a unit's workbook needs for its checks; no names of persons, no letter.
_SETTINGS = (
    "name", "short_name", "district", "province", "fiscal_year", "analysed_year",
    "results_year", "round", "website",
)  # fmt: skip
_SHOWN = (schema.GUIDE, schema.PLAN.sheet, schema.RESULTS.sheet)


@dataclass(frozen=True, slots=True)
class Parcel:
    """One unit's workbook, written or about to be."""

    unit: Unit
    base: Base
    path: Path


@dataclass(frozen=True, slots=True)
class Plan:
    """What splitting comes to: the parcels, and rows and units that get none."""

    parcels: tuple[Parcel, ...]
    empty_units: tuple[str, ...]  # units that no row names
    shares: Shares
    edits: tuple[Edit, ...]  # of the master: what it remembers


def plan_split(
    reading: Reading,
    outbox: Path,
    sent: dt.datetime,
    due: dt.date | None,
    units: Collection[str] = (),
) -> Plan:
    """Return what to send to whom. UsageError for a unit that the workbook doesn't have."""
    shares = share_out(reading)
    chosen = _chosen([s.unit for s in shares.units], units)
    keyless = [*shares.without_key, *(a for a in reading.plan if a.value.text and not a.value.key)]
    if keyless:
        raise InputError(
            Text(
                "มี {n} แถวที่ยังไม่มีรหัส จึงยังแยกไฟล์ไม่ได้ โปรดสั่ง fill ก่อน",
                "{n} rows have no key yet, so the workbook can't be split: run fill first",
            ),
            n=len(keyless),
        )
    identity, edits = _identity(reading)
    people = {u.value.name: u.value for u in reading.units}
    ledger = ledger_sheet.load(reading.meta)
    parcels: list[Parcel] = []
    taken: list[str] = []
    moment = sent.astimezone(dt.UTC).isoformat(timespec="seconds")
    for share in shares.units:
        if share.unit not in chosen or not share.results:
            continue
        name = free_name(_stem(reading, share.unit), ".xlsx", taken)
        taken.append(name)
        base = base_of(
            reading, share, identity, _fresh_id(), moment, due.isoformat() if due else ""
        )
        parcels.append(Parcel(people[share.unit], base, outbox / name))
        ledger = ledger.dispatched(record_of(base, name))
    empty = tuple(s.unit for s in shares.units if s.unit in chosen and not s.results)
    if parcels:
        edits = [*edits, *_remember(reading, ledger, edits)]
    return Plan(tuple(parcels), empty, shares, tuple(edits if parcels else ()))


def workbook(reading: Reading, parcel: Parcel) -> FileGrid:
    """Return the unit's workbook, not yet a file."""
    grid = FileGrid.from_bytes(unit_form())
    form = read(grid)
    edits: list[Edit] = []
    settings = require_block(form.blocks, schema.AGENCY)
    for field in _SETTINGS:
        value = reading.agency.typed(field)
        edits += set_field(settings, form.agency.rows[field], "value", value)
    edits += replace_rows(form.blocks[schema.UNITS.name], _units(reading, parcel.unit))
    edits += replace_rows(form.blocks[schema.PLAN.name], _plan_rows(parcel.base))
    edits += replace_rows(form.blocks[schema.RESULTS.name], _result_rows(parcel.base))
    edits += newbook.identify(form, parcel.base.dispatch)
    edits += append_rows(form.blocks[schema.META.name], meta_rows(parcel.base))
    edits += guide_edits(grid, reading, parcel.base)
    edits += [ShowSheet(s, s in _SHOWN) for s in grid.sheets() if s != schema.META.sheet]
    grid.apply(edits)
    grid.package.add_custom_xml(NAMESPACE, _custom_xml(parcel.base))
    return grid


@dataclass(frozen=True, slots=True)
class Put:
    """A workbook that was written, and the backup of what it replaced."""

    path: Path
    backup: Path | None


def require_free(plan: Plan, force: bool = False) -> None:
    """Raise OutputError, before anything is written, where a unit's workbook can't be."""
    for parcel in plan.parcels:
        if parcel.path.is_dir() or (parcel.path.exists() and not force):
            raise OutputError(saving.EXISTS, file=parcel.path.name)
        if parcel.path.exists():
            saving.require_writable(parcel.path)


def write(
    reading: Reading,
    plan: Plan,
    force: bool = False,
    each: Callable[[Sequence[Parcel]], Iterable[Parcel]] = iter,
) -> list[Put]:
    """Write the workbooks and return what was put; on failure all is as it was.

    What is replaced becomes a backup: somebody may have typed answers there. `each` may show how
    far it is while it hands the parcels on.
    """
    require_free(plan, force)
    put: list[Put] = []
    try:
        for parcel in each(plan.parcels):
            kept: list[Path] = []

            def keep(target: Path, kept: list[Path] = kept) -> None:
                if target.exists():
                    kept.append(backups.keep(target).path)

            grid = workbook(reading, parcel)
            grid.complete()
            saving.replace(parcel.path, grid.package.write_to, keep)
            put.append(Put(parcel.path, kept[0] if kept else None))
    except BaseException:
        take_back(put)
        raise
    return put


def take_back(written: Iterable[Put]) -> None:
    """Undo workbooks that the master doesn't know: they would be refused on their return."""
    for one in written:
        if one.backup is None:
            one.path.unlink(missing_ok=True)
        else:
            saving.replace_bytes(one.path, one.backup.read_bytes())
            one.backup.unlink(missing_ok=True)


def _chosen(known: list[str], wanted: Collection[str]) -> set[str]:
    for unit in wanted:
        if unit not in known:
            near = nearest(unit, known, 60)
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


def _units(reading: Reading, unit: Unit) -> list[dict[str, Value]]:
    """Return the names of all units, which the drop-down offers, and only this one's people."""
    rows: list[dict[str, Value]] = []
    for record in reading.units:
        own = record.value.name == unit.name
        rows.append(
            {
                "name": record.value.name,
                "short_name": record.value.short_name or None,
                "email": (record.value.email or None) if own else None,
                "contact": (record.value.contact or None) if own else None,
            }
        )
    return rows


def _plan_rows(base: Base) -> list[dict[str, Value]]:
    return [{"key": key, **values} for key, values in base.plan.items()]


def _result_rows(base: Base) -> list[dict[str, Value]]:
    return [{"key": key, "round": round_, **v} for (key, round_), v in base.rows.items()]


def _custom_xml(base: Base) -> bytes:
    texts = "".join(f"<base>{text}</base>" for text in packed(base))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<dispatch xmlns="{NAMESPACE}">{texts}</dispatch>'
    ).encode()


def unknown_rows(shares: Shares) -> Iterable[str]:
    """Yield the actions of rows whose unit nobody is."""
    for record in shares.nobodys:
        yield record.value.text

"""New: an empty workbook for a fiscal year."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from pathlib import Path

from ita_excel.catalogue import kinds
from ita_excel.catalogue.kinds import AgencyKind
from ita_excel.core.errors import OutputError, UsageError, system_refusals
from ita_excel.core.language import Text
from ita_excel.jobs.book import remember
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.sheets import newbook, read
from ita_excel.store.file import FileGrid
from ita_excel.store.shipped import template_bytes
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.digits import to_arabic


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded(Outcome):
    """A workbook that was made: its file, its fiscal year, and as what kind of agency's.

    `kind` is '' where neither option nor name tells it, `guessed` where the name told it.
    """

    file: Path
    year: FiscalYear
    kind: str = ""
    guessed: bool = False


def new(
    file: Path | str,
    occasion: Occasion,
    *,
    fiscal_year: int | str,
    agency: str = "",
    kind: str = "",
    force: bool = False,
) -> Founded:
    """Write an empty workbook for a fiscal year of the Buddhist Era (2570, “๒๕๗๐”).

    `agency` is its full name, `kind` its kind (“โรงพยาบาล/สาธารณสุข” or “hospital”), else guessed from
    the name; an .xlsm has buttons on its sheets. UsageError for a year, kind or file's name that
    can't be meant; OutputError where the file is there already (unless `force`: then a backup is kept of
    it) or can't be written.
    """
    path, year, known = Path(file), read_fiscal_year(fiscal_year), read_kind(kind)
    meant = known or kinds.guessed(agency)
    require_free(path, force=force)
    with system_refusals():
        grid = blank(path)
        reading = read(grid)
        settings = newbook.settings(year, agency, kind=meant)
        opinions = newbook.opinions(meant, agency)
        grid.apply(newbook.edits(reading, settings, str(uuid.uuid4()), opinions))
        remember(grid)
        grid.save(path, force=force)
    name = meant.name if meant else ""
    return Founded(file=path, year=year, changed=True, kind=name, guessed=bool(meant and not known))


def blank(file: Path) -> FileGrid:
    """Return an empty workbook of the kind that a file's name asks for; it is no file yet."""
    if file.suffix.lower() != ".xlsm":
        return FileGrid.from_bytes(template_bytes())
    from ita_excel.jobs.macro_workbook import macro_workbook  # few want it

    return FileGrid.from_bytes(macro_workbook(template_bytes()))


def read_fiscal_year(typed: int | str) -> FiscalYear:
    """Return the fiscal year that a person means; UsageError, with the พ.ศ. year for a ค.ศ. one."""
    digits = to_arabic(str(typed).strip())
    year = int(digits) if digits.isascii() and digits.isdigit() else 0
    if FiscalYear(year).plausible:
        return FiscalYear(year)
    if FiscalYear(year + 543).plausible:
        raise UsageError(_WESTERN, year=year + 543)
    raise UsageError(_NO_YEAR, typed=typed)


def read_kind(typed: str) -> AgencyKind | None:
    """Return the kind of agency that a person means, None where nothing is said; UsageError else."""
    if not typed.strip():
        return None
    if found := kinds.called(typed):
        return found
    raise UsageError(
        _NO_KIND, typed=typed, kinds=", ".join(f"{k.name} ({k.code})" for k in kinds.kinds())
    )


def require_free(file: Path, *, force: bool) -> None:
    """Raise UsageError for a name that is no workbook's, OutputError where the file exists."""
    if file.suffix.lower() not in (".xlsx", ".xlsm"):
        raise UsageError(_NO_WORKBOOK, name=file.name)
    if file.exists() and not force:
        raise OutputError(_EXISTS, name=file)


_WESTERN = Text(
    "ปีงบประมาณต้องเป็น พ.ศ. หมายถึง {year} หรือไม่",
    "the fiscal year must be of the Buddhist Era: did you mean {year}?",
)
_NO_YEAR = Text(
    "“{typed}” ไม่ใช่ปีงบประมาณ โปรดระบุ พ.ศ. สี่หลัก เช่น 2570",
    "“{typed}” is no fiscal year: give four digits of the Buddhist Era, e.g. 2570",
)
_NO_KIND = Text(
    "ไม่มีประเภทหน่วยงาน “{typed}” โปรดเลือก: {kinds}",
    "there is no kind of agency “{typed}”, choose one of: {kinds}",
)
_NO_WORKBOOK = Text(
    "ชื่อไฟล์ต้องลงท้ายด้วย .xlsx หรือ .xlsm: “{name}”",
    "the file's name must end in .xlsx or .xlsm: “{name}”",
)
_EXISTS = Text(
    "มีไฟล์ “{name}” อยู่แล้ว โปรดใช้ชื่ออื่น หรือระบุ --force เพื่อเขียนทับ",
    "“{name}” exists already: choose another name, or give --force to replace it",
)

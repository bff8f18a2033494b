"""Check: what is wrong with a workbook, and the list of it on its sheet `ผลการตรวจ`."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ita_excel.core.errors import ItaExcelError, OutputError, UsageError
from ita_excel.core.findings import Finding, Severity
from ita_excel.core.grid import Edit
from ita_excel.core.language import Text
from ita_excel.jobs import wording_sheet
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.evidence_found import Evidence
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Notice, Outcome
from ita_excel.schema import FINDINGS
from ita_excel.sheets import Reading, findings_edits
from ita_excel.sheets.carrying import marks

if TYPE_CHECKING:
    from ita_excel.catalogue.oit import Item


Codes = str | Collection[str]  # of rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked(Outcome):
    """What a check found. `findings` are what is left for people, in the order of the rules.

    `sheets` are the workbook's, in their order. `fixes` are the edits of `fix`. `unsaved` says why
    neither they nor the list of findings could be written; the findings hold all the same.
    """

    sheets: tuple[str, ...] = ()
    fixes: tuple[Edit, ...] = ()
    unsaved: ItaExcelError | None = None


class Chosen(NamedTuple):
    """What of a check is wanted. `write` None: the list is written where the check is whole."""

    evidence: Evidence
    only: Collection[str] = ()
    ignore: Collection[str] = ()
    items: Sequence[Item] = ()
    write: bool | None = None

    @classmethod
    def of(
        cls,
        only: Codes,
        ignore: Codes,
        items: Sequence[Item],
        write: bool | None,
        online: bool = False,
    ) -> Chosen:
        """Return the choice; a single code may be given as it is. UsageError for no such rule."""
        chosen = cls(Evidence(online), _several(only), _several(ignore), items, write)
        require_rules(chosen.only, chosen.ignore)
        return chosen

    @property
    def writes(self) -> bool:
        """Half a list isn't written unasked: the sheet is read as all that there is to correct."""
        return not (self.only or self.ignore) if self.write is None else self.write

    @property
    def looks_at_evidence(self) -> bool:
        """Whether a rule is chosen that asks what is in a file."""
        return not self.only or any(code.startswith("E") for code in self.only)

    def findings(self, opened: OpenBook, reading: Reading) -> list[Finding]:
        """Return the findings of the rules that are chosen."""
        from ita_excel.rules.engine import validate

        return validate(
            reading,
            only=self.only,
            ignore=self.ignore,
            picture=pictures_beside(opened.folder),
            items=self.items,
            each=opened.occasion.watcher.each,
            evidence=self.evidence.files(opened, reading) if self.looks_at_evidence else None,
            pages=self.evidence.pages(opened, reading) if self.looks_at_evidence else None,
        )


def check(
    place: Place,
    occasion: Occasion,
    *,
    only: Codes = (),
    ignore: Codes = (),
    items: Sequence[Item] = (),
    write: bool | None = None,
    receipt: str | Path | None = None,
    online: bool = False,
) -> Checked:
    """Return the findings of a workbook, and list them on its sheet `ผลการตรวจ`.

    `only` and `ignore` are codes of rules (`P305`); `items` the agency's own OIT items instead of
    ours; `online` asks the web addresses that are evidence. `write` False leaves the workbook as it is; None does so where rules are left out.
    UsageError for a rule that isn't there, InputError for what is no ITA workbook. A list that
    can't be saved is no error: `unsaved` says why.
    """
    chosen = Chosen.of(only, ignore, items, write, online)

    def look(opened: OpenBook, reading: Reading) -> Checked:
        found = chosen.findings(opened, reading)
        return Checked(findings=tuple(found), sheets=tuple(opened.grid.sheets()))

    return run(place, occasion, chosen, look, receipt)


def run(
    place: Place,
    occasion: Occasion,
    chosen: Chosen,
    look: Callable[[OpenBook, Reading], Checked],
    receipt: str | Path | None,
    *,
    fixes: bool = False,
) -> Checked:
    """Return what `look` finds, after the fixes and the list of what is left are written."""
    seen: list[Checked] = []  # by attempts; the last stands where saving fails
    saves = fixes or chosen.writes or receipt is not None

    def work(opened: OpenBook) -> Checked:
        reading = opened.read()
        occasion.watcher.step()
        done = look(opened, reading)
        done = replace(done, notices=(*done.notices, *chosen.evidence.notices))
        listed: list[Edit] = []
        if chosen.writes and FINDINGS.name in reading.blocks:
            partial = left_unchecked(chosen.only, chosen.ignore)
            listed = findings_edits(reading, done.findings, occasion.language, partial)
            listed += marks(reading)
        elif chosen.writes:
            done = replace(done, notices=(*done.notices, _NO_SHEET))
        seen.append(done)
        occasion.watcher.step()
        if not saves:
            return done
        # Most offices have no words of their own; their sheet follows ours at the next fill.
        worded = wording_sheet.edits(reading) if reading.wording else []
        others = [*listed, *worded]
        written = opened.write(reading, done.fixes, "fix", others=others, receipt=receipt)
        return replace(done, changed=written.changed, notices=(*done.notices, *written.notices))

    try:
        return in_turn(place, occasion, work, writing=saves)
    except OutputError as error:
        if not seen:
            raise
        return replace(seen[-1], unsaved=error)


def _several(codes: Codes) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)


def pictures_beside(folder: Path | None) -> Callable[[str], bool] | None:
    """Return what tells whether a file named in the workbook is a readable picture beside it.

    None where nobody can look: the workbook was never saved, or lies on the web.
    """
    if folder is None:
        return None

    def is_picture(name: str) -> bool:
        from ita_excel.documents.pictures import read_picture

        return read_picture(folder / name) is not None

    return is_picture


def own_items(path: Path | None) -> tuple[Item, ...]:
    """Return the items of an agency's own list of OIT items, a CSV file; InputError for no such."""
    if path is None:
        return ()
    from ita_excel.catalogue import own_items
    from ita_excel.core import limits
    from ita_excel.core.apart import files

    return own_items.read(str(path), files.read(path, limits.TEXT))


def require_rules(only: Collection[str], ignore: Collection[str]) -> None:
    """Raise UsageError for a rule that isn't there, or that only merging can find."""
    if not (only or ignore):
        return
    from ita_excel.rules.ruleset import MERGED, RULES, SIGNED

    unknown = [code for code in (*only, *ignore) if code not in RULES]
    if unknown:
        raise UsageError(_UNKNOWN, codes=", ".join(unknown))
    merged = [rule.code for rule in MERGED if rule.code in only]
    if merged:
        raise UsageError(_MERGED, codes=", ".join(merged))
    signed = [rule.code for rule in SIGNED if rule.code in only]
    if signed:
        raise UsageError(_SIGNED, codes=", ".join(signed))


def left_unchecked(only: Collection[str], ignore: Collection[str]) -> Text | None:
    """Return what is to be said of a check that leaves rules out, None of a whole one."""
    if only:
        return _ONLY.fill(codes=", ".join(c for c in only if c not in ignore))
    return _WITHOUT.fill(codes=", ".join(ignore)) if ignore else None


_NO_SHEET = Notice(
    "no_findings_sheet",
    Text(
        "ไม่ได้เขียนผลลงสมุดงาน เพราะไม่มีชีต “{name}”",
        "nothing was written into the workbook: it has no sheet “{name}”",
    ).fill(name=FINDINGS.sheet),
    Severity.WARNING,
)
_UNKNOWN = Text(
    "ไม่มีกฎ {codes} ดูรายการกฎด้วย ita-excel rules", "there is no rule {codes}: see ita-excel rules"
)
_MERGED = Text(
    "กฎ {codes} ตรวจไฟล์ที่หน่วยงานส่งกลับ จึงพบได้ด้วยคำสั่ง collect ไม่ใช่ validate",
    "{codes} is about returned workbooks: collect finds it, not validate",
)
_SIGNED = Text(
    "กฎ {codes} เกี่ยวกับการลงนาม จึงพบได้ด้วยคำสั่ง papers --check ไม่ใช่ validate",
    "{codes} is about signing: papers --check finds it, not validate",
)
_ONLY = Text(
    "ตรวจเฉพาะกฎ {codes} กฎอื่นยังไม่ได้ตรวจ โปรดสั่ง validate โดยไม่ระบุ --rule เพื่อดูทั้งหมด",
    "only {codes} checked, no other rule: run validate without --rule to see all",
)
_WITHOUT = Text(
    "ตรวจโดยเว้นกฎ {codes} โปรดสั่ง validate โดยไม่ระบุ --ignore เพื่อดูทั้งหมด",
    "checked without {codes}: run validate without --ignore to see all",
)

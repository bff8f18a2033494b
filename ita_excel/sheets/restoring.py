"""What puts back the wiring of a workbook: names, lists, native formulas, drop-downs.

The template is the truth, translated into the workbook's own layout. What the program wrote in any
version is told apart from what a person put there: ours is a formula by one of our names, a cell of
our hidden columns, a list of ours by its values. All else stays and is returned as kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ita_excel import schema
from ita_excel.core.grid import (
    CellRef,
    Edit,
    Rows,
    SetCell,
    SetColumnFormula,
    SetName,
    SetValidation,
    WiredGrid,
)
from ita_excel.core.structure_edits import Validation, ValidationAt, cut
from ita_excel.core.values import Uncalculated, Value, as_text
from ita_excel.sheets.blocks import Block, heading_form, headings
from ita_excel.sheets.lacking import BROKEN, NAME
from ita_excel.sheets.layout import Layout, Lost, alike, canonical, of_version_2, of_version_3
from ita_excel.sheets.reading import Reading
from ita_excel.sheets.upgrading import Change, Kept, Part, UpgradeStep

_INTACT = 0.8  # of a sheet's formulas stand where the template has them: nobody rearranged it


@dataclass
class _Wires:
    """The workbook and the template side by side, and what is found so far."""

    reading: Reading
    grid: WiredGrid
    template: Reading
    form: WiredGrid
    says: Callable[[str], bool]
    layout: Layout = field(init=False)
    edits: list[Edit] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    _rules: dict[str, Sequence[ValidationAt]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        lists = self.form.rows(schema.LISTS_SHEET)
        self.layout = Layout(self.template, lists, self.reading, self.grid)

    def tables(self) -> Iterator[tuple[Block, Block]]:
        """Yield the tables that both have: the template's block and the workbook's."""
        for name, ours in self.template.blocks.items():
            theirs = self.reading.blocks.get(name)
            if theirs is not None:
                yield ours, theirs

    def rules(self, sheet: str) -> Sequence[ValidationAt]:
        """Return the validations of the workbook's sheet: an open Excel takes long to list them."""
        if sheet not in self._rules:
            self._rules[sheet] = self.grid.validations(sheet)
        return self._rules[sheet]

    def put(self, change: Change, *edits: Edit) -> None:
        self.edits += edits
        self.changes.append(change)


def restore(
    reading: Reading,
    grid: WiredGrid,
    template: Reading,
    form: WiredGrid,
    says: Callable[[str], bool],
) -> UpgradeStep:
    """Return what puts back the wiring that the workbook lacks or has in an old or broken form.

    `form` is the template; `says` tells whether a text is a sentence of the ตรวจ formulas, which
    somebody may have pasted as a value.
    """
    wires = _Wires(reading, grid, template, form, says)
    if schema.LISTS_SHEET in grid.sheets():
        _lists(wires)
    _names(wires)
    for ours, theirs in wires.tables():
        _columns(wires, ours, theirs)
        _choices(wires, ours, theirs)
    for sheet in (schema.DASHBOARD, schema.FINDINGS.sheet):
        _single_formulas(wires, sheet)
    return UpgradeStep(tuple(wires.edits), tuple(wires.changes), tuple(wires.kept))


def _lists(wires: _Wires) -> None:
    sheet = schema.LISTS_SHEET
    ours, theirs = wires.form.rows(sheet), wires.grid.rows(sheet)
    formulas, present = wires.form.formulas(sheet), wires.grid.formulas(sheet)
    for number, name in enumerate(map(as_text, ours[0]), start=1):
        column = wires.layout.column(sheet, number)
        edits: list[Edit] = []
        for row, line in enumerate(ours, start=1):
            value = line[number - 1] if number <= len(line) else None
            at = CellRef(sheet, row, column)
            formula = formulas.get((row, number))
            if formula is not None:
                wanted = _translated(wires, formula, sheet)
                if wanted and not alike(present.get((row, column), ""), wanted, sheet):
                    edits.append(SetCell(at, Uncalculated(f"={wanted}")))
            elif value is not None:
                now = _at(theirs, row, column)
                if as_text(now) == as_text(value):
                    continue
                if now is not None and name in schema.LISTS and _own_choice(name, as_text(now)):
                    wires.kept.append(Kept(Part.LIST, sheet, name, at))
                else:
                    edits.append(SetCell(at, value))
        if edits:
            first = edits[0].at if isinstance(edits[0], SetCell) else None
            wires.put(Change(Part.LIST, sheet, name, count=len(edits), at=first), *edits)


def _own_choice(name: str, text: str) -> bool:
    """Whether a value in one of our lists is none that any version put there."""
    return text not in (*schema.LISTS[name], *schema.FORMER_CHOICES.get(name, ()))


def _names(wires: _Wires) -> None:
    present = wires.grid.names()
    for name, text in wires.form.names().items():
        if not name.startswith(NAME):
            continue
        wanted = _translated(wires, text, "", named=True)
        if wanted is None:
            continue
        now = present.get(name)
        if now is not None and alike(now, wanted):
            continue
        if now is not None and _longer(now, wanted, name):
            at = CellRef(schema.LISTS_SHEET, 2, 1)
            wires.kept.append(Kept(Part.LIST, schema.LISTS_SHEET, name, at))
            continue
        wires.put(Change(Part.NAME, "", name, new=now is None), SetName(name, wanted))


def _longer(now: str, wanted: str, name: str) -> bool:
    """Whether somebody let the name of a drop-down's list reach further down: words of their own."""
    if name.removeprefix(NAME) not in schema.LISTS:
        return False
    (start, _, end), (first, _, last) = (canonical(t).rpartition(":") for t in (now, wanted))
    return (
        start == first
        and end.rstrip("0123456789") == last.rstrip("0123456789")
        and _row(end) > _row(last)
    )


def _row(corner: str) -> int:
    digits = corner[len(corner.rstrip("0123456789")) :]
    return int(digits or 0)


def _columns(wires: _Wires, ours: Block, theirs: Block) -> None:
    """Put back the formulas of the columns that the program fills, in every row of the table."""
    formulas = wires.form.formulas(ours.sheet)
    first = ours.header_row + 1
    wanted = {n: formulas[first, n] for n in headings(ours).values() if (first, n) in formulas}
    if not wanted:
        return
    present = wires.grid.formulas(theirs.sheet)
    texts = {number: form for form, number in headings(ours).items()}
    known = {heading_form(c.heading) for c in ours.table.columns}
    last = theirs.range.last_row if theirs.range else theirs.last_row
    for number, formula in wanted.items():
        try:
            column = wires.layout.column(ours.sheet, number)
        except Lost:
            continue
        fill = _Fill(theirs, column, helper=texts[number] not in known)
        edits = list(_cells(wires, fill, formula, ours, present, last))
        if edits:
            heading = as_text(ours.rows[ours.header_row - 1][number - 1])
            change = Change(Part.FORMULA, theirs.sheet, heading, count=len(edits), at=edits[0].at)
            text = _translated(wires, formula, ours.sheet) or formula
            wires.put(
                change,
                *edits,
                SetColumnFormula(theirs.sheet, theirs.table.name, column, text),
            )


@dataclass(frozen=True, slots=True)
class _Fill:
    """A column of formulas; nobody types into that of a hidden `helper`."""

    block: Block
    column: int
    helper: bool


def _cells(
    wires: _Wires,
    fill: _Fill,
    formula: str,
    ours: Block,
    present: Mapping[tuple[int, int], str],
    last: int,
) -> Iterator[SetCell]:
    block, kept = fill.block, False
    for row in range(block.header_row + 1, last + 1):
        wanted = _translated(wires, formula, ours.sheet, down=row - block.header_row - 1)
        if wanted is None:
            return
        now = present.get((row, fill.column))
        at = CellRef(block.sheet, row, fill.column)
        if now is not None and alike(now, wanted, block.sheet):
            continue
        value = _at(block.rows, row, fill.column)
        blank = now is None and value is None
        of_ours = now is not None and (NAME in now.lower() or BROKEN in now)
        pasted = now is None and wires.says(as_text(value))
        if fill.helper or blank or of_ours or pasted:
            yield SetCell(at, Uncalculated(f"={wanted}"))
        elif not kept:
            kept = True
            heading = as_text(_at(block.rows, block.header_row, fill.column))
            wires.kept.append(Kept(Part.FORMULA, block.sheet, heading, at))


def _choices(wires: _Wires, ours: Block, theirs: Block) -> None:
    rules = wires.form.validations(ours.sheet)
    hints = frozenset(r.rule.prompt for r in rules)
    for number in sorted(headings(ours).values()):
        for rule in rules:
            for top, left, bottom, right in rule.areas:
                if not left <= number <= right or bottom <= ours.header_row:
                    continue
                try:
                    span = _span(wires, ours, theirs, number, top, bottom)
                    wanted = _translated_rule(wires, rule.rule, ours.sheet)
                except Lost:
                    continue
                _choice(wires, theirs, span, wanted, hints)


@dataclass(frozen=True, slots=True)
class _Span:
    """Cells of a column that take one validation, `reach` where rows may be typed below them."""

    column: int
    first: int
    last: int
    reach: int
    name: str


def _span(wires: _Wires, ours: Block, theirs: Block, number: int, top: int, bottom: int) -> _Span:
    column = wires.layout.column(ours.sheet, number)
    first = wires.layout.row(ours.sheet, top)
    if ours.table is schema.AGENCY:  # each setting has its own
        name = as_text(ours.cell(top, "key"))
        return _Span(column, first, first, first, name)
    last = theirs.range.last_row if theirs.range else theirs.last_row
    below = bottom - (ours.range.last_row if ours.range else ours.last_row)
    last = max(last, first)
    heading = as_text(_at(ours.rows, ours.header_row, number))
    return _Span(column, first, last, last + max(below, 0), heading)


def _choice(
    wires: _Wires, block: Block, span: _Span, wanted: Validation, hints: frozenset[str]
) -> None:
    """Put back a validation where there is none, or an old or broken one of ours.

    A hint alone (`kind` is none) isn't: who took it away has read it.
    """
    whole = (span.first, span.column, span.last, span.column)
    lacking = [whole] if wanted.kind != "none" else []
    wrong: list[tuple[int, int]] = []
    for found in wires.rules(block.sheet):
        here = [
            (max(top, span.first), min(bottom, span.last))
            for top, left, bottom, right in found.areas
            if left <= span.column <= right and top <= span.last and bottom >= span.first
        ]
        for top, bottom in here:
            lacking = list(cut(lacking, (top, span.column, bottom, span.column)))
        if here and not _same(found.rule, wanted):
            if _is_ours(found.rule, hints):
                wrong += here
            elif wanted.kind != "none":
                at = CellRef(block.sheet, here[0][0], span.column)
                wires.kept.append(Kept(Part.CHOICES, block.sheet, span.name, at))
    places = sorted([*((top, bottom) for top, _, bottom, _ in lacking), *wrong])
    if not places:
        return
    edits = [
        SetValidation(
            block.sheet, span.column, top, span.reach if bottom == span.last else bottom, wanted
        )
        for top, bottom in places
    ]
    at = CellRef(block.sheet, places[0][0], span.column)
    wires.put(Change(Part.CHOICES, block.sheet, span.name, at=at), *edits)


def _same(rule: Validation, wanted: Validation) -> bool:
    """Whether a validation accepts the same; how loudly it refuses is the officer's choice."""
    return _accepts(rule) == _accepts(wanted)


def _accepts(rule: Validation) -> tuple[str, ...]:
    """Return what counts; LibreOffice writes a second formula also where a rule has but one."""
    if rule.kind == "none":
        return ("none",)
    first = canonical(rule.formula1)
    if rule.kind == "list":
        return rule.kind, first
    second = canonical(rule.formula2) if rule.operator in ("between", "notBetween") else ""
    return rule.kind, rule.operator, first, second


def _is_ours(rule: Validation, hints: frozenset[str]) -> bool:
    """Whether some version of the program wrote a validation: it names ours, or is one of our hints."""
    formulas = f"{rule.formula1}{rule.formula2}"
    if NAME in formulas.lower() or BROKEN in formulas:
        return True
    return rule.kind == "none" and (not rule.prompt or rule.prompt in hints)


def _translated_rule(wires: _Wires, rule: Validation, sheet: str) -> Validation:
    one, two = (wires.layout.formula(f, sheet) for f in (rule.formula1, rule.formula2))
    return rule._replace(formula1=one, formula2=two)


def _single_formulas(wires: _Wires, sheet: str) -> None:
    """Put back the formulas that stand outside of tables, where nobody rearranged the sheet."""
    try:
        name = wires.layout.sheet(sheet)
    except Lost:
        return
    table = next((b for b in wires.template.blocks.values() if b.sheet == sheet), None)
    wanted = {
        place: text
        for place, formula in wires.form.formulas(sheet).items()
        if (table is None or place[0] < table.header_row)
        and (text := _translated(wires, formula, sheet)) is not None
    }
    present, rows = wires.grid.formulas(name), wires.grid.rows(name)
    edits: list[SetCell] = []
    older: list[SetCell] = []
    kept: list[CellRef] = []
    for (row, column), text in wanted.items():
        now, at = present.get((row, column)), CellRef(name, row, column)
        if now is not None and alike(now, text, name):
            continue
        before = (of_version_2(text), of_version_3(text))
        if now is not None and any(alike(now, older_text, name) for older_text in before):
            older.append(SetCell(at, Uncalculated(f"={text}")))
        elif now is None and _at(rows, row, column) is not None:
            kept.append(at)
        elif now is None or BROKEN in now or _same_but_places(now, text):
            edits.append(SetCell(at, Uncalculated(f"={text}")))
        else:
            kept.append(at)
    if len(edits) + len(kept) > max(1, (1 - _INTACT) * len(wanted)):
        return
    wires.kept += [Kept(Part.FORMULA, name, at.a1, at) for at in kept]
    edits += older
    if edits:
        change = Change(Part.FORMULA, name, name, count=len(edits), at=edits[0].at)
        wires.put(change, *edits)


def _same_but_places(now: str, wanted: str) -> bool:
    """Whether two formulas differ in what they refer to only."""
    from ita_excel.ooxml.calculation.outcomes import Unknown
    from ita_excel.ooxml.calculation.tokens import skeleton

    try:
        return skeleton(now) == skeleton(wanted)
    except Unknown:
        return False


def _translated(
    wires: _Wires, formula: str, sheet: str, *, named: bool = False, down: int = 0
) -> str | None:
    """Return a formula of the template as it is in the workbook; None where it can't be there."""
    try:
        return wires.layout.formula(formula, sheet, named=named, down=down)
    except Lost:
        return None


def _at(rows: Rows, row: int, column: int) -> Value:
    line = rows[row - 1] if row <= len(rows) else ()
    return line[column - 1] if column <= len(line) else None

"""What is wrong with a workbook, as values; and what a rule's declaration is made of.

A finding keeps its code and context; its sentence is made only when shown, so that the code is
never lost. Findings are never raised: exceptions mean "could not do it" (errors.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import NamedTuple

from ita_excel.core.grid import CellRef
from ita_excel.core.language import Language, Text
from ita_excel.core.values import Value


class Severity(Enum):
    """How bad: an error keeps the documents from being exported."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> Text:
        """The word for people: `ต้องแก้ไข`, `error`."""
        return _LABELS[self]

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return tuple(Severity).index(self)


_LABELS = {
    Severity.ERROR: Text("ต้องแก้ไข", "error"),
    Severity.WARNING: Text("ควรตรวจสอบ", "warning"),
    Severity.INFO: Text("ข้อสังเกต", "info"),
}


class Message(NamedTuple):
    """One of the sentences of a rule; `severity` where it differs from the rule's own."""

    text: Text
    severity: Severity | None = None


class Rule(NamedTuple):
    """The declaration of a rule: a stable code, what it finds, and its sentences by variant."""

    code: str
    severity: Severity
    finds: Text
    messages: Mapping[str, Message]
    native: bool = False  # also shown by the ตรวจ formula in plain Excel
    each: tuple[str, ...] = ()  # what of the context differs from row to row of one cause

    @property
    def severities(self) -> frozenset[Severity]:
        """How bad what it finds can be."""
        return frozenset(m.severity or self.severity for m in self.messages.values())


class _Remedy(Enum):
    NONE = "none"


NO_REMEDY = _Remedy.NONE  # not None, which empties a cell; the same in every process


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong at one place.

    `remedy` is the value that corrects the cell where a machine can do so safely (None empties it),
    else `NO_REMEDY`. `suggestion` is what a person may want to put there instead. `others` are the
    further cells with the same cause, where `together` has made one finding of them all.
    """

    rule: Rule
    at: CellRef | None = None
    variant: str = ""
    context: Mapping[str, object] = field(default_factory=dict)
    remedy: object = NO_REMEDY
    suggestion: str | None = None
    others: tuple[CellRef, ...] = ()

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """Every cell that has this finding, the first of them first; none of a whole workbook."""
        return (self.at, *self.others) if self.at else ()

    @property
    def code(self) -> str:
        """The rule's stable code: `P305`."""
        return self.rule.code

    @property
    def severity(self) -> Severity:
        """How bad this sentence of the rule is."""
        return self.rule.messages[self.variant].severity or self.rule.severity

    @property
    def fixable(self) -> bool:
        """Whether `fix` corrects it."""
        return self.remedy is not NO_REMEDY

    @property
    def fixed(self) -> Value:
        """The value that `--fix` writes; ValueError where there is none."""
        if self.remedy is NO_REMEDY:
            raise ValueError(f"{self.code} has no safe remedy")
        return self.remedy  # type: ignore[return-value]

    def say(self, language: Language) -> str:
        """Return the sentence: what is wrong and what to do, and where else the same is wrong."""
        said = self.rule.messages[self.variant].text.fill(**self.context).say(language)
        if not self.others:
            return said
        cells = _listed(self.cells)
        return said + _TOGETHER.fill(n=len(self.cells), cells=cells).say(language)


_TOGETHER = Text(" (รวม {n} เซลล์: {cells})", " ({n} cells: {cells})")
_LISTED = 30  # runs of cells in one sentence; `cells` has them all
_NAMED = 6  # values of one cause in one sentence


def together(findings: Iterable[Finding]) -> list[Finding]:
    """Return one finding for all that have the same cause on one sheet, at the first one's place.

    The same cause is the same sentence and suggestion, but for what the rule says differs from row
    to row (`Rule.each`), whose values are then listed. The order stays; done twice changes nothing.
    """
    groups: dict[object, list[Finding]] = {}
    for number, finding in enumerate(findings):
        groups.setdefault(_cause(finding) if finding.at else number, []).append(finding)
    return [_as_one(group) for group in groups.values()]


def _cause(finding: Finding) -> object:
    same = sorted((k, str(v)) for k, v in finding.context.items() if k not in finding.rule.each)
    sheet = finding.at.sheet if finding.at else None
    return finding.code, finding.variant, sheet, tuple(same), finding.suggestion


def _as_one(group: list[Finding]) -> Finding:
    first = group[0]
    if len(group) == 1:
        return first
    context = dict(first.context)
    for name in first.rule.each:
        values = list(dict.fromkeys(str(f.context[name]) for f in group if name in f.context))
        if len(values) > 1:
            context[name] = ", ".join(values[:_NAMED]) + (", …" if len(values) > _NAMED else "")
    cells = dict.fromkeys(cell for finding in group for cell in finding.cells)
    return replace(first, context=context, others=tuple(cells)[1:])


def _listed(cells: Iterable[CellRef]) -> str:
    """Return cells as people write them: `J4, J6–J9`."""
    runs: list[list[CellRef]] = []
    for cell in sorted(cells, key=lambda c: (c.column, c.row)):
        last = runs[-1][-1] if runs else None
        if last and (last.column, last.row + 1) == (cell.column, cell.row):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    said = [r[0].a1 if len(r) == 1 else f"{r[0].a1}–{r[-1].a1}" for r in runs[:_LISTED]]
    return ", ".join(said) + (", …" if len(runs) > _LISTED else "")


def declare(
    code: str,
    severity: Severity,
    finds: Text,
    *,
    native: bool = False,
    each: tuple[str, ...] = (),
    **messages: Text | tuple[Text, Severity],
) -> Rule:
    """Return the declaration of a rule. `ruleset` lists them all."""
    by_variant = {
        variant: Message(*m) if not isinstance(m, Text) else Message(m)
        for variant, m in messages.items()
    }
    return Rule(code, severity, finds, by_variant, native, each)

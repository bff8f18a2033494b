"""What is wrong with a workbook, as values; and what a rule's declaration is made of.

A finding keeps its code and context; its sentence is made only when shown, so that the code is
never lost. Findings are never raised: exceptions mean "could not do it" (errors.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    else `NO_REMEDY`. `suggestion` is what a person may want to put there instead.
    """

    rule: Rule
    at: CellRef | None = None
    variant: str = ""
    context: Mapping[str, object] = field(default_factory=dict)
    remedy: object = NO_REMEDY
    suggestion: str | None = None

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
        """Return the sentence: what is wrong and what to do."""
        return self.rule.messages[self.variant].text.fill(**self.context).say(language)


def declare(
    code: str,
    severity: Severity,
    finds: Text,
    *,
    native: bool = False,
    **messages: Text | tuple[Text, Severity],
) -> Rule:
    """Return the declaration of a rule. `ruleset` lists them all."""
    by_variant = {
        variant: Message(*m) if not isinstance(m, Text) else Message(m)
        for variant, m in messages.items()
    }
    return Rule(code, severity, finds, by_variant, native)

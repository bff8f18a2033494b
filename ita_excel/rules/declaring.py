"""How a rule is declared: it is one small function with its code, severity and messages.

```python
@rule(
    "P303", Severity.ERROR, Text("ไม่มีผู้รับผิดชอบ", "nobody responsible"),
    native=True,
    nobody=Text("…", "…"),
)
def nobody_responsible(book: Book) -> Iterator[Hit]:
    for record in book.plan:
        if not record.value.responsible:
            yield Hit(record.at("responsible"), "nobody")
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ita_excel.core.findings import NO_REMEDY, Rule, Severity, declare
from ita_excel.core.grid import CellRef
from ita_excel.core.language import Text
from ita_excel.rules.derived import Book


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's word that something is wrong: where, which of its messages, and the context."""

    at: CellRef | None
    variant: str
    context: Mapping[str, object] = field(default_factory=dict)
    remedy: object = NO_REMEDY
    suggestion: str | None = None


Check = Callable[[Book], Iterator[Hit]]


class RuleCheck(NamedTuple):
    """A rule's declaration with the function that looks for it."""

    rule: Rule
    check: Check


def rule(
    code: str,
    severity: Severity,
    finds: Text,
    *,
    native: bool = False,
    each: tuple[str, ...] = (),
    **messages: Text | tuple[Text, Severity],
) -> Callable[[Check], RuleCheck]:
    """Declare the rule that the decorated function checks (see findings.declare).

    It is checked once `rules/every.py` lists it.
    """

    def declared(check: Check) -> RuleCheck:
        declaration = declare(code, severity, finds, native=native, each=each, **messages)
        return RuleCheck(declaration, check)

    return declared

"""Who signs: the blocks of those who propose, give their opinion, and lead the agency."""

from __future__ import annotations

from collections.abc import Iterable

from ita_excel.core.values import Value
from ita_excel.documents.content.elements import Signature
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.writing import TextWriter
from ita_excel.schema.model import Role, Signatory

_UNNAMED = "…" * 12


def in_order(signatories: Iterable[Signatory]) -> list[Signatory]:
    """Return the signatories in their order: the proposer first, then up the chain."""
    return sorted(signatories, key=lambda s: _order(s.order))


def proposes(signatory: Signatory) -> bool:
    return signatory.role.strip() == Role.PROPOSER.value


def signed_name(signatory: Signatory, writer: TextWriter) -> str:
    """Return the name without brackets, dots where there is none."""
    return writer.text(signatory.name).strip("()").strip() or _UNNAMED


def signature(signatory: Signatory, writer: TextWriter) -> Signature:
    """Return a block to sign: of one who gives an opinion with its heading."""
    heading = writer.text(signatory.heading)
    if not proposes(signatory) and not heading:
        heading = f"ความเห็นของ{writer.text(signatory.position)}".removesuffix("ของ")
    return Signature(
        name=f"({signed_name(signatory, writer)})",
        position=writer.text(signatory.position),
        heading="" if proposes(signatory) else heading,
    )


def chief(material: Material) -> Signature:
    """Return the block of the head of the agency: the last who gives an opinion.

    Where nobody does, that is whom the memo addresses, with dots for the name.
    """
    writer = material.writer
    opinions = [s for s in in_order(material.workbook.signatories) if not proposes(s)]
    if not opinions:
        return Signature(f"({_UNNAMED})", writer.text(material.agency.to))
    return signature(opinions[-1], writer)._replace(heading="")


def _order(value: Value) -> float:
    return value if isinstance(value, (int, float)) else float("inf")

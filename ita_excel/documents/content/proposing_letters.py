"""The letters that go with other papers, as plain data: the memo that proposes each, the circular.

Their form is the memo's. Number, subject and enclosures of the settings are those of the memo that
reports results: these letters have subjects of their own, and of the number only what stands before
the stroke, because the running number belongs to one letter alone.
"""

from __future__ import annotations

import re

from ita_excel.documents.content.elements import Memo, Signature
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.memo import MEMO_TITLE, department
from ita_excel.documents.content.phrases import Phrases
from ita_excel.documents.content.report_tables import Pages
from ita_excel.documents.content.score_tables import analysed
from ita_excel.documents.content.signing import chief, in_order, proposes, signature
from ita_excel.thai.calendar import format_date

_RUNNING = re.compile(r"/[^/]*$")


def analysis_memo(material: Material) -> Memo:
    """Return the memo that proposes the analysis with its measures."""
    scores = analysed(material)
    return _proposing("memo-analysis", material, scores.facts, scores.values)


def measures_memo(material: Material) -> Memo:
    """Return the memo that asks for consent to the measures."""
    return _proposing("memo-measures", material)


def announcement_memo(material: Material) -> Memo:
    """Return the memo that lays the announcement before the head."""
    return _proposing("memo-announcement", material)


def order_memo(material: Material) -> Memo:
    """Return the memo that lays the order before the head."""
    return _proposing("memo-order", material)


def circular_memo(material: Material) -> Memo:
    """Return the memo that lays the circular before the head."""
    return _proposing("memo-circular", material)._replace(round=material.round)


def circular(material: Material) -> Memo:
    """Return the letter that asks the units to report, signed by the head."""
    pages = Pages(material.workbook, material.writer, material.unit)
    phrases = Phrases("circular", material, pages)
    letter = _letter(phrases, phrases.say("to"), "/ว …………")
    return letter._replace(round=material.round, proposer=chief(material))


def _proposing(
    kind: str,
    material: Material,
    facts: frozenset[str] = frozenset(),
    values: dict[str, str] | None = None,
) -> Memo:
    writer = material.writer
    pages = Pages(material.workbook, writer, material.unit)
    phrases = Phrases(kind, material, pages, facts, values or {})
    signers = in_order(material.workbook.signatories)
    proposers = [s for s in signers if proposes(s)]
    opinions: tuple[Signature, ...] = tuple(
        signature(s, writer) for s in signers if s not in proposers
    )
    return _letter(phrases, writer.text(material.agency.to), "/")._replace(
        proposer=signature(proposers[0], writer) if proposers else None, opinions=opinions
    )


def _letter(phrases: Phrases, to: str, running: str) -> Memo:
    """Return a letter that nobody signs yet; its number goes on with `running`."""
    material, writer = phrases.material, phrases.material.writer
    agency, subject = material.agency, phrases.say("subject")
    number = _RUNNING.sub("", writer.text(agency.letter_number)).strip()
    return Memo(
        material.properties(f"{MEMO_TITLE} {subject}"),
        round=None,
        emblem=agency.emblem,
        title=MEMO_TITLE,
        department=department(agency, phrases.pages.names, writer),
        number=f"{number}{running}" if number else "",
        date=format_date(material.date, writer.digits) if material.date else "",
        subject=subject,
        to=to,
        enclosures=phrases.say("enclosures"),
        paragraphs=phrases.paragraphs("because", "purpose", "closing"),
        proposer=None,
        opinions=(),
    )

"""What the head of the agency proclaims, as plain data: the announcement of measures, the order
that appoints the working group. Its members are those who sign the memo (`ผู้ลงนาม`)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Group,
    Paragraph,
    PrintedColumn,
    PrintedRow,
    PrintedTable,
    Properties,
    Section,
    Signature,
)
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.phrases import Phrases
from ita_excel.documents.content.report_tables import Pages
from ita_excel.documents.content.signing import chief, in_order, proposes, signed_name
from ita_excel.schema.model import Action
from ita_excel.thai.calendar import to_buddhist
from ita_excel.thai.normal import compare_form

MEMBER_COLUMNS = (
    PrintedColumn("ลำดับ", style.MEMBERS["number"], name="number"),
    PrintedColumn("ชื่อ - สกุล", style.MEMBERS["name"], name="name"),
    PrintedColumn("ตำแหน่ง", style.MEMBERS["position"], name="position"),
    PrintedColumn("หน้าที่", style.MEMBERS["duty"], name="duty"),
)
_DUTIES = ("duty1", "duty2", "duty3", "duty4", "duty5")


class Proclamation(NamedTuple):
    """An announcement or an order, element by element from the top.

    `members` is None in an announcement; their table has neither lines nor headings.
    """

    properties: Properties
    emblem: str  # file of the emblem's picture as typed, '' where there is none
    title: tuple[str, ...]
    paragraphs: tuple[str, ...]
    members: Section | None
    duties: tuple[str, ...]
    effect: str
    closing: str  # '' in an order
    dated: str
    chief: Signature
    round: None = None

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order."""
        yield from (*self.title, *self.paragraphs)
        for group in self.members.table.groups if self.members else ():
            yield from (p.whole for p in group.measure)
            yield from (p.whole for row in group.rows for cell in row.cells for p in cell)
        yield from (*self.duties, self.effect)
        yield from [self.closing] if self.closing else []
        yield from (self.dated, self.chief.name, self.chief.position)


def announcement_content(material: Material) -> Proclamation:
    """Return the announcement of the year's measures."""
    pages = Pages(material.workbook, material.writer, material.unit)
    phrases = Phrases("announcement", material, pages)
    title = phrases.lines("title")
    return Proclamation(
        material.properties(" ".join(title)),
        emblem=material.agency.emblem,
        title=title,
        paragraphs=(*phrases.paragraphs("because", "purpose"), *_measures(phrases)),
        members=None,
        duties=phrases.paragraphs("duty"),
        effect=phrases.say("effect"),
        closing=phrases.say("closing"),
        dated=phrases.say("dated"),
        chief=chief(material),
    )


def order_content(material: Material) -> Proclamation:
    """Return the order that appoints the working group."""
    pages = Pages(material.workbook, material.writer)
    year = material.writer.count(to_buddhist(material.date.year)) if material.date else "…………"
    phrases = Phrases("order", material, pages, values={"เลขที่คำสั่ง": f"………/{year}"})
    title = phrases.lines("title")
    return Proclamation(
        material.properties(" ".join(title)),
        emblem=material.agency.emblem,
        title=title,
        paragraphs=phrases.paragraphs("because", "purpose"),
        members=_members(phrases),
        duties=phrases.paragraphs("duties", *_DUTIES),
        effect=phrases.say("effect"),
        closing="",
        dated=phrases.say("dated"),
        chief=chief(material),
    )


def _measures(phrases: Phrases) -> Iterator[str]:
    """Yield the measures as numbered paragraphs, their actions below them: `๑.`, `๑.๑`."""
    writer, names = phrases.material.writer, phrases.pages.names
    by_measure = groupby(phrases.actions, key=lambda a: compare_form(a.measure))
    for _, found in by_measure:
        actions: list[Action] = list(found)
        (measure, *more) = phrases.pages.measure(actions[0].measure) or (Paragraph("…"),)
        yield " ".join(p.whole for p in (measure, *more))
        label = measure.label.strip("().")
        for place, action in enumerate(actions, start=1):
            who = " ".join(names.lines(action, writer))
            when = phrases.pages.period(action)
            yield phrases.say(
                "action",
                *(["มีผู้รับผิดชอบ"] if who else []),
                *(["มีระยะเวลา"] if when else []),
                values={
                    "ลำดับ": f"{label}.{writer.count(place)}"
                    if label
                    else f"{writer.count(place)}.",
                    "วิธีการ": " ".join(p.text for p in writer.paragraphs(action.text)),
                    "ผู้รับผิดชอบ": who,
                    "ระยะเวลา": when,
                },
            )


def _members(phrases: Phrases) -> Section:
    """Return the working group: whoever stands below the head, the highest first.

    Who proposes the memo is the secretary. The head, who appoints it, is in it only where nobody
    else could lead it.
    """
    writer = phrases.material.writer
    signers = in_order(phrases.material.workbook.signatories)
    opinions = [s for s in signers if not proposes(s)]
    led = opinions[:-1] or opinions
    people = [
        *((s, phrases.say("member" if i else "chair")) for i, s in enumerate(reversed(led))),
        *((s, phrases.say("secretary")) for s in signers if proposes(s)),
    ]
    groups = tuple(
        Group(
            (Paragraph(writer.number(number)),),
            (
                PrintedRow(
                    (
                        (Paragraph(signed_name(person, writer)),),
                        (Paragraph(writer.text(person.position)),),
                        (Paragraph(duty),),
                    )
                ),
            ),
        )
        for number, (person, duty) in enumerate(people, start=1)
    )
    caption = phrases.say("members")
    return Section(caption, "", PrintedTable(caption, MEMBER_COLUMNS, groups))

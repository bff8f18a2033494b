"""The plan alone as plain data: measure, action, who, when, how it is followed up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ita_excel.documents.content.elements import Properties, Section, section_texts
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.phrases import Phrases
from ita_excel.documents.content.report_tables import Pages, plan_table


class Measures(NamedTuple):
    """The measures of a year: title and plan."""

    properties: Properties
    title: tuple[str, ...]
    plan: Section
    round: None = None

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order."""
        yield from self.title
        yield from section_texts(self.plan)


def measures_content(material: Material) -> Measures:
    """Return the measures of the workbook's year, of one unit where one was asked for."""
    pages = Pages(material.workbook, material.writer, material.unit)
    phrases = Phrases("measures", material, pages)
    title = phrases.lines("title")
    return Measures(
        material.properties(" ".join(title)),
        title,
        Section(phrases.say("plan"), phrases.say("lead"), plan_table(pages), begins_page=True),
    )

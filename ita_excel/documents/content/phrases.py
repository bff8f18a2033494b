"""The fixed sentences of one document, filled with what its workbook says."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from ita_excel.catalogue import wording
from ita_excel.catalogue.bodies import body_of
from ita_excel.documents.content.material import Material, SaidSentence
from ita_excel.documents.content.report_tables import Pages
from ita_excel.schema.model import Action
from ita_excel.thai.calendar import format_date
from ita_excel.thai.normal import compare_form, print_form, tidy

_NO_VALUES: Mapping[str, str] = MappingProxyType({})
_UNDATED = "……… ……………………… …………"


@dataclass(frozen=True)
class Phrases:
    """What a document says in its fixed sentences.

    `facts` are conditions that hold besides those that every document knows, `values` what stands
    in placeholders besides those.
    """

    document: str
    material: Material
    pages: Pages
    facts: frozenset[str] = frozenset()
    values: Mapping[str, str] = field(default_factory=dict)

    def say(self, paragraph: str, *facts: str, values: Mapping[str, str] = _NO_VALUES) -> str:
        """Return a paragraph, where these facts hold too and these values stand for more names.

        Not as keywords: Python takes ำ in a keyword for two letters.
        """
        return " ".join(self._said(paragraph, facts, values))

    def item(
        self, paragraph: str, *facts: str, values: Mapping[str, str] = _NO_VALUES
    ) -> tuple[str, ...]:
        """Return one of several alike as `say` does; none where it says nothing."""
        return (said,) if (said := self.say(paragraph, *facts, values=values)) else ()

    def lines(self, paragraph: str) -> tuple[str, ...]:
        """Return the lines of a title."""
        return self._said(paragraph, (), _NO_VALUES)

    def paragraphs(self, *names: str) -> tuple[str, ...]:
        """Return paragraphs without those that say nothing here; each line of one is one."""
        return tuple(line for name in names for line in self._said(name, (), _NO_VALUES))

    def _said(
        self, paragraph: str, facts: Collection[str], values: Mapping[str, str]
    ) -> tuple[str, ...]:
        """Return the lines that a paragraph says."""
        known = self._facts | self.facts | set(facts)
        sentence = wording.sentence(self.document, paragraph, known, self._own)
        writer, may_fill = self.material.writer, {**self._values, **self.values, **values}
        if sentence.own:
            typed = wording.filled_own(print_form(sentence.text), may_fill, writer.digits)
            said = tuple(line.strip() for line in typed.split("\n") if line.strip())
        else:
            said = tuple(wording.filled(sentence.text, may_fill, writer.digits).split("\n"))
        if self.material.said is not None:
            used = {n: may_fill[n] for n in sentence.placeholders if n in may_fill}
            place = (sentence.document, sentence.paragraph, sentence.conditions, sentence.text)
            self.material.said.append(
                SaidSentence(*place, "\n".join(said), used, may_fill, sentence.own)
            )
        return said if any(said) else ()

    @cached_property
    def _own(self) -> tuple[wording.Sentence, ...]:
        rows = self.material.workbook.wording
        own = wording.own_sentences((r.document, r.paragraph, r.condition, r.text) for r in rows)
        return tuple(s for s in own if s.document == self.document)

    @property
    def actions(self) -> tuple[Action, ...]:
        """The actions of the plan that the document is about, in the report's order."""
        return tuple(a for a in self.pages.actions if a.text and self.pages.concerns(a))

    @cached_property
    def _facts(self) -> set[str]:
        material = self.material
        local = {wording.LOCAL} if body_of(tidy(material.agency.name)) else set()
        asked = {wording.OF_A_UNIT} if material.unit else set()
        return local | asked | {f"รอบ {material.round.value}"}

    @cached_property
    def _values(self) -> dict[str, str]:
        material, writer, names = self.material, self.material.writer, self.pages.names
        agency, actions = material.agency, self.actions
        units = dict.fromkeys(name for action in actions for name in names.among(action))
        return {
            "ชื่อหน่วยงาน": writer.text(agency.name),
            "ส่วนราชการเจ้าของเรื่อง": writer.text(names.in_text(agency.owner)),
            "ผู้บริหาร": writer.text(agency.to),
            "ปีงบประมาณ": material.year,
            "ปีที่วิเคราะห์": material.analysed_year,
            "ปีของผล": material.results_year,
            "รอบ": material.round_text,
            "หน่วยงาน": writer.text(names.in_text(material.unit or "")),
            "จำนวนมาตรการ": writer.count(len({compare_form(a.measure) for a in actions})),
            "จำนวนวิธีการ": writer.count(len(actions)),
            "หน่วยงานที่รับผิดชอบ": writer.text(_listed(list(units))),
            "กำหนดส่ง": format_date(material.due, writer.digits) if material.due else _UNDATED,
            "วันที่": self._dated,
        }

    @property
    def _dated(self) -> str:
        """The document's date as proclamations have it: `๑ พฤศจิกายน พ.ศ. ๒๕๖๙`."""
        date = self.material.date
        if date is None:
            return _UNDATED
        day, month, year = format_date(date, self.material.writer.digits).split(" ")
        return f"{day} {month} พ.ศ. {year}"


def _listed(names: list[str]) -> str:
    """Return names in a sentence: `สำนักปลัด กองคลัง และกองช่าง`."""
    return " ".join([*names[:-1], f"และ{names[-1]}"]) if len(names) > 1 else "".join(names)

"""The analysis of last year's assessment as plain data: scores, weak points, measures that answer them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ita_excel.catalogue import oit
from ita_excel.catalogue.indicators import NATIONAL_GOAL
from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Bar,
    Chart,
    Group,
    Paragraph,
    PrintedCell,
    PrintedColumn,
    PrintedRow,
    PrintedTable,
    Properties,
    Section,
    section_texts,
)
from ita_excel.documents.content.material import Material
from ita_excel.documents.content.phrases import Phrases
from ita_excel.documents.content.report_tables import Pages, follow_up, plain_cell
from ita_excel.documents.content.score_tables import Analysed, Scored, analysed
from ita_excel.schema.model import Action

_NOTHING = "-"
_WIDTH = style.REPORT.text_width
_SCORES, _ANSWERS = style.SCORES, style.ANSWERS
_INDICATOR = PrintedColumn("ตัวชี้วัด", _SCORES["indicator"], name="indicator")
POINT_COLUMNS = (
    PrintedColumn("ผลการวิเคราะห์", _SCORES["class"], name="kind"),
    _INDICATOR,
    PrintedColumn("คะแนน", _SCORES["number"], True, "score"),
    PrintedColumn("เป้าหมาย", _SCORES["number"], True, "target"),
    PrintedColumn(
        "เหตุผล",
        _WIDTH - _SCORES["class"] - _SCORES["indicator"] - 2 * _SCORES["number"],
        name="reason",
    ),
)
ANSWER_COLUMNS = (
    PrintedColumn("ตัวชี้วัด", _ANSWERS["indicator"], name="indicator"),
    PrintedColumn("มาตรการ/แนวทาง", _ANSWERS["measure"], name="measure"),
    PrintedColumn("วิธีการดำเนินงาน", _ANSWERS["method"], name="method"),
    PrintedColumn("ผู้รับผิดชอบ", _ANSWERS["responsible"], centred=True, name="responsible"),
    PrintedColumn("ระยะเวลาดำเนินการ", _ANSWERS["period"], centred=True, name="period"),
    PrintedColumn("การติดตามผล", _ANSWERS["follow_up"], name="follow_up"),
)


class Analysis(NamedTuple):
    """The analysis: title, what it is about, scores and their chart, points, measures, the end."""

    properties: Properties
    title: tuple[str, ...]
    paragraphs: tuple[str, ...]
    scores: Section
    chart: Chart | None  # None where no score is known
    points: Section
    measures: Section
    closing: str
    found: Analysed  # the scores themselves
    round: None = None

    def texts(self) -> Iterator[str]:
        """Yield every text in reading order."""
        yield from (*self.title, *self.paragraphs)
        for section in (self.scores, self.points, self.measures):
            yield from section_texts(section)
        yield self.closing


def analysis_content(material: Material) -> Analysis:
    """Return the analysis of the scores that the workbook has, with the measures of its year."""
    found = analysed(material)
    pages = Pages(material.workbook, material.writer, material.unit)
    phrases = Phrases("analysis", material, pages, found.facts, found.values)
    title, chart = phrases.lines("title"), _chart(phrases, found)
    return Analysis(
        material.properties(" ".join(title)),
        title,
        phrases.paragraphs("about", "purpose"),
        Section(phrases.say("scores"), phrases.say("result"), _scores(phrases, found)),
        chart,
        Section(
            phrases.say("points"),
            phrases.say("points_lead"),
            _points(phrases, found),
            begins_page=chart is not None,  # on the page of a chart its rows would be torn apart
        ),
        Section(
            phrases.say("measures"),
            phrases.say("measures_lead"),
            _answers(phrases, found),
            begins_page=True,
        ),
        phrases.say("closing"),
        found,
    )


def score_columns(before: str | None, year: str) -> tuple[PrintedColumn, ...]:
    """Return the columns of the scores of a year, with those of the year `before` where known."""
    number = _SCORES["number"]
    numbers = (
        *(
            [PrintedColumn(f"คะแนนปี {before}", number, True, "before")]
            if before is not None
            else []
        ),
        PrintedColumn(f"คะแนนปี {year}", number, True, "score"),
        PrintedColumn("เป้าหมาย", number, True, "target"),
    )
    rest = _WIDTH - _SCORES["indicator"] - _SCORES["instrument"] - number * len(numbers)
    return (
        _INDICATOR,
        PrintedColumn("เครื่องมือ", _SCORES["instrument"], True, "instrument"),
        *numbers,
        PrintedColumn("ผลการวิเคราะห์", rest, name="finding"),
    )


def _named(scored: Scored, phrases: Phrases) -> PrintedCell:
    label = phrases.material.writer.number(scored.number)
    return (Paragraph(scored.name, "numbered", label),)


def _scores(phrases: Phrases, found: Analysed) -> PrintedTable:
    material, year = phrases.material, phrases.material.agency.analysed_year
    before = material.writer.count(year.year - 1) if year else ""
    columns = score_columns(before if found.has_before else None, material.analysed_year)

    def row(scored: Scored) -> PrintedRow:
        points = [
            *([scored.before] if found.has_before else []),
            scored.score,
            scored.target,
        ]
        return PrintedRow(
            (
                plain_cell([scored.instrument]),
                *(plain_cell([found.points(p) or _NOTHING]) for p in points),
                plain_cell(_findings(scored, phrases, found)),
            )
        )

    groups = tuple(Group(_named(s, phrases), (row(s),)) for s in found.indicators)
    return PrintedTable(phrases.say("chart"), columns, groups)


def _findings(scored: Scored, phrases: Phrases, found: Analysed) -> list[str]:
    """Return what an indicator's score means, one sentence a line."""
    if scored.score is None:
        return [phrases.say("no_score")]
    missed = [
        ("below_goal", scored.below_goal),
        ("below_target", 0.0 if scored.urgent else scored.below_target),
        ("fallen", scored.fallen),
    ]
    said = [
        phrases.say(name, values={"ผลต่าง": found.points(points)})
        for name, points in missed
        if points
    ]
    reached = [] if scored.target is not None else ["ไม่มีเป้าหมาย"]
    return said or [phrases.say("reached", *reached)]


def _chart(phrases: Phrases, found: Analysed) -> Chart | None:
    if all(s.score is None for s in found.indicators):
        return None
    bars = tuple(
        Bar(
            f"{phrases.material.writer.number(s.number)} {s.name}",
            s.score,
            found.points(s.score) or phrases.say("no_score"),
            s.target,
            low=s.urgent,
        )
        for s in found.indicators
    )
    return Chart(phrases.say("chart"), bars, NATIONAL_GOAL)


def _points(phrases: Phrases, found: Analysed) -> PrintedTable:
    groups = []
    for name, members in (("urgent", _urgent(found)), ("develop", _to_develop(found))):
        rows = tuple(
            PrintedRow(
                (
                    _named(scored, phrases),
                    plain_cell([found.points(scored.score)]),
                    plain_cell([found.points(scored.target) or _NOTHING]),
                    plain_cell(_findings(scored, phrases, found)),
                )
            )
            for scored in members
        )
        none = PrintedRow((plain_cell([phrases.say("nothing")]), (), (), ()))
        groups.append(Group(plain_cell([phrases.say(name)]), rows or (none,)))
    return PrintedTable(phrases.say("points"), POINT_COLUMNS, tuple(groups))


def _urgent(found: Analysed) -> list[Scored]:
    return [s for s in found.indicators if s.urgent]


def _to_develop(found: Analysed) -> list[Scored]:
    return [s for s in found.indicators if s.to_develop]


def _answers(phrases: Phrases, found: Analysed) -> PrintedTable:
    """Return which actions answer which indicator, those to be dealt with first.

    An action that names none serves all. Where others name some, a weak point that none serves
    says so.
    """
    serving: dict[int, list[Action]] = {}
    others: list[Action] = []
    for action in phrases.actions:
        numbers = _serves(action, phrases.material)
        for number in numbers:
            serving.setdefault(number, []).append(action)
        if not numbers:
            others.append(action)
    first = [*_urgent(found), *_to_develop(found)] if serving else []
    rest = [s for s in found.indicators if s not in first and s.number in serving]
    groups = []
    for scored in (*first, *rest):
        rows = _answer_rows(serving.get(scored.number, ()), phrases)
        none = PrintedRow(((), plain_cell([phrases.say("unanswered")]), (), (), ()))
        groups.append(Group(_named(scored, phrases), rows or (none,)))
    if others:
        groups.append(Group(plain_cell([phrases.say("every")]), _answer_rows(others, phrases)))
    return PrintedTable(phrases.say("measures"), ANSWER_COLUMNS, tuple(groups))


def _answer_rows(actions: Iterable[Action], phrases: Phrases) -> tuple[PrintedRow, ...]:
    pages, writer = phrases.pages, phrases.material.writer
    return tuple(
        PrintedRow(
            (
                pages.measure(action.measure),
                pages.method(action),
                plain_cell(pages.names.lines(action, writer)),
                plain_cell([pages.period(action)]),
                plain_cell([follow_up(action, writer)]),
            ),
            action,
            units=pages.names.among(action),
        )
        for action in actions
    )


def _serves(action: Action, material: Material) -> tuple[int, ...]:
    """Return the numbers of the indicators that an action serves: named, and of its OIT items."""
    year = material.agency.fiscal_year
    items = (oit.find(code, year) for code in action.items) if year else ()
    of_items = (oit.indicator_of(item.group) for item in items if item)
    return tuple(dict.fromkeys(n for n in (*action.indicators, *of_items) if n))

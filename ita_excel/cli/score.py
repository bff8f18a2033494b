"""`ita-excel score`: what the scores come to, what if, and drafts for weak indicators."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ita_excel.catalogue.instruments import INSTRUMENTS
from ita_excel.cli.arguments import workbook_argument
from ita_excel.cli.bilingual import command as declare
from ita_excel.cli.bilingual import language_of, option, say
from ita_excel.cli.data import emit, json_option
from ita_excel.cli.progress import occasion
from ita_excel.cli.widths import in_columns
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.score import Scoring, read_changes, score
from ita_excel.sheets.scoring import IndicatorScore, ScoreFigures, shown


@declare(
    "score",
    Text(
        "คะแนนรวม ส่วนที่แต่ละตัวชี้วัดให้ และคะแนนที่เสียต่อข้อ คิดเฉพาะปีที่ทราบน้ำหนัก (๒๕๖๔ ถึง ๒๕๖๖) "
        "ปีอื่นบอกว่าไม่ทราบ",
        "The total, what each indicator contributes and what an item costs are worked out only for years "
        "whose weights are known (FY2564 to FY2566); of other years it says that they aren't known.",
    ),
    ("ita-excel score ITA.xlsx", "คะแนน เป้าหมาย และจุดอ่อน", "scores, targets and weak points"),
    ("ita-excel score ITA.xlsx --set I3=85 --set I9=100", "ถ้าคะแนนเป็นเช่นนี้", "what if"),
    (
        "ita-excel score ITA.xlsx --propose",
        "เพิ่มร่างวิธีการของตัวชี้วัดที่ต่ำกว่าเป้าหมายลงในแผน",
        "drafts for indicators below their target, added to the plan",
    ),
)
@workbook_argument()
@option(
    "--set",
    "changes",
    multiple=True,
    metavar="I3=85",
    th="ถ้าคะแนนของตัวชี้วัดเป็นเท่านี้ (ระบุซ้ำได้)",
    en="as if the indicator had this score (may be given again)",
)
@option(
    "--propose",
    is_flag=True,
    th="เพิ่มแถวที่มีคำว่า ร่าง ลงในแผน สำหรับตัวชี้วัดที่ต่ำกว่าเป้าหมายและยังไม่มีวิธีการ",
    en="add rows marked ร่าง to the plan, for indicators below their target that no action serves",
)
@option(
    "--library",
    type=click.Path(path_type=Path),
    metavar="CSV",
    th="คลังมาตรการของหน่วยงานเอง ใช้ก่อนของโปรแกรม (คอลัมน์ indicator measure action details subject first last times)",
    en="the office's own library, used before ours (columns indicator measure action details subject first last times)",
)
@json_option()
def command(
    file: Path, changes: tuple[str, ...], propose: bool, library: Path | None, as_data: bool
) -> None:
    if library and not propose:
        raise UsageError(_WITHOUT_PROPOSE)
    instead = read_changes(changes)
    done = score(file, occasion(), instead=instead, propose=propose, library=library)
    for notice in done.notices:
        say(notice.text, err=True)
    if as_data:
        emit(_as_object(file, done, propose))
        return
    for line in _lines(done.scores, done.what_if):
        click.echo(line)
    for number, text in done.proposed:
        say(_PROPOSED, number=number, action=text)
    if propose:
        say(_ADDED if done.proposed else _NONE, n=len(done.proposed))


def _lines(now: ScoreFigures, what_if: ScoreFigures | None) -> Iterator[str]:
    language = language_of()
    year = now.year.year if now.year else "?"
    yield click.style(_TITLE.fill(year=year).say(language), bold=True)
    headings = [h.say(language) for h in (*_HEADINGS, *((_IF,) if what_if else ()))]
    later = what_if.indicators if what_if else now.indicators
    rows = [
        _row(one, other if what_if else None)
        for one, other in zip(now.indicators, later, strict=True)
    ]
    yield from in_columns([headings, *rows])
    for text in (*_totals(now), *(_totals(what_if, _WHAT_IF) if what_if else ())):
        yield text.say(language)
    if now.weights is None:
        yield click.style(_UNKNOWN.fill(year=year).say(language), fg="yellow")
    elif now.totals is None:
        yield _NOT_ALL.fill(n=sum(o.score is not None for o in now.indicators)).say(language)
    for one in now.indicators:
        for code in one.lost:
            if code in now.costs:
                yield _LOST.fill(code=code, cost=shown(now.costs[code])).say(language)
            else:
                yield _LOST_UNKNOWN.fill(code=code).say(language)
    if now.costs and not any(o.lost for o in now.indicators):
        dearest = max(now.costs.values())
        codes = ", ".join(code for code, cost in now.costs.items() if cost == dearest)
        yield _DEAREST.fill(codes=codes, cost=shown(dearest)).say(language)
    for one in now.weak:
        served = len(one.served_by)
        text = _WEAK if served else _WEAK_UNSERVED
        yield text.fill(number=one.number, name=one.name, gap=shown(one.gap or 0), n=served).say(
            language
        )


def _row(one: IndicatorScore, other: IndicatorScore | None) -> list[str]:
    change = "-" if one.change is None else f"{'+' if one.change > 0 else ''}{shown(one.change)}"
    cells = [
        str(one.number), one.name, one.instrument,
        *map(_figure, (one.three_ago, one.two_ago, one.score)),
        change, _figure(one.target),
        f"{_figure(one.points)}/{one.weight}" if one.weight else "-", str(len(one.served_by)),
    ]  # fmt: skip
    return [*cells, *([_figure(other.score)] if other else [])]


def _figure(value: float | None) -> str:
    return "-" if value is None else shown(value)


def _totals(figures: ScoreFigures, before: Text | None = None) -> Iterator[Text]:
    if figures.totals:
        total = figures.totals
        grade = f" ({figures.grade.name.say(language_of())})" if figures.grade else ""
        yield _TOTAL.fill(
            what=before or Text("", ""), total=shown(total.total), grade=grade,
            iit=shown(total.iit), eit=shown(total.eit), oit=shown(total.oit),
        )  # fmt: skip
    if figures.published is not None and before is None:
        yield _PUBLISHED.fill(total=shown(figures.published))


def _as_object(file: Path, done: Scoring, propose: bool) -> dict[str, object]:
    more = {"what_if": _figures(done.what_if)} if done.what_if else {}
    proposed = [{"indicator": number, "action": text} for number, text in done.proposed]
    drafts = {"proposed": proposed, "written": done.changed} if propose else {}
    return {"file": file, **_figures(done.scores), **more, **drafts}


def _figures(figures: ScoreFigures) -> dict[str, object]:
    total = figures.totals
    return {
        "year": figures.year.year if figures.year else None,
        "weights_known": figures.weights is not None,
        "total": _rounded(total.total) if total else None,
        "instruments": {name: _rounded(getattr(total, name.lower())) for name in INSTRUMENTS}
        if total
        else None,
        "published": figures.published,
        "grade": figures.grade.name.say(language_of()) if figures.grade else None,
        "indicators": [
            {
                "number": one.number,
                "name": one.name,
                "instrument": one.instrument,
                "score": one.score,
                "target": one.target,
                "two_ago": one.two_ago,
                "three_ago": one.three_ago,
                "weight": one.weight,
                "points": _rounded(one.points),
                "missing": _rounded(one.missing),
                "gap": _rounded(one.gap),
                "change": _rounded(one.change),
                "lost": list(one.lost),
                "served_by": list(one.served_by),
            }
            for one in figures.indicators
        ],
        "costs": {code: round(cost, 4) for code, cost in figures.costs.items()},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(shown(value))


_TITLE = Text("ผลประเมิน ITA ปีงบประมาณ พ.ศ. {year}", "ITA scores of fiscal year {year}")
_HEADINGS = (
    Text("ที่", "no."), Text("ตัวชี้วัด", "indicator"), Text("เครื่องมือ", "tool"),
    Text("สามปีก่อน", "3 years"), Text("สองปีก่อน", "2 years"), Text("ปีก่อน", "last year"),
    Text("เปลี่ยน", "change"), Text("เป้าหมาย", "target"), Text("ให้คะแนนรวม", "of total"),
    Text("วิธีการ", "actions"),
)  # fmt: skip
_IF = Text("ถ้า", "what if")
_WHAT_IF = Text("ถ้าเป็นเช่นนั้น ", "what if: ")
_TOTAL = Text(
    "{what}คะแนนรวม {total}{grade} · IIT {iit} · EIT {eit} · OIT {oit}",
    "{what}total {total}{grade} · IIT {iit} · EIT {eit} · OIT {oit}",
)
_PUBLISHED = Text("คะแนนรวมที่ประกาศ {total}", "published total {total}")
_UNKNOWN = Text(
    "ไม่ทราบน้ำหนักของตัวชี้วัดปี {year} จึงไม่คิดคะแนนรวม ส่วนที่แต่ละตัวชี้วัดให้ และคะแนนที่เสียต่อข้อ",
    "the weights of {year} aren't known: no total, no contributions, no cost of an item",
)
_NOT_ALL = Text(
    "มีคะแนน {n} จาก 10 ตัวชี้วัด จึงยังไม่คิดคะแนนรวม", "{n} of 10 indicators have a score: no total yet"
)
_LOST = Text(
    "ข้อ {code} ที่ไม่ได้คะแนน เสีย {cost} คะแนนจากคะแนนรวม",
    "item {code}, lost: {cost} points of the total",
)
_LOST_UNKNOWN = Text(
    "ข้อ {code} ไม่ได้คะแนน ไม่ทราบว่าเสียเท่าใด", "item {code}, lost: what it costs isn't known"
)
_DEAREST = Text(
    "ข้อที่เสียคะแนนมากที่สุดหากขาดไป: {codes} ข้อละ {cost} คะแนน",
    "the items that cost most when missing: {codes}, {cost} points each",
)
_WEAK = Text(
    "ต่ำกว่าเป้าหมาย {gap}: ตัวชี้วัดที่ {number} {name} มีวิธีการรองรับ {n}",
    "{gap} below target: indicator {number} {name}, served by {n} actions",
)
_WEAK_UNSERVED = Text(
    "ต่ำกว่าเป้าหมาย {gap}: ตัวชี้วัดที่ {number} {name} ยังไม่มีวิธีการรองรับ (ดู --propose)",
    "{gap} below target: indicator {number} {name}, no action serves it (see --propose)",
)
_PROPOSED = Text("  ร่าง (ตัวชี้วัดที่ {number}): {action}", "  draft (indicator {number}): {action}")
_ADDED = Text(
    "เพิ่มร่าง {n} แถวท้ายแผนแล้ว ปรับแก้ ใส่ผู้รับผิดชอบ แล้วลบคำว่า ร่าง เพื่อรับเข้าแผน",
    "{n} drafts added below the plan: adjust them, name the unit, and clear the mark ร่าง to accept them",
)
_NONE = Text("ไม่มีร่างที่ต้องเพิ่ม", "no draft to add")
_WITHOUT_PROPOSE = Text("--library ใช้กับ --propose เท่านั้น", "--library goes with --propose only")

"""The cases: which combinations there are, which of them CI takes, and the workbook of each."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ita_excel.sheets import read, set_field
from ita_excel.sheets.sample import SampleData
from ita_excel.store.file import FileGrid
from tests.papers.agencies import BEFORE, DEEDS, OFFICES, SCORES, TARGETS, Deed, Office
from tests.workbooks import sample_workbook

YEARS, ROUNDS = (2567, 2569, 2570), (6, 12)
DONE, UNDER_WAY, NOT_DONE, CANCELLED = (
    "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่มีการดำเนินการ", "ยกเลิก",
)  # fmt: skip
STATUSES = (DONE, UNDER_WAY, NOT_DONE, CANCELLED)
SHARES = {
    "all": (DONE,) * 10,
    "part": (DONE, UNDER_WAY, DONE, NOT_DONE, DONE, UNDER_WAY, DONE, DONE, CANCELLED, NOT_DONE),
    "none": (NOT_DONE,) * 10,
}
_MONTHS = (
    "ต.ค.",
    "พ.ย.",
    "ธ.ค.",
    "ม.ค.",
    "ก.พ.",
    "มี.ค.",
    "เม.ย.",
    "พ.ค.",
    "มิ.ย.",
    "ก.ค.",
    "ส.ค.",
    "ก.ย.",
)
_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


@dataclass(frozen=True)
class Case:
    """A workbook of a year, and what is reported of it; in a `pair` the results are last year's."""

    office: Office
    year: int
    round: int
    share: str
    pair: bool

    def __str__(self) -> str:
        pair = "with last year's" if self.pair else "alone"
        return f"{self.office.kind} {self.year}, {self.round} months, {self.share} done, {pair}"

    @property
    def results_year(self) -> int:
        return self.year - 1 if self.pair else self.year

    @property
    def statuses(self) -> tuple[str, ...]:
        return SHARES[self.share]


def every_case() -> list[Case]:
    """Return the whole product."""
    return [Case(*values) for values in itertools.product(*_VALUES)]


_VALUES: tuple[tuple[Any, ...], ...] = (OFFICES, YEARS, ROUNDS, tuple(SHARES), (False, True))


def pairwise() -> list[Case]:
    """Return few cases in which every two values of different kinds meet: greedy, always the same."""
    places = list(itertools.combinations(range(len(_VALUES)), 2))

    def pairs(chosen: tuple[int, ...]) -> set[tuple[int, int, int, int]]:
        return {(i, j, chosen[i], chosen[j]) for i, j in places}

    every = list(itertools.product(*(range(len(values)) for values in _VALUES)))
    waiting = set().union(*map(pairs, every))
    cases = []
    while waiting:
        best = max(every, key=lambda chosen: len(pairs(chosen) & waiting))
        waiting -= pairs(best)
        cases.append(Case(*(values[i] for values, i in zip(_VALUES, best, strict=True))))
    return cases


def thai(text: object) -> str:
    """Return a text in Thai digits, as the officer types it."""
    return str(text).translate(_THAI)


def written(case: Case, folder: Path) -> Path:
    """Write the workbook of a case, and in a pair last year's beside it; return this year's."""
    if not case.pair:
        return _write(folder / f"ITA {case.year}.xlsx", case, case.year, results=True)
    last = _write(folder / f"ITA {case.year - 1}.xlsx", case, case.year - 1, results=True)
    return _write(
        folder / f"ITA {case.year}.xlsx", case, case.year, results=False, last_year_file=last.name
    )


def _write(path: Path, case: Case, year: int, *, results: bool, **more: str) -> Path:
    office = case.office
    data = SampleData(
        settings=_settings(case, year) | more,
        units=[{"name": name} for name in office.units],
        signatories=[
            {"order": i, "role": "ความเห็น" if heading else "ผู้เสนอ", "heading": heading,
             "name": f"นาย {letter}. ตัวอย่าง", "position": position}
            for i, (letter, (position, heading)) in enumerate(
                zip("กขคง", office.people, strict=False), 1)
        ],
        scores=[],
        plan=[plan_row(office, i, deed, year) for i, deed in enumerate(DEEDS)],
        results=[
            result_row(case, i, deed, year, months)
            for months in ROUNDS if months <= case.round
            for i, deed in enumerate(DEEDS)
        ],
    )  # fmt: skip
    sample_workbook(path, data, results=results)
    grid = FileGrid(path)
    for record, *values in zip(read(grid).indicators, SCORES, BEFORE, TARGETS, strict=True):
        for field, value in zip(("score", "score_two_ago", "target"), values, strict=True):
            grid.apply(set_field(record.block, record.row, field, value))
    grid.save()
    return path


def _settings(case: Case, year: int) -> dict[str, Any]:
    office, reported = case.office, case.results_year
    district, province = office.place
    # Results of this year are reported when their round is over, last year's with the new plan.
    date = {6: f"๑๐ เมษายน {thai(year)}", 12: f"๗ ตุลาคม {thai(year)}"}[case.round]
    return {
        "name": office.name, "short_name": office.short, "district": district, "province": province,
        "owner": office.owner, "phone": "๐ ๐๐๐๐ ๐๐๐๐", "letter_number": f"{office.number}/๑๒๓",
        "letter_date": f"๑๖ พฤศจิกายน {thai(year - 1)}" if case.pair and year == case.year else date,
        "fiscal_year": year, "analysed_year": year - 1, "results_year": min(year, reported),
        "to": office.chief, "subject": f"รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใส "
        f"ประจำปีงบประมาณ พ.ศ. {thai(reported)}",
        "enclosures": "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสฯ จำนวน ๑ ชุด",
        "round": {6: "๖ เดือน", 12: "๑๒ เดือน"}[case.round], "font": "TH SarabunPSK",
        "thai_digits": office.digits,
    }  # fmt: skip


def _month(number: int, year: int) -> str:
    return f"{_MONTHS[number - 1]} {thai((year - (number <= 3)) % 100)}"


def plan_row(office: Office, place: int, deed: Deed, year: int) -> dict[str, Any]:
    """Return a row of the plan, by the fields of the schema."""
    whose = ", ".join(office.units[i] for i in deed.units) or office.everybody
    number = sum(d.measure == deed.measure for d in DEEDS[: place + 1])
    return {
        "key": f"KXPRS{'BCDFGHJKLM'[place] * 5}", "measure": deed.measure, "number": number,
        "text": office.fill(deed.text), "details": office.fill(deed.details), "responsible": whose,
        "start": _month(deed.months[0], year), "end": _month(deed.months[1], year),
        "times": deed.times, "serves": deed.serves,
    }  # fmt: skip


def result_row(case: Case, place: int, deed: Deed, year: int, months: int) -> dict[str, Any]:
    """Return a row of the results of a round."""
    plan = plan_row(case.office, place, deed, year)
    status = case.statuses[place]
    row = {
        field: plan[field]
        for field in ("key", "measure", "number", "text", "responsible", "start", "end")
    }
    row |= {
        "round": {6: "๖ เดือน", 12: "๑๒ เดือน"}[months], "status": status,
        "reported_on": f"{thai(25)} {'มีนาคม' if months == 6 else 'กันยายน'} {thai(year)}",
        "reported_by": "นาย ก. ตัวอย่าง", "confirmed": "ยืนยัน" if months == 12 else None,
    }  # fmt: skip
    if status in (DONE, UNDER_WAY):
        outcome = case.office.fill(deed.outcome)
        row["outcome"] = outcome if status == DONE else f"อยู่ระหว่างดำเนินการ {outcome}"
    if status != DONE:
        row["problems"] = deed.problem
    row["suggestions"] = deed.suggestion
    return row

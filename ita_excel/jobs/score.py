"""Score: what the scores come to, what they would come to, and drafts of actions for weak indicators."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.errors import UsageError
from ita_excel.core.language import Text
from ita_excel.jobs.book import OpenBook, Place, in_turn
from ita_excel.jobs.occasion import Occasion
from ita_excel.jobs.outcome import Outcome
from ita_excel.sheets.scoring import ScoreFigures, scores, within
from ita_excel.thai.digits import to_arabic

_CHANGE = re.compile(
    r"\s*+(?:(?:I|ตัวชี้วัด(?:ที่)?)\s*+)?(10|[1-9])\s*+=\s*+([0-9.]{1,9})\s*+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scoring(Outcome):
    """What the scores come to, and with other scores, None where none were given.

    `proposed` are the texts of the drafts written into the plan, with their indicators.
    """

    scores: ScoreFigures
    what_if: ScoreFigures | None = None
    proposed: tuple[tuple[int, str], ...] = ()


def score(
    place: Place,
    occasion: Occasion,
    *,
    instead: Mapping[int, float] | None = None,
    propose: bool = False,
    library: str | Path | None = None,
) -> Scoring:
    """Return what the scores of a workbook come to, and what they would with those of `instead`.

    `propose` adds draft rows to the plan for indicators below their target that no action serves,
    from the starter library or the office's own CSV file `library`; a draft that stands there
    already isn't added again. Without it nothing is changed. InputError for what is no ITA workbook
    or no library, OutputError where the workbook can't be saved.
    """
    own = _own_library(library) if library else ()

    def work(opened: OpenBook) -> Scoring:
        from ita_excel.sheets.proposing import propose as drafts

        reading = opened.read()
        found = scores(reading)
        what_if = scores(reading, instead) if instead else None
        if not propose:
            return Scoring(scores=found, what_if=what_if)
        made = drafts(reading, found, own)
        written = opened.write(reading, made.edits, "score") if made.edits else None
        return Scoring(
            scores=found, what_if=what_if, proposed=made.proposed,
            changed=bool(written and written.changed),
            notices=written.notices if written else (),
        )  # fmt: skip

    return in_turn(place, occasion, work, writing=propose)


def read_changes(typed: Sequence[str]) -> dict[int, float]:
    """Return the scores of `I3=85`, `ตัวชี้วัดที่ ๓=๘๕`; UsageError for what is none."""
    found: dict[int, float] = {}
    for one in typed:
        for part in one.split(","):
            match = _CHANGE.fullmatch(to_arabic(part))
            value = within(match[2]) if match else None
            if match is None or value is None:
                raise UsageError(_NO_CHANGE, typed=part.strip())
            found[int(match[1])] = value
    return found


def _own_library(library: str | Path) -> tuple[Mapping[str, str], ...]:
    from ita_excel.catalogue import measure_library
    from ita_excel.core import limits
    from ita_excel.core.apart import files

    path = Path(library)
    return measure_library.read(path.name, files.read(path, limits.TEXT))


_NO_CHANGE = Text(
    "“{typed}” ไม่ใช่คะแนนของตัวชี้วัด โปรดเขียน เช่น I3=85 (ตัวชี้วัด ๑ ถึง ๑๐ คะแนน ๐ ถึง ๑๐๐)",
    "“{typed}” is no indicator's score: write I3=85 (indicators 1 to 10, scores 0 to 100)",
)

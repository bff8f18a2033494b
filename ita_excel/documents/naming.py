"""What an output file is called: what it is, whose, of which year and round.

Digits are Arabic and signs few, so that the name survives every file system, mail program and
upload form.
"""

from __future__ import annotations

import re

from ita_excel.catalogue.bodies import BODIES, body_of
from ita_excel.schema.model import Agency, Round
from ita_excel.thai.calendar import FiscalYear
from ita_excel.thai.digits import to_arabic
from ita_excel.thai.normal import tidy

DRAFT = "(ร่าง)"
# What no file system takes, what a web address takes for something else, what can't be seen.
_UNSAFE = re.compile(r'[\x00-\x1f<>:"/\\|?*#%$~\u200b-\u200f\u2028-\u202e\s_]+')
# Of a part, in characters: three bytes each in Thai, and a name may have 255.
_LONGEST_AGENCY, _LONGEST_UNIT = 28, 20


def short_agency(agency: Agency) -> str:
    """Return `อบต.พ่วงพรมคร`: the agency in few letters, enough to distinguish it."""
    name = tidy(agency.name)
    body = body_of(name)
    if body and name != body.name:
        return f"{body.short}{name.removeprefix(body.name).strip()}"
    return name or tidy(agency.short_name) or "หน่วยงาน"


def full_agency(agency: Agency) -> str:
    """Return `องค์การบริหารส่วนตำบลพ่วงพรมคร`, also for an agency that wrote its kind in short."""
    name = tidy(agency.name)
    for body in BODIES:
        if name.startswith(body.short):
            return f"{body.name}{name.removeprefix(body.short).strip()}"
    return name


def stem(
    beginning: str,
    agency: Agency,
    round: Round | None,
    unit: str | None = None,
    *,
    draft: bool = False,
    year: FiscalYear | None = None,
    by_unit: str = "",
) -> str:
    """Return the file's name without its ending: `รายงานผล-อบต.พ่วงพรมคร-2565-รอบ6เดือน`.

    `round` is None for a document of no round; `year` is the results' where none is given. A draft
    says so at the end, and what prints units' own rows says `by_unit` how: none takes the place of
    another.
    """
    year = year or agency.results_year or agency.fiscal_year
    parts = [
        beginning,
        safe(short_agency(agency), _LONGEST_AGENCY),
        str(year.year) if year else "",
        f"รอบ{round.months}เดือน" if round else "",
        safe(unit, _LONGEST_UNIT) if unit else "",
        by_unit,
        DRAFT if draft else "",
    ]
    return "-".join(part for part in parts if part)


def safe(text: str, longest: int) -> str:
    """Return `text` as a part of a file's name; one too long ends in what distinguishes it."""
    plain = _UNSAFE.sub("_", to_arabic(tidy(text)))
    if len(plain) > longest:
        import hashlib

        told = hashlib.sha256(plain.encode()).hexdigest()[:6]
        plain = f"{plain[: longest - 7]}~{told}"
    return plain.strip("._ ") or "_"

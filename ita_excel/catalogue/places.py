"""The 77 provinces of Thailand (Bangkok among them) and their 928 districts.

Names are without the words จังหวัด, อำเภอ and เขต, in the order of the Thai alphabet. Knows no
sub-districts and no former names. Where the data come from: SOURCES.md beside this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from ita_excel.catalogue import data_files


@cache
def provinces() -> tuple[str, ...]:
    """Return the names of the provinces."""
    return tuple(row["province"] for row in data_files.rows("provinces.csv"))


@cache
def districts() -> tuple[str, ...]:
    """Return every district's name once, though some names stand in several provinces."""
    return tuple(dict.fromkeys(name for names in _by_province().values() for name in names))


def districts_of(province: str) -> tuple[str, ...]:
    """Return the districts of a province; () for a name that is none."""
    return _by_province().get(province, ())


def provinces_of(district: str) -> tuple[str, ...]:
    """Return the provinces with a district of that name: เฉลิมพระเกียรติ stands in five."""
    return tuple(name for name in provinces() if district in districts_of(name))


@cache
def _by_province() -> Mapping[str, tuple[str, ...]]:
    by_province: dict[str, tuple[str, ...]] = {}
    for row in data_files.rows("districts.csv"):
        name = row["province"]
        by_province[name] = (*by_province.get(name, ()), row["district"])
    return by_province

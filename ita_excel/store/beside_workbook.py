"""The files that a workbook names as evidence: found in its own folder, looked into apart.

A workbook that came by mail must not open files from elsewhere on this machine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from ita_excel.core import limits
from ita_excel.core.apart import files, readers, several
from ita_excel.core.errors import InputError, MachineError
from ita_excel.core.language import Language
from ita_excel.rules.evidence_facts import FileFacts, FileProblem, FilesBeside
from ita_excel.thai.calendar import FiscalYear

_MOST_NAMES = 2_000  # of a folder, among which a near name is looked for


def facts_beside(
    folder: Path, names: Iterable[str], year: FiscalYear | None, language: Language = "th"
) -> FilesBeside:
    """Return what gives the facts of a file named as evidence; `names` are looked into together.

    `year` is the fiscal year whose evidence they are; `language` that of the kinds' names.
    """

    def look(name: str) -> FileFacts:
        return _facts(folder, name, year or FiscalYear(2565), language)

    known = dict(several.ahead(dict.fromkeys(names), look))

    def facts(name: str) -> FileFacts:
        if name not in known:
            known[name] = look(name)
        return known[name]

    return facts


def _facts(folder: Path, name: str, year: FiscalYear, language: Language) -> FileFacts:
    try:
        path = (folder / name.replace("\\", "/")).resolve()
        if not path.is_relative_to(folder.resolve()):
            return FileFacts(FileProblem.OUTSIDE)
        if not path.is_file():
            return FileFacts(FileProblem.MISSING, nearest=_nearest(folder, name))
        if path.stat().st_size > limits.ANSWER:
            return FileFacts(FileProblem.TOO_BIG)
        data = files.read(path, limits.ANSWER)
    except (OSError, ValueError):  # no name that this system can have
        return FileFacts(FileProblem.MISSING)
    except InputError:
        return FileFacts(FileProblem.DAMAGED)
    return facts_of(data, path.suffix, year, language)


def facts_of(data: bytes, suffix: str, year: FiscalYear, language: Language = "th") -> FileFacts:
    """Return the facts of a document whose name ends in `suffix`, read in a process apart."""
    from ita_excel.store.document_facts import BY_SUFFIX, KINDS

    try:
        said = _said(data, year)
    except readers.GivenUp:  # nobody can tell what is wrong with it
        return FileFacts()
    except (InputError, MachineError):
        return FileFacts()
    kind, expected = str(said.get("kind", "")), BY_SUFFIX.get(suffix.lower(), "")
    problem = str(said.get("problem", ""))
    if problem in ("empty", "locked"):
        return FileFacts(FileProblem(problem))
    if expected and kind != expected:
        if kind == "other" and not problem:
            problem = "damaged"  # the beginning of no kind that is known
        elif kind in KINDS:
            return FileFacts(FileProblem.OTHER_KIND, really=KINDS[kind].say(language))
    if problem:
        return FileFacts(FileProblem.DAMAGED)
    return FileFacts(
        None,
        said.get("searchable"),
        frozenset(map(int, said.get("years", ()))),
        *days_said(said),
        picture=kind == "picture",
    )


def days_said(said: Mapping[str, Any]) -> tuple[frozenset[dt.date], tuple[dt.date, ...]]:
    """Return the days that a document names, and those on which it was made."""
    named, made = (map(dt.date.fromisoformat, said.get(key, ())) for key in ("days", "made"))
    return frozenset(named), tuple(made)


def _said(data: bytes, year: FiscalYear) -> dict[str, Any]:
    for said, _ in readers.ask("evidence", {"near": year.year}, data, most=limits.TEXT):
        return said
    return {}


def _nearest(folder: Path, name: str) -> str:
    """Return a file that is there and may be meant: one folder deeper, or spelled a little otherwise."""
    wanted = name.replace("\\", "/").rpartition("/")[2]
    there = _listed(folder)
    for path in there:
        if path.rpartition("/")[2].casefold() == wanted.casefold():
            return path
    from ita_excel.thai.near import nearest

    suffix = Path(wanted).suffix.casefold()
    return nearest(name, [p for p in there if p.casefold().endswith(suffix)]) or ""


@cache
def _listed(folder: Path) -> tuple[str, ...]:
    """Return the files in a folder and in those right below, as a workbook would name them."""
    found: list[str] = []
    for pattern in ("*", "*/*"):
        for path in folder.glob(pattern):
            if len(found) >= _MOST_NAMES:
                return tuple(found)
            if path.is_file() and not path.name.startswith(("~$", ".")):
                found.append(path.relative_to(folder).as_posix())
    return tuple(found)

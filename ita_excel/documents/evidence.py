"""The files beside a workbook that its documents show: the emblem, and pictures named as evidence."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from ita_excel.documents.content.elements import Content, sections
from ita_excel.documents.pictures import Picture, read_picture
from ita_excel.schema.model import Result, Workbook


def emblem(workbook: Workbook, folder: Path) -> dict[str, Picture]:
    """Return the emblem under its name as typed; nothing where it can't be read."""
    name = workbook.agency.emblem
    picture = read_picture(folder / name) if name.strip() else None
    return {name: picture} if picture else {}


def pictures(workbook: Workbook, folder: Path) -> dict[str, Picture]:
    """Return the readable pictures that the results name, from the workbook's own folder."""
    results = (*workbook.results, *workbook.unit_results)
    names = {n for result in results for n in result.pictures}
    found = {}
    for name in sorted(names):
        path = _inside(folder, name)
        if path and (picture := read_picture(path)):
            found[name] = picture
    return found


def missing(workbook: Workbook, folder: Path, pictures: Collection[str]) -> tuple[str, ...]:
    """Return the files named as evidence that aren't there, or are no pictures that can be read."""
    results = (*workbook.results, *workbook.unit_results)
    named = {line.text: line for r in results for line in r.evidence_lines if line.is_file}
    return tuple(
        name
        for name, line in named.items()
        if name not in pictures and (line.is_picture or not _there(folder, name))
    )


def named_in(content: Content, names: Collection[str]) -> list[str]:
    """Return those of `names` that the document would have named as evidence."""
    rows = [row.source for section in sections(content).values() for row in section.table.rows]
    named = {n for s in rows if isinstance(s, Result) for n in s.files}
    return [name for name in names if name in named]


def _there(folder: Path, name: str) -> bool:
    try:
        path = _inside(folder, name)
        return path is not None and path.is_file()
    except (OSError, ValueError):  # no name that this system can have
        return False


def _inside(folder: Path, name: str) -> Path | None:
    """Return the path of a file beside the workbook, None for one elsewhere.

    A workbook that came by mail must not bring in files from elsewhere on this machine.
    """
    path = (folder / name.replace("\\", "/")).resolve()
    return path if path.is_relative_to(folder.resolve()) else None

"""When which paper of a workbook was last made, and where: a list beside its backups.

Beside it lies what Word files remember of themselves, for programs that drop it.

Papers are made without touching the workbook, and go into any folder. Where the list can't be
written (a folder that may only be read) nobody is told: it is a help, and no record.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ita_excel.core.errors import ItaExcelError
from ita_excel.store import backups, saving


@dataclass(frozen=True, slots=True)
class LastMade:
    """The last time that a kind of paper was made, not as a draft: when, and which files."""

    moment: dt.datetime
    folder: Path
    files: tuple[str, ...]


def remember(
    workbook: Path, made: Mapping[str, Iterable[str]], folder: Path, moment: dt.datetime
) -> None:
    """Note the files of each kind that were made of a workbook."""
    known = {kind: _told(last) for kind, last in last_made(workbook).items()}
    for kind, files in made.items():
        known[kind] = _told(LastMade(moment, folder.resolve(), tuple(files)))
    with suppress(OSError, ItaExcelError):
        place = _place(workbook)
        place.parent.mkdir(exist_ok=True)
        text = json.dumps(known, ensure_ascii=False, indent=1)
        saving.replace_at_once(place, text.encode())


def last_made(workbook: Path) -> dict[str, LastMade]:
    """Return what is remembered of a workbook by kind; nothing of a list that can't be read."""
    try:
        known = json.loads(_place(workbook).read_text("utf-8"))
        items = known.items()
    except (OSError, ValueError, AttributeError):
        return {}
    found: dict[str, LastMade] = {}
    for kind, told in items:
        with suppress(TypeError, KeyError, ValueError):
            moment = dt.datetime.fromisoformat(told["moment"])
            found[str(kind)] = LastMade(
                moment, Path(told["folder"]), tuple(map(str, told["files"]))
            )
    return found


def remember_words(workbook: Path, folder: Path, made: Mapping[str, tuple[bytes, str]]) -> None:
    """Keep for Word files by name, which were written as these bytes, what they remember."""
    with suppress(OSError, ItaExcelError, ValueError):
        place = _words(workbook)
        place.parent.mkdir(exist_ok=True)
        known = _known_words(workbook)
        for name, (data, memory) in made.items():
            path = str((folder / name).resolve())
            known.pop(path, None)  # the newest stand last
            known[path] = [hashlib.sha256(data).hexdigest(), memory]
        kept = dict([*known.items()][-_KEPT:])
        saving.replace_at_once(place, json.dumps(kept, ensure_ascii=False, indent=1).encode())


def word(workbook: Path, path: Path) -> tuple[str, str]:
    """Return the SHA-256 of a Word file as it was last written there, and what it remembers; '' twice
    where nothing is known."""
    said = _known_words(workbook).get(str(path.resolve()))
    if isinstance(said, list) and len(said) == 2 and all(isinstance(t, str) for t in said):
        return said[0], said[1]
    return "", ""


_KEPT = 60  # Word files: some MB at most


def _known_words(workbook: Path) -> dict[str, list[str]]:
    try:
        known = json.loads(_words(workbook).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _words(workbook: Path) -> Path:
    place = _place(workbook)
    return place.with_name(f"{place.name.removesuffix('.papers.json')}.words.json")


def _told(last: LastMade) -> dict[str, object]:
    return {
        "moment": last.moment.isoformat(timespec="seconds"),
        "folder": str(last.folder),
        "files": list(last.files),
    }


def _place(workbook: Path) -> Path:
    target = workbook.resolve()
    return target.parent / backups.FOLDER / f"{backups.kept_stem(target)}.papers.json"

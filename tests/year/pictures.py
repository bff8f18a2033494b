"""Pictures of every sheet after each story of a year, to be looked at: `python -m tests.year --pictures FOLDER`.

The stories are those of `test_stories`, by the command line. LibreOffice prints the workbook, each
unit's workbook too; a page becomes a picture, named after its story, its workbook and its number.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ita_excel.documents.word.to_pdf import lent_fonts
from tests.libreoffice import convert
from tests.year import test_stories as stories
from tests.year.ways import Command

RESOLUTION = 80  # dots an inch: a page of A4 across is 935 pixels wide

STORIES: dict[str, Callable[[Any, Path], None]] = {
    "corrected plan": stories.test_a_corrected_plan_is_sent_and_reported_in_one_wording,
    "two wordings": stories.test_words_changed_on_both_sides_are_asked_for_and_one_wording_is_reported,
    "march and september": stories.test_march_is_no_report_of_september,
    "sorted": lambda office, folder: stories.test_no_sort_moves_an_action_under_another_measure(
        office, folder, stories.TEXT
    ),
    "several units": stories.test_three_units_answer_one_action_and_none_is_asked_to_decide,
    "waiting": stories.what_waits_for_a_person,
}


def take(folder: Path) -> Iterator[Path]:
    """Yield the pictures as they are made."""
    (folder / "fonts").mkdir(parents=True, exist_ok=True)
    os.environ.update(lent_fonts(folder / "fonts"))
    plan = stories.typed_plan(folder / "plan")
    for name, story in STORIES.items():
        work = folder / name
        work.mkdir()
        book = work / "สมุด.xlsx"
        book.write_bytes(plan)
        story(Command(book), work)
        sent = sorted(work.glob("ส่ง/*.xlsx"))[:1]
        for one, path in (("master", book), *(("unit", path) for path in sent)):
            yield from _pages(path, folder, f"{name} - {one}")


def _pages(path: Path, folder: Path, name: str) -> list[Path]:
    pdf = convert(path, "pdf", path.parent / "pdf")
    stem = folder / name
    subprocess.run(["pdftoppm", "-r", str(RESOLUTION), "-png", pdf, stem], check=True)
    return sorted(folder.glob(f"{name}-*.png"))

"""Export as a job: many workbooks by several processes, workbooks without a folder, what travels."""

from __future__ import annotations

import pickle
from pathlib import Path
from random import Random

import pytest

from ita_excel.core.errors import ExitCode, InputError
from ita_excel.core.findings import Finding
from ita_excel.core.grid import SetCell
from ita_excel.documents.guarding import PersonalData
from ita_excel.documents.order import Order
from ita_excel.jobs import parallel
from ita_excel.jobs.export import export_several, in_the_way, make, write
from ita_excel.jobs.occasion import Occasion
from ita_excel.rules.engine import validate
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests import books
from tests.live.desks import NOW
from tests.rules.defects import DEFECTS
from tests.rules.random_books import random_book
from tests.workbooks import sample_workbook

WEB = Order(("report",), ("html",))


def test_findings_and_errors_come_from_other_processes_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [sample_workbook(tmp_path / f"{name}.xlsx") for name in ("a", "b", "c")]
    typed = {files[0]: ("responsible", None), files[1]: ("outcome", "ออกบัตร 1-1017-00230-70-8")}
    for file, (field, value) in typed.items():
        grid = FileGrid(file)
        reading = read(grid)
        at = (reading.plan if field == "responsible" else reading.results)[0].at(field)
        grid.apply([SetCell(at, value)])
        grid.save()
    files.append(tmp_path / "d.xlsx")
    files[-1].write_bytes(b"no workbook")
    told = []
    for each in (99, 1):  # files that make another process worth its while
        monkeypatch.setattr(parallel, "WORTHWHILE", each)
        monkeypatch.setattr("os.cpu_count", lambda: 2)
        many = export_several(files, Occasion(NOW), tmp_path / f"out{each}", order=WEB)
        told.append(list(many.results))
    for by_one, by_two in zip(*told, strict=True):
        assert by_one.findings == by_two.findings
        assert [f.say("th") for f in by_one.findings] == [f.say("th") for f in by_two.findings]
        assert [p.name for p in by_one.documents] == [p.name for p in by_two.documents]
        assert type(by_one.error) is type(by_two.error)
        assert str(by_one.error) == str(by_two.error)
    not_ready, private, made, unread = told[1]
    assert {f.code for f in not_ready.findings} == {"P303"} and not not_ready.documents
    assert isinstance(private.error, PersonalData) and private.error.exit_code == ExitCode.DATA
    assert len(made.documents) == 1 and isinstance(unread.error, InputError)


def test_every_finding_is_the_same_after_it_has_travelled() -> None:
    seen: set[str] = set()
    rng = Random(7)
    for defect in DEFECTS:
        tables = random_book(rng)
        defect.spoil(rng, tables)
        for finding in validate(read(books.grid(tables))):
            again: Finding = pickle.loads(pickle.dumps(finding))
            assert (again.fixable, again.say("en"), again.at) == (
                finding.fixable, finding.say("en"), finding.at,
            )  # fmt: skip
            seen.add(finding.code)
    assert len(seen) > 20


def test_a_workbook_that_lies_nowhere_has_no_pictures_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even those that by chance lie where the program was started."""
    (tmp_path / "ภาพการประชุม.jpg").write_bytes(b"\xff\xd8 not read")
    monkeypatch.chdir(tmp_path)
    grid = books.grid(books.clean())
    made = make(grid, Occasion(NOW), order=Order(("report",), ("docx",)))
    assert [n.kind for n in made.notices] == ["document"]
    assert "ภาพการประชุม.jpg" in made.notices[0].text.th
    written = write(made, tmp_path / "ออก")
    assert (
        [p.name for p in written.documents]
        == list(made.documents)
        == list(in_the_way(made, tmp_path / "ออก"))
    )

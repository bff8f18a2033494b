"""What programs get from `import ita_excel`: names, records, data frames; cheap to import."""

from __future__ import annotations

import datetime as dt
import inspect
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import ita_excel
from ita_excel import schema
from ita_excel.core.grid import SetCell
from ita_excel.schema.model import Status
from ita_excel.sheets import read as read_records
from ita_excel.sheets import require_block
from ita_excel.store.file import FileGrid
from tests import api
from tests.workbooks import sample_workbook


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a typed date, Thai digits, a unit that nobody knows and an unread period."""
    path = sample_workbook(tmp_path_factory.mktemp("api") / "สมุดงาน.xlsx")
    grid = FileGrid(path)
    reading = read_records(grid)
    results = require_block(reading.blocks, schema.RESULTS)
    plan = require_block(reading.blocks, schema.PLAN)
    first, second = reading.results[0].row, reading.results[1].row
    grid.apply(
        [
            SetCell(results.at(first, "reported_on"), "๓๑ มี.ค. ๖๕"),
            SetCell(results.at(second, "reported_on"), dt.date(2022, 3, 15)),
            SetCell(results.at(second, "status"), "แล้วเสร็จ"),
            SetCell(plan.at(reading.plan[0].row, "number"), "๑"),
            SetCell(plan.at(reading.plan[0].row, "responsible"), "กองทุนลับ"),
            SetCell(plan.at(reading.plan[1].row, "start"), "เร็ว ๆ นี้"),
        ]
    )
    grid.save()
    return path


def test_a_workbook_is_its_records(book: Path) -> None:
    found = ita_excel.read(book)
    assert found.agency.fiscal_year and found.agency.fiscal_year.year == 2565
    assert found.results[1].state is Status.DONE and found.results[1].status == "แล้วเสร็จ"
    assert found.results[0].report_days.days == (dt.date(2022, 3, 31),)
    assert found.plan[0].ordinal == 1 and found.plan[0].who.unknown == ("กองทุนลับ",)
    assert found.plan[1].period is None
    assert {f.code for f in found.findings()} >= {"P304", "P305"}
    assert str(book) == str(found.place)


def test_frames_have_the_sheets_rows_and_typed_columns(book: Path) -> None:
    frames = ita_excel.read_frames(book)
    sheet = openpyxl.load_workbook(book)[schema.RESULTS.sheet]
    heads = {c.value: c.column for c in sheet[schema.RESULTS.header_row]}
    for field in ("outcome", "status", "responsible", "key", "round"):
        column = heads[schema.RESULTS.column(field).heading]
        seen = [sheet.cell(row, column).value for row in frames.results["row"]]
        typed = [v if isinstance(v, str) else None for v in frames.results[field].tolist()]
        assert [str(v).strip() if v else None for v in seen] == typed, field
    assert str(frames.results["last_report"].dtype) == "datetime64[s]"
    days = frames.results["last_report"]
    assert [d.date() for d in days[:2]] == [dt.date(2022, 3, 31), dt.date(2022, 3, 15)]
    assert frames.results["state"].value_counts()[Status.DONE.value] >= 2
    assert frames.plan["ordinal"].sum() == sum(a.ordinal or 0 for a in ita_excel.read(book).plan)
    assert frames.plan["period_start"].isna().tolist()[:2] == [False, True]
    assert frames.plan["period_end"].max().date() == dt.date(2022, 9, 30)
    assert frames.agency.loc[0, "fiscal_year"] == 2565


def test_every_column_of_the_frames_is_documented(book: Path) -> None:
    for name, frame in ita_excel.read_frames(book)._asdict().items():
        assert list(frame.columns) == list(ita_excel.COLUMNS[name]), name
        for column, (dtype, description) in ita_excel.COLUMNS[name].items():
            assert description
            if name != "agency":
                assert str(frame[column].dtype) == dtype.partition(":")[0], (name, column)


def test_frames_of_an_empty_workbook(tmp_path: Path) -> None:
    path = sample_workbook(tmp_path / "e.xlsx", results=False)
    results = ita_excel.read_frames(path).results
    assert len(results) == 0 and str(results["last_report"].dtype) == "datetime64[s]"


def test_without_pandas_it_says_what_to_install(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ita_excel.read(book)
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ita_excel.MachineError, match="pandas"):
        found.to_pandas()


def test_what_is_no_workbook_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ita_excel.InputError) as caught:
        ita_excel.read(tmp_path / "ไม่มี.xlsx")
    assert "ไม่มี.xlsx" in caught.value.say("th") and caught.value.exit_code == 3


def test_every_name_is_there_and_says_what_it_is() -> None:
    for name in ita_excel.__all__:
        assert getattr(ita_excel, name) is not None
    assert set(ita_excel.__all__) <= set(dir(ita_excel))
    with pytest.raises(AttributeError):
        _ = ita_excel.nothing  # type: ignore[attr-defined]
    assert api.undocumented() == []


def test_what_is_undocumented_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ita_excel.Outcome, "__doc__", None)
    monkeypatch.setattr(ita_excel.read, "__doc__", "")
    assert api.undocumented() == ["Outcome", "read"]


def test_pages_are_built(tmp_path: Path) -> None:
    api.build(tmp_path)
    page = (tmp_path / "ita_excel.html").read_text(encoding="utf-8")
    for name in ita_excel.__all__:
        if name != "__version__":
            assert f'id="{name}"' in page, name


def test_importing_it_costs_almost_nothing() -> None:
    """Nothing is loaded but what a bare Python has anyway, and two modules of the standard library."""
    code = (
        "import sys; before = set(sys.modules); import ita_excel; "
        "print(sorted(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(ita_excel.__path__[0]).parent,
    )  # fmt: skip
    loaded = eval(done.stdout)
    assert [m for m in loaded if m.startswith("ita_excel")] == ["ita_excel"]
    assert len(loaded) < 60 and not {"pandas", "click", "openpyxl", "xlwings"} & set(loaded), loaded


def test_jobs_are_done_by_name(tmp_path: Path) -> None:
    file = tmp_path / "ITA 2570.xlsx"
    ita_excel.new(file, fiscal_year=2570, agency="องค์การบริหารส่วนตำบลตัวอย่าง")
    assert ita_excel.read(file).agency.name == "องค์การบริหารส่วนตำบลตัวอย่าง"
    before = file.read_bytes()
    assert {f.code for f in ita_excel.check(file, write=False).findings} >= {"A201"}
    assert file.read_bytes() == before
    assert ita_excel.check(file).changed and file.read_bytes() != before
    assert ita_excel.status(file).units == ()
    with pytest.raises(ita_excel.OutputError):
        ita_excel.new(file, fiscal_year=2570)


def test_a_job_by_name_has_the_jobs_words_but_the_occasion() -> None:
    for name in ita_excel._JOBS:
        words = inspect.signature(getattr(ita_excel, name)).parameters
        assert "occasion" not in words and len(words) >= 1, name


def test_a_script_is_checked_by_mypy(tmp_path: Path) -> None:
    """Who writes a script gets types: a wrong word is seen before it runs."""
    script = tmp_path / "script.py"
    script.write_text(
        "import ita_excel\n"
        "ita_excel.fill('a.xlsx', dry_run=True).changed\n"
        "ita_excel.read('a.xlsx').results[0].state\n"
        "ita_excel.fill('a.xlsx', dry=True)\n"
        "ita_excel.read('a.xlsx').resluts\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--cache-dir", tmp_path / "cache", script],
        capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**os.environ, "MYPYPATH": str(Path(ita_excel.__path__[0]).parent)},
    )  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith(str(script.name))]
    assert [line.split(":")[1] for line in lines if ": error:" in line] == ["4", "5"], done.stdout

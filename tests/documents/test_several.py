"""Many workbooks in one call: by several processes, told and written as if by one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ita_excel import schema
from ita_excel.cli import main
from ita_excel.core.grid import SetCell
from ita_excel.documents.making import Making, begin
from ita_excel.jobs import parallel
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.workbooks import sample_workbook

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run the command line here; return its exit code and what it said."""

    def call(*words: str | Path) -> tuple[int, str, str]:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*map(str, words), "--lang", "en"])
        code = ended.value.code
        assert isinstance(code, int)
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def books(tmp_path: Path) -> list[Path]:
    """Five workbooks of five agencies; the third is none, the fourth has the first's name."""
    first = sample_workbook(tmp_path / "sample.xlsx")
    with zipfile.ZipFile(first) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    paths = []
    for i in range(5):
        paths.append(tmp_path / f"{4 - i}.xlsx")  # not the order of their names
        with zipfile.ZipFile(paths[-1], "w") as package:
            for name, data in parts.items():
                agency = f"ตัวอย่าง{i % 3}"
                package.writestr(name, data.replace("พ่วงพรมคร".encode(), agency.encode()))
    paths[2].write_bytes(b"no workbook")
    return paths


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_two_processes_do_what_one_does(
    run: Run, books: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    by_one = run("export", *books, "-o", one)
    monkeypatch.setattr(parallel, "WORTHWHILE", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    by_two = run("export", *books, "-o", two)
    assert by_one[0] == by_two[0] == 3
    assert by_one[1].replace(str(one), "") == by_two[1].replace(str(two), "")
    assert by_one[2] == by_two[2]
    assert contents(one) == contents(two)
    *made, total = [line for line in by_two[1].splitlines() if line]
    first, second = [(True, False)] * 4, [(False, True)] * 4
    assert [("ตัวอย่าง0" in line, "ตัวอย่าง1" in line) for line in made] == (
        first + second + first + second  # two workbooks of an agency: a folder each
    )
    assert "5" in total
    *first_lines, line = sorted(by_two[2].splitlines(), key=lambda one: "--check" not in one)
    assert len(first_lines) == 4 and all("--check" in one for one in first_lines)
    assert str(books[2]) in line


def double(number: int) -> int:
    if number == 7:
        raise ValueError("seven")
    return 2 * number


def test_results_come_in_order_and_an_unforeseen_error_where_it_happened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parallel, "WORTHWHILE", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    results = parallel.in_order(double, range(30))
    assert [next(results) for _ in range(7)] == [0, 2, 4, 6, 8, 10, 12]
    with pytest.raises(ValueError, match="seven"):
        next(results)


def test_few_files_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 8)
    few = range(2 * parallel.WORTHWHILE - 1)
    assert list(parallel.in_order(lambda number: number, few)) == list(few)  # nothing was pickled


@pytest.mark.parametrize("fails", [False, True])
def test_what_is_wrong_with_a_workbook_is_said_by_the_rules(
    fails: bool, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PDFs have begun by then; whether they fail is nobody's business."""
    path = sample_workbook(tmp_path / "b.xlsx")
    grid = FileGrid(path)
    block = read(grid).blocks[schema.PLAN.name]
    grid.apply([SetCell(block.at(block.header_row + 1, "responsible"), None)])
    grid.save()
    stopped = []

    def begun(*_: object) -> Making:
        if fails:
            raise ValueError("a fault of ours")
        making = begin(*_)  # type: ignore[arg-type]
        monkeypatch.setattr(making, "stop", lambda: stopped.append(True), raising=False)
        return making

    monkeypatch.setattr("ita_excel.jobs.export.begin", begun)
    code, out, err = run("export", path, "-o", tmp_path / "out")
    assert code == 1 and "P303" in out and "--draft" in err
    assert not (tmp_path / "out").exists()
    assert stopped == ([] if fails else [True])


def test_a_fault_of_ours_is_told_as_one(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def begun(*_: object) -> Making:
        raise ValueError("a fault of ours")

    monkeypatch.setattr("ita_excel.jobs.export.begin", begun)
    code, _, err = run("export", sample_workbook(tmp_path / "b.xlsx"), "-o", tmp_path / "out")
    assert code == 70 and "Traceback" not in err
    assert not (tmp_path / "out").exists()

"""What python-calamine doesn't read ends in a sentence or is read from the XML; a panic of it, too."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ita_excel.cli import main
from ita_excel.ooxml import calamine
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests.workbooks import sample_workbook


class PanicException(BaseException):
    """Named as what PyO3 raises for a panic of Rust, which isn't an Exception either."""


def _panic(*_: object, **__: object) -> object:
    raise PanicException("index out of bounds: the len is 0 but the index is 0")


class _Panics:
    get_sheet_by_name = _panic


@pytest.fixture
def panicking(monkeypatch: pytest.MonkeyPatch) -> None:
    class Workbook:
        from_filelike = staticmethod(lambda data: _Panics())

    monkeypatch.setattr(calamine, "CalamineWorkbook", Workbook)


def test_a_sheet_at_which_calamine_panics_is_read_from_the_xml(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    book = sample_workbook(tmp_path / "book.xlsx")
    before = read(FileGrid(book)).workbook
    request.getfixturevalue("panicking")
    assert read(FileGrid(book)).workbook == before


def test_a_panic_at_opening_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Workbook:
        from_filelike = staticmethod(_panic)

    monkeypatch.setattr(calamine, "CalamineWorkbook", Workbook)
    with pytest.raises(calamine.NotRead, match="out of bounds"):
        calamine.open_book(b"")
    assert read(FileGrid(sample_workbook(tmp_path / "book.xlsx"))).results


@pytest.mark.usefixtures("panicking")
def test_an_old_workbook_at_which_it_panics_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "old.xls"
    file.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(4088))
    with pytest.raises(SystemExit) as ended:
        main(["validate", str(file), "--no-write"])
    assert ended.value.code == 3
    assert "Traceback" not in capsys.readouterr().err


def test_what_interrupts_the_program_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    class Workbook:
        @staticmethod
        def from_filelike(data: io.BytesIO) -> object:
            raise KeyboardInterrupt

    monkeypatch.setattr(calamine, "CalamineWorkbook", Workbook)
    with pytest.raises(KeyboardInterrupt):
        calamine.open_book(b"")

"""Without Intel's deflate, which not every Windows has, zlib packs the same contents."""

from __future__ import annotations

import random
import re
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from ita_excel.ooxml import deflating

# Runs the command line in a Python where isal can't be imported, as on 32-bit Windows.
_WITHOUT = "import sys; sys.modules['isal'] = None; from ita_excel.cli import run; sys.exit(run())"
_WITH = _WITHOUT.replace("sys.modules['isal'] = None; ", "")
_OF_THE_RUN = re.compile(r"\d+:\d\d(:\d\d)?|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def year(program: str, folder: Path) -> Path:
    """Make a workbook and check it, each by a command of its own; return it."""
    folder.mkdir()
    book = folder / "ปี.xlsx"
    for words in (
        ["new", book, "--fiscal-year", "2570", "--agency", "เทศบาลตำบลทดสอบ"],
        ["validate", "--write", book],
    ):
        done = subprocess.run(
            [sys.executable, "-c", program, "--lang", "en", *map(str, words)],
            cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr
        assert "Traceback" not in done.stderr
    return book


def values(book: Path) -> dict[str, list[list[object]]]:
    """Return what another reader finds in every sheet, without what is new in each run."""
    sheets = CalamineWorkbook.from_path(str(book))
    rows = {name: sheets.get_sheet_by_name(name).to_python() for name in sheets.sheet_names}
    return {
        name: [[_OF_THE_RUN.sub("", str(cell)) for cell in row] for row in found]
        for name, found in rows.items()
    }


def test_a_workbook_is_written_and_read_without_isal(tmp_path):
    slow, fast = year(_WITHOUT, tmp_path / "without"), year(_WITH, tmp_path / "with")
    with zipfile.ZipFile(slow) as a, zipfile.ZipFile(fast) as b:
        assert a.testzip() is None and b.testzip() is None
        assert a.namelist() == b.namelist()
    assert values(slow) == values(fast)
    assert any(values(slow).values())


@pytest.mark.parametrize("without", [True, False])
def test_both_make_the_stream_that_zlib_reads(without, monkeypatch):
    if without:
        monkeypatch.setattr(deflating, "isal_zlib", None)
    dice = random.Random(7)
    pieces = [
        b"",
        b"<row>" * 20_000,
        "ผลการดำเนินการ".encode() * 999,
        dice.randbytes(300_000),
        memoryview(b"last")[1:],
    ]
    packer, checksum = deflating.compressor(), 0
    packed = b""
    for piece in pieces:
        packed += packer.compress(piece)
        checksum = deflating.crc32(piece, checksum)
    packed += packer.flush()
    whole = b"".join(pieces)
    assert zlib.decompress(packed, -zlib.MAX_WBITS) == whole
    assert checksum == zlib.crc32(whole)


def test_what_both_make_is_of_one_size(monkeypatch):
    sheet = Path("workbook_template.xlsx")
    with zipfile.ZipFile(Path(__file__).parents[2] / sheet) as package:
        data = max((package.read(n) for n in package.namelist()), key=len)

    def size() -> int:
        packer = deflating.compressor()
        return len(packer.compress(data)) + len(packer.flush())

    fast = size()
    monkeypatch.setattr(deflating, "isal_zlib", None)
    assert 0.6 < size() / fast < 1.4

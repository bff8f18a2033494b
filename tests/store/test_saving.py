"""Saving: whole or not at all, never over another's work, the last ten versions kept."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType

import pytest

from ita_excel.core.errors import InputError, OutputError
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.ooxml.package import Package
from ita_excel.store import backups, saving
from ita_excel.store.file import FileGrid
from ita_excel.store.saving import save_package
from tests.ooxml import raw
from tests.ooxml.raw import book, worksheet

LONG_THAI = "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรมและความโปร่งใสภายใน"  # near 255 bytes


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return raw.write(
        tmp_path / f"{LONG_THAI}.xlsx", book(worksheet('<row r="1"><c r="A1"/></row>'))
    )


def edit(path: Path, value: object) -> bool:
    grid = FileGrid(path)
    grid.apply([SetCell(CellRef("S", 1, 1), value)])  # type: ignore[arg-type]
    return grid.save()


def value(path: Path) -> object:
    return FileGrid(path).rows("S")[0][0]


def only(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_nothing_is_written_where_nothing_changed(path: Path) -> None:
    assert edit(path, "ก")
    before, status = path.read_bytes(), path.stat()
    assert not edit(path, "ก")
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == status.st_mtime_ns
    assert len(backups.backups(path)) == 1


def test_a_grid_can_be_saved_again_and_again(path: Path) -> None:
    grid = FileGrid(path)
    for number in range(3):
        grid.apply([SetCell(CellRef("S", 1, 1), number)])
        assert grid.save()
        assert not grid.save()
        assert value(path) == number
    assert [b.number for b in backups.backups(path)] == [3, 2, 1]


def test_the_last_ten_versions_are_kept(path: Path) -> None:
    for number in range(13):
        edit(path, number)
    found = backups.backups(path)
    assert [b.number for b in found] == list(range(13, 3, -1))
    assert [FileGrid(b.path).rows("S")[0][0] for b in found[:2]] == [11, 10]
    assert not [name for name in only(path.parent) if name.endswith(".tmp")]


def test_workbooks_of_like_names_have_backups_of_their_own(tmp_path: Path) -> None:
    one, other = tmp_path / "ก.xlsx", tmp_path / "ก.1.xlsx"
    for path in (one, other):
        raw.write(path, book(worksheet("")))
        edit(path, 1)
    assert [len(backups.backups(p)) for p in (one, other)] == [1, 1]


def test_a_name_too_long_for_a_number_gets_a_backup_too(tmp_path: Path) -> None:
    path = raw.write(tmp_path / ("ก" * 83 + ".xlsx"), book(worksheet("")))
    edit(path, 1)
    assert len(backups.backups(path)) == 1


class TestRestoring:
    def test_the_newest_backup_comes_back_and_the_present_becomes_one(self, path: Path) -> None:
        edit(path, "หนึ่ง")
        edit(path, "สอง")
        saving.restore(path)
        assert value(path) == "หนึ่ง"
        saving.restore(path)
        assert value(path) == "สอง"

    def test_an_older_one_comes_back_by_its_number(self, path: Path) -> None:
        for number in range(3):
            edit(path, number)
        assert saving.restore(path, 2).number == 2
        assert value(path) == 0

    def test_a_deleted_workbook_comes_back(self, path: Path) -> None:
        edit(path, "หนึ่ง")
        edit(path, "สอง")
        path.unlink()
        saving.restore(path)
        assert value(path) == "หนึ่ง"

    def test_what_is_not_there_is_said(self, path: Path) -> None:
        with pytest.raises(InputError, match="--list"):
            saving.restore(path, 7)


class TestOthersAtWork:
    def test_a_file_changed_since_it_was_read_is_not_overwritten(self, path: Path) -> None:
        grid = FileGrid(path)
        grid.apply([SetCell(CellRef("S", 1, 1), "ของเรา")])
        edit(path, "ของเขา")
        with pytest.raises(OutputError, match="มีผู้แก้ไข"):
            grid.save()
        assert value(path) == "ของเขา"
        assert grid.save(force=True)
        assert value(path) == "ของเรา"
        assert FileGrid(backups.backups(path)[0].path).rows("S")[0][0] == "ของเขา"

    def test_a_change_of_the_same_size_and_time_is_noticed(self, path: Path) -> None:
        grid, status = FileGrid(path), path.stat()
        grid.apply([SetCell(CellRef("S", 1, 1), "ของเรา")])
        data = path.read_bytes()
        path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        with pytest.raises(OutputError):
            grid.save()

    def test_a_deleted_file_is_not_brought_to_life(self, path: Path) -> None:
        grid = FileGrid(path)
        grid.apply([SetCell(CellRef("S", 1, 1), 1)])
        path.unlink()
        with pytest.raises(OutputError):
            grid.save()
        assert not path.exists()

    def test_excel_has_it_open(self, path: Path) -> None:
        name = "สมชาย ใจดี"
        lock = b"\x04test" + b" " * 50 + bytes([len(name), 0]) + name.encode("utf-16-le")
        path.with_name(f"~${path.name}").write_bytes(lock.ljust(165, b" "))
        before = path.read_bytes()
        with pytest.raises(OutputError, match=name) as caught:
            edit(path, 1)
        assert "Excel" in caught.value.say("en")
        assert path.read_bytes() == before

    def test_libreoffice_has_it_open(self, path: Path) -> None:
        lock = ",สมหญิง,pc,01.04.2022 10:00,file:///home/x;"
        path.with_name(f".~lock.{path.name}#").write_text(lock, encoding="utf-8")
        with pytest.raises(OutputError, match="LibreOffice โดย สมหญิง"):
            edit(path, 1)


class TestPlaces:
    def test_another_file_is_not_overwritten_unless_told_to(self, path: Path) -> None:
        other = path.with_name("อื่น.xlsx")
        other.write_bytes(b"x")
        grid = FileGrid(path)
        grid.apply([SetCell(CellRef("S", 1, 1), 1)])
        with pytest.raises(OutputError, match="--force"):
            grid.save(other)
        assert other.read_bytes() == b"x"
        assert grid.save(other, force=True)
        assert value(other) == 1
        assert not FileGrid(path).rows("S")

    def test_a_symbolic_link_stays_one(self, path: Path, tmp_path: Path) -> None:
        (tmp_path / "ที่อื่น").mkdir()
        link = tmp_path / "ที่อื่น" / "ทางลัด.xlsx"
        link.symlink_to(path)
        edit(link, "ผ่านทางลัด")
        assert link.is_symlink()
        assert value(path) == "ผ่านทางลัด"
        assert len(backups.backups(link)) == len(backups.backups(path)) == 1

    def test_permissions_are_kept(self, path: Path) -> None:
        path.chmod(0o640)
        edit(path, 1)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640

    def test_a_new_file_has_the_permissions_of_any_new_file(self, path: Path) -> None:
        other, plain = path.with_name("ใหม่.xlsx"), path.with_name("plain")
        plain.touch()
        save_package(Package.open(path), other)
        assert other.stat().st_mode == plain.stat().st_mode

    def test_a_folder_that_is_not_there_is_said(self, path: Path) -> None:
        with pytest.raises(OutputError, match="ไม่มีโฟลเดอร์"):
            save_package(Package.open(path), path.parent / "ไม่มี" / "b.xlsx")

    @pytest.mark.parametrize(
        ("number", "words"),
        [(errno.ENOSPC, "พื้นที่ดิสก์เต็ม"), (errno.EACCES, "ไม่มีสิทธิ์"), (errno.EIO, "เครือข่าย")],
    )
    def test_what_the_disk_says_is_put_in_words(
        self, path: Path, number: int, words: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        before = path.read_bytes()

        def fails(handle: int) -> None:
            raise OSError(number, os.strerror(number))

        monkeypatch.setattr(os, "fsync", fails)
        with pytest.raises(OutputError, match=words):
            edit(path, 1)
        assert path.read_bytes() == before
        assert not [name for name in only(path.parent) if name.endswith(".tmp")]


SAVER = """
import sys
from pathlib import Path
from ita_excel.core.grid import CellRef, SetCell
from ita_excel.store.file import FileGrid
path, n = Path(sys.argv[1]), int(sys.argv[2])
print("ready", flush=True)
while True:
    grid = FileGrid(path)
    grid.apply([SetCell(CellRef("S", 1, 1), n), SetCell(CellRef("S", 400, 1), n)])
    grid.save()
    n += 1
"""


@pytest.fixture
def in_memory() -> Iterator[Path]:
    """A folder in memory where there is one: what is proved there about kills holds on a disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder:
        yield Path(folder)


def test_a_saver_killed_at_any_moment_leaves_a_whole_file(in_memory: Path) -> None:
    """At every line of the code that puts a file in its place, and at lines all over the rest.

    Lines are counted, not seconds: the same moments on a busy machine as on an idle one.
    """
    rows = "".join(f'<row r="{r}"><c r="A{r}"><v>0</v></c></row>' for r in range(1, 401))
    base = raw.write(in_memory / "base.xlsx", book(worksheet(rows)))
    edit_both(base, 1)  # so that there is a backup, and a receipt to read
    whole = _lines_of_a_save(_fresh(base, in_memory / "whole"))
    placing = [n for n, module in enumerate(whole, 1) if module in ("saving.py", "backups.py")]
    rest = range(1, len(whole) + 1, max(1, len(whole) // 20))
    assert len(placing) > 50
    kept, left = set(), set()
    for step in sorted({*placing, *rest, len(whole)}):
        path = _fresh(base, in_memory / str(step))
        assert _killed_at(path, step), f"the saver was not killed at line {step} of {len(whole)}"
        now = FileGrid(path).rows("S")
        assert now[0][0] == now[399][0]
        kept.add(now[0][0])
        for backup in backups.backups(path):
            Package.open(backup.path)
        left |= {name[:5] for name in only(path.parent)}
        edit_both(path, 3)  # nothing that was left behind is in the way
        assert value(path) == 3
    assert kept == {1, 2}, "killed before and after the new file was in its place"
    assert ".ita-" in left, "killed while the new file was half written"


def edit_both(path: Path, number: int) -> None:
    grid = FileGrid(path)
    grid.apply([SetCell(CellRef("S", row, 1), number) for row in (1, 400)])
    grid.save()


def _fresh(base: Path, folder: Path) -> Path:
    """Return a copy of a workbook with its backups, in a folder of its own."""
    folder.mkdir()
    shutil.copytree(base.parent / backups.FOLDER, folder / backups.FOLDER)
    return Path(shutil.copy2(base, folder))


def _lines_of_a_save(path: Path) -> list[str]:
    """Return the module of each line of the store that a save runs, in order."""
    passed: list[str] = []
    _traced(path, lambda module: passed.append(module))
    return passed


def _killed_at(path: Path, step: int) -> bool:
    """Save in a process that is killed before its line number `step`; whether it came to that."""
    # Forked from this process, which has everything imported: a kill is cheap.
    saver = os.fork()
    if not saver:
        passed = 0

        def die(module: str) -> None:
            nonlocal passed
            passed += 1
            if passed == step:
                os.kill(os.getpid(), signal.SIGKILL)

        try:
            _traced(path, die)
        finally:
            os._exit(1)
    _, status = os.waitpid(saver, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


def _traced(path: Path, at_line: Callable[[str], object]) -> None:
    """Save 2 into both cells and call `at_line` with the module of each line of the store."""
    store = str(Path(saving.__file__).parent) + os.sep

    def trace(frame: FrameType, event: str, _: object) -> object:
        name = frame.f_code.co_filename
        if not name.startswith(store):
            return None
        if event == "line":
            at_line(name.removeprefix(store))
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        edit_both(path, 2)
    finally:
        sys.settrace(before)


def test_a_process_of_its_own_killed_while_it_saves(tmp_path: Path) -> None:
    path = raw.write(tmp_path / "b.xlsx", book(worksheet("")))
    for moment in (0.0, 0.01, 0.05):
        with subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path), "1"], stdout=subprocess.PIPE
        ) as saver:
            assert saver.stdout is not None
            saver.stdout.readline()
            time.sleep(moment)
            saver.kill()
        Package.open(path)


def test_of_two_runs_at_once_none_loses_what_the_other_saved(path: Path) -> None:
    """Each counts in a cell of its own; what a run was told is saved stands there at the end."""
    counting = (
        "import sys\n"
        "from ita_excel.core.errors import OutputError\n"
        "from ita_excel.core.grid import CellRef, SetCell\n"
        "from ita_excel.store.file import FileGrid\n"
        "path, column, saved = sys.argv[1], int(sys.argv[2]), 0\n"
        "for _ in range(40):\n"
        "    grid = FileGrid(path)\n"
        "    grid.apply([SetCell(CellRef('S', 1, column), saved + 1)])\n"
        "    try:\n"
        "        grid.save()\n"
        "    except OutputError:\n"
        "        continue\n"
        "    saved += 1\n"
        "print(saved)\n"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", counting, path, str(column)], stdout=subprocess.PIPE, text=True
        )
        for column in (1, 2)
    ]
    told = [int(run.communicate()[0]) for run in runs]
    assert list(FileGrid(path).rows("S")[0]) == told


def test_what_may_be_lost_is_replaced_at_once_or_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, synced = tmp_path / "list.json", []
    monkeypatch.setattr(os, "fsync", synced.append)
    for data in (b"one", b"two"):
        saving.replace_at_once(place, data)
        assert place.read_bytes() == data

    def refused(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "replace", refused)
    with pytest.raises(OSError, match="full"):
        saving.replace_at_once(place, b"three")
    assert place.read_bytes() == b"two" and [p.name for p in tmp_path.iterdir()] == ["list.json"]
    assert synced == []

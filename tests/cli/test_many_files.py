"""Commands that take several files: folders, patterns, what lies beside workbooks, the totals."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from pathlib import Path

import pytest

from ita_excel.cli import workbooks
from ita_excel.core.errors import InputError
from tests.command import fingerprint, run
from tests.dispatch.files import make_master, split, type_into
from tests.workbooks import sample_workbook


@pytest.fixture(scope="session")
def _filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sample_workbook(tmp_path_factory.mktemp("filled") / "ITA.xlsx")


@pytest.fixture
def folder(_filled: Path, tmp_path: Path) -> Path:
    """Workbooks in folders, and everything that lies beside workbooks in an office."""
    folder = tmp_path / "งาน 2565"
    for name in ("ข.xlsx", "ก.xlsx", "ย่อย/ค.XLSX", "ย่อย/ลึก/ง.xlsm", "ITA [ร่าง].xlsx"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(_filled, folder / name)
    for name in ("~$ก.xlsx", ".~lock.ก.xlsx#", "._ก.xlsx", ".ita-backup/ก.0001.xlsx",
                 ".ita-x1.tmp", "~WRL001.tmp", "บันทึก.docx", "ย่อย/~$ค.xlsx", ".ซ่อน/จ.xlsx"):  # fmt: skip
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"no workbook")
    (folder / "โฟลเดอร์.xlsx").mkdir()
    return folder


def found(*words: Path | str, base: Path) -> list[str]:
    result = workbooks.find([Path(w) for w in words])
    return [p.relative_to(base).as_posix() for p in result.files]


ALL = ["ITA [ร่าง].xlsx", "ก.xlsx", "ข.xlsx", "ย่อย/ค.XLSX", "ย่อย/ลึก/ง.xlsm"]


def test_a_folder_means_the_workbooks_in_it_in_a_stable_order(folder: Path) -> None:
    assert found(folder, base=folder) == ALL


@pytest.mark.parametrize(
    ("pattern", "files"),
    [
        ("*.xlsx", ["ITA [ร่าง].xlsx", "ก.xlsx", "ข.xlsx"]),
        ("?.xlsx", ["ก.xlsx", "ข.xlsx"]),
        ("**/*.xls[mx]", [n for n in ALL if not n.endswith("XLSX")]),
        ("*/*", ["ย่อย/ค.XLSX", "ย่อย/ลึก/ง.xlsm"]),
        ("[กข].xlsx", ["ก.xlsx", "ข.xlsx"]),
        ("ITA [ร่าง].xlsx", ["ITA [ร่าง].xlsx"]),
        ("ITA [ร่าง].*", ["ITA [ร่าง].xlsx"]),
    ],
)
def test_a_pattern_that_no_shell_has_worked_out(
    folder: Path, pattern: str, files: list[str]
) -> None:
    assert found(folder / pattern, base=folder) == files


def test_a_file_given_twice_is_taken_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    link = folder / "ลิงก์.xlsx"
    link.symlink_to(folder / "ก.xlsx")
    monkeypatch.chdir(folder.parent)
    words = [folder / "ข.xlsx", Path(folder.name) / "ข.xlsx", folder, folder / "*.xlsx", link]
    assert len(workbooks.find(words).files) == 5
    assert workbooks.find(words).files[0] == folder / "ข.xlsx"


def test_a_folder_that_links_into_itself_ends(folder: Path) -> None:
    (folder / "ย่อย/วน").symlink_to(folder)
    assert found(folder, base=folder) == ALL
    assert len(workbooks.find([folder / "**" / "*.xlsx"]).files) == 3


@pytest.mark.parametrize("command", ["validate", "export", "collect"])
@pytest.mark.parametrize("word", ["empty", "empty/*.xlsx", "~$ก.xlsx", "nowhere.xlsx"])
def test_nothing_found_is_said_and_nothing_done(
    command: str, word: str, folder: Path, tmp_path: Path
) -> None:
    (folder / "empty").mkdir()
    before = fingerprint(tmp_path)
    master = [folder / "ก.xlsx"] if command == "collect" else []
    more = ["-o", tmp_path / "out"] if command == "export" else []
    ran = run(command, *master, folder / word, *more)
    waiting = (command, word) == ("collect", "empty")  # nobody has answered yet: no mistake
    assert ran.code == (0 if waiting else 3)
    assert ran.err.count("\n") == 1 and Path(word).name.split(".")[0] in ran.err
    assert fingerprint(tmp_path) == before
    assert not (tmp_path / "out").exists()


def test_validate_ends_with_a_total_over_all(folder: Path, _filled: Path) -> None:
    (folder / "เสีย.xlsx").write_bytes(b"no workbook")
    ran = run("validate", folder, folder / "หาย*.xlsx", "--no-write")
    assert ran.code == 3
    last = ran.out.splitlines()[-1]
    assert last == "รวม 6 สมุดงาน: ไม่มีข้อที่ต้องแก้ไข 5 · มีข้อที่ต้องแก้ไข 0 · ตรวจไม่ได้ 2"
    told = ran.err.splitlines()
    assert len(told) == 2 and "เสีย.xlsx: " in told[0] and "หาย*.xlsx" in told[1]
    english = run("validate", folder / "ก.xlsx", folder / "ข.xlsx", "--no-write", lang="en")
    assert english.out.splitlines()[-1].startswith("2 workbooks: 2 without errors")
    assert "สมุดงาน: " not in run("validate", folder / "ก.xlsx").out


def test_json_of_a_folder_is_a_list_whatever_is_in_it(folder: Path) -> None:
    for name in ALL[1:]:
        (folder / name).unlink()
    assert isinstance(json.loads(run("validate", folder, "--json").out), list)
    assert isinstance(json.loads(run("validate", folder / ALL[0], "--json").out), dict)


def test_export_of_a_folder_ends_with_a_total(folder: Path, tmp_path: Path) -> None:
    ran = run("export", folder, "-o", tmp_path / "out", "--only", "report", "--format", "html")
    assert ran.code == 0, ran
    assert ran.out.splitlines()[-1] == (
        "รวม 5 สมุดงาน: เขียนเอกสาร 5 ไฟล์ จาก 5 สมุดงาน · ไม่ได้ทำ 0 สมุดงาน"
    )


def copies(original: Path, base: Path, *names: str) -> list[Path]:
    made = []
    for name in names:
        (base / name).parent.mkdir(parents=True, exist_ok=True)
        made.append(Path(shutil.copy(original, base / name)))
    return made


@pytest.mark.parametrize("force", [[], ["--force"]], ids=["", "force"])
def test_two_workbooks_of_one_agency_get_folders_of_their_own(
    _filled: Path, tmp_path: Path, force: list[str]
) -> None:
    files = copies(_filled, tmp_path / "in", "a/ITA.xlsx", "b/ITA.xlsx", "b/ita.xlsm", "อื่น.xlsx")
    words = ["--only", "report", "--format", "html,csv", *force]
    for out, given in (("one", files), ("two", files[::-1])):
        assert run("export", *given, "-o", tmp_path / out, *words).code == 0
    one, two = fingerprint(tmp_path / "one"), fingerprint(tmp_path / "two")
    assert {Path(n).parent.as_posix() for n in one} == {"a ITA", "b ita", "b ITA 2", "อื่น"}
    assert len(one) == 16
    assert {n.split("/")[0].casefold()[:5] for n in two} == {
        n.split("/")[0].casefold()[:5] for n in one
    }
    again = run("export", *files, "-o", tmp_path / "one", *words)
    assert again.code == (0 if force else 4)


def test_other_agencies_share_the_folder(_filled: Path, tmp_path: Path) -> None:
    from ita_excel.sheets.sample import sample

    data = sample()
    data.settings["name"] = "เทศบาลตำบลอื่น"
    other = sample_workbook(tmp_path / "other.xlsx", data)
    ran = run(
        "export", _filled, other, "-o", tmp_path / "out", "--only", "report", "--format", "html"
    )
    assert ran.code in (0, 1)
    assert all(p.is_file() for p in (tmp_path / "out").iterdir())


@pytest.mark.parametrize(
    ("one", "other"),
    [("อบต. Été", unicodedata.normalize("NFD", "อบต. Été")), ("อบต. ABC", "อบต. abc")],
    ids=["form", "case"],
)
def test_names_that_some_systems_take_for_one(tmp_path: Path, one: str, other: str) -> None:
    from ita_excel.sheets.sample import sample

    files = []
    for number, name in enumerate((one, other)):
        data = sample()
        data.settings["name"] = name
        files.append(sample_workbook(tmp_path / f"{number}.xlsx", data))
    words = ["-o", tmp_path / "out", "--draft", "--only", "report", "--format", "html"]
    assert run("export", *files, *words).code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["0", "1"]


def test_a_units_workbook_is_no_agency_unless_it_is_named(tmp_path: Path) -> None:
    master = (
        make_master(tmp_path / "งาน" / "m.xlsx") if (tmp_path / "งาน").mkdir() is None else None
    )
    sent = split(master, tmp_path / "งาน" / "แยก")
    words = ["-o", tmp_path / "out", "--draft", "--only", "report", "--format", "html"]
    ran = run("export", tmp_path / "งาน", *words)
    assert ran.code == 0
    assert sum("ข้าม" in line for line in ran.err.splitlines()) == len(sent)
    assert len(list((tmp_path / "out").rglob("*.html"))) == 1
    named = run("export", *sent.values(), "-o", tmp_path / "named", *words[2:])
    assert len(list((tmp_path / "named").rglob("*.html"))) == len(sent), named


def test_collect_works_patterns_out_and_says_how_many(tmp_path: Path) -> None:
    master = make_master(tmp_path / "m.xlsx")
    sent = split(master, tmp_path / "out")
    type_into(sent["กองคลัง"], "KCCC", outcome="ตอบแล้ว")
    (tmp_path / "out" / "~$x.xlsx").write_bytes(b"lock")
    pattern = tmp_path / "o*" / "*.xlsx"
    ran = run("collect", master, pattern, pattern)
    assert ran.code == 0, ran
    assert "ไฟล์ตอบกลับ 3 ไฟล์: มีคำตอบ 1 · ยังว่าง 2" in ran.out


def test_a_folder_that_cannot_be_opened_is_said(folder: Path) -> None:
    if os.geteuid() == 0:
        real = os.scandir

        def closed(path: str) -> object:
            if str(path).endswith("ลึก"):
                raise PermissionError(13, "no", str(path))
            return real(path)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(os, "scandir", closed)
            result = workbooks.find([folder])
    else:
        (folder / "ย่อย/ลึก").chmod(0)
        result = workbooks.find([folder])
        (folder / "ย่อย/ลึก").chmod(0o755)
    assert len(result.files) == 4
    assert [type(p) for p in result.problems] == [InputError]
    assert "ลึก" in result.problems[0].say("th")

"""What can be refused is refused before the first byte is written, for every command and reason."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ita_excel.cli import COMMANDS
from tests.command import fingerprint, run
from tests.dispatch.files import make_master, split, type_into
from tests.workbooks import sample_workbook

# Command, its words (M master, F a filled workbook, I answers, O a new folder), the exit code.
REFUSED = [
    ("new", "M --fiscal-year 2570", 4),
    ("new", "O/x.xlsx --fiscal-year 2027", 2),
    ("new", "O/x.doc --fiscal-year 2570", 2),
    ("fill", "M --round 7", 2),
    ("fill", "M --receipt nowhere/r.json", 4),
    ("fill", "M --receipt F", 4),
    ("confirm", "M", 2),
    ("confirm", "M 4 --all", 2),
    ("confirm", "M four", 2),
    ("confirm", "M --unit nobody", 2),
    ("confirm", "M 9-4", 2),
    ("confirm", "nowhere.xlsx --all", 3),
    ("validate", "M --rule X999", 2),
    ("validate", "M --oit not-utf8.txt", 3),
    ("validate", "M --oit missing.csv", 3),
    ("validate", "M --receipt nowhere/r.json", 4),
    ("validate", "M F --receipt O/r.json", 4),
    ("split", "M -o O --mail --template not-utf8.txt", 3),
    ("split", "M -o O --mail --template no-subject.txt", 3),
    ("split", "M -o O --mail --template missing.txt", 3),
    ("split", "M -o O --send", 2),
    ("split", "M -o O --due someday", 2),
    ("split", "M -o O --unit nobody", 2),
    ("split", "M -o taken.txt", 2),
    ("split", "M -o last-there", 4),
    ("split", "LOCKED -o O --mail", 4),
    ("split", "READONLY -o O --mail", 4),
    ("remind", "M -o O --template not-utf8.txt", 3),
    ("remind", "M -o O --template no-subject.txt", 3),
    ("remind", "M -o O --send", 2),
    ("collect", "M I --certificate O/c.doc", 2),
    ("collect", "M I --certificate nowhere/c.json", 4),
    ("collect", "M I --certificate M", 4),
    ("collect", "M I --certificate F", 4),
    ("collect", "M nothing/*.xlsx", 3),
    ("resolve", "F --by", 2),
    ("withdraw", "M nobody.xlsx", 3),
    ("status", "M --unknown", 2),
    ("score", "M --set I3=101", 2),
    ("score", "M --library other.csv", 2),
    ("score", "M --propose --library not-utf8.txt", 3),
    ("due", "M --days soon", 2),
    ("papers", "M --round 7", 2),
    ("papers", "nowhere.xlsx", 3),
    ("export", "M -o O --document poem", 2),
    ("export", "M -o O --document memo --only memo", 2),
    ("due", "M --ics O.xlsx", 2),
    ("due", "M --ics nowhere/d.ics", 4),
    ("due", "M --ics other.ics", 4),
    ("export", "F -o O --templates empty", 3),
    ("export", "F -o O --format docx,txt", 2),
    ("export", "F -o O --sign someday", 2),
    ("export", "F -o O --unit nobody", 2),
    ("export", "F -o O --oit not-utf8.txt", 3),
    ("export", "F -o taken.txt", 2),
    ("new-year", "F M", 4),
    ("new-year", "F O/x.doc", 2),
    ("templates", "copy has-templates", 4),
    ("upgrade", "nowhere.xlsx", 3),
    ("upgrade", "F nothing/*.xlsx", 3),
    ("restore", "F", 3),
    ("restore", "M --version 99", 3),
    ("diff", "M M --backup 1", 2),
    ("diff", "M F --html taken.txt", 2),
    ("diff", "M --backup 99", 3),
    ("history", "M --row ไม่มีชีตนี้!A4", 2),
    ("rules", "P999", 2),
    ("items", "--year 2569 --kind nobody", 2),
    ("items", "--year 2599", 2),
    ("items", "--year 2569 --kind district", 2),
    ("demo", "has-demo", 4),
    ("demo", "has-memo", 4),
]
NOTHING_TO_WRITE = {"addin", "doctor", "completion"}  # or only where the program itself is put


@pytest.fixture(scope="module")
def _office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = tmp_path_factory.mktemp("office")
    master = make_master(office / "M.xlsx")
    answers = split(master, office / "I")
    type_into(answers["กองคลัง"], "KCCC", outcome="ตอบ")
    sample_workbook(office / "F.xlsx")
    (office / "not-utf8.txt").write_bytes("เรื่อง: ก".encode("cp874"))
    (office / "no-subject.txt").write_text("เรียน ท่าน", encoding="utf-8")
    (office / "taken.txt").write_text("a file, not a folder")
    (office / "other.ics").write_text("no calendar")
    for name in ("empty", "nothing", "has-templates", "has-demo", "has-memo", "last-there"):
        (office / name).mkdir()
    (office / "has-templates" / "report.docx").write_bytes(b"")
    (office / "has-demo" / "ITA-2565.xlsx").write_bytes(b"")
    shutil.copy(list(answers.values())[-1], office / "last-there")
    for name in ("LOCKED", "READONLY"):
        shutil.copy(master, office / f"{name}.xlsx")
    (office / "~$LOCKED.xlsx").write_bytes(b"\x05Somebody")
    return office


def test_every_command_is_in_the_table() -> None:
    assert {name for name, _, _ in REFUSED} == set(COMMANDS) - NOTHING_TO_WRITE


@pytest.mark.parametrize(("name", "words", "code"), REFUSED, ids=lambda v: str(v).replace("/", "_"))
def test_nothing_is_written(
    name: str, words: str, code: int, _office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    shutil.copytree(_office, work)
    (work / "READONLY.xlsx").chmod(0o444)
    monkeypatch.chdir(work)
    if words.startswith("has-memo"):
        from ita_excel.documents import naming
        from ita_excel.documents.declarations import MEMO
        from ita_excel.sheets import read
        from ita_excel.store.file import FileGrid

        agency = read(FileGrid(work / "F.xlsx")).agency.value
        assert agency.round
        (
            work / "has-memo" / f"{naming.stem(MEMO.file_name, agency, agency.round)}.pdf"
        ).write_bytes(b"")
    before = fingerprint(work), {p for p in work.rglob("*") if p.is_dir()}
    given = [f"{w}.xlsx" if w in ("M", "F", "LOCKED", "READONLY") else w for w in words.split()]
    ran = run(name, *given)
    assert ran.code == code, ran
    assert ran.err.strip() and "Traceback" not in ran.err
    assert (fingerprint(work), {p for p in work.rglob("*") if p.is_dir()}) == before

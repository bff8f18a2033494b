"""Drafts and certificates as programs read them that have nothing in common with ours."""

from __future__ import annotations

import csv
import io
import json
import subprocess
from pathlib import Path

import pandas
import pytest

from ita_excel.dispatch.certificate import ORIGINS
from ita_excel.dispatch.cover_letters import Letter
from ita_excel.dispatch.mail import draft, message
from tests import references, validator
from tests.command import run
from tests.dispatch.files import make_master, type_into
from tests.javascript_readers import exceljs, sheetjs

# What postal-mime, which web mailers read messages with, makes of each file.
_POSTAL_MIME = """
const {readFileSync} = require('fs');
(async () => {
  const {default: PostalMime} = await import(process.argv[2]);
  const all = [];
  for (const file of JSON.parse(process.argv[1])) {
    const mail = await PostalMime.parse(readFileSync(file));
    const header = name => mail.headers.filter(h => h.key === name).map(h => h.value);
    all.push({
      to: (mail.to || []).map(a => a.address), cc: mail.cc || [], bcc: mail.bcc || [],
      subject: mail.subject, text: mail.text, unsent: header('x-unsent'),
      files: mail.attachments.map(a => [a.filename, Buffer.from(a.content).toString('base64')]),
    });
  }
  console.log(JSON.stringify(all));
})().catch(error => { console.error(error); process.exit(1); });
"""


def postal_mime(paths: list[Path]) -> list[dict]:
    """Return what postal-mime reads in messages: addresses, subject, text, attachments."""
    modules = validator.node_modules()
    source = modules / "postal-mime" / "dist" / "esm" / "postal-mime.js"
    assert source.exists(), "the npm package postal-mime is missing: bash tests/run installs it"
    done = subprocess.run(
        ["node", "-e", _POSTAL_MIME, "--", json.dumps([str(p) for p in paths]), source.as_uri()],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.fixture
def master(tmp_path: Path) -> Path:
    return make_master(tmp_path / "master.xlsx")


def test_a_web_mailer_reads_every_draft_and_the_workbook_in_it(
    master: Path, tmp_path: Path
) -> None:
    import base64

    out = tmp_path / "out"
    assert run("split", master, "-o", out, "--due", "31/3/2565", "--mail").code == 0
    drafts = sorted(out.rglob("*.eml"))
    assert len(drafts) == 3
    for path, mail in zip(drafts, postal_mime(drafts), strict=True):
        ((name, content),) = mail["files"]
        assert base64.b64decode(content) == (out / name).read_bytes()
        unit = Path(name).stem.split()[-1]
        assert unit in mail["text"] and unit in path.stem
        assert mail["unsent"] == ["1"] and not mail["cc"] and not mail["bcc"]
        assert len(mail["to"]) == 1 and mail["to"][0].endswith("@example.go.th")
        assert "\ufffd" not in mail["subject"] + mail["text"] + name


def test_a_web_mailer_would_see_a_smuggled_header_and_finds_none(tmp_path: Path) -> None:
    hostile = Letter("เรื่อง\r\nBcc: x@y.z", "ข้อความ\n")
    ours, planted = tmp_path / "ours.eml", tmp_path / "planted.eml"
    ours.write_bytes(draft(message(hostile, "a@example.go.th", "x\nCc: e@f.g")))
    planted.write_bytes(b"Bcc: x@y.z\r\n" + ours.read_bytes())
    clean, dirty = postal_mime([ours, planted])
    assert not clean["bcc"] and not clean["cc"]
    assert [a["address"] for a in dirty["bcc"]] == ["x@y.z"]


@pytest.fixture
def answered(master: Path, tmp_path: Path) -> tuple[Path, Path]:
    out = tmp_path / "out"
    assert run("split", master, "-o", out).code == 0
    returned = next(p for p in out.glob("*.xlsx") if "กองคลัง" in p.name)
    type_into(returned, "KCCC", outcome="=1+1", status="ดำเนินการแล้ว")
    return master, out


def test_a_certificate_is_the_same_in_every_reader(
    answered: tuple[Path, Path], tmp_path: Path
) -> None:
    master, out = answered
    files = {kind: tmp_path / f"ใบรับรอง.{kind}" for kind in ("json", "csv", "xlsx")}
    for path in files.values():
        assert run("collect", master, out, "--dry-run", "--certificate", path).code == 0
    cells = json.loads(files["json"].read_text(encoding="utf-8"))["cells"]
    told = [["" if v is None else str(v) for v in cell.values()] for cell in cells]
    assert any("=1+1" in cell for row in told for cell in row)

    text = files["csv"].read_text(encoding="utf-8-sig")
    table = list(csv.reader(io.StringIO(text)))
    first = table[1 : table.index([])]
    wanted = [[value.removeprefix("'") for value in row] for row in first]
    for row in told:  # a code for programs in JSON, words for people in CSV and Excel
        row[5] = ORIGINS[row[5]]
    assert told == wanted
    by_pandas = pandas.read_csv(files["csv"], nrows=len(wanted), dtype=str, keep_default_na=False)
    assert by_pandas.to_numpy().tolist() == first

    assert validator.errors(files["xlsx"]) == []
    assert references.problems(files["xlsx"]) == []
    (by_exceljs,), (by_sheetjs,) = exceljs([files["xlsx"]]), sheetjs([files["xlsx"]])
    assert by_exceljs == by_sheetjs
    sheet = by_exceljs["ที่มาของค่า"]
    for number, row in enumerate(wanted, 2):
        said = [str(sheet.get(f"{chr(65 + n)}{number}", "")) for n in range(len(row))]
        assert said == row

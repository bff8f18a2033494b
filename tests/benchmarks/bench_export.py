"""Memo and report as Word and PDF, against docxtpl followed by LibreOffice.

Both make the same four files from the same workbook, with templates of the same look. Theirs has a
warm profile and one start of LibreOffice for both documents of a workbook. One workbook: whole
processes, imports and all; the limit is 5 times faster. A thousand, no two alike: one call of the
command, per workbook, against the pipeline's one; the limit is 40 times. Printed are seconds on
the clock, and, because the machine may have other things to do, seconds of the processor too.
Run on a quiet machine: python -m tests.benchmarks.bench_export [HOW_MANY]
"""

from __future__ import annotations

import compileall
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

from ita_excel.documents.word.to_pdf import lent_fonts
from tests.benchmarks.books import sample_book

ROUNDS, MANY = 10, 1000
ONE_LIMIT, MANY_LIMIT = 5.0, 40.0
HERE = Path(__file__).resolve().parents[2]

# What an office's script would be: openpyxl reads, docxtpl fills, LibreOffice converts.
PIPELINE = """
import subprocess, sys
import openpyxl
from docxtpl import DocxTemplate
source, templates, out, profile = sys.argv[1:]
book = openpyxl.load_workbook(source, data_only=True)

def table(name):
    sheet = next(s for s in book if name in s.tables)
    rows = [[c.value for c in row] for row in sheet[sheet.tables[name].ref]]
    return [dict(zip(rows[0], row)) for row in rows[1:]]

agency = {row["รายการ"]: row["ค่า"] or "" for row in table("Agency")}
signers = [{"name": f"({s['ชื่อ - สกุล']})", "position": s["ตำแหน่ง"],
            "heading": s["หัวข้อความเห็น"]} for s in table("Signatories")]

def groups(rows, fields):
    found = []
    for row in rows:
        if row["มาตรการ/แนวทาง"] or not found:
            found.append({"measure": row["มาตรการ/แนวทาง"], "rows": []})
        found[-1]["rows"].append({f: [str(row.get(h) or "")] for f, h in fields.items()})
    return found

common = {"method": "วิธีการดำเนินงาน", "responsible": "ผู้รับผิดชอบ", "period": "เริ่ม"}
plan = groups(table("Plan"), {**common, "follow_up": "รายงานผลอย่างน้อย (ครั้ง/ปี)"})
results = groups(table("Results"), {**common, "outcome": "ผลการดำเนินการ",
                                    "suggestions": "ข้อเสนอแนะ"})
columns = dict.fromkeys(
    ["measure", "method", "responsible", "period", "follow_up", "outcome", "suggestions"], "-")
section = {"heading": "-", "lead": "-", "columns": columns}
empty = {"measure": "-", "numbers": ["-"] * 5}
contexts = {
    "memo": {"emblem": "", "title": "บันทึกข้อความ", "department": agency["ชื่อหน่วยงาน"],
             "number": agency["เลขที่หนังสือ"], "date": agency["วันที่"],
             "subject": agency["เรื่อง"], "to": agency["เรียน"],
             "enclosures": agency["สิ่งที่ส่งมาด้วย"], "paragraphs": ["ตามที่ " * 30] * 2,
             "closing": "จึงเรียนมา", "proposer": signers[0], "opinions": signers[1:]},
    "report": {"title": ["รายงานผล"], "plan": {**section, "groups": plan},
               "results": {**section, "groups": results}, "annex": "", "photos": [],
               "summary": {**section, "first": "-", "statuses": ["-"] * 5, "rows": [empty] * 2,
                           "total": empty}},
}
made = []
for name, context in contexts.items():
    template = DocxTemplate(f"{templates}/{name}.docx")
    template.render(context, autoescape=True)
    made.append(f"{out}/{name}.docx")
    template.save(made[-1])
subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--norestore",
                "--convert-to", "pdf", "--outdir", out, *made], check=True, capture_output=True)
"""


@dataclass(frozen=True)
class Took:
    """Seconds on the clock and of the processor."""

    clock: float
    processor: float


def timed(command: list[str]) -> Took:
    """Run a command from the checkout and return what it took."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=HERE)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def best(*commands: list[str]) -> list[Took]:
    """Return the shortest times of several runs: what else the machine does only lengthens them.

    The commands take turns, because a machine's speed changes from minute to minute.
    """
    rounds = [[timed(command) for command in commands] for _ in range(ROUNDS)]
    return [
        Took(min(r.clock for r in runs), min(r.processor for r in runs))
        for runs in zip(*rounds, strict=True)
    ]


def thousand(source: Path, folder: Path, many: int) -> list[str]:
    """Make workbooks of which no two are alike: agency, and a number in every second text."""
    with zipfile.ZipFile(source) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    folder.mkdir()
    paths = []
    for i in range(many):
        paths.append(str(folder / f"{i:04}.xlsx"))
        with zipfile.ZipFile(paths[-1], "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in parts.items():
                own = data.replace("พ่วงพรมคร".encode(), f"ตัวอย่าง{i}".encode())
                package.writestr(
                    name, own.replace("ประชาสัมพันธ์".encode(), f"ประกาศ {i} แห่ง".encode())
                )
    return paths


def main(many: int = MANY) -> int:
    folder = Path(tempfile.mkdtemp(prefix="ita-bench-"))
    try:
        return _measure(folder, many)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path, many: int) -> int:
    compileall.compile_dir(HERE / "ita_excel", quiet=2)  # as pip does when it installs a program
    source = sample_book(folder)[0]
    ours = [sys.executable, "-m", "ita_excel"]
    export = [*ours, "export", "-o", str(folder / "out"), "--force"]
    subprocess.run(
        [*ours, "templates", "copy", str(folder / "templates")],
        check=True, capture_output=True, cwd=HERE,
    )  # fmt: skip
    out = folder / "pipeline"
    out.mkdir()
    script = [sys.executable, "-c", PIPELINE, str(source), str(folder / "templates"), str(out)]
    script.append(str(folder / "profile"))
    # As where TH Sarabun is installed: with larger letters it would have to lay out more pages.
    lent = lent_fonts(folder)
    script = ["env", *(f"{name}={value}" for name, value in lent.items()), *script]
    subprocess.run(script, check=False, capture_output=True)  # a new profile's first start
    one, theirs = best([*export, str(source)], script)
    papers = [*ours, "export", str(source), "-o", str(folder / "papers"), "--force"]
    ten_kinds = ["--document", "analysis,measures,memo,order,announcement,report"]
    single, ten = best([*papers, "--only", "memo"], [*papers, *ten_kinds])
    print(f"a memo alone:                        {_said(single)}")
    print(f"ten papers in one call:              {_said(ten)}")
    print(f"  {ten.processor / single.processor:.1f} times a memo's processor time; limit 3")
    assert {p.name for p in out.iterdir()} >= {"memo.pdf", "report.pdf"}
    all_ = timed([*export, *thousand(source, folder / "books", many)])
    assert sum(1 for _ in (folder / "out").glob("*.pdf")) == 2 * many + 2
    each = Took(all_.clock / many, all_.processor / many)
    print(f"docxtpl + LibreOffice, one workbook: {_said(theirs)}")
    print(f"ours, one workbook, whole process:   {_said(one)}")
    print(f"  {_ratio(theirs, one)}; limit {ONE_LIMIT:g} times by the clock")
    print(f"ours, each of {many} in one call:    {_said(each)}")
    print(f"  {_ratio(theirs, each)}; limit {MANY_LIMIT:g} times by the clock")
    fast = theirs.clock / one.clock >= ONE_LIMIT and theirs.clock / each.clock >= MANY_LIMIT
    return int(not fast)


def _said(took: Took) -> str:
    return f"{took.clock * 1000:7.1f} ms on the clock, {took.processor * 1000:7.1f} ms of processor"


def _ratio(theirs: Took, ours: Took) -> str:
    return (
        f"{theirs.clock / ours.clock:.1f} times faster by the clock, "
        f"{theirs.processor / ours.processor:.1f} by the processor"
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else MANY))

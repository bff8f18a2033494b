"""Memo and report as Word and PDF, against docxtpl followed by LibreOffice.

Both make the same four files from the same workbook. One workbook: whole processes, imports and
all; the limit is 5 times faster. A thousand: one call of ours, per workbook, against the pipeline's
one; the limit is 40 times. Run: python -m tests.benchmarks.bench_export [HOW_MANY]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.books import sample_book

ROUNDS, MANY = 3, 1000
ONE_LIMIT, MANY_LIMIT = 5.0, 40.0

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


def timed(command: list[str], cwd: Path) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, cwd=cwd)
    return time.perf_counter() - start


def main(many: int = MANY) -> int:
    folder = Path(tempfile.mkdtemp(prefix="ita-bench-"))
    try:
        return _measure(folder, many)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path, many: int) -> int:
    source = sample_book(folder)[0]
    ours = [sys.executable, "-m", "ita_excel", "export"]
    here = Path(__file__).resolve().parents[2]
    one = statistics.median(
        timed([*ours, str(source), "-o", str(folder / "one"), "--force"], here)
        for _ in range(ROUNDS)
    )
    subprocess.run(
        [sys.executable, "-m", "ita_excel", "templates", "copy", str(folder / "templates")],
        check=True, capture_output=True, cwd=here,
    )  # fmt: skip
    out = folder / "pipeline"
    out.mkdir()
    script = [sys.executable, "-c", PIPELINE, str(source), str(folder / "templates"), str(out)]
    script.append(str(folder / "profile"))
    subprocess.run(script, check=False, capture_output=True)  # a new profile's first start
    theirs = statistics.median(timed(script, here) for _ in range(ROUNDS))
    assert {p.name for p in out.iterdir()} >= {"memo.pdf", "report.pdf"}
    books = []
    for i in range(many):
        (folder / "many" / f"{i}").mkdir(parents=True)
        books.append(shutil.copy(source, folder / "many" / f"{i}" / f"{i}.xlsx"))
    each = _many(books, folder / "out", here)
    print(f"one workbook, whole process: ours {one:.2f} s, docxtpl + LibreOffice {theirs:.2f} s")
    print(f"  {theirs / one:.1f} times faster (limit {ONE_LIMIT:g})")
    print(f"{many} workbooks in one call: {each * 1000:.1f} ms each, files included")
    print(f"  {theirs / each:.0f} times faster (limit {MANY_LIMIT:g})")
    return int(theirs / one < ONE_LIMIT or theirs / each < MANY_LIMIT)


_MANY_SCRIPT = """
import sys
from dataclasses import replace
from pathlib import Path
from ita_excel.documents.export import Order, export
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
out = Path(sys.argv[1])
for i, name in enumerate(sys.stdin.read().split("\\n")):
    book = read(FileGrid(Path(name))).workbook
    # No two alike: each has its own names and numbers.
    agency = replace(book.agency, name=f"องค์การบริหารส่วนตำบลที่ {i}", letter_number=f"สฎ {i}")
    results = tuple(replace(r, outcome=f"{r.outcome} ครั้งที่ {i} แห่ง") for r in book.results)
    export(replace(book, agency=agency, results=results), Path(name), out / str(i % 50), Order())
"""


def _many(books: list[str], out: Path, here: Path) -> float:
    command = [sys.executable, "-c", _MANY_SCRIPT, str(out)]
    start = time.perf_counter()
    told = "\n".join(map(str, books))
    subprocess.run(command, input=told, text=True, check=True, capture_output=True, cwd=here)
    took = time.perf_counter() - start
    assert sum(1 for _ in out.rglob("*.pdf")) == 2 * len(books)
    return took / len(books)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else MANY))

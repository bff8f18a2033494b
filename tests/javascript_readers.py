"""ExcelJS and SheetJS, which web pages show and change workbooks with, as readers of ours.

Looked for in the folder of npm packages that has the Open XML validator; missing, the test fails.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.validator import node_modules

Cells = dict[str, dict[str, object]]  # by sheet, by address; blanks are left out

# Each prints, for each file, what its cells hold: results of formulas, dates as Excel's numbers.
_EXCELJS = """
const ExcelJS = require('exceljs');
const plain = v => {
  if (v === null || v === undefined) return null;
  if (v instanceof Date) return v.getTime() / 86400000 + 25569;
  if (typeof v !== 'object') return v;
  if (v.error) return v.error;
  if (v.richText) return v.richText.map(r => r.text).join('');
  if ('hyperlink' in v) return plain(v.text);
  if ('formula' in v || 'sharedFormula' in v) return plain(v.result);
  return String(v);
};
(async () => {
  const all = [];
  for (const file of JSON.parse(process.argv[2])) {
    const book = new ExcelJS.Workbook();
    await book.xlsx.readFile(file);
    const sheets = {};
    for (const sheet of book.worksheets) {
      const cells = sheets[sheet.name] = {};
      sheet.eachRow(row => row.eachCell(cell => {
        if (cell.type === ExcelJS.ValueType.Merge) return;
        // cell.value leaves out a result of 0.
        const value = plain(cell.type === ExcelJS.ValueType.Formula ? cell.result : cell.value);
        if (value !== null && value !== '') cells[cell.address] = value;
      }));
    }
    all.push(sheets);
    if (process.argv[3]) await book.xlsx.writeFile(process.argv[3]);
  }
  console.log(JSON.stringify(all));
})().catch(error => { console.error(error); process.exit(1); });
"""
_SHEETJS = """
const XLSX = require('xlsx');
const all = [];
for (const file of JSON.parse(process.argv[2])) {
  const book = XLSX.readFile(file);
  const sheets = {};
  for (const name of book.SheetNames) {
    const cells = sheets[name] = {}, sheet = book.Sheets[name];
    for (const address of Object.keys(sheet)) {
      if (address[0] === '!') continue;
      const cell = sheet[address];
      if (cell.v === undefined || cell.v === '') continue;
      cells[address] = cell.t === 'e' ? cell.w : cell.v;
    }
  }
  all.push(sheets);
}
console.log(JSON.stringify(all));
"""


def exceljs(paths: Sequence[Path], saved: Path | None = None) -> list[Cells]:
    """Return what ExcelJS reads; it saves the last file again as `saved`."""
    return _run(_EXCELJS, paths, *([str(saved)] if saved else []))


def sheetjs(paths: Sequence[Path]) -> list[Cells]:
    """Return what SheetJS reads."""
    return _run(_SHEETJS, paths)


def _run(script: str, paths: Sequence[Path], *more: str) -> list[Cells]:
    done = subprocess.run(
        ["node", "-e", script, "--", "", json.dumps([str(p) for p in paths]), *more],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env=os.environ | {"NODE_PATH": str(node_modules())},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[Cells] = json.loads(done.stdout)
    return found

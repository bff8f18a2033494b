"""Read an .xls in a process of its own: `python -m ita_excel.dispatch.xls_child < FILE`.

Some damaged .xls files make calamine end the whole process (it asks for more memory than there
is), and one unit's broken file must not stop the collecting of all others'. Prints JSON.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

from ita_excel.errors import InputError
from ita_excel.language import Text
from ita_excel.merging.carried import from_json, to_json
from ita_excel.values import Value, clean

BROKEN = Text(
    "ไฟล์ .xls เสียหาย อ่านไม่ได้ โปรดขอไฟล์ใหม่ หรือบันทึกเป็น .xlsx",
    "the .xls file is damaged: ask for it again, or save it as .xlsx",
)
_TIMEOUT = 60  # seconds; a real one takes a tenth of one

Sheets = dict[str, list[list[Value]]]


def read_apart(data: bytes) -> Sheets:
    """Return the rows of all sheets, in order; InputError where the file is damaged."""
    # Where this package was found may be known to this process only.
    place = str(Path(__file__).resolve().parents[2])
    paths = os.pathsep.join([place, *filter(None, [os.environ.get("PYTHONPATH")])])
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__],
            input=data,
            capture_output=True,
            check=False,
            timeout=_TIMEOUT,
            env={**os.environ, "PYTHONPATH": paths},
        )
        if done.returncode:
            raise InputError(BROKEN)
        content = json.loads(done.stdout)
        return {name: [[from_json(v) for v in row] for row in rows] for name, rows in content}
    except (subprocess.TimeoutExpired, ValueError, TypeError) as error:
        raise InputError(BROKEN) from error


def main() -> None:
    """Read standard input, write the rows to standard output."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    sheets = [
        (n, [[to_json(clean(v)) for v in r] for r in book.get_sheet_by_name(n).to_python(False)])
        for n in book.sheet_names
    ]
    sys.stdout.buffer.write(json.dumps(sheets).encode())


if __name__ == "__main__":
    main()

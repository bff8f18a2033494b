"""A file that is no workbook is refused with what it is."""

from __future__ import annotations

import io
import zipfile

import pytest

from ita_excel.core.errors import InputError
from ita_excel.dispatch.returned import open_returned


def word() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("word/document.xml", "<w/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
        (b"{\\rtf1\\ansi}", "RTF"),
        (word(), "Word"),
        ("\ufeff<html><table><tr><td>ก</td></tr></table></html>".encode(), "หน้าเว็บ"),
        (b'<?xml version="1.0"?><Workbook/>', "XML"),
        ("ลำดับ,ผล\n1,แล้ว\n".encode(), "ข้อความธรรมดา"),
    ],
)
def test_what_it_is_stands_in_the_reason(data, what):
    with pytest.raises(InputError) as refused:
        open_returned(data)
    assert what in refused.value.text.th

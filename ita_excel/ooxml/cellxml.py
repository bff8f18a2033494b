"""A cell's value as it is written inside `<c>`, and back again. Knows no sheet.

Texts are written inline (`t="inlineStr"`), so that the part with the shared strings stays the
same bytes; Excel moves them there when it saves next. A text that starts with `=` is a text.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

from ita_excel.core.errors import RefusedEdit
from ita_excel.core.language import Text
from ita_excel.core.values import CELL_TEXT, CellError, Uncalculated, Value, clean

TOO_LONG = Text(
    "ข้อความในเซลล์ {cell} ยาว {length} ตัวอักษร เกิน 32,767 ที่ Excel รับได้ — โปรดย่อหรือแบ่งข้อความ",
    "The text for cell {cell} has {length} characters; Excel takes 32,767. Shorten or split it.",
)
BAD_TEXT = Text(
    "ข้อความในเซลล์ {cell} มีอักขระที่เขียนลงไฟล์ไม่ได้ — โปรดพิมพ์ข้อความใหม่",
    "The text for cell {cell} has a character that can't be stored. Type the text again.",
)
BAD_DATE = Text(
    "วันที่ {value} ในเซลล์ {cell} อยู่ก่อนวันแรกที่ Excel เก็บได้ — โปรดตรวจปี (พ.ศ./ค.ศ.)",
    "The date {value} for cell {cell} is before the first day that Excel can hold. Check the year.",
)

# `_x000D_` stands for a control character; a text that looks like that has its `_` written so.
_CODED = r"_x([0-9A-Fa-f]{4})_"
_LOOKS_CODED = r"_(?=x[0-9A-Fa-f]{4}_)"
_ILLEGAL = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
_SURROGATE = "[\ud800-\udfff]"
_ENTITY = r"&(?:#(\d+)|#[xX]([0-9A-Fa-f]+)|(\w+));"
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}

EPOCH_1900 = dt.datetime(1899, 12, 30)
EPOCH_1904 = dt.datetime(1904, 1, 1)
_MARCH_1900 = 61  # 1 March 1900; before it Excel's count is one behind ours


def serial(value: Value, date1904: bool, cell: str = "") -> int | float:
    """Return the number that Excel stores for a date, time or length of time."""
    days = _serial(value, date1904)  # a history holds one moment over and over
    if days is None:
        raise RefusedEdit(BAD_DATE, value=value, cell=cell)
    return days


@lru_cache(maxsize=4096)
def _serial(value: Value, date1904: bool) -> int | float | None:
    if isinstance(value, dt.timedelta):
        days = value / dt.timedelta(days=1)
    elif isinstance(value, dt.time):
        days = (
            value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6
        ) / 86400
    else:
        assert isinstance(value, dt.date)
        moment = value if isinstance(value, dt.datetime) else dt.datetime(*value.timetuple()[:3])
        days = (moment - (EPOCH_1904 if date1904 else EPOCH_1900)) / dt.timedelta(days=1)
        if not date1904 and days < _MARCH_1900:
            days -= 1
        if days < (0 if date1904 else 1):
            return None
    days = float(format(days, ".15g"))
    return int(days) if days.is_integer() else days


def moment(number: float, date1904: bool) -> dt.datetime | None:
    """Return the moment a serial stands for, to the millisecond; None for what is no date."""
    if not date1904 and 0 <= number < _MARCH_1900 - 1:
        number += 1
    try:
        found = (EPOCH_1904 if date1904 else EPOCH_1900) + dt.timedelta(days=number)
    except OverflowError:
        return None
    rounded = found + dt.timedelta(microseconds=500)
    return rounded.replace(microsecond=rounded.microsecond // 1000 * 1000)


def escape(text: str) -> str:
    """Return `text` for the inside of an element or an attribute."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;") if '"' in text else text


def unescape(text: str) -> str:
    """Return the characters that a piece of XML text stands for."""
    if "<![CDATA[" not in text:
        return re.sub(_ENTITY, _entity, text) if "&" in text else text
    told = []
    rest = text
    while "<![CDATA[" in rest:
        before, _, inside = rest.partition("<![CDATA[")
        told.append(re.sub(_ENTITY, _entity, before))
        inside, _, rest = inside.partition("]]>")
        told.append(inside)
    return "".join([*told, re.sub(_ENTITY, _entity, rest)])


def _entity(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED.get(match[3], match[0])
    number = int(match[1][-9:]) if match[1] else int(match[2][-9:], 16)
    return chr(number) if 0 < number < 0x110000 else "\ufffd"


def encode(text: str, cell: str = "") -> str:
    """Return `text` with what XML can't hold written as Excel does: `_x001F_`."""
    length = len(text)
    if length > CELL_TEXT // 2:
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if length > CELL_TEXT:
            raise RefusedEdit(TOO_LONG, cell=cell, length=length)
    if "_x" in text:
        text = re.sub(_LOOKS_CODED, "_x005F_", text)
    if text.isprintable():
        return text
    if re.search(_SURROGATE, text):
        raise RefusedEdit(BAD_TEXT, cell=cell)
    return re.sub(_ILLEGAL, lambda m: f"_x{ord(m[0]):04X}_", text)


def decode(text: str) -> str:
    """Return the text that `_xHHHH_` codes stand for."""
    return re.sub(_CODED, lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def content(value: Value, prefix: str, date1904: bool, cell: str) -> tuple[str, str]:
    """Return what stands inside `<c>` and the `t` attribute (with a space before it) for `value`.

    `prefix` is the namespace prefix with its colon, usually ''. Blank gives two empty strings.
    """
    p = prefix
    if value is None:
        return "", ""
    if isinstance(value, str):
        text = escape(encode(value, cell))
        # Without this, readers may drop spaces at the ends and line breaks.
        keep = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
        return f"<{p}is><{p}t{keep}>{text}</{p}t></{p}is>", ' t="inlineStr"'
    if isinstance(value, bool):
        return f"<{p}v>{int(value)}</{p}v>", ' t="b"'
    if isinstance(value, CellError):
        return f"<{p}v>{escape(value.name)}</{p}v>", ' t="e"'
    if isinstance(value, Uncalculated):
        return f"<{p}f>{escape(encode(value.formula.removeprefix('=')))}</{p}f>", ""
    if not isinstance(value, (int, float)):
        value = serial(value, date1904, cell)
    return f"<{p}v>{value!r}</{p}v>", ""


def cleaned(value: object) -> Value:
    """Return `clean(value)`, at once for the ordinary text, which it leaves as it is."""
    if type(value) is str and value[:1].isalnum() and "\r" not in value and "_x" not in value:
        return value
    return clean(value)


def is_temporal(value: object) -> bool:
    """Whether the value needs a date or time format to be shown as what it is."""
    return isinstance(value, (dt.date, dt.time, dt.timedelta))


def as_stored(raw: str, kind: str) -> Value:
    """Return the value of `<v>` text for the cell types that need no other part."""
    if kind == "b":
        return raw.strip() in ("1", "true")
    if kind == "e":
        return CellError(raw.strip())
    if kind in ("str", "inlineStr"):
        return cleaned(decode(raw))
    if kind == "d":
        try:
            return clean(dt.datetime.fromisoformat(raw.strip().removesuffix("Z")))
        except ValueError:
            return clean(raw)
    try:
        return clean(float(raw))
    except ValueError:
        return clean(raw)

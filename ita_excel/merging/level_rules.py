"""The declaration of what can be odd about a unit's own master that came back (rule M809)."""

from __future__ import annotations

from ita_excel.core.findings import Severity, declare
from ita_excel.core.language import Text

LEVELS = declare(
    "M809",
    Severity.WARNING,
    Text(
        "ไฟล์หลักของหน่วยงานที่มีหน่วยงานย่อย",
        "a unit's own master with divisions below it",
    ),
    own=(
        Text(
            "ไฟล์ “{file}” เป็นไฟล์หลักของ {unit} ซึ่งมีแถวของตนเองอีก {n} แถว ({actions}) "
            "ไม่ใช่แถวที่ส่งไป จึงไม่รวม และยังอยู่ในไฟล์ของ {unit}",
            "“{file}” is the master of {unit}, which has {n} more rows of its own ({actions}): they "
            "were not sent to it, aren't merged, and stay in the file of {unit}",
        ),
        Severity.INFO,
    ),
    waits=Text(
        "ในไฟล์ “{file}” ของ {unit} ยังมีข้อขัดแย้งรอตัดสิน {conflicts} ค่า และค่าที่จับคู่ไม่ได้ {aside} ค่า "
        "จากหน่วยงานย่อย ค่าเหล่านี้ยังไม่อยู่ในผล โปรดขอให้ {unit} ตัดสินแล้วส่งใหม่",
        "in “{file}” of {unit}, {conflicts} values of divisions wait for a decision and {aside} have "
        "no place: they are not in the results yet; ask {unit} to decide and send again",
    ),
    lost=Text(
        "ไฟล์ “{file}” ของ {unit} ไม่มีบันทึกหน่วยงานย่อยแล้ว (ชีตซ่อนหายหรือเสียหาย) ค่ารวมได้ตามปกติ "
        "แต่ไม่ทราบว่าค่าใดมาจากหน่วยงานย่อยใด โปรดขอไฟล์จากโฟลเดอร์ .ita-backup ของ {unit}",
        "“{file}” of {unit} has lost its record of divisions (the hidden sheet is gone or damaged): "
        "values are merged, but which division each comes from isn't known; ask {unit} for a copy "
        "from its folder .ita-backup",
    ),
)

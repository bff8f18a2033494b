"""What a returned workbook may contain that is never opened: it is only noticed and named."""

from __future__ import annotations

from ita_excel.core.language import Text

MACROS = Text("แมโคร", "macros")
LINKS = Text("ลิงก์ไปยังไฟล์หรือข้อมูลภายนอก", "links to other files or data")
OBJECTS = Text("วัตถุฝังตัว", "embedded objects")
ACTIVE = (MACROS, LINKS, OBJECTS)

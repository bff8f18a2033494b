"""Random rows of plan and results as officers type them, right, wrong and odd; by seed."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS
from ita_excel.thai.digits import to_thai

Row = dict[str, Any]
_SPOKEN = (
    "มกรา", "กุมภา", "มีนา", "เมษา", "พฤษภา", "มิถุนา",
    "กรกฎา", "สิงหา", "กันยา", "ตุลา", "พฤศจิกา", "ธันวา",
)  # fmt: skip
_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WHOLE = ("ตลอดปีงบประมาณ", "ตลอดปี", "ตลอดทั้งปี", "ทั้งปีงบประมาณ", "ปีงบประมาณ", "ประจำปีงบประมาณ")
_BETWEEN = (" - ", "-", " – ", " ถึง ", "ถึง", " จนถึง ", "\n", "\n-\n", " ~ ")
_ODD = ("-", " ", "มั่ว", "ไม่ระบุ", "x", "*", "ต.ค.?", 5, 2565, 12.5, True, 44470, 44835)


class Typist:
    """Types cells for the fiscal year 2565."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.choice = self.random.choice

    def number(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def plan_row(self) -> Row:
        """A row of the plan: mostly a period with everything else right."""
        odd = self.random.random() < 0.25
        return {
            "measure": self.choice(("มาตรการ", "มาตรการ", None, " ")),
            "number": 1,
            "text": self.choice(("ทำ", "ทำ", None, "-", "\u00a0")) if odd else "ทำ",
            "responsible": self.choice(("กองคลัง", None, " ", "-")) if odd else "กองคลัง",
            "start": self.cell(),
            "end": self.choice((None, None, self.cell(), self.month(), self.month())),
            "times": self.times() if odd else 1,
        }

    def times(self) -> object:
        return self.choice((None, 0, 1, 12, 13, 1.5, "๒", "12", "03", "2 ครั้ง", "-", "๑๓", " 4 "))

    def result_row(self) -> Row:
        """A row of the results in any state."""
        return {
            "round": "๖ เดือน",
            "text": self.choice(("ทำ", "ทำ", None)),
            "status": self.choice(
                ("ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่มีการดำเนินการ", "ยกเลิก", "แล้วเสร็จ",
                 "ดำเนินการ แล้ว", "ดําเนินการเเล้ว", "ยังไม่ได้ดำเนินการ", " ยกเลิก ", "เสร็จ", "-", "ดี",
                 None, None, "\u200bดำเนินการแล้ว", 1)
            ),
            "outcome": self.choice(("เผยแพร่แล้ว ๔ เรื่อง", None, "-", " ")),
            "problems": self.choice(("งบประมาณไม่พอ", None, None, "-")),
            "suggestions": self.choice(("ควรเร่ง", None, None, "-", "\n")),
        }  # fmt: skip

    def year(self) -> str:
        year = self.choice([2564] * 8 + [2565] * 8 + [2566, 2563, 2550, 2570])
        common = year - 543
        return self.choice(
            (f"{year}", f"{year % 100:02d}", f"{year % 100:02d}", f"{common}", f"พ.ศ. {year}",
             f"พ.ศ.{year}", f"ปี {year}", f"ค.ศ. {common}", f"พศ {year}", f"{common % 100:02d}")
        )  # fmt: skip

    def name(self) -> str:
        index = self.number(0, 11)
        short = ABBREVIATIONS[index]
        return self.choice(
            (MONTHS[index], short, short, short, short.replace(".", ""), short.rstrip("."),
             short.replace(".", ". ").strip(), _SPOKEN[index], _ENGLISH[index].title())
        )  # fmt: skip

    def month(self) -> str:
        kind, choice = self.random.random(), self.choice
        if kind < 0.65:
            lead = choice(("", "", "", "", "เดือน", "เดือน ", "ตั้งแต่", "ประจำเดือน", "ภายในเดือน "))
            text = lead + self.name() + choice((" ", " ", "", "/", ", ", "  ")) + self.year()
        elif kind < 0.7:
            text = self.name()
        elif kind < 0.8:
            text = f"{self.number(1, 13)}{choice(('/', '/', '-', ' / '))}{self.year()}"
        elif kind < 0.85:
            text = f"{choice((2564, 2565, 2021))}{choice('-/')}{self.number(1, 13)}"
        elif kind < 0.93:
            lead = choice(("", "วันที่ ", "วันศุกร์ที่ "))
            text = f"{lead}{self.number(1, 32)}{choice((' ', ''))}{self.name()} {self.year()}"
        else:
            sign = choice("/-.")
            text = f"{self.number(1, 32)}{sign}{self.number(1, 13)}{sign}{self.year()}"
        return to_thai(text) if self.random.random() < 0.4 else text

    def cell(self) -> object:
        kind, choice = self.random.random(), self.choice
        if kind < 0.4:
            text = self.month()
        elif kind < 0.65:
            text = self.month() + choice(_BETWEEN) + self.month()
        elif kind < 0.7:
            text = f"{self.number(1, 32)} - {self.number(1, 32)} {self.name()} {self.year()}"
        elif kind < 0.8:
            text = choice(_WHOLE) + choice(("", " ")) + choice(("", self.year()))
        elif kind < 0.88:
            text = self.quarters()
        elif kind < 0.92:
            half = choice(("", "แรก", "หลัง"))
            text = choice(("รอบ ", "", "ระยะ ")) + choice(("6", "12", "3")) + f" เดือน{half}"
        elif kind < 0.96:
            return choice((None, *_ODD))
        else:
            year = choice((2021, 2022, 2564, 2565, 1964, 1965))
            return dt.date(year, self.number(1, 12), self.number(1, 28))
        return self.slip(text)

    def quarters(self) -> str:
        quarter, choice = self.choice(("ไตรมาส ", "ไตรมาสที่ ", "ไตรมาส", "Q", "q ")), self.choice
        last = f"{self.number(1, 4)}"
        more = choice(("", f" - {last}", f"-{quarter}{last}", f" ถึง {last}", f" และ {last}"))
        year = choice(("", "", "/" + self.year(), " ปีงบประมาณ " + self.year()))
        return f"{quarter}{self.number(1, 5)}{more}{year}"

    def slip(self, text: str) -> str:
        """Now and then a letter lost or added, as fingers do."""
        if self.random.random() < 0.08:
            place = self.number(0, len(text) - 1)
            if self.random.random() < 0.5 and text[place] not in " \n":
                return text[:place] + text[place + 1 :]
            return text[:place] + self.choice("กx๑1.") + text[place:]
        return text

"""Random rows of plan and results as officers type them, right, wrong and odd; by seed."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from ita_excel.thai.calendar import ABBREVIATIONS, MONTHS
from ita_excel.thai.date_tokens import WORDS
from ita_excel.thai.digits import to_arabic, to_thai

Row = dict[str, Any]
_SPOKEN = (
    "มกรา", "กุมภา", "มีนา", "เมษา", "พฤษภา", "มิถุนา",
    "กรกฎา", "สิงหา", "กันยา", "ตุลา", "พฤศจิกา", "ธันวา",
)  # fmt: skip
_ENGLISH = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WHOLE = ("ตลอดปีงบประมาณ", "ตลอดปี", "ตลอดทั้งปี", "ทั้งปีงบประมาณ", "ปีงบประมาณ", "ประจำปีงบประมาณ")
_BETWEEN = (" - ", "-", " – ", " ถึง ", "ถึง", " จนถึง ", "\n", "\n-\n", " ~ ")
_ODD = ("-", " ", "มั่ว", "ไม่ระบุ", "x", "*", "ต.ค.?", 5, 2565, 12.5, True, 44470, 44835)

_GAPS = (
    *(" ", "  ", "\n", "\n", " \n ", "\n\n", "\r\n", "\t", "\u00a0", "\u2003", "\u2009", "\u3000"),
    *("\u200b", "\u200c", "\u2060", "\ufeff", "\u00ad", "\u200e", "\u2028", "\u2007"),
)
_DASHES = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212~_=\u30fc"
_SIGNS = (
    *_DASHES,
    " - ",
    " – ",
    "-",
    "--",
    " -",
    "- ",
    "/",
    ".",
    ",",
    "ถึง",
    " ถึง ",
    "&",
    "|",
    "^",
    "¶",
)
_LETTERS = "กคมพศยตนร.่้ีัําเแๆฯ๐๑๕0156/,-:;?*~()'\"aAmMqQtTEdJพค²½٣３"
_JUNK = (
    "'",
    " ",
    "\n",
    "*",
    "(",
    ")",
    ".",
    "-",
    "(แล้วเสร็จ)",
    "ประมาณ ",
    "?",
    "=",
    "\u200b",
    "#",
    ";",
)
_WORDS = (*(word for word in WORDS if not word.isascii()), "00:00", " 00:00:00", "t00:00")


class Typist:
    """Types cells for the fiscal year 2565."""

    def __init__(self, seed: int, slips: float = 0.08) -> None:
        self.slips = slips  # the share of texts that are spoiled
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
            "text": self.little("ทำ") if odd else "ทำ",
            "responsible": self.little("กองคลัง") if odd else "กองคลัง",
            "start": self.cell(),
            "end": self.choice(
                (None, None, self.cell(), self.month(), self.month(), self.little("-"))
            ),
            "times": self.times() if odd else 1,
        }

    def little(self, text: str) -> object:
        """The text, or what looks as good as nothing."""
        nothing = (
            None,
            "-",
            " ",
            "\n",
            "\u00a0",
            "\u200b",
            "\u200b \u200b \u200b",
            "\u200b-",
            " - ",
            "–",
        )
        return self.choice((text, text, text, *nothing, self.spoiled("-"), self.spoiled(" ")))

    def times(self) -> object:
        times: tuple[object, ...] = (
            None,
            0,
            1,
            12,
            13,
            1.5,
            -1,
            True,
            False,
            "",
            "-",
            "2 ครั้ง",
            "1e0",
        )
        texts = ("๒", "12", "03", "๑๓", " 4 ", "0012", "1/4", "4.0", "๑2", "+4")
        return self.choice((*times, *texts, self.spoiled(self.choice(texts))))

    def result_row(self) -> Row:
        """A row of the results in any state."""
        return {
            "round": "๖ เดือน",
            "text": self.choice(("ทำ", "ทำ", None)),
            "status": self.choice(
                ("ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ", "ยังไม่มีการดำเนินการ", "ยกเลิก", "แล้วเสร็จ",
                 "ดำเนินการ แล้ว", "ดําเนินการเเล้ว", "ยังไม่ได้ดำเนินการ", " ยกเลิก ", "เสร็จ", "-", "ดี",
                 None, None, "\u200bดำเนินการแล้ว", 1, True, "*", "?????", self.slip("อยู่ระหว่างดำเนินการ"),
                 self.spoiled("ดำเนินการแล้ว"), self.spoiled("ดำเนินการเสร็จสิ้น"), self.spoiled("ยกเลิก"))
            ),
            "outcome": self.little("เผยแพร่แล้ว ๔ เรื่อง"),
            "problems": self.choice((None, self.little("งบประมาณไม่พอ"))),
            "suggestions": self.choice((None, self.little("ควรเร่ง"))),
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
        elif kind < 0.95:
            return choice((None, *_ODD))
        elif kind < 0.97:
            return self.anything()
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
        """Now and then text is spoiled: as fingers do, as copying from a PDF or a web page does."""
        if self.random.random() < self.slips:
            for _ in range(self.choice((1, 1, 1, 2, 3))):
                text = self.spoiled(text)
        return text

    def spoiled(self, text: str) -> str:
        """Letters lost, added, doubled, swapped or replaced; spaces, dashes, junk anywhere."""
        at = self.number(0, max(len(text) - 1, 0))
        before, here, after = text[:at], text[at : at + 1], text[at + 1 :]
        match self.number(0, 11):
            case 0:
                return before + after
            case 1:
                return before + here * 2 + after
            case 2:
                return before + after[:1] + here + after[1:]
            case 3:
                return before + self.choice(_LETTERS) + here + after
            case 4:
                return before + self.choice(_LETTERS) + after
            case 5 | 6:
                return before + self.choice(_GAPS) + here + after
            case 7:
                return before + self.choice(_SIGNS) + here + after
            case 8:
                return text.translate(
                    {ord("-"): self.choice(_DASHES), ord(" "): self.choice(_GAPS)}
                )
            case 9:
                return before + (to_thai(here) if here.isascii() else to_arabic(here)) + after
            case 10:
                return self.choice(_JUNK) + text if at % 2 else text + self.choice(_JUNK)
            case _:
                return before + self.choice(_WORDS) + here + after

    def anything(self) -> object:
        """A number, a date, a truth value: whatever a cell can hold that is no text."""
        match self.number(0, 4):
            case 0:
                return self.choice((0, 1, -1, 0.5, 12.0, 1e9, 10957, 10958, 72320, 72321))
            case 1:
                return self.number(1, 300_000)
            case 2:
                return self.number(10_000, 280_000) + self.choice((0.25, 0.999))
            case 3:
                return self.choice((True, False))
            case _:
                year = self.choice(
                    (1930, 1964, 1999, 2020, 2097, 2098, 2473, 2540, 2564, 2640, 2641)
                )
                day = dt.datetime(year, self.number(1, 12), self.number(1, 28), 9)
                leap = dt.date(self.choice((1964, 1968, 2024, 2564, 2567, 2568)), 2, 28)
                return self.choice((day.date(), day, leap + dt.timedelta(days=1)))

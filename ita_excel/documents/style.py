"""How documents look, said once for Word, PDF and web page: paper, margins, letters, spaces, colours.

Lengths are in centimetres, sizes of letters and spaces between lines in points, unless a name says
otherwise. The memo's are those of the Prime Minister's Office regulation on correspondence of
B.E. 2526 (ระเบียบสำนักนายกรัฐมนตรีว่าด้วยงานสารบรรณ พ.ศ. ๒๕๒๖) and its guide to typing; where they leave
something open, and in the report, they are what local offices do.

The Word templates are built with these numbers, typst gets them as data, the web page's template
as the module itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

POINT = 2.54 / 72  # a point in centimetres


@dataclass(frozen=True, slots=True)
class Page:
    """A page and its margins. `first_top` is the margin above the first page, which has no number.

    Elsewhere the page's number stands in the margin, `number_gap` above the text.
    """

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    number_gap: float
    first_top: float

    @property
    def text_width(self) -> float:
        """The length of a line."""
        return self.width - self.left - self.right

    @property
    def number_top(self) -> float:
        """How far below the paper's edge the line of the page's number begins."""
        return self.top - self.number_gap - LINE * TEXT * POINT

    @property
    def landscape(self) -> bool:
        return self.width > self.height


# The fonts of official papers, one cut under several names; each with one that may stand in for it.
FONTS = {
    "TH SarabunPSK": "TH Sarabun New",
    "TH Sarabun New": "TH SarabunPSK",
    "TH SarabunIT๙": "TH SarabunPSK",
}
FONT = "TH SarabunPSK"  # what offices have; a document names the agency's own choice instead
TEXT, LABEL, TITLE = 16, 20, 29  # the regulation's: text; ส่วนราชการ, ที่, วันที่, เรื่อง; บันทึกข้อความ
TITLE_LINE = 35  # the regulation's exact height of the title's line
CELL = 14  # in tables
LINE = 1.1333  # a line's height to the size of its letters: TH SarabunPSK's single spacing

# Right of 3 cm left and 2 cm right the regulation leaves lines of 16 cm; the emblem stands 1.5 cm
# below the paper's edge.
MEMO = Page(21.0, 29.7, 2.5, 2.0, 2.0, 3.0, number_gap=0.4, first_top=1.5)
# A proclamation has the emblem in the middle of its first page's head, twice as high as a letter's.
PROCLAMATION = Page(21.0, 29.7, 2.5, 2.0, 2.0, 3.0, number_gap=0.4, first_top=1.5)
SEAL = 3.0  # the height of the Garuda on a proclamation
# Landscape, because its tables have five and six columns.
REPORT = Page(29.7, 21.0, 2.0, 2.0, 2.0, 2.5, number_gap=0.3, first_top=2.0)

EMBLEM = 1.5  # the height of the Garuda on a memo
INDENT = 2.5  # of a paragraph's first line
DATE_AT = 8.0  # where วันที่ would begin if the title's middle were there
SIGNED = 7.5  # where names of signatories begin, right of the left margin
BEFORE_PART = 6  # before เรื่อง, เรียน and each part of the text
ROOM_TO_SIGN = 36  # at least; 12.7 mm
PAIR_GAP = 0.8  # between two opinions beside each other
PAIR_WIDTH = (MEMO.text_width - PAIR_GAP) / 2

ABOVE_HEADING, BELOW_HEADING, BELOW_LEAD = 14, 4, 6
INSET = 0.18  # left and right of a cell's text
# Above and below a cell's text: Word's own lines bring some air along.
CELL_ABOVE, WORD_CELL_ABOVE = 0.1, 0.0494
LINE_WIDTH = 0.5  # of a table's lines
PHOTO_HEIGHT, PHOTO_WIDTH = 6.2, 11.8  # of a photo in the annex, at most

SHADE = "#ebebeb"  # behind a table's headings
LINK = "#0b4f9e"
BAR, BAR_LOW, GOAL = "#3a6ea5", "#b5482f", "#5c5c5c"  # of the scores' chart
WATERMARK = "#e1e1e1"  # of ร่าง across a draft's pages

# The widths of the columns; a table is as wide as the report's lines.
PLAN = {"measure": 4.2, "method": 8.6, "responsible": 3.4, "period": 3.6, "follow_up": 5.4}
RESULTS = {
    "measure": 4.0, "method": 6.0, "responsible": 2.9, "period": 3.6, "outcome": 5.2,
    "suggestions": 3.5,
}  # fmt: skip
EVIDENCE = {"measure": 5.0, "method": 8.0, "evidence": 12.2}
UNIT_RESULTS = {"measure": 6.0, "unit": 3.4, "status": 3.2, "outcome": 8.4, "suggestions": 4.2}
NUMBER = 4.0  # of a column of numbers in the summary
SCORES = {"indicator": 7.2, "instrument": 2.4, "number": 2.6, "class": 4.4}  # the rest: findings
ANSWERS = {
    "indicator": 4.0, "measure": 4.2, "method": 6.4, "responsible": 2.9, "period": 3.4,
    "follow_up": 4.3,
}  # fmt: skip
CHART = {"width": 24.0, "height": 8.8, "label": 8.2, "bar": 13.2}
MEMBERS = {"number": 1.2, "name": 4.6, "position": 5.4, "duty": 4.8}  # of a letter's lines

# On paper the web page is set in the font that its reader's computer has, at the height that the
# letter x of TH Sarabun has: `font-size-adjust` takes sizes at which that is 0.36 of them.
WEB_X_HEIGHT, WEB_TEXT, WEB_CELL = 0.36, 13, 11.5


def for_typst(page: Page) -> Mapping[str, Any]:
    """Return the numbers that the sources of typst name, of a document on such pages."""
    return {
        "page": {**asdict(page), "number_top": page.number_top},
        "text": TEXT, "label": LABEL, "title": TITLE, "title_line": TITLE_LINE, "cell": CELL,
        "line": LINE, "emblem": EMBLEM, "indent": INDENT, "date_at": DATE_AT, "signed": SIGNED,
        "before_part": BEFORE_PART, "room_to_sign": ROOM_TO_SIGN, "pair_gap": PAIR_GAP,
        "above_heading": ABOVE_HEADING, "below_heading": BELOW_HEADING, "below_lead": BELOW_LEAD,
        "inset": INSET, "cell_above": CELL_ABOVE, "line_width": LINE_WIDTH,
        "photo_height": PHOTO_HEIGHT, "shade": SHADE, "link": LINK, "watermark": WATERMARK,
        "seal": SEAL, "members": list(MEMBERS.values()), "chart": CHART,
        "bar": BAR, "bar_low": BAR_LOW, "goal": GOAL,
    }  # fmt: skip

"""Cell styles, as far as writing needs them: which formats show dates, a style that does, and how
large and wrapped a style shows its text.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections.abc import Callable
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from ita_excel.ooxml.partxml import children, local, parse, serialize
from ita_excel.ooxml.zipcopy import Buffer

# Formats that are built into Excel; 27-36 and 50-58 are East Asian, 71-81 Thai ones.
_DATES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59), *range(71, 82)])
_NOT_CODE = r'(?i)"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\[\]]*\]'

EMPTY = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="{namespace}">'
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)

# What a style refers to, in the order of the part (ECMA-376, CT_Stylesheet).
MADE = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_ORDER = (
    "numFmts", *MADE, "cellStyles", "dxfs", "tableStyles", "colors", "extLst",
)  # fmt: skip


class Look(NamedTuple):
    """What a style says of the room that a text takes."""

    font: str
    size: float  # points
    wraps: bool = False
    turned: bool = False  # written upwards or the like
    indent: int = 0


_FILLS = ("justify", "distributed")  # alignments that wrap by themselves


class Styles:
    """The styles part; `data` is its bytes with the styles that were added."""

    def __init__(
        self, data: Buffer, part: str, used: Callable[[int], bool] = lambda number: False
    ) -> None:
        """Take the part; `used` tells whether any cell names a number, style or not."""
        self._before, self._root, self._used = data, parse(data, part), used
        self._dated: dict[tuple[int, int], int] = {}
        self._looks: dict[int, Look] = {}
        self._shown: dict[int, bool] = {}
        self.changed = False

    @property
    def data(self) -> Buffer:
        """The bytes of the part as it is now."""
        return serialize(self._root, self._before) if self.changed else self._before

    def _group(self, name: str) -> etree._Element | None:
        found = children(self._root, name)
        return found[0] if found else None

    def _made_complete(self) -> etree._Element:
        """Return `cellXfs`, after putting in what a style refers to and the part lacks.

        Style 0 is that of all cells without one: a style that is added must never become it.
        """
        namespace = etree.QName(self._root).namespace
        for name in MADE:
            if self._group(name) is None:
                whole = EMPTY.format(namespace=namespace).encode()
                new = children(etree.fromstring(whole), name)[0]
                later = set(_ORDER[_ORDER.index(name) + 1 :])
                places = (i for i, e in enumerate(self._root) if local(e) in later)
                self._root.insert(next(places, len(self._root)), new)
        group = self._group("cellXfs")
        assert group is not None
        if not children(group, "xf"):
            group.append(self._plain())
        return group

    def _plain(self) -> etree._Element:
        namespace = etree.QName(self._root).namespace
        return etree.Element(
            f"{{{namespace}}}xf", numFmtId="0", fontId="0", fillId="0", borderId="0"
        )

    @property
    def count(self) -> int:
        """How many styles cells may name."""
        return len(self._xfs())

    def same_as(self, other: Styles) -> bool:
        """Whether both say the same."""
        return etree.tostring(self._root) == etree.tostring(other._root)

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {
            int(e.get("numFmtId", "0")): e.get("formatCode", "")
            for group in children(self._root, "numFmts")
            for e in children(group, "numFmt")
        }

    def _xfs(self) -> list[etree._Element]:
        group = self._group("cellXfs")
        return [] if group is None else children(group, "xf")

    def is_date(self, style: int) -> bool:
        """Whether a number in a cell of this style is shown as a date or a time."""
        if style not in self._shown:
            self._shown[style] = self._is_date(style)
        return self._shown[style]

    def _is_date(self, style: int) -> bool:
        xfs = self._xfs()
        number = int(xfs[style].get("numFmtId", "0")) if style < len(xfs) else 0
        code = self._codes.get(number)
        if code is None:
            return number in _DATES
        bare = re.sub(_NOT_CODE, "", code.partition(";")[0]).lower()
        return "general" not in bare and any(letter in bare for letter in "ymdhsbกดปว")

    def date_styles(self) -> frozenset[int]:
        """Return the numbers of all styles that show dates."""
        return frozenset(i for i in range(len(self._xfs())) if self.is_date(i))

    def _number(self, new: etree._Element, xfs: list[etree._Element]) -> int:
        """Return the number of a style, one that is there already where there is the same."""
        wanted = etree.tostring(new, method="c14n", with_tail=False)
        for number, xf in enumerate(xfs):
            if etree.tostring(xf, method="c14n", with_tail=False) == wanted:
                return number
        group = self._made_complete()
        number = len(children(group, "xf"))
        while self._used(number):  # by a cell whose style isn't there: it must not become this one
            group.append(self._plain())
            number += 1
        group.append(new)
        group.set("count", str(number + 1))
        self._shown.clear()
        self._looks.clear()
        self.changed = True
        return number

    @cached_property
    def _fonts(self) -> list[tuple[str, float]]:
        groups = children(self._root, "fonts")
        return [_font(font) for font in (children(groups[0], "font") if groups else [])]

    @cached_property
    def normal(self) -> Look:
        """The look of the style `Normal`, by whose digits columns are measured."""
        groups = children(self._root, "cellStyleXfs")
        xfs = children(groups[0], "xf") if groups else []
        return self._look(xfs[0] if xfs else None)

    @cached_property
    def any_wraps(self) -> bool:
        """Whether any style wraps its text."""
        return any(self.look(number).wraps for number in range(len(self._xfs())))

    def look(self, style: int) -> Look:
        """Return how a style shows its text; a number that isn't there is an ordinary one."""
        if style not in self._looks:
            xfs = self._xfs()
            self._looks[style] = self._look(xfs[style] if style < len(xfs) else None)
        return self._looks[style]

    def _look(self, xf: etree._Element | None) -> Look:
        number = int(xf.get("fontId", "0")) if xf is not None else 0
        font = self._fonts[number] if number < len(self._fonts) else _PLAIN
        alignment = children(xf, "alignment") if xf is not None else []
        if not alignment:
            return Look(*font)
        get = alignment[0].get
        wraps = get("wrapText") in ("1", "true") or not {*_FILLS}.isdisjoint(
            (get("horizontal"), get("vertical"))
        )
        return Look(*font, wraps, get("textRotation", "0") != "0", int(get("indent", "0")))

    def dated(self, style: int, value: object) -> int:
        """Return a style that is like `style` and shows `value`, a date or time, as what it is."""
        return style if self.is_date(style) else self._formatted(style, _format_for(value))

    def undated(self, style: int) -> int:
        """Return a style that is like `style` and shows a number as a number."""
        return self._formatted(style, 0) if self.is_date(style) else style

    def _formatted(self, style: int, number: int) -> int:
        if (style, number) not in self._dated:
            xfs = self._xfs()
            new = copy.deepcopy(xfs[style]) if style < len(xfs) else self._plain()
            new.set("numFmtId", str(number))
            new.set("applyNumberFormat", "1")
            self._dated[style, number] = self._number(new, xfs)
        return self._dated[style, number]


_PLAIN = ("Calibri", 11.0)


def _font(font: etree._Element) -> tuple[str, float]:
    names, sizes = children(font, "name"), children(font, "sz")
    name = names[0].get("val", "") if names else _PLAIN[0]
    return name, float(sizes[0].get("val", "11")) if sizes else _PLAIN[1]


def _format_for(value: object) -> int:
    if isinstance(value, dt.timedelta):
        return 46  # [h]:mm:ss
    if isinstance(value, dt.time):
        return 21  # h:mm:ss
    return 22 if isinstance(value, dt.datetime) else 14

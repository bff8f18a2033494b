"""Signs that people type and Laksaman lacks, drawn by us or taken from its like.

Arrows, ticks and bullets come from lists made in Word and from chats, hyphens that don't break from
Word. Only where fonts are built (see build.py): fontTools isn't needed otherwise.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

Point = tuple[int, int]

_ARROW = [(60, 275), (520, 275), (520, 170), (720, 300), (520, 430), (520, 325), (60, 325)]
_OUTER, _INNER = [(80, 0), (80, 600), (680, 600), (680, 0)], [
    (130, 50), (630, 50), (630, 550), (130, 550),
]  # fmt: skip
_TICK = [(70, 300), (120, 350), (255, 190), (560, 640), (620, 600), (265, 70)]
_POLYGONS: dict[int, tuple[int, list[list[Point]]]] = {  # by character: its width and outlines
    0x25A1: (760, [_OUTER, _INNER]),  # stands for what no font has
    0x25A0: (760, [_OUTER]),
    0x2192: (780, [_ARROW]),
    0x2190: (780, [[(780 - x, y) for x, y in _ARROW]]),
    0x2191: (600, [[(y, x - 60) for x, y in _ARROW]]),
    0x2193: (600, [[(y, 720 - x) for x, y in _ARROW]]),
    0x2713: (690, [_TICK]),
}
_ROUND: dict[int, tuple[int, list[int]]] = {  # its width, and the radius of each circle
    0x25CF: (600, [220]),
    0x25CB: (600, [220, -175]),  # the inner one drawn the other way round
}
_LIKE = {0x2010: 0x2D, 0x2011: 0x2D, 0x2012: 0x2013, 0x2015: 0x2014}
_KEEPS_PLACE = 0x2  # ARGS_ARE_XY_VALUES of a composed glyph's part


def add_signs(font: Any) -> None:
    """Add the signs that this fontTools font lacks."""
    known = font.getBestCmap()
    for code, (width, outlines) in _POLYGONS.items():
        if code not in known:
            _add(font, code, width, _drawn(outlines))
    for code, (width, circles) in _ROUND.items():
        if code not in known:
            _add(font, code, width, _rounded(width // 2, circles))
    for code, like in _LIKE.items():
        if code not in known:
            _add(font, code, font["hmtx"][known[like]][0], _copy(known[like]))


def _add(font: Any, code: int, width: int, glyph: Any) -> None:
    name = f"uni{code:04X}"
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = glyph
    glyph.recalcBounds(font["glyf"])
    font["hmtx"][name] = (width, glyph.xMin)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[code] = name


def _pen() -> Any:
    return import_module("fontTools.pens.ttGlyphPen").TTGlyphPen(None)


def _drawn(outlines: list[list[Point]]) -> Any:
    pen = _pen()
    for corners in outlines:
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    return pen.glyph()


def _rounded(middle: int, radii: list[int]) -> Any:
    """Return circles around the middle; eight curves between points off the line make one."""
    pen = _pen()
    for radius in radii:
        far, near = abs(radius), round(abs(radius) * 0.4142)
        eighths = [
            (far, near), (near, far), (-near, far), (-far, near),
            (-far, -near), (-near, -far), (near, -far), (far, -near),
        ]  # fmt: skip
        points = [(middle + x, 300 + y) for x, y in eighths]
        pen.qCurveTo(*(points if radius > 0 else points[::-1]), None)
        pen.closePath()
    return pen.glyph()


def _copy(name: str) -> Any:
    module = import_module("fontTools.ttLib.tables._g_l_y_f")
    glyph, part = module.Glyph(), module.GlyphComponent()
    part.glyphName, part.x, part.y, part.flags = name, 0, 0, _KEEPS_PLACE
    glyph.numberOfContours, glyph.components = -1, [part]
    return glyph

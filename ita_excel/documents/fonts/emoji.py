"""Prepares Noto Emoji for PDFs: what is told apart in writing is told apart by its glyph.

The font is black and white, so all five skin tones of an emoji are one glyph; a reader of a PDF
would find the same one for all. Here each has a glyph of its own, drawn alike. Only where fonts
are built (see build.py): fontTools isn't needed otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any

_TONES = range(0x1F3FB, 0x1F400)
_LETTERS = range(0x1F1E6, 0x1F200)  # two of these are a flag


def part_skin_tones(font: Any) -> None:
    """Give each emoji with a skin tone a glyph of its own in this fontTools font."""
    module = import_module("fontTools.ttLib.tables._g_l_y_f")
    tones = {glyph: code for code, glyph in font.getBestCmap().items() if code in _TONES}
    glyphs = font["glyf"]
    for first, ligature in _ligatures(font):
        if len(ligature.Component) != 1 or ligature.Component[0] not in tones:
            continue
        drawn = ligature.LigGlyph
        new = module.Glyph()
        part = module.GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = drawn, 0, 0, 0x2  # ARGS_ARE_XY_VALUES
        new.numberOfContours, new.components = -1, [part]
        name = f"{first}.{tones[ligature.Component[0]]:X}"
        order = [*font.getGlyphOrder(), name]
        font.setGlyphOrder(order)
        glyphs.glyphs[name], glyphs.glyphOrder = new, order
        new.recalcBounds(glyphs)
        for table in ("hmtx", "vmtx"):
            font[table][name] = font[table][drawn]
        ligature.LigGlyph = name


def flags(font: Any) -> str:
    """Return the pairs of letters that the font draws as a flag, all in one string."""
    codes = {glyph: chr(code) for code, glyph in font.getBestCmap().items() if code in _LETTERS}
    found = [
        codes[first] + codes[ligature.Component[0]]
        for first, ligature in _ligatures(font)
        if first in codes and len(ligature.Component) == 1 and ligature.Component[0] in codes
    ]
    return "".join(sorted(found))


def _ligatures(font: Any) -> Iterator[tuple[str, Any]]:
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligatures in getattr(table, "ligatures", {}).items():
                yield from ((first, ligature) for ligature in ligatures)

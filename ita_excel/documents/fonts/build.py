"""Makes the bundled fonts from Debian's Laksaman: the same outlines at the size officers mean.

Laksaman draws TH Sarabun's letters one and a half times as large, so that "16 point" of one is
10.7 of the other. With 1500 units to the em instead of 1000 the sizes of the correspondence rules
hold as they are written, and a line is as high as TH SarabunPSK's (1.133 em). A drawn square is
added, for characters that no bundled font has. Noto Emoji (SIL Open Font License) is taken as it
is. Run once, with fonttools, by who changes fonts, with the folder of Debian's fonts-tlwg and the
file of npm's @expo-google-fonts/noto-emoji:
`python -m ita_excel.documents.fonts.build /usr/share/fonts/truetype/tlwg NotoEmoji_400Regular.ttf`.
"""

from __future__ import annotations

import json
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

FAMILY = "ITA Laksaman"
# To the em; documents/linebreaks.py reads widths in them, documents/typst/common.typ the height.
_UNITS, _ASCENT, _DESCENT = 1500, 1260, 440  # the tallest Thai letter ends at 1254, the lowest 369
_STYLES = {"Laksaman.ttf": "Regular", "Laksaman-Bold.ttf": "Bold"}
_SQUARE = "whitesquare"


def build(source: Path, emoji: Path, target: Path) -> None:
    """Write the fonts and the table of advance widths into `target`."""
    fonts = import_module("fontTools.ttLib")
    advances: dict[str, dict[str, Any]] = {}
    for file, style in _STYLES.items():
        font = fonts.TTFont(source / file, recalcTimestamp=False)
        _rescale(font)
        _rename(font, style)
        _add_square(font)
        font.save(target / f"ITALaksaman-{style}.ttf")
        metrics, characters = font["hmtx"], font.getBestCmap()
        advances[style] = {
            chr(code): metrics[glyph][0] for code, glyph in sorted(characters.items())
        }
    shutil.copyfile(emoji, target / "NotoEmoji-Regular.ttf")
    advances["Emoji"] = _emoji_by_width(fonts.TTFont(emoji), {*advances["Regular"]})
    text = json.dumps(advances, ensure_ascii=False, separators=(",", ":"))
    (target / "advances.json").write_text(text + "\n", encoding="utf-8")


def _emoji_by_width(font: Any, other: set[str]) -> dict[str, str]:
    """Return the characters that only this font has, by their width in the units of the others."""
    metrics, units = font["hmtx"], font["head"].unitsPerEm
    found: dict[str, str] = {}
    for code, glyph in sorted(font.getBestCmap().items()):
        width = str(-(-metrics[glyph][0] * _UNITS // units))
        if code > 0x2000 and chr(code) not in other and metrics[glyph][0] > 100:  # else unseen
            found[width] = found.get(width, "") + chr(code)
    return found


def _rescale(font: Any) -> None:
    font["head"].unitsPerEm = _UNITS
    lines, windows = font["hhea"], font["OS/2"]
    lines.ascent, lines.descent, lines.lineGap = _ASCENT, -_DESCENT, 0
    windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap = _ASCENT, -_DESCENT, 0
    windows.usWinAscent, windows.usWinDescent = _ASCENT, _DESCENT


def _rename(font: Any, style: str) -> None:
    names = font["name"]
    names.names = [n for n in names.names if n.platformID == 3 and n.langID == 0x409]
    postscript = f"ITALaksaman-{style}"
    new = {1: FAMILY, 2: style, 3: f"ita-excel:{postscript}", 4: f"{FAMILY} {style}", 6: postscript}
    names.names = [n for n in names.names if n.nameID not in (16, 17, 18, 21, 22)]
    for number, text in new.items():
        names.setName(text, number, 3, 1, 0x409)


def _add_square(font: Any) -> None:
    pen = import_module("fontTools.pens.ttGlyphPen").TTGlyphPen(None)
    for corners in (
        [(80, 0), (80, 600), (680, 600), (680, 0)],
        [(130, 50), (630, 50), (630, 550), (130, 550)],
    ):
        pen.moveTo(corners[0])
        for corner in corners[1:]:
            pen.lineTo(corner)
        pen.closePath()
    font.setGlyphOrder([*font.getGlyphOrder(), _SQUARE])
    font["glyf"][_SQUARE] = pen.glyph()
    font["hmtx"][_SQUARE] = (760, 80)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[0x25A1] = _SQUARE


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(sys.argv[2]), Path(__file__).parent)

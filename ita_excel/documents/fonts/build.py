"""Makes the bundled fonts from Debian's Laksaman: the same outlines at the size officers mean.

Laksaman draws TH Sarabun's letters one and a half times as large, so that "16 point" of one is
10.7 of the other. With 1500 units to the em instead of 1000 the sizes of the correspondence rules
hold as they are written, and a line is as high as TH SarabunPSK's (1.133 em). A few signs are added
(see signs.py), among them a square for characters that no bundled font has. Word files carry this font; PDFs are set in one that
is made of it, which looks the same and has a glyph for each letter (see letters.py), and in Noto
Emoji (SIL Open Font License), which is treated likewise (see emoji.py). Run once, with fonttools,
by who changes fonts, with the folder of Debian's fonts-tlwg and the file of npm's
@expo-google-fonts/noto-emoji:
`python -m ita_excel.documents.fonts.build /usr/share/fonts/truetype/tlwg NotoEmoji_400Regular.ttf`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any
from unicodedata import category

from ita_excel.documents.fonts.emoji import flags, part_skin_tones
from ita_excel.documents.fonts.letters import prepare
from ita_excel.documents.fonts.signs import add_signs

FAMILY, PDF_FAMILY = "ITA Laksaman", "ITA Laksaman PDF"
# To the em; layout/linebreaks.py reads widths in them, pdf/typst/common.typ the height.
_UNITS, _ASCENT, _DESCENT = 1500, 1260, 440  # the tallest Thai letter ends at 1254, the lowest 369
_STYLES = {"Laksaman.ttf": "Regular", "Laksaman-Bold.ttf": "Bold"}
_UNASSIGNED = "\u0e00"


def build(source: Path, emoji: Path, target: Path, catalogue: Path) -> None:
    """Write the fonts and the table of advance widths into `target`, what prints to `catalogue`."""
    fonts = import_module("fontTools.ttLib")
    advances: dict[str, dict[str, Any]] = {}
    for file, style in _STYLES.items():
        font = fonts.TTFont(source / file, recalcTimestamp=False)
        _rescale(font)
        _rename(font, FAMILY, style)
        add_signs(font)
        font.save(target / f"ITALaksaman-{style}.ttf")
        advances[style] = _advances(font)
        for_pdf(font, style).save(target / f"ITALaksamanPDF-{style}.ttf")
    font = fonts.TTFont(emoji, recalcTimestamp=False)
    part_skin_tones(font)
    font.save(target / "NotoEmoji-Regular.ttf")
    advances["Emoji"] = _emoji_by_width(font, {*advances["Regular"]})
    printable = {
        "letters": "".join(sorted(advances["Regular"].keys() & advances["Bold"].keys())),
        "emoji": "".join(sorted("".join(advances["Emoji"].values()))),
        "flags": flags(font),
    }
    _write(target / "advances.json", advances)
    _write(catalogue / "printable.json", printable)


def _write(path: Path, told: Mapping[str, Any]) -> None:
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")


def for_pdf(font: Any, style: str) -> Any:
    """Make of a built fontTools font the one that PDFs are set in, and return it."""
    prepare(font)
    _rename(font, PDF_FAMILY, style)
    return font


def _advances(font: Any) -> dict[str, int]:
    """Return the width of each character that means something to everybody, in the font's units.

    A private character (old Thai fonts have raised tones among them) prints and can't be found.
    """
    metrics = font["hmtx"]
    widths = {chr(c): metrics[glyph][0] for c, glyph in sorted(font.getBestCmap().items())}
    return {c: w for c, w in widths.items() if c != _UNASSIGNED and category(c) != "Co"}


def _emoji_by_width(font: Any, other: set[str]) -> dict[str, str]:
    """Return the characters that only this font has, by their width in the units of the others."""
    metrics, units = font["hmtx"], font["head"].unitsPerEm
    found: dict[str, str] = {}
    for code, glyph in sorted(font.getBestCmap().items()):
        width = str(-(-metrics[glyph][0] * _UNITS // units))
        new = code > 0x2000 and chr(code) not in other and category(chr(code)) not in ("Co", "Me")
        if new and metrics[glyph][0] > 100:  # else unseen
            found[width] = found.get(width, "") + chr(code)
    return found


def _rescale(font: Any) -> None:
    font["head"].unitsPerEm = _UNITS
    lines, windows = font["hhea"], font["OS/2"]
    lines.ascent, lines.descent, lines.lineGap = _ASCENT, -_DESCENT, 0
    windows.sTypoAscender, windows.sTypoDescender, windows.sTypoLineGap = _ASCENT, -_DESCENT, 0
    windows.usWinAscent, windows.usWinDescent = _ASCENT, _DESCENT


def _rename(font: Any, family: str, style: str) -> None:
    names = font["name"]
    names.names = [n for n in names.names if n.platformID == 3 and n.langID == 0x409]
    postscript = f"{family.replace(' ', '')}-{style}"
    new = {1: family, 2: style, 3: f"ita-excel:{postscript}", 4: f"{family} {style}", 6: postscript}
    names.names = [n for n in names.names if n.nameID not in (16, 17, 18, 21, 22)]
    for number, text in new.items():
        names.setName(text, number, 3, 1, 0x409)


if __name__ == "__main__":
    _here = Path(__file__).parent
    build(Path(sys.argv[1]), Path(sys.argv[2]), _here, _here.parents[1] / "catalogue")

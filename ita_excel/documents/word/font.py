"""The font that a Word file names, and carries along for machines that don't have it.

TH Sarabun is on every office's Windows and nowhere else; where it is missing, LibreOffice takes
letters half as large again, and a report of five pages has eleven. So a file that is to carry its
fonts (`embedTrueTypeFonts` in its settings, as in our templates) gets the bundled one under TH
Sarabun's name: its letters are as large, its lines as high. A font that Word has put there stays.

Format: ECMA-376 Part 1, 17.8 (fonts) and 17.8.1 (their obfuscation).
"""

from __future__ import annotations

import zipfile
from functools import cache
from pathlib import Path

from lxml import etree

from ita_excel.core import limits
from ita_excel.documents.style import FONT, FONTS
from ita_excel.documents.word.packaging import (
    Relations,
    declare_kind,
    parse,
    w,
)
from ita_excel.ooxml.partxml import as_part
from ita_excel.ooxml.relationships import OFFICE as REL
from ita_excel.ooxml.zipping import unzipped, zipped

_TABLE, _SETTINGS = "word/fontTable.xml", "word/settings.xml"
# Fonts are stored as they are: packing them takes longer than all else in a document.
EMBEDDED = ".odttf"
_OBFUSCATED = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
# The key that each is obfuscated with: any will do, the same gives the same bytes.
_STYLES = {
    "Regular": ("embedRegular", "{6F1A0B52-5D0E-4C47-9A55-0C1F2E7B6A01}"),
    "Bold": ("embedBold", "{6F1A0B52-5D0E-4C47-9A55-0C1F2E7B6A02}"),
}


def set_font(parts: dict[str, bytes], font: str) -> None:
    """Put the agency's font where the template names ours."""
    if not font or font == FONT:
        return
    for name in ("word/styles.xml", "word/document.xml"):
        root = parse(parts[name])
        for fonts in root.iter(w("rFonts")):
            for attribute, value in fonts.attrib.items():
                if value == FONT:
                    fonts.set(attribute, font)
        parts[name] = as_part(root)


def embed_font(parts: dict[str, bytes], font: str) -> None:
    """Have the file carry the bundled font under `font`'s name, where it is to carry its fonts."""
    name = font or FONT
    if name not in FONTS or _TABLE not in parts:
        return
    wish = parse(parts[_SETTINGS]).find(w("embedTrueTypeFonts")) if _SETTINGS in parts else None
    if wish is None or wish.get(w("val"), "true") in ("0", "false", "off"):
        return
    table = parse(parts[_TABLE])
    entry = next((e for e in table if e.get(w("name")) == name), None)
    if entry is None or entry.find(w("embedRegular")) is not None:
        return
    relations = Relations(parts, _TABLE)
    for style, (element, key) in _STYLES.items():
        file = f"fonts/ITALaksaman-{style}.odttf"
        parts[f"word/{file}"] = _obfuscated(style, key)
        relation = relations.add(f"{REL}/font", file)
        etree.SubElement(entry, w(element), {f"{{{REL}}}id": relation, w("fontKey"): key})
    relations.store()
    parts[_TABLE] = as_part(table)
    declare_kind(parts, "odttf", _OBFUSCATED)


def with_letters_apart(data: bytes) -> bytes:
    """Return a Word file that carries, in place of the bundled font, the one made for PDFs.

    It looks the same, and LibreOffice writes PDFs with it whose text every reader reads: one glyph
    is one letter. A font that Word has put there stays, and so does a file that is no package.
    """
    try:
        parts = unzipped(data, limits.TEMPLATE_PARTS)
    except zipfile.BadZipFile:
        return data
    ours = {
        f"word/fonts/ITALaksaman-{style}.odttf": (style, key) for style, (_, key) in _STYLES.items()
    }
    found = {n for n, (style, key) in ours.items() if parts.get(n) == _obfuscated(style, key)}
    if not found:
        return data
    apart = {n: _obfuscated(ours[n][0], ours[n][1], "ITALaksamanPDF") for n in found}
    return zipped(parts | apart, stored=EMBEDDED)


@cache
def _obfuscated(style: str, key: str, font: str = "ITALaksaman") -> bytes:
    """Return a font with its first 32 bytes XORed with the key, last byte first, twice over."""
    folder = Path(__file__).parents[1] / "fonts"
    data = folder.joinpath(f"{font}-{style}.ttf").read_bytes()
    mask = bytes.fromhex(key.strip("{}").replace("-", ""))[::-1] * 2
    return bytes(a ^ b for a, b in zip(data[:32], mask, strict=True)) + data[32:]

"""The font of the PDFs: made of the other, drawn alike, a glyph a letter."""

from __future__ import annotations

import random
from functools import cache
from importlib import resources
from itertools import product
from typing import Any

import pytest
import uharfbuzz
from fontTools.ttLib import TTFont

from ita_excel.documents.fonts.build import for_pdf
from ita_excel.documents.fonts.emoji import flags
from ita_excel.rules.printable import printable

STYLES = ["Regular", "Bold"]
CONSONANTS = [chr(code) for code in range(0x0E01, 0x0E2F)]
MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"
TABLES = ("GSUB", "GPOS", "GDEF", "hmtx", "cmap", "glyf")
FONTS = resources.files("ita_excel.documents.fonts")


class Shaper:
    """Sets texts in a font, by HarfBuzz."""

    def __init__(self, name: str) -> None:
        self.font = uharfbuzz.Font(uharfbuzz.Face(FONTS.joinpath(f"{name}.ttf").read_bytes()))
        self._pen = uharfbuzz.DrawFuncs()
        self._pen.set_move_to_func(lambda x, y, path: path.append((x, y)))
        self._pen.set_line_to_func(lambda x, y, path: path.append((x, y)))
        self._pen.set_quadratic_to_func(lambda *p: p[4].append(p[:4]))
        self._pen.set_close_path_func(lambda path: path.append(()))
        self._outlines: dict[int, list[tuple[float, ...]]] = {}

    def glyphs(self, text: str) -> list[tuple[int, Any]]:
        buffer = uharfbuzz.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        uharfbuzz.shape(self.font, buffer)
        codes = (info.codepoint for info in buffer.glyph_infos)
        return [*zip(codes, buffer.glyph_positions, strict=True)]

    def drawn(self, text: str) -> tuple[int, list[tuple[tuple[float, ...], ...]]]:
        """The width of a text and its outlines, each where it stands."""
        pen, contours = 0, []
        for glyph, place in self.glyphs(text):
            moved = (pen + place.x_offset, place.y_offset)
            contour: list[tuple[float, ...]] = []
            for points in self._outline(glyph):
                if points:
                    contour.append(tuple(v + moved[i % 2] for i, v in enumerate(points)))
                else:
                    contours.append(tuple(contour))
                    contour = []
            pen += place.x_advance
        return pen, sorted(contours)

    def _outline(self, glyph: int) -> list[tuple[float, ...]]:
        if glyph not in self._outlines:
            self._outlines[glyph] = []
            self.font.draw_glyph(glyph, self._pen, self._outlines[glyph])
        return self._outlines[glyph]


@cache
def shapers(style: str) -> tuple[Shaper, Shaper]:
    return Shaper(f"ITALaksaman-{style}"), Shaper(f"ITALaksamanPDF-{style}")


@cache
def words() -> tuple[str, ...]:
    from pythainlp.corpus import thai_words

    return tuple(sorted(thai_words()))


def typed() -> list[str]:
    """Every consonant with one and two marks, with and without SARA AM, slips and all."""
    found = [c + m for c in CONSONANTS for m in (*MARKS, "ำ")]
    found += [c + a + b for c in "กปฝญฐฎฬ" for a, b in product(MARKS, [*MARKS, "ำ"])]
    return [printable(text) for text in found]


@pytest.mark.parametrize("style", STYLES)
def test_it_is_drawn_as_the_other_one(style: str) -> None:
    word, pdf = shapers(style)
    texts = [*random.Random(1).sample(words(), 20_000), *typed()]
    dots = "ฺ"  # with another mark below it stands the other way round
    wrong = [t for t in texts if word.drawn(t) != pdf.drawn(t) and dots not in t]
    assert wrong == []


@pytest.mark.parametrize("style", STYLES)
def test_a_glyph_is_a_letter_and_stays_where_it_is(style: str) -> None:
    word, pdf = shapers(style)
    for text in [*words(), *typed()]:
        glyphs = pdf.glyphs(text)
        assert len(glyphs) == len(text), text
        assert not any(place.x_offset or place.y_offset for _, place in glyphs) or text in SLIPS
    assert any(len(word.glyphs(t)) != len(t) for t in words())
    assert any(place.y_offset for t in words() for _, place in word.glyphs(t))


SLIPS: frozenset[str] = frozenset()


@pytest.mark.parametrize("style", STYLES)
def test_the_font_is_what_its_builder_makes_of_the_other(style: str) -> None:
    """Compared by what the tables say: another fontTools may pack them otherwise."""
    made = for_pdf(TTFont(str(FONTS.joinpath(f"ITALaksaman-{style}.ttf"))), style)
    kept = TTFont(str(FONTS.joinpath(f"ITALaksamanPDF-{style}.ttf")))
    assert made.getGlyphOrder() == kept.getGlyphOrder()
    order, reread = made.getGlyphOrder(), _saved(made)
    for table in TABLES:
        assert _told(reread, table) == _told(kept, table), table
    assert len(order) > 900


def _saved(font: TTFont) -> TTFont:
    import io

    file = io.BytesIO()
    font.save(file)
    return TTFont(file)


def _told(font: TTFont, table: str) -> str:
    import io

    file = io.StringIO()
    font.saveXML(file, tables=[table], writeVersion=False)
    return file.getvalue()


def test_each_skin_tone_is_told_apart() -> None:
    shaper = Shaper("NotoEmoji-Regular")
    glyphs = {tone: shaper.glyphs(f"👍{tone}") for tone in ("", "🏻", "🏼", "🏽", "🏾", "🏿")}
    assert all(len(g) == 1 for g in glyphs.values())
    assert len({g[0][0] for g in glyphs.values()}) == 6
    assert shaper.drawn("👍🏽") == shaper.drawn("👍")
    assert "🇹🇭" in flags(TTFont(str(FONTS.joinpath("NotoEmoji-Regular.ttf"))))

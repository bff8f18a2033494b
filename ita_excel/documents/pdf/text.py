"""The text that readers find in a PDF of typst's, corrected: each glyph stands for its own letter.

typst's ToUnicode maps each glyph of a Thai cluster (ที่) to the whole cluster in which it was first
seen; the right text is only in /ActualText, which poppler and PDFium know and Firefox (pdf.js),
pdfminer and pypdf don't. Here each glyph learns its letter from the clusters that have as many
glyphs as letters, which the font of these PDFs provides for (see fonts/letters.py). Where typst
cuts a cluster at a raised mark and gives all of it to the first part (in impossible ones only: a
third mark), each part gets its own letters. No glyph is replaced or moved.

A PDF of another make is refused: what can't be corrected must not leave in silence.
"""

from __future__ import annotations

import re
from codecs import escape_decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from struct import unpack

from ita_excel.documents.pdf.objects import (
    UnknownLayout,
    dictionary,
    read_objects,
    reference,
    repacked,
    unpacked,
    write_objects,
)

_PLAIN = rb"[^\\()]*"
_INNER = _PLAIN + rb"(?:\\." + _PLAIN + rb")*"
for _ in range(4):  # typst leaves parentheses that pair as they are
    _INNER = _PLAIN + rb"(?:(?:\\.|\(" + _INNER + rb"\))" + _PLAIN + rb")*"
_STRINGS = re.compile(rb"\(" + _INNER + rb"\)|<[0-9A-Fa-f]*>", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PAIR = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_COUNT = re.compile(rb"(\d{1,9}) beginbfchar")
_FONT = re.compile(rb"/(\w+) (\d+) 0 R")
_MARK = re.compile("[\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]")  # typst cuts at some
_LIGATURES = re.compile("ff[il]?|f[il]|.", re.DOTALL)  # what the font draws as one glyph
# How typst shows glyphs: ` Tr/f0 16 Tf 1 0 0 -1 0 0 Tm[(\000\001)2(\000\002)]TJ`, before which stands
# the cluster's text if it isn't what the font says of the glyphs.
_SHOWS, _PLACED = b" Tr/", b" Tm"
_TEXT, _TEXT_END = b"/Span<</ActualText<FEFF", b">>>BDC 0"
# What a tagged PDF is anyway (ISO 32000-1, table 321); poppler up to 25.11 reports an error where it
# is said: it takes no value but true for one of the right type.
_UNSUSPECTED = b"/Suspects false"
Glyphs = tuple[int, ...]
_Shown = tuple[bytes, bytes, bytes]  # a cluster's text where it is given, the font, the glyphs


class Ambiguous(ValueError):
    """A text whose glyphs can't be given a letter each."""


def correct_letters(pdf: bytes) -> bytes:
    """Return typst's PDF with each glyph's own letter, the same bytes for the same ones.

    UnknownLayout for a PDF of another make, Ambiguous for a text that can't be made right.
    """
    objects = read_objects(pdf)
    maps = {n: reference(o, b"ToUnicode") for n, o in objects.items() if b"/Type0" in o[:99]}
    fonts = {n: _Font(unpacked(objects[at])) for n, at in maps.items()}
    pages = list(_pages(objects, fonts))
    odd = [page for page in pages if not page.learn()]
    clusters = [cluster for page in odd for cluster in page.clusters()]
    for cluster in sorted(clusters, key=lambda c: not c.whole):
        cluster.learn()
    for page in odd:
        objects[page.number] = repacked(objects[page.number], page.corrected())
    for n, at in maps.items():
        objects[at] = repacked(objects[at], fonts[n].character_map())
        below = reference(objects[n], b"DescendantFonts", rb"\[")
        # pdfminer.six ends a line between two glyphs of no width; PDF/A allows a thousandth more.
        objects[below] = objects[below].replace(b"/DW 0/", b"/DW 1/", 1)
    root = reference(pdf[pdf.rindex(b"trailer") :], b"Root")
    objects[root] = objects[root].replace(_UNSUSPECTED, b"")
    return write_objects(pdf, objects)


class _Font:
    """What the glyphs of a font stand for: typst's word for it, and what was learnt."""

    def __init__(self, character_map: bytes) -> None:
        self._before, self._mark, self._map = character_map.partition(b"endcodespacerange")
        pairs = _PAIR.findall(self._map)
        if not pairs or len(pairs) != sum(int(n) for n in _COUNT.findall(self._map)):
            raise UnknownLayout("a character map of another form")
        self.told = {int(glyph, 16): _text(text) for glyph, text in pairs}
        self.letters = {glyph: text for glyph, text in self.told.items() if len(text) == 1}
        self.single = frozenset(self.letters)

    def hear(self, glyphs: Glyphs, letters: Sequence[str]) -> None:
        """Learn what each glyph stands for; Ambiguous where one would stand for two letters."""
        known = self.letters
        for glyph, letter in zip(glyphs, letters, strict=True):
            if known.setdefault(glyph, letter) != letter:
                raise Ambiguous("".join(letters))

    def read(self, glyphs: Glyphs) -> str:
        return "".join(self.letters.get(g) or self.told[g] for g in glyphs)

    def character_map(self) -> bytes:
        """Return the ToUnicode map with what was learnt."""

        def letter(match: re.Match[bytes]) -> bytes:
            text = self.letters.get(int(match[1], 16))
            return b"<%b> <%b>" % (match[1], _hexadecimal(text)) if text else match[0]

        return self._before + self._mark + _PAIR.sub(letter, self._map)


@dataclass(slots=True)
class _Cluster:
    """A cluster of which typst shows some glyphs after the others, or one for several letters.

    Its glyphs may be of two fonts: a mark on an emoji is.
    """

    text: str
    glyphs: list[tuple[_Font, int]] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        return len(self.glyphs) == len(self.text)

    def goes_on(self, text: str) -> bool:
        """Whether a glyph with this text is one more of these, and not a ligature come again."""
        return text == self.text and not self.whole and _MARK.search(text) is not None

    def learn(self) -> None:
        parts: Sequence[str] = self.text if self.whole else _LIGATURES.findall(self.text)
        if len(self.glyphs) == 1:
            font, glyph = self.glyphs[0]
            # `+` that was first seen with marks: typst takes it for these each time.
            parts = [font.letters.get(glyph, self.text)]
        if len(parts) != len(self.glyphs):
            raise Ambiguous(self.text)
        for (font, glyph), letters in zip(self.glyphs, parts, strict=True):
            font.hear((glyph,), (letters,))


class _Page:
    """The operators of a page or a form, cut before each text, and its fonts by their names."""

    def __init__(self, number: int, operators: bytes, fonts: dict[bytes, _Font]) -> None:
        self.number, self._fonts = number, fonts
        self._pieces = operators.split(_SHOWS)
        # Not in a string: a font has far fewer glyphs than would make these letters of a number.
        if operators.count(b"Tj") + operators.count(b"TJ") != len(self._pieces) - 1:
            raise UnknownLayout("text shown in another form")
        self._shown = list(_shown(self._pieces))

    def learn(self) -> bool:
        """Learn from the clusters of as many glyphs as letters; False where there are others."""
        plain = True
        for told, name, operand in dict.fromkeys(self._shown):
            font, glyphs = self._fonts[name], _glyphs(operand)
            if not told:
                plain &= font.single.issuperset(glyphs)
            elif len(text := _text(told)) == len(glyphs):
                font.hear(glyphs, text)
            else:
                plain = False
        return plain

    def clusters(self) -> Iterator[_Cluster]:
        """Yield the clusters that are cut, or of which a glyph is several letters."""
        cluster: _Cluster | None = None
        for told, name, operand in self._shown:
            font, glyphs = self._fonts[name], _glyphs(operand)
            parts: list[tuple[str, Glyphs]] = [(font.told[g], (g,)) for g in glyphs]
            for text, part in [(_text(told), glyphs)] if told else parts:
                if cluster and not cluster.goes_on(text):
                    yield cluster
                    cluster = None
                if len(text) != len(part):
                    cluster = cluster or _Cluster(text)
                    cluster.glyphs += [(font, g) for g in part]
        if cluster:
            yield cluster

    def corrected(self) -> bytes:
        """Return the operators with each part of a cut cluster telling its own letters."""
        pieces = self._pieces.copy()
        for i, (told, name, operand) in enumerate(self._shown):
            text = self._fonts[name].read(_glyphs(operand))
            if told and text != _text(told):
                pieces[i] = pieces[i].removesuffix(told) + _hexadecimal(text) + _TEXT_END
        return _SHOWS.join(pieces)


def _shown(pieces: Sequence[bytes]) -> Iterator[_Shown]:
    """Yield what each piece but the first shows."""
    for before, piece in pairwise(pieces):
        told = before[before.rfind(_TEXT) + len(_TEXT) :] if before.endswith(_TEXT_END) else b""
        start = piece.find(_PLACED) + len(_PLACED)
        end = piece.find(b"TJ" if piece[start : start + 1] == b"[" else b"Tj", start)
        yield told, piece[: piece.find(b" ")], piece[start:end]


def _pages(objects: dict[int, bytes], fonts: dict[int, _Font]) -> Iterator[_Page]:
    for number, body in objects.items():
        told = dictionary(body)
        if b"/Type/Page/" not in told and b"/Subtype/Form" not in told:
            continue
        at = reference(told, b"Contents") if b"/Contents " in told else number
        resources = objects[reference(told, b"Resources")] if b"/Resources " in told else told
        names = {name: fonts[int(n)] for name, n in _FONT.findall(resources) if int(n) in fonts}
        yield _Page(at, unpacked(objects[at]), names)


def _text(utf16: bytes) -> str:
    utf16 = utf16.removesuffix(_TEXT_END)
    return bytes.fromhex(utf16.decode()).decode("utf-16-be")


def _hexadecimal(text: str) -> bytes:
    return text.encode("utf-16-be").hex().upper().encode()


def _glyphs(operand: bytes) -> Glyphs:
    """Return the glyphs in the strings that a Tj or TJ shows."""
    if operand.count(b"(") == 1 and b"\\)" not in operand:  # nearly always
        told = escape_decode(operand[operand.find(b"(") + 1 : operand.rfind(b")")])[0]
        return unpack(f">{len(told) // 2}H", told)
    told = b"".join(
        bytes.fromhex(s[1:-1].decode()) if s[:1] == b"<" else _unescaped(s[1:-1])
        for s in _STRINGS.findall(operand)
    )
    return unpack(f">{len(told) // 2}H", told)


def _unescaped(string: bytes) -> bytes:
    if b"\\(" in string or b"\\)" in string:
        return _ESCAPE.sub(_character, string)
    return escape_decode(string)[0]  # all else is escaped as in Python


def _character(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _ESCAPED.get(code, code)

"""Prepares the Thai font that PDFs are set in: each letter has a glyph of its own, in their order.

What a reader of a PDF gets to know of a text is which letter each glyph stands for. That can only
be right where shaping gives one glyph a letter, in the letters' order, and leaves it where it is.
A Thai font doesn't: SARA AM becomes two glyphs with the tone between (น้ำ), SARA UU and a tone
change places (ผู้), a raised mark is a plain one that is moved (ศักดิ์), at which typst cuts the
text and tells the cluster twice. After `prepare` a moved mark is a glyph drawn where it belongs;
nothing looks different.

Only where fonts are built (see build.py): fontTools isn't needed otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from importlib import import_module
from typing import Any

_NIKHAHIT, _AA, _AM = "uni0E4D", "uni0E32", "uni0E33"
_TONES = tuple(f"uni0E{n:02X}" for n in range(0x48, 0x4D))
_LOW = tuple(f"{tone}.low" for tone in _TONES)  # where no vowel is between it and the consonant
_ABOVE = ("uni0E31", "uni0E34", "uni0E35", "uni0E36", "uni0E37", "uni0E47", "uni0E4E", _NIKHAHIT)
_BELOW = ("uni0E38", "uni0E39", "uni0E3A")
_MACRON = "macronbelowcmb"
_HIGH = ("uni0E47.high", "uni0E4D.high", "uni0E4E.high")  # on consonants with a tall stem
_MARKS = (*_ABOVE, *_BELOW, *_LOW, *_TONES, *_HIGH)
_OVER_NIKHAHIT = (*_TONES, *_ABOVE, *_HIGH, *_LOW)
_BETWEEN: list[list[tuple[str, ...]]] = [[], [_OVER_NIKHAHIT], [_OVER_NIKHAHIT, _OVER_NIKHAHIT]]
_MARK = 3  # of the glyph classes in GDEF
_KEEPS_PLACE = 0x2  # ARGS_ARE_XY_VALUES of a composed glyph's part
Shift = tuple[int, int]  # in the font's units, rightwards and upwards


def prepare(font: Any) -> None:
    """Give a Thai fontTools font one glyph for each letter, in the letters' order, nothing moved."""
    font = _Font(font)
    _keep_order(font)
    _join_sara_am(font)
    _draw_marks_shifted(font)


def _keep_order(font: _Font) -> None:
    """Undo what changes two marks about, one of them below: their places don't need that."""
    for lookup in font.substitutions.LookupList.Lookup:
        for table in lookup.SubTable if lookup.LookupType == 1 else ():
            below = [m for m in (*_BELOW, _MACRON) if m in table.mapping]
            above = [g for g in table.mapping if g[:7] in (*_TONES, *_ABOVE)]
            if len(below) == 1 and above:
                table.mapping = dict.fromkeys(above, table.mapping[below[0]])
            elif len(below) == 2:
                table.mapping = {m: m for m in below}


def _join_sara_am(font: _Font) -> None:
    """Have SARA AM be one glyph behind the tone; shapers make NIKHAHIT, the tone, SARA AA of it.

    In steps of one glyph each: the shaper of typst 0.15 errs, the second time in a word, in a rule
    that does two things.
    """
    joined: dict[tuple[str, str], str] = {}
    ends, starts = [], []
    groups = font.bases_by(lambda base: font.shift(base, _NIKHAHIT))
    for shift, bases in [*groups.items(), ((0, 0), [])]:  # at last what is no consonant
        am = font.draw(f"{_AM}.{_named(shift)}", [(_NIKHAHIT, shift), (_AA, (0, 0))], like=_AA)
        gone = font.draw(f"{_NIKHAHIT}.gone.{_named(shift)}", [], mark=True)
        joined[_NIKHAHIT, am] = am
        for mark in _OVER_NIKHAHIT:
            on = font.stacked(_NIKHAHIT, mark)
            joined[gone, mark] = font.shifted(mark, (shift[0] + on[0], shift[1] + on[1]))
        befores: list[list[Sequence[str]]] = [[bases], [bases, _BELOW]] if bases else [[]]
        for before in befores:
            for marks in _BETWEEN:
                ends.append(font.rule([*before, [_NIKHAHIT], *marks], {_AA: am}))
                if marks:
                    starts.append(font.rule(before, {_NIKHAHIT: gone}, [*marks, [am]]))
    font.run(ends)
    font.run(starts)
    font.run([font.make.buildLigatureSubstSubtable(joined)])


def _draw_marks_shifted(font: _Font) -> None:
    """Have a mark that positioning moves be a glyph that is drawn where it belongs."""
    rules = []
    for bases in font.bases_by(lambda b: tuple(font.shift(b, m) for m in _MARKS)).values():
        base = bases[0]
        for first in _MARKS:
            before = [bases, {first, font.shifted(first, font.shift(base, first))}]
            moved = {m: font.shifted(m, font.shift(base, first, m)) for m in _MARKS}
            rules += font.rules(before, moved)
        rules += font.rules([bases], {m: font.shifted(m, font.shift(base, m)) for m in _MARKS})
    font.run(rules)
    font.stack_on_shifted()


class _Font:
    """A fontTools font, and how glyphs and rules get into it."""

    def __init__(self, font: Any) -> None:
        self._font = font
        self.make: Any = import_module("fontTools.otlLib.builder")
        self.substitutions, self._positions = font["GSUB"].table, font["GPOS"].table
        consonants = {f"uni0E{n:02X}" for n in range(1, 0x2F)}
        known: list[str] = font.getGlyphOrder()
        self._shifted: dict[str, tuple[str, Shift]] = {}
        self._bases = sorted(g for g in known if g.removesuffix(".descless") in consonants)

    def bases_by(self, key: Callable[[str], Hashable]) -> dict[Any, list[str]]:
        """Return the consonants' glyphs, those together that are alike."""
        groups: dict[Any, list[str]] = {}
        for base in self._bases:
            groups.setdefault(key(base), []).append(base)
        return groups

    def shift(self, base: str, *marks: str) -> Shift:
        """Return how far positioning moves the last mark of those on a consonant."""
        if len(marks) > 1 and (on := self._anchored(6, ("Mark1", "Mark2"), marks[-1], marks[-2])):
            x, y = self.shift(base, *marks[:-1])
            return x + on[0], y + on[1]
        width = self._font["hmtx"][base][0]
        x, y = self._anchored(4, ("Mark", "Base"), marks[-1], base) or (width, 0)
        return x - width, y

    def stacked(self, below: str, mark: str) -> Shift:
        """Return how far a mark is moved by the one below it."""
        return self._anchored(6, ("Mark1", "Mark2"), mark, below) or (0, 0)

    def _anchored(self, kind: int, names: tuple[str, str], mark: str, on: str) -> Shift | None:
        for lookup in self._positions.LookupList.Lookup:
            for table in lookup.SubTable if lookup.LookupType == kind else ():
                marks, bases = (getattr(table, f"{n}Coverage").glyphs for n in names)
                if mark not in marks or on not in bases:
                    continue
                record = getattr(table, f"{names[0]}Array").MarkRecord[marks.index(mark)]
                records = getattr(getattr(table, f"{names[1]}Array"), f"{names[1]}Record")
                to = getattr(records[bases.index(on)], f"{names[1]}Anchor")[record.Class]
                if to:
                    at = record.MarkAnchor
                    return to.XCoordinate - at.XCoordinate, to.YCoordinate - at.YCoordinate
        return None

    def shifted(self, mark: str, shift: Shift) -> str:
        """Return the glyph that is this mark drawn elsewhere."""
        if shift == (0, 0):
            return mark
        name = self.draw(f"{mark}.{_named(shift)}", [(mark, shift)], mark=True)
        self._shifted[name] = mark, shift
        return name

    def stack_on_shifted(self) -> None:
        """Have further marks stand on a shifted one as they stood on it before."""
        for lookup in self._positions.LookupList.Lookup:
            for table in lookup.SubTable if lookup.LookupType == 6 else ():
                below, records = table.Mark2Coverage.glyphs, table.Mark2Array.Mark2Record
                for name, (mark, shift) in self._shifted.items():
                    if mark in below:
                        below.append(name)
                        records.append(self._anchors_moved(records[below.index(mark)], shift))

    def _anchors_moved(self, record: Any, shift: Shift) -> Any:
        moved = self.make.ot.Mark2Record()
        moved.Mark2Anchor = [
            a and self.make.buildAnchor(a.XCoordinate + shift[0], a.YCoordinate + shift[1])
            for a in record.Mark2Anchor
        ]
        return moved

    def draw(
        self, name: str, parts: Iterable[tuple[str, Shift]], *, like: str = "", mark: bool = False
    ) -> str:
        """Add a glyph composed of others, each moved, as wide as `like`; return its name."""
        module = import_module("fontTools.ttLib.tables._g_l_y_f")
        glyphs = self._font["glyf"]
        if name in glyphs.glyphs:
            return name
        drawn = [(part, at) for part, at in parts if glyphs[part].numberOfContours]
        new = module.Glyph()
        if drawn:
            new.numberOfContours, new.components = -1, []
        for part, (x, y) in drawn:
            component = module.GlyphComponent()
            component.glyphName, component.x, component.y = part, x, y
            component.flags = _KEEPS_PLACE
            new.components.append(component)
        order = [*self._font.getGlyphOrder(), name]
        self._font.setGlyphOrder(order)
        glyphs.glyphs[name], glyphs.glyphOrder = new, order
        new.recalcBounds(glyphs)
        width = self._font["hmtx"][like][0] if like else 0
        self._font["hmtx"][name] = (width, getattr(new, "xMin", 0))
        if mark:
            self._font["GDEF"].table.GlyphClassDef.classDefs[name] = _MARK
        return name

    def rules(self, before: Sequence[Collection[str]], to: dict[str, str]) -> list[Any]:
        to = {a: b for a, b in to.items() if a != b}
        return [self.rule(before, to)] if to else []

    def rule(
        self,
        before: Sequence[Collection[str]],
        to: dict[str, str],
        after: Sequence[Collection[str]] = (),
    ) -> Any:
        """Return the rule that turns a glyph between these others into another."""
        tables, numbers = self.make.ot, self._font.getReverseGlyphMap(True)

        def cover(glyphs: Iterable[str]) -> Any:
            return self.make.buildCoverage(set(glyphs), numbers)

        rule, record = tables.ChainContextSubst(), tables.SubstLookupRecord()
        rule.Format, rule.SubstLookupRecord = 3, [record]
        rule.BacktrackCoverage = [cover(g) for g in before[::-1]]
        rule.InputCoverage, rule.LookAheadCoverage = [cover(to)], [cover(g) for g in after]
        record.SequenceIndex = 0
        record.LookupListIndex = self._add([self.make.buildSingleSubstSubtable(to)])
        return rule

    def run(self, tables: list[Any]) -> None:
        """Do this wherever the font composes glyphs, after what it does there by itself."""
        number = self._add(tables)
        for record in self.substitutions.FeatureList.FeatureRecord:
            if record.FeatureTag == "ccmp":
                record.Feature.LookupListIndex.append(number)
                record.Feature.LookupCount += 1

    def _add(self, tables: list[Any]) -> int:
        lookups = self.substitutions.LookupList
        lookups.Lookup.append(self.make.buildLookup(tables))
        lookups.LookupCount = len(lookups.Lookup)
        return int(lookups.LookupCount) - 1


def _named(shift: Shift) -> str:
    return "x{}y{}".format(*shift).replace("-", "m")

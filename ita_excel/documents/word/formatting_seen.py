"""What formatting comes to in a Word document: of a run by its styles and its own, of a page.

Only what people set on purpose: bold, italic, underlined, struck out, colours, size, alignment,
indents. What one program writes and another leaves out is no look.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

from ita_excel.documents.word.packaging import parse, w

_NEAR = 20  # twips, a point: programs round
_ROUNDED = 3  # points: LibreOffice moves a page's head by the height of its header


class Shape(NamedTuple):
    """A page in points: width, height and margins (top, right, bottom, left)."""

    width: int
    height: int
    margins: tuple[int, ...]


_Props = dict[str, str]
_NO = ("0", "false", "off", "none")
_JUSTIFIED = {
    "start": "left", "end": "right", "thaiDistribute": "both", "distribute": "both",
    "mediumKashida": "both", "highKashida": "both", "lowKashida": "both",
}  # fmt: skip


class Looks:
    """Knows the styles of one document."""

    def __init__(self, styles: bytes | None) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._default: _Props = {}
        self._known: dict[str, tuple[_Props, _Props]] = {}
        self._plain = ""
        if styles is None:
            return
        root = parse(styles)
        defaults = root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self._default = _of_run(defaults)
        for style in root.iter(w("style")):
            self._styles[style.get(w("styleId"), "")] = style
            if style.get(w("type")) == "paragraph" and style.get(w("default")) in ("1", "true"):
                self._plain = style.get(w("styleId"), "")

    def of(self, paragraph: etree._Element, texts: Iterable[tuple[str, etree._Element]]) -> str:
        """Return how a paragraph looks, its runs by the letters that have the same look."""
        properties = paragraph.find(w("pPr"))
        named = properties.find(w("pStyle")) if properties is not None else None
        of_style, of_letters = self._style(
            named.get(w("val"), "") if named is not None else self._plain
        )
        aligned = {**of_style, **_of_paragraph(properties)}.get("jc", "left")
        runs: list[tuple[str, int]] = []
        for text, run in texts:
            letters = len("".join(text.split()))
            look = self._run({**self._default, **of_letters}, run)
            if runs and runs[-1][0] == look:
                runs[-1] = (look, runs[-1][1] + letters)
            else:
                runs.append((look, letters))
        return f"{aligned}|" + "|".join(f"{look}:{n}" for look, n in runs) if runs else ""

    def _run(self, props: _Props, run: etree._Element) -> str:
        own = run.find(w("rPr"))
        if own is not None:
            named = own.find(w("rStyle"))
            if named is not None:
                props |= self._style(named.get(w("val"), ""))[1]
            props |= _of_run(own)
        size = f"{props.get('sz', '')}/{props.get('szCs', '')}"
        bold, italic = (props.get(n) or props.get(f"{n}Cs") for n in ("b", "i"))
        props = {n: v for n, v in props.items() if n not in _PAIRED}
        props |= {"b": bold or "", "i": italic or "", "sz": size}
        return ",".join(f"{n}={v}" for n, v in sorted(props.items()) if v)

    def _style(self, named: str, depth: int = 0) -> tuple[_Props, _Props]:
        """Return what a style says of paragraphs and of runs, with what it is based on."""
        if named in self._known:
            return self._known[named]
        style = self._styles.get(named)
        if style is None or depth > _DEEPEST:
            return {}, {}
        based = style.find(w("basedOn"))
        lines, letters = (
            ({}, {}) if based is None else self._style(based.get(w("val"), ""), depth + 1)
        )
        made = (
            {**lines, **_of_paragraph(style.find(w("pPr")))},
            {**letters, **_of_run(style.find(w("rPr")))},
        )
        self._known[named] = made
        return made

    def listed(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph is an item of a list whose sign a program draws."""
        number = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
        return number is not None and number.get(w("val")) != "0"

    def begins_page(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph by itself begins a page."""
        wish = paragraph.find(f"{w('pPr')}/{w('pageBreakBefore')}")
        return wish is not None and wish.get(w("val"), "1") not in _NO

    @staticmethod
    def page(section: etree._Element) -> Shape:
        """Return the shape of a section's pages."""
        size, margins = section.find(w("pgSz")), section.find(w("pgMar"))
        width, height = (_near(size.get(w(n)) if size is not None else None) for n in ("w", "h"))
        named = ("top", "right", "bottom", "left")
        sides = (_near(margins.get(w(n)) if margins is not None else None) for n in named)
        return Shape(width, height, tuple(sides))


_DEEPEST = 30
_PAIRED = ("sz", "szCs", "b", "bCs", "i", "iCs")  # of Latin and of Thai letters


def _of_run(properties: etree._Element | None) -> _Props:
    found: _Props = {}
    for child in properties if properties is not None else ():
        value = child.get(w("val"), "")
        name = etree.QName(child).localname if isinstance(child.tag, str) else ""
        if name in ("b", "bCs", "i", "iCs", "strike", "dstrike"):
            found["strike" if name == "dstrike" else name] = "" if value in _NO else "1"
        elif name in ("u", "highlight", "vertAlign"):
            found[name] = "" if value in ("none", "baseline") else value
        elif name == "color":
            found[name] = "" if value in ("auto", "000000") else value.upper()
        elif name == "shd":
            fill = child.get(w("fill"), "auto")
            found[name] = "" if fill in ("auto", "FFFFFF") else fill.upper()
        elif name in ("sz", "szCs"):
            found[name] = value
    return found


def _of_paragraph(properties: etree._Element | None) -> _Props:
    aligned = properties.find(w("jc")) if properties is not None else None
    if aligned is None:
        return {}
    value = aligned.get(w("val"), "left")
    return {"jc": _JUSTIFIED.get(value, value)}


def _near(twips: str | None) -> int:
    """Return a length as near as programs keep it."""
    try:
        return round(float(twips or "0") / _NEAR)
    except ValueError:
        return 0


def same_shape(a: Shape, b: Shape) -> bool:
    """Whether two pages are of the same shape, but for rounding."""
    sides = zip((a.width, a.height, *a.margins), (b.width, b.height, *b.margins), strict=True)
    return all(abs(x - y) <= _ROUNDED for x, y in sides)

"""What a filled Word template still needs: lists, links, pictures, Thai fonts, properties.

The texts that went through the template carry marks (characters that no text can hold); here each
becomes what Word has for it. So an office's own template needs no more than `{{ p }}`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from ita_excel.documents import style
from ita_excel.documents.content.elements import Chart, Properties
from ita_excel.documents.layout.linebreaks import em
from ita_excel.documents.pictures import Picture
from ita_excel.documents.style import FONT
from ita_excel.documents.word.charts import charted
from ita_excel.documents.word.drawings import anchored, inline, seal
from ita_excel.documents.word.font import EMBEDDED, embed_font, set_font
from ita_excel.documents.word.made_from import (
    CLOSE,
    MIDDLE,
    OPEN,
    FoundPlace,
    Memory,
    in_table,
    offset_of,
    places_of,
    remember,
    without_places,
)
from ita_excel.documents.word.packaging import (
    Relations,
    core_properties,
    parse,
    picture_types,
    w,
)
from ita_excel.documents.word.watermark import add_watermark
from ita_excel.ooxml.partxml import as_part
from ita_excel.ooxml.relationships import OFFICE as REL
from ita_excel.ooxml.zipping import zipped

_BULLETS = "1"  # our list
_STEP = 90  # twentieths of a point between a label and its text


@dataclass(slots=True)
class Marks:
    """The marks of one document, and what they stand for."""

    pictures: list[tuple[str, Picture, str]] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    whole_rows: bool = False  # no row is cut at a page's end

    def bullet(self, text: str) -> str:
        return f"{OPEN}b{MIDDLE}{CLOSE}{text}"

    def numbered(self, text: str, label: str) -> str:
        return f"{OPEN}n{MIDDLE}{label}{CLOSE}{text}"

    def link(self, text: str, href: str) -> str:
        return f"{OPEN}l{MIDDLE}{href}{CLOSE}{text}"

    def emblem(self, picture: Picture) -> str:
        return self._picture("emblem", picture, "ตราครุฑ")

    def seal(self, picture: Picture) -> str:
        return self._picture("seal", picture, "ตราครุฑ")

    def chart(self, chart: Chart) -> str:
        self.charts.append(chart)
        return f"{OPEN}c{MIDDLE}{len(self.charts) - 1}{CLOSE}"

    def photo(self, picture: Picture, alternative: str) -> str:
        return self._picture("photo", picture, alternative)

    def _picture(self, kind: str, picture: Picture, alternative: str) -> str:
        self.pictures.append((kind, picture, alternative))
        return f"{OPEN}p{MIDDLE}{len(self.pictures) - 1}{CLOSE}"


def finish(
    parts: dict[str, bytes], marks: Marks, properties: Properties, memory: Memory | None = None
) -> bytes:
    """Return the finished Word file, which carries `memory` with the places that were found."""
    document = parse(parts["word/document.xml"])
    relations = Relations(parts, "word/document.xml")
    marked = _Marked(document, parts, relations, marks, properties.font)
    marked.resolve()
    without_places(parts)
    _fill_empty_cells(document)
    if not properties.thai_digits:
        for numbers in document.iter(w("pgNumType")):
            numbers.set(w("fmt"), "decimal")
    if properties.draft:
        add_watermark(document, parts, relations)
    for run in document.iter(w("r")):
        _complete(run)
    parts["word/document.xml"] = as_part(document)
    relations.store()
    set_font(parts, properties.font)
    embed_font(parts, properties.font)
    parts["docProps/core.xml"] = core_properties(properties)
    picture_types(parts)
    if memory is not None:
        remember(parts, replace(memory, places=places_of(document, marked.places)))
    return zipped(parts, stored=EMBEDDED)


class _Marked:
    """Turns the marks of a document's paragraphs into lists, links and pictures."""

    def __init__(
        self,
        document: etree._Element,
        parts: dict[str, bytes],
        relations: Relations,
        marks: Marks,
        font: str,
    ) -> None:
        self._document, self._parts, self._relations = document, parts, relations
        self._marks, self._font = marks, font or FONT
        self._lists: set[str] = set()
        self.places: list[FoundPlace] = []
        if "word/numbering.xml" in parts:
            numbering = parse(parts["word/numbering.xml"])
            self._lists = {n.get(w("numId"), "") for n in numbering.iter(w("num"))}

    def resolve(self) -> None:
        """Resolve every mark of the document."""
        for text in list(self._document.iter(w("t"))):
            while text.text and OPEN in text.text:
                before, _, rest = text.text.partition(OPEN)
                mark, _, after = rest.partition(CLOSE)
                kind, _, argument = mark.partition(MIDDLE)
                text.text = before + after
                if kind == "o":
                    paragraph = next(text.iterancestors(w("p")))
                    value, offset = "", 0
                    if not in_table(argument):
                        value = after.partition(OPEN)[0]
                        offset = offset_of(paragraph, text, before)
                    self.places.append((paragraph, argument, value, offset))
                else:
                    self._one(text, kind, argument)

    def _one(self, text: etree._Element, kind: str, argument: str) -> None:
        run = text.getparent()
        paragraph = next(text.iterancestors(w("p")))
        if kind == "b":
            self._bullet(paragraph, text)
        elif kind == "n" and run is not None:
            self._number(paragraph, run, text, argument)
        elif kind == "l" and run is not None:
            self._link(run, argument)
        elif kind == "p" and run is not None:
            place, picture, alternative = self._marks.pictures[int(argument)]
            index = int(argument) + 1
            name = f"picture{index}{picture.suffix}"
            self._parts[f"word/media/{name}"] = picture.data
            relation = self._relations.add(f"{REL}/image", f"media/{name}")
            draw = {"emblem": anchored, "seal": seal}.get(place, inline)
            run.insert(list(run).index(text), draw(picture, relation, index, alternative))
        elif kind == "c" and run is not None:
            drawn = charted(
                self._parts, self._relations, self._marks.charts[int(argument)], self._font
            )
            run.insert(list(run).index(text), drawn)

    def _bullet(self, paragraph: etree._Element, text: etree._Element) -> None:
        """Make the paragraph a list's item; a template without our list gets the dash typed."""
        if _BULLETS not in self._lists:
            text.text = f"- {text.text or ''}"
            return
        listed = etree.Element(w("numPr"))
        etree.SubElement(listed, w("ilvl"), {w("val"): "0"})
        etree.SubElement(listed, w("numId"), {w("val"): _BULLETS})
        _insert(_properties(paragraph, "ITABullet"), listed)

    def _number(
        self, paragraph: etree._Element, run: etree._Element, text: etree._Element, label: str
    ) -> None:
        """Put the label, as the officer numbered it, before a tab to a hanging indent."""
        before = etree.Element(w("t"))
        before.text = label
        place = list(run).index(text)
        run.insert(place, before)
        run.insert(place + 1, etree.Element(w("tab")))
        indent = str(round(em(label) * style.CELL * 20) + _STEP)
        properties = _properties(paragraph, "ITANumber")
        tabs = etree.Element(w("tabs"))
        etree.SubElement(tabs, w("tab"), {w("val"): "left", w("pos"): indent})
        _insert(properties, tabs)
        hanging = etree.Element(w("ind"), {w("left"): indent, w("hanging"): indent})
        _insert(properties, hanging)

    def _link(self, run: etree._Element, href: str) -> None:
        parent = run.getparent()
        assert parent is not None
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        if properties.find(w("rStyle")) is None:
            properties.insert(0, etree.Element(w("rStyle"), {w("val"): "Hyperlink"}))
        relation = self._relations.add(f"{REL}/hyperlink", href, external=True)
        link = etree.Element(w("hyperlink"), {f"{{{REL}}}id": relation})
        parent.replace(run, link)
        link.append(run)


# The order that the standard demands of what is added to a paragraph.
_PARAGRAPH_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
)  # fmt: skip
_PARAGRAPH_RANK = {w(name): i for i, name in enumerate(_PARAGRAPH_ORDER)}


def _properties(paragraph: etree._Element, style: str) -> etree._Element:
    """Return the paragraph's properties; one in our plain style takes `style`."""
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    named = properties.find(w("pStyle"))
    if named is not None and named.get(w("val")) == "ITACell":
        named.set(w("val"), style)
    return properties


def _insert(properties: etree._Element, new: etree._Element) -> None:
    old = properties.find(new.tag)
    if old is not None:
        properties.remove(old)
    properties.append(new)
    properties[:] = sorted(properties, key=lambda child: _PARAGRAPH_RANK.get(child.tag, 0))


def _fill_empty_cells(document: etree._Element) -> None:
    """Word refuses a cell without a paragraph."""
    for cell in document.iter(w("tc")):
        if cell.find(w("p")) is None:
            paragraph = etree.SubElement(cell, w("p"))
            properties = etree.SubElement(paragraph, w("pPr"))
            etree.SubElement(properties, w("pStyle"), {w("val"): "ITACell"})


# The order that the standard demands of what is added here.
_RUN_ORDER = (
    "rStyle", "rFonts", "b", "bCs", "i", "iCs", "caps", "smallCaps", "strike", "dstrike",
    "outline", "shadow", "emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden",
    "color", "spacing", "w", "kern", "position", "sz", "szCs", "highlight", "u", "effect", "bdr",
    "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout",
)  # fmt: skip
_RANK = {w(name): i for i, name in enumerate(_RUN_ORDER)}
_R_PR, _FONTS, _LANG, _BIDI = w("rPr"), w("rFonts"), w("lang"), w("bidi")
_ASCII, _CS, _CS_THEME = w("ascii"), w("cs"), w("cstheme")
_TWICE = tuple((w(latin), w(thai)) for latin, thai in (("sz", "szCs"), ("b", "bCs"), ("i", "iCs")))


def _complete(run: etree._Element) -> None:
    """Give the run for Thai letters what it has for Latin ones; Word looks at nothing else."""
    properties = run.find(_R_PR)
    if properties is None:
        properties = etree.Element(_R_PR)
        run.insert(0, properties)
    there = {child.tag: child for child in properties}
    fonts = there.get(_FONTS)
    if fonts is not None and not fonts.get(_CS) and not fonts.get(_CS_THEME):
        fonts.set(_CS, fonts.get(_ASCII, FONT))
    added = False
    for latin, thai in _TWICE:
        if latin in there and thai not in there:
            etree.SubElement(properties, thai).attrib.update(there[latin].attrib)
            added = True
    language = there.get(_LANG)
    if language is None:
        language = etree.SubElement(properties, _LANG)
        added = len(there) > 0
    if not language.get(_BIDI):
        language.set(_BIDI, "th-TH")
    if added:
        properties[:] = sorted(properties, key=lambda child: _RANK.get(child.tag, len(_RANK)))

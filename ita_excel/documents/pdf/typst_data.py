"""What the sources of typst get to know of a document: its texts cut into pieces that fit a line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from ita_excel.documents import style
from ita_excel.documents.content.elements import (
    Chart,
    Content,
    Memo,
    Paragraph,
    Photo,
    PrintedCell,
    Properties,
    Section,
    Signature,
    photos,
    said,
    sections,
)
from ita_excel.documents.layout.continuing import LABEL_GAP, TYPST, continued
from ita_excel.documents.layout.linebreaks import em, pieces, set_width
from ita_excel.documents.layout.opinions import columns, rows
from ita_excel.documents.pictures import Picture
from ita_excel.documents.style import Page
from ita_excel.rules.printable import printable

_SIZE = style.TEXT * style.POINT  # of the text, in centimetres
_CELL_SIZE = style.CELL * style.POINT
_INDENT = 5  # ems, amply
_Piece = str | tuple[str, float]  # a Thai word with its width in ems
_LINES_OF_A_PAGE = 25  # what surely fits below a heading row


@singledispatch
def data_of(content: Content, page: Page, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    """Return what typst gets as `data`: each field of the content in the form that its kind has.

    `pictures` are named as the files that typst will find. A document that needs more registers a
    function for it.
    """
    text = Texts(content.properties.names, page.text_width)
    data: dict[str, Any] = {"properties": _properties(content.properties)}
    for name, value in said(content).items():
        data[name] = text.value(value, bold=name == "title")
    if (emblem := getattr(content, "emblem", None)) is not None:
        data["emblem"] = f"{name_of(emblem, pictures)}" if emblem in pictures else None
    if hasattr(content, "chart"):
        data["chart"] = text.chart(content.chart) if content.chart else None
    title = getattr(content, "title", ())
    for name, section in sections(content).items():
        if section.begins_page:
            section = continued(section, content.properties, TYPST, title)
        title = ()  # stands above the first of them
        data[name] = text.section(section)
    if hasattr(content, "photos"):
        data["annex"] = getattr(content, "annex", "")
        data["photos"] = [
            {
                "file": name_of(photo.file, pictures),
                "alt": photo.caption,
                "caption": text.pieces(photo.caption, text.room / 2 - 1),
            }
            for photo in photos(content)
        ]
    return data


@data_of.register
def _(memo: Memo, page: Page, pictures: Mapping[str, Picture]) -> dict[str, Any]:
    text, pairs = Texts(memo.properties.names, page.text_width), columns(memo)
    width = style.PAIR_WIDTH if pairs == 2 else page.text_width
    return data_of.dispatch(object)(memo, page, pictures) | {
        "title": memo.title,
        "columns": pairs,
        "rows": [2 if right else 1 for _, right in rows(memo)],
        "opinions": [text.signature(s, width) for s in memo.opinions],
    }


def name_of(file: str, pictures: Mapping[str, Picture]) -> str:
    """Return under which name typst finds a picture."""
    return f"picture{list(pictures).index(file)}{pictures[file].suffix}"


class Texts:
    """Cuts texts into pieces that fit their line."""

    def __init__(self, names: tuple[str, ...], width: float) -> None:
        """Take the names that no line break tears, and the length of a line in centimetres."""
        self._names, self._width = names, width
        self.room = width / _SIZE

    def value(self, value: object, *, bold: bool = False) -> Any:
        """Return a field in the form that its kind has; None for what has none of its own."""
        if isinstance(value, str):
            return self.pieces(value, self.room, bold=bold)
        if isinstance(value, Signature):
            return self.signature(value)
        if isinstance(value, tuple) and not isinstance(value, Section):
            room = self.room if bold else self.room - _INDENT
            return [
                self.pieces(v, room, bold=bold) if isinstance(v, str) else self.value(v)
                for v in value
                if not isinstance(v, Photo)
            ]
        return None

    def pieces(self, text: str, room: float, *, bold: bool = False) -> list[_Piece]:
        """Return the pieces for `words` of common.typ, which sets them regular or bold."""
        cut = pieces(printable(text), self._names, room)
        return [p if (width := set_width(p, bold=bold)) is None else (p, width) for p in cut]

    def signature(
        self, signature: Signature, width: float = style.MEMO.text_width
    ) -> dict[str, list[_Piece]]:
        """Return what stands in a block of that width in centimetres."""
        width = width or self._width
        signed = min(self._width - style.SIGNED, width) / _SIZE
        return {
            "name": self.pieces(signature.name, signed),
            "position": self.pieces(signature.position, signed),
            "heading": self.pieces(signature.heading, width / _SIZE, bold=True),
        }

    def chart(self, chart: Chart) -> dict[str, Any]:
        """Return the bars of a chart; one without a value has none."""
        room = style.CHART["label"] / _CELL_SIZE
        return {
            "caption": self.pieces(chart.caption, self.room, bold=True),
            "alt": f"{chart.caption}: {', '.join(f'{b.label} {b.shown}' for b in chart.bars)}",
            "goal": chart.goal,
            "bars": [
                {
                    "label": self.pieces(bar.label, room),
                    "value": bar.value or 0,
                    "shown": self.pieces(bar.shown, room),
                    "low": bar.low,
                }
                for bar in chart.bars
            ],
        }

    def section(self, section: Section) -> dict[str, Any]:
        rooms = [(c.width - 2 * style.INSET) / _CELL_SIZE for c in section.table.columns]
        columns = [
            {
                "heading": self.pieces(c.heading, room, bold=True),
                "width": round(c.width, 3),
                "centred": c.centred,
            }
            for c, room in zip(section.table.columns, rooms, strict=True)
        ]
        groups = [
            {
                "measure": self.cell(group.measure, rooms[0], bold=True),
                "rows": [
                    {
                        "cells": [
                            self.cell(c, room, bold=group.total)
                            for c, room in zip(row.cells, rooms[1:], strict=True)
                        ],
                        "tall": any(map(_may_be_tall, row.cells, rooms[1:])),
                    }
                    for row in group.rows
                ],
                "tall": _may_be_tall(group.measure, rooms[0]),
                "total": group.total,
            }
            for group in section.table.groups
        ]
        return {
            "heading": self.pieces(section.heading, self.room, bold=True),
            "lead": self.pieces(section.lead, self.room - _INDENT),
            "table": {"columns": columns, "groups": groups},
        }

    def cell(self, cell: PrintedCell, room: float, *, bold: bool) -> list[dict[str, Any]]:
        return [self.paragraph(p, room, bold=bold) for p in cell]

    def paragraph(self, paragraph: Paragraph, room: float, *, bold: bool) -> dict[str, Any]:
        start = round(em(paragraph.label) + LABEL_GAP, 3) if paragraph.label else 0
        return {
            "pieces": self.pieces(paragraph.text, room - start, bold=bold),
            "label": [paragraph.label] if paragraph.label else [],
            "start": start,
            "kind": paragraph.kind,
            "href": paragraph.href,
        }


def _may_be_tall(cell: PrintedCell, room: float) -> bool:
    """Whether a cell may need a page of its own; lines end early, so they are counted amply."""
    lines = sum(1 + 1.5 * em(p.whole) / max(room - 2, 1) for p in cell)
    return lines > _LINES_OF_A_PAGE


def _properties(properties: Properties) -> dict[str, Any]:
    date = properties.date
    return {
        "title": properties.title,
        "author": properties.author,
        "date": [date.year, date.month, date.day],
        "draft": properties.draft,
        "thai-digits": properties.thai_digits,
    }

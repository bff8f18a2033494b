"""A picture as Word draws it: the emblem fixed on its page, a photo in its paragraph."""

from __future__ import annotations

from html import escape

from lxml import etree

from ita_excel.documents import style
from ita_excel.documents.pictures import Picture

_EMU = 360_000  # a centimetre in Word's units of drawing
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


def anchored(picture: Picture, relation: str, index: int, alternative: str) -> etree._Element:
    """Return the emblem, at the left margin where the first page begins."""
    width, height = style.EMBLEM * picture.ratio, style.EMBLEM
    place = (
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="margin"><wp:posOffset>0'
        '</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page">'
        f"<wp:posOffset>{round(style.MEMO.first_top * _EMU)}</wp:posOffset></wp:positionV>"
    )
    inner = _inner(picture, relation, index, alternative, width, height, "<wp:wrapNone/>")
    return _drawing(f"{place}{inner}</wp:anchor>")


def seal(picture: Picture, relation: str, index: int, alternative: str) -> etree._Element:
    """Return the emblem of a proclamation, in its paragraph."""
    width, height = style.SEAL * picture.ratio, style.SEAL
    inner = _inner(picture, relation, index, alternative, width, height, "")
    return _drawing(f'<wp:inline distT="0" distB="0" distL="0" distR="0">{inner}</wp:inline>')


def inline(picture: Picture, relation: str, index: int, alternative: str) -> etree._Element:
    """Return a photo as large as fits beside its caption."""
    height = min(style.PHOTO_HEIGHT, style.PHOTO_WIDTH / picture.ratio)
    inner = _inner(picture, relation, index, alternative, height * picture.ratio, height, "")
    return _drawing(f'<wp:inline distT="0" distB="0" distL="0" distR="0">{inner}</wp:inline>')


def _inner(
    picture: Picture,
    relation: str,
    index: int,
    alternative: str,
    width: float,
    height: float,
    wrap: str,
) -> str:
    """Return what both kinds share; a turned picture has its stored sides, a rotation and room."""
    sides = (height, width) if picture.turn in (90, 270) else (width, height)
    stored = f'cx="{round(sides[0] * _EMU)}" cy="{round(sides[1] * _EMU)}"'
    beside = max(0, round((width - sides[0]) / 2 * _EMU))
    above = max(0, round((height - sides[1]) / 2 * _EMU))
    turn = f' rot="{picture.turn * 60_000}"' if picture.turn else ""
    words = f'"{escape(alternative)}"'
    return (
        f"<wp:extent {stored}/>"
        f'<wp:effectExtent l="{beside}" t="{above}" r="{beside}" b="{above}"/>{wrap}'
        f'<wp:docPr id="{index}" name="picture {index}" descr={words}/>'
        '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{index}" name="picture {index}" descr={words}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm{turn}><a:off x="0" y="0"/>'
        f'<a:ext {stored}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic>"
    )


def _drawing(inner: str) -> etree._Element:
    return etree.fromstring(f"<w:drawing {_NAMESPACES}>{inner}</w:drawing>")

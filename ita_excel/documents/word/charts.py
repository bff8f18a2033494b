"""A chart as Word has it: bars of its own, which can be changed in Word, with the values kept inside.

No workbook travels with it: Word then shows the values that the chart carries.
"""

from __future__ import annotations

from html import escape

from lxml import etree

from ita_excel.documents import style
from ita_excel.documents.content.elements import Chart
from ita_excel.documents.word.packaging import Relations, declare_part
from ita_excel.ooxml.relationships import OFFICE

_KIND = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_EMU = 360_000  # a centimetre in Word's units of drawing
_HUNDREDTHS = style.CELL * 100  # a letter's size in charts


def charted(
    parts: dict[str, bytes], relations: Relations, chart: Chart, font: str
) -> etree._Element:
    """Add a chart to the parts of a Word file; return the drawing that shows it."""
    number = 1 + sum(name.startswith("word/charts/") for name in parts)
    name = f"word/charts/chart{number}.xml"
    parts[name] = _part(chart, font).encode()
    declare_part(parts, name, _KIND)
    relation = relations.add(f"{OFFICE}/chart", f"charts/chart{number}.xml")
    size = f'cx="{round(style.CHART["width"] * _EMU)}" cy="{round(style.CHART["height"] * _EMU)}"'
    words = ", ".join(f"{bar.label} {bar.shown}" for bar in chart.bars)
    told = escape(f"{chart.caption}: {words}")
    return etree.fromstring(
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        f'xmlns:r="{OFFICE}"><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{900 + number}" name="chart {number}" descr="{told}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{relation}"/></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing>"
    )


def _part(chart: Chart, font: str) -> str:
    count = len(chart.bars)
    labels = "".join(
        f'<c:pt idx="{i}"><c:v>{escape(bar.label)}</c:v></c:pt>' for i, bar in enumerate(chart.bars)
    )
    values = "".join(
        f'<c:pt idx="{i}"><c:v>{bar.value:g}</c:v></c:pt>'
        for i, bar in enumerate(chart.bars)
        if bar.value is not None
    )
    low = "".join(
        f'<c:dPt><c:idx val="{i}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/>'
        f"{_filled(style.BAR_LOW)}</c:dPt>"
        for i, bar in enumerate(chart.bars)
        if bar.low
    )
    named = "".join(
        f'<c:dLbl><c:idx val="{i}"/><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="th-TH"/>'
        f"<a:t>{escape(bar.shown)}</a:t></a:r></a:p></c:rich></c:tx>"
        f'<c:dLblPos val="outEnd"/>{_SHOWN}</c:dLbl>'
        for i, bar in enumerate(chart.bars)
        if bar.value is not None
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_CHART}" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>'
        f'<a:defRPr b="1"/></a:pPr><a:r><a:rPr lang="th-TH" b="1"/><a:t>{escape(chart.caption)}</a:t>'
        '</a:r></a:p></c:rich></c:tx><c:overlay val="0"/></c:title>'
        '<c:autoTitleDeleted val="0"/><c:plotArea><c:layout/><c:barChart><c:barDir val="bar"/>'
        '<c:grouping val="clustered"/><c:varyColors val="0"/><c:ser><c:idx val="0"/>'
        f'<c:order val="0"/><c:tx><c:v>{escape(chart.caption)}</c:v></c:tx>{_filled(style.BAR)}'
        f'<c:invertIfNegative val="0"/>{low}<c:dLbls>{named}<c:dLblPos val="outEnd"/>{_SHOWN}'
        f'</c:dLbls><c:cat><c:strLit><c:ptCount val="{count}"/>{labels}</c:strLit></c:cat>'
        f'<c:val><c:numLit><c:formatCode>0.00</c:formatCode><c:ptCount val="{count}"/>{values}'
        '</c:numLit></c:val></c:ser><c:gapWidth val="45"/><c:axId val="1"/><c:axId val="2"/>'
        '</c:barChart><c:catAx><c:axId val="1"/><c:scaling><c:orientation val="maxMin"/></c:scaling>'
        '<c:delete val="0"/><c:axPos val="l"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="2"/><c:crosses val="autoZero"/>'
        '<c:tickLblSkip val="1"/></c:catAx>'
        '<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/><c:max val="100"/>'
        '<c:min val="0"/></c:scaling><c:delete val="1"/><c:axPos val="b"/><c:majorGridlines>'
        f"{_line(style.SHADE)}</c:majorGridlines>"
        '<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="1"/>'
        '<c:crosses val="max"/></c:valAx></c:plotArea><c:plotVisOnly val="1"/>'
        '<c:dispBlanksAs val="gap"/></c:chart><c:txPr><a:bodyPr/><a:p><a:pPr>'
        f'<a:defRPr sz="{_HUNDREDTHS}"><a:latin typeface="{escape(font)}"/>'
        f'<a:cs typeface="{escape(font)}"/></a:defRPr></a:pPr><a:endParaRPr lang="th-TH"/></a:p>'
        "</c:txPr></c:chartSpace>"
    )


_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _filled(colour: str) -> str:
    return f'<c:spPr><a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></c:spPr>'


def _line(colour: str) -> str:
    return (
        f'<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'
        "</a:ln></c:spPr>"
    )

"""Builds the Word templates that the package ships: the same bytes on every run.

An office opens them in Word, changes what it likes and gives them back with `--templates`: every
look is a named style. Placeholders are docxtpl's; what they may name is told in templates/README.md.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from xml.sax.saxutils import escape

from ita_excel.documents.layout.linebreaks import em
from ita_excel.documents.word.building import plain_parts
from ita_excel.documents.word.building.styles import HEAD, NAMESPACES, font_table, numbering, styles
from ita_excel.documents.word.placeholders import made_ready
from ita_excel.ooxml.zipping import zipped


def twips(centimetres: float) -> int:
    """Return a length in Word's twentieths of a point."""
    return round(centimetres / 2.54 * 1440)


def build(name: str) -> bytes:
    """Return the template `memo` or `report`."""
    body = {"memo": _memo, "report": _report}[name]()
    parts = {
        "[Content_Types].xml": plain_parts.content_types(),
        "_rels/.rels": plain_parts.package_relations(),
        "docProps/core.xml": plain_parts.core(),
        "word/document.xml": f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": plain_parts.document_relations(),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/fontTable.xml": font_table(),
        "word/settings.xml": plain_parts.settings(),
        "word/header1.xml": _header(_page_number()),
        "word/header2.xml": _header('<w:p><w:pPr><w:pStyle w:val="ITANothing"/></w:pPr></w:p>'),
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def _paragraph(text: str, style: str, *, extra: str = "", run: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{_run(text, run)}</w:p>'


def _run(text: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _loop(tag: str) -> str:
    return _paragraph(f"{{%p {tag} %}}", "ITAText")


_LABEL = '<w:rStyle w:val="ITALabel"/>'
_DOTTED = '<w:u w:val="dotted"/>'
_TAB = f"<w:r><w:rPr>{_DOTTED}</w:rPr><w:tab/></w:r>"


def _label_width(label: str) -> int:
    return round((em(label) * 20 + 5) * 20)


def _field(label: str, name: str, before: bool = False) -> str:
    """Return a labelled line, dotted up to the right margin."""
    indent = _label_width(label)
    properties = (
        '<w:pStyle w:val="ITAField"/>'
        f'<w:tabs><w:tab w:val="left" w:pos="{indent}"/>'
        f'<w:tab w:val="right" w:pos="{twips(16)}"/></w:tabs>'
        + ('<w:spacing w:before="120"/>' if before else "")
        + f'<w:ind w:left="{indent}" w:hanging="{indent}"/>'
    )
    return (
        f"<w:p><w:pPr>{properties}</w:pPr>{_run(label, _LABEL)}<w:r><w:tab/></w:r>"
        f"{_run('{{ ' + name + ' }}', _DOTTED)}{_TAB}</w:p>"
    )


def _number_and_date() -> str:
    """Return the line of ที่ and วันที่, whose label stands under the ข of บันทึกข้อความ."""
    middle = twips(8) - round((em("บันทึกข้อความ") / 2 - em("บันทึก")) * 29 * 20)
    tabs = (
        _label_width("ที่"),
        middle,
        middle + _label_width("วันที่"),
    )
    stops = "".join(f'<w:tab w:val="left" w:pos="{t}"/>' for t in tabs)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="ITAField"/><w:tabs>{stops}'
        f'<w:tab w:val="right" w:pos="{twips(16)}"/></w:tabs></w:pPr>'
        f"{_run('ที่', _LABEL)}<w:r><w:tab/></w:r>{_run('{{ number }}', _DOTTED)}{_TAB}"
        f"{_run('วันที่', _LABEL)}<w:r><w:tab/></w:r>{_run('{{ date }}', _DOTTED)}{_TAB}</w:p>"
    )


def _entry(label: str, name: str) -> str:
    indent = round((em(label) * 16 + 10) * 20)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="ITAEntry"/><w:tabs><w:tab w:val="left" w:pos="{indent}"/>'
        f'</w:tabs><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr>'
        f"{_run(label)}<w:r><w:tab/></w:r>{_run('{{ ' + name + ' }}')}</w:p>"
    )


def _memo() -> str:
    dotted = (
        '<w:p><w:pPr><w:pStyle w:val="ITADots"/></w:pPr>'
        f"<w:r><w:rPr>{_DOTTED}</w:rPr><w:tab/></w:r></w:p>"
    )
    return "".join(
        [
            _paragraph("{{ emblem }}{{ title }}", "ITAMemoTitle"),
            _field("ส่วนราชการ", "department"),
            _number_and_date(),
            _field("เรื่อง", "subject", before=True),
            _entry("เรียน", "to"),
            _loop("if enclosures"),
            _entry("สิ่งที่ส่งมาด้วย", "enclosures"),
            _loop("endif"),
            _loop("for paragraph in paragraphs"),
            _paragraph("{{ paragraph }}", "ITAIndented"),
            _loop("endfor"),
            _paragraph("{{ closing }}", "ITAIndented", extra="<w:keepNext/>"),
            _loop("if proposer"),
            _paragraph("", "ITASignSpace"),
            _paragraph("{{ proposer.name }}", "ITASignature", extra="<w:keepNext/>"),
            _paragraph("{{ proposer.position }}", "ITASignature"),
            _loop("endif"),
            _loop("if in_pairs"),
            _pairs(),
            _loop("else"),
            _loop("for opinion in opinions"),
            _paragraph("{{ opinion.heading }}", "ITAOpinion"),
            dotted,
            dotted,
            _paragraph("", "ITASignSpace"),
            _paragraph("{{ opinion.name }}", "ITASignature", extra="<w:keepNext/>"),
            _paragraph("{{ opinion.position }}", "ITASignature"),
            _loop("endfor"),
            _loop("endif"),
            _paragraph("", "ITANothing"),
            _section(landscape=False, left=3, right=2, top=1.5, bottom=2, header=1.46),
        ]
    )


def _pairs() -> str:
    """Return the opinions two beside each other, each with a line to sign on."""
    width = twips(8)
    free = '<w:keepNext w:val="0"/>'  # a row stays whole, but needn't stay with the next one
    dotted = (
        '<w:p><w:pPr><w:pStyle w:val="ITAPairDots"/></w:pPr>{label}'
        f"<w:r><w:rPr>{_DOTTED}</w:rPr><w:tab/></w:r></w:p>"
    )

    def cell(place: int) -> str:
        signer = f"row[{place}]"
        return _cell(
            width,
            _loop(f"if {signer}")
            + _paragraph(f"{{{{ {signer}.heading }}}}", "ITAOpinion", extra=free)
            + 2 * dotted.format(label="")
            + _paragraph("", "ITAPairSpace")
            + dotted.format(label=_run("(ลงชื่อ)"))
            + _paragraph(f"{{{{ {signer}.name }}}}", "ITAPairSignature")
            + _paragraph(f"{{{{ {signer}.position }}}}", "ITAPairSignature")
            + _loop("endif"),
        )

    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/>'
        f'<w:tblW w:w="{2 * width}" w:type="dxa"/><w:tblInd w:w="-108" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/><w:gridCol w:w="{width}"/></w:tblGrid>'
        f"{_control_row('for row in opinion_rows', 2, [width, width])}"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell(0)}{cell(1)}</w:tr>"
        f"{_control_row('endfor', 2, [width, width])}</w:tbl>"
    )


def _report() -> str:
    return "".join(
        [
            _loop("for line in title"),
            _paragraph("{{ line }}", "ITAReportTitle"),
            _loop("endfor"),
            _paragraph("{{ plan.heading }}", "Heading2"),
            _paragraph("{{ plan.lead }}", "ITALead"),
            _table("plan"),
            _paragraph("{{ summary.heading }}", "Heading2"),
            _paragraph("{{ summary.lead }}", "ITALead"),
            _summary(),
            _paragraph("{{ results.heading }}", "Heading2", extra="<w:pageBreakBefore/>"),
            _paragraph("{{ results.lead }}", "ITALead"),
            _table("results"),
            _loop("if photos"),
            _paragraph(
                "{{ annex }}", "Heading2", extra='<w:pageBreakBefore/><w:jc w:val="center"/>'
            ),
            _photos(),
            _loop("endif"),
            _paragraph("", "ITANothing"),
            _section(landscape=True, left=2.5, right=2, top=2, bottom=2, header=1.0),
        ]
    )


def _cell(width: int, inner: str, properties: str = "") -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def _control_row(tag: str, columns: int, widths: list[int]) -> str:
    cell = _cell(
        sum(widths), _paragraph(f"{{%tr {tag} %}}", "ITACell"), f'<w:gridSpan w:val="{columns}"/>'
    )
    return f"<w:tr>{cell}</w:tr>"


def _loop_cell(width: int, cell: str, style: str) -> str:
    inner = (
        _paragraph(f"{{%p for p in {cell} %}}", style)
        + _paragraph("{{ p }}", style)
        + _paragraph("{%p endfor %}", style)
    )
    return _cell(width, inner)


def _table(name: str) -> str:
    """Return a table of groups: the measure's cell spans the rows of its group."""
    from ita_excel.documents.content.report_tables import PLAN_COLUMNS, RESULT_COLUMNS

    columns = PLAN_COLUMNS if name == "plan" else RESULT_COLUMNS
    widths = [twips(c.width) for c in columns]
    heads = [
        _cell(w, _paragraph(f"{{{{ {name}.columns.{c.name} }}}}", "ITAHeading"), _SHADED)
        for w, c in zip(widths, columns, strict=True)
    ]
    first = _cell(widths[0], _paragraph("{{ group.measure }}{% vm %}", "ITAMeasure"))
    rest = [
        _loop_cell(w, f"row.{c.name}", "ITACellCentred" if c.centred else "ITACell")
        for w, c in zip(widths[1:], columns[1:], strict=True)
    ]
    return _rows(widths, heads, [
        _control_row(f"for group in {name}.groups", len(widths), widths),
        _control_row("for row in group.rows", len(widths), widths),
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{first}{''.join(rest)}</w:tr>",
        _control_row("endfor", len(widths), widths),
        _control_row("endfor", len(widths), widths),
    ])  # fmt: skip


def _summary() -> str:
    """Return the table of numbers: four statuses and their sum."""
    from ita_excel.documents.content.summary import NUMBER_WIDTH, first_width

    widths = [twips(first_width(5)), *[twips(NUMBER_WIDTH)] * 5]
    heads = [_cell(widths[0], _paragraph("{{ summary.first }}", "ITAHeading"), _SHADED)]
    heads += [
        _cell(w, _paragraph(f"{{{{ summary.statuses[{i}] }}}}", "ITAHeading"), _SHADED)
        for i, w in enumerate(widths[1:])
    ]

    def row(name: str, first: str, other: str) -> str:
        cells = [_cell(widths[0], _paragraph(f"{{{{ {name}.measure }}}}", first))]
        for i, width in enumerate(widths[1:]):
            number = _paragraph(f"{{{{ {name}.numbers[{i}] }}}}", other)
            cells.append(_cell(width, number))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"

    return _rows(widths, heads, [
        _control_row("for row in summary.rows", len(widths), widths),
        row("row", "ITAMeasure", "ITACellCentred"),
        _control_row("endfor", len(widths), widths),
        row("summary.total", "ITAHeading", "ITAHeading"),
    ])  # fmt: skip


_SHADED = '<w:shd w:val="clear" w:color="auto" w:fill="EBEBEB"/><w:vAlign w:val="center"/>'


def _rows(widths: list[int], heads: list[str], rows: list[str]) -> str:
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="ITATable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="0" w:noVBand="1"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(heads)}</w:tr>"
        f"{''.join(rows)}</w:tbl>"
    )


def _photos() -> str:
    """Return the annex: two photos a row, each over its caption."""
    width = twips(12.6)
    cells = [
        _cell(
            width,
            _paragraph(f"{{{{ row[{i}].picture }}}}", "ITAPicture")
            + _paragraph(f"{{{{ row[{i}].caption }}}}", "ITACaption"),
        )
        for i in range(2)
    ]
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/>'
        f'<w:tblW w:w="{2 * width}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/><w:gridCol w:w="{width}"/></w:tblGrid>'
        f"{_control_row('for row in photos', 2, [width, width])}"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
        f"{_control_row('endfor', 2, [width, width])}</w:tbl>"
    )


def _section(
    *, landscape: bool, left: float, right: float, top: float, bottom: float, header: float
) -> str:
    width, height = (16838, 11906) if landscape else (11906, 16838)
    turned = ' w:orient="landscape"' if landscape else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/>'
        '<w:headerReference w:type="first" r:id="rId6"/>'
        f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="{twips(top)}" w:right="{twips(right)}" w:bottom="{twips(bottom)}" '
        f'w:left="{twips(left)}" w:header="{twips(header)}" w:footer="{twips(1)}" w:gutter="0"/>'
        '<w:pgNumType w:fmt="thaiNumbers"/><w:titlePg/></w:sectPr>'
    )


def _page_number() -> str:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{_run("๒")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    style = '<w:pPr><w:pStyle w:val="ITAPageNumber"/></w:pPr>'
    return f"<w:p>{style}{_run('- ')}{field}{_run(' -')}</w:p>"


def _header(inner: str) -> str:
    return f"{HEAD}<w:hdr {NAMESPACES}>{inner}</w:hdr>"


def sources(templates: Mapping[str, bytes]) -> str:
    """Return the JSON of what docxtpl and Jinja make of each template, by its name."""
    made = {name: made_ready(data) for name, data in templates.items()}
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent / "templates"
    built = {name: build(name) for name in ("memo", "report")}
    for template, content in built.items():
        (folder / f"{template}.docx").write_bytes(content)
    (folder / "sources.json").write_text(sources(built), encoding="utf-8")

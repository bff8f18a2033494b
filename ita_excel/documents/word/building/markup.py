"""The markup that Word templates are made of: paragraphs, tables, loops, pages."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from ita_excel.documents import style
from ita_excel.documents.content.elements import PrintedColumn
from ita_excel.documents.style import Page
from ita_excel.documents.word.building.styles import HEAD, NAMESPACES, twips

SHADED = f'<w:shd w:val="clear" w:color="auto" w:fill="{style.SHADE[1:].upper()}"/><w:vAlign w:val="center"/>'
DOTTED = '<w:u w:val="dotted"/>'
TAB = f"<w:r><w:rPr>{DOTTED}</w:rPr><w:tab/></w:r>"


def paragraph(text: str, named: str, *, extra: str = "") -> str:
    """Return a paragraph in one of the named styles."""
    return f'<w:p><w:pPr><w:pStyle w:val="{named}"/>{extra}</w:pPr>{run(text)}</w:p>'


def run(text: str, properties: str = "") -> str:
    """Return a text within a paragraph."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def loop(tag: str) -> str:
    """Return a command of docxtpl's about the paragraphs up to its end."""
    return paragraph(f"{{%p {tag} %}}", "ITAText")


def cell(width: int, inner: str, properties: str = "") -> str:
    """Return a table's cell of a width in twips."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def control_row(tag: str, columns: int, widths: list[int]) -> str:
    """Return a command of docxtpl's about the rows up to its end."""
    whole = cell(
        sum(widths), paragraph(f"{{%tr {tag} %}}", "ITACell"), f'<w:gridSpan w:val="{columns}"/>'
    )
    return f"<w:tr>{whole}</w:tr>"


def loop_cell(width: int, listed: str, named: str) -> str:
    """Return a cell with a paragraph for each in the list `listed`."""
    inner = (
        paragraph(f"{{%p for p in {listed} %}}", named)
        + paragraph("{{ p }}", named)
        + paragraph("{%p endfor %}", named)
    )
    return cell(width, inner)


def groups_table(name: str, columns: Sequence[PrintedColumn]) -> str:
    """Return the table of the section `name`: the measure's cell spans the rows of its group."""
    widths = [twips(c.width) for c in columns]
    heads = [
        cell(w, paragraph(f"{{{{ {name}.columns.{c.name} }}}}", "ITAHeading"), SHADED)
        for w, c in zip(widths, columns, strict=True)
    ]
    first = cell(widths[0], paragraph("{{ group.measure }}{% vm %}", "ITAMeasure"))
    rest = [
        loop_cell(w, f"row.{c.name}", "ITACellCentred" if c.centred else "ITACell")
        for w, c in zip(widths[1:], columns[1:], strict=True)
    ]
    return table(widths, heads, [
        control_row(f"for group in {name}.groups", len(widths), widths),
        control_row("for row in group.rows", len(widths), widths),
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{first}{''.join(rest)}</w:tr>",
        control_row("endfor", len(widths), widths),
        control_row("endfor", len(widths), widths),
    ])  # fmt: skip


def plain_table(name: str, columns: Sequence[PrintedColumn]) -> str:
    """Return the table of the section `name` without lines and headings, each group of one row."""
    widths = [twips(c.width) for c in columns]
    cells = cell(widths[0], paragraph("{{ group.measure }}", "ITAMember"))
    for column, width in zip(columns[1:], widths[1:], strict=True):
        cells += loop_cell(width, f"group.rows[0].{column.name}", "ITAMember")
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{control_row(f'for group in {name}.groups', len(widths), widths)}"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        f"{control_row('endfor', len(widths), widths)}</w:tbl>"
    )


def table(widths: list[int], heads: list[str], rows: list[str]) -> str:
    """Return a table with its row of headings, repeated on every page."""
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


def two_beside(width: int, loop_over: str, cells: str, *, indent: int = 0) -> str:
    """Return a table without lines, two cells a row, a row for each in the list `loop_over`."""
    indented = f'<w:tblInd w:w="{indent}" w:type="dxa"/>' if indent else ""
    return (
        '<w:tbl><w:tblPr><w:tblStyle w:val="TableNormal"/>'
        f'<w:tblW w:w="{2 * width}" w:type="dxa"/>{indented}<w:tblLayout w:type="fixed"/></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/><w:gridCol w:w="{width}"/></w:tblGrid>'
        f"{control_row(f'for row in {loop_over}', 2, [width, width])}"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        f"{control_row('endfor', 2, [width, width])}</w:tbl>"
    )


def section(page: Page) -> str:
    """Return what says how large the pages are; their numbers stand in the headers."""
    turned = ' w:orient="landscape"' if page.landscape else ""
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId5"/>'
        '<w:headerReference w:type="first" r:id="rId6"/>'
        f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(page.first_top)}" w:right="{twips(page.right)}" '
        f'w:bottom="{twips(page.bottom)}" w:left="{twips(page.left)}" '
        f'w:header="{twips(page.number_top)}" w:footer="{twips(1)}" w:gutter="0"/>'
        '<w:pgNumType w:fmt="thaiNumbers"/><w:titlePg/></w:sectPr>'
    )


def page_number() -> str:
    """Return the header of all pages but the first."""
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("๒")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    style = '<w:pPr><w:pStyle w:val="ITAPageNumber"/></w:pPr>'
    return f"<w:p>{style}{run('- ')}{field}{run(' -')}</w:p>"


def header(inner: str) -> str:
    """Return a header part."""
    return f"{HEAD}<w:hdr {NAMESPACES}>{inner}</w:hdr>"

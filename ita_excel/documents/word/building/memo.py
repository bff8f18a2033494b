"""The Word template of the memo (บันทึกข้อความ)."""

from __future__ import annotations

from ita_excel.documents import style
from ita_excel.documents.layout.linebreaks import em
from ita_excel.documents.word.building.markup import (
    DOTTED,
    TAB,
    cell,
    loop,
    paragraph,
    run,
    section,
    two_beside,
)
from ita_excel.documents.word.building.styles import twips

_LABEL = '<w:rStyle w:val="ITALabel"/>'


def body() -> str:
    """Return the memo's body."""
    dotted = (
        '<w:p><w:pPr><w:pStyle w:val="ITADots"/></w:pPr>'
        f"<w:r><w:rPr>{DOTTED}</w:rPr><w:tab/></w:r></w:p>"
    )
    return "".join(
        [
            paragraph("{{ emblem }}{{ title }}", "ITAMemoTitle"),
            _field("ส่วนราชการ", "department"),
            _number_and_date(),
            _field("เรื่อง", "subject", before=True),
            _entry("เรียน", "to"),
            loop("if enclosures"),
            _entry("สิ่งที่ส่งมาด้วย", "enclosures"),
            loop("endif"),
            loop("for paragraph in paragraphs"),
            paragraph("{{ paragraph }}", "ITAIndented"),
            loop("endfor"),
            paragraph("{{ closing }}", "ITAIndented", extra="<w:keepNext/>"),
            loop("if proposer"),
            paragraph("", "ITASignSpace"),
            paragraph("{{ proposer.name }}", "ITASignature", extra="<w:keepNext/>"),
            paragraph("{{ proposer.position }}", "ITASignature"),
            loop("endif"),
            loop("if in_pairs"),
            _pairs(),
            loop("else"),
            loop("for opinion in opinions"),
            paragraph("{{ opinion.heading }}", "ITAOpinion"),
            dotted,
            dotted,
            paragraph("", "ITASignSpace"),
            paragraph("{{ opinion.name }}", "ITASignature", extra="<w:keepNext/>"),
            paragraph("{{ opinion.position }}", "ITASignature"),
            loop("endfor"),
            loop("endif"),
            paragraph("", "ITANothing"),
            section(style.MEMO),
        ]
    )


def _label_width(label: str) -> int:
    return round((em(label) * style.LABEL + 5) * 20)


def _field(label: str, name: str, before: bool = False) -> str:
    """Return a labelled line, dotted up to the right margin."""
    indent = _label_width(label)
    properties = (
        '<w:pStyle w:val="ITAField"/>'
        f'<w:tabs><w:tab w:val="left" w:pos="{indent}"/>'
        f'<w:tab w:val="right" w:pos="{twips(style.MEMO.text_width)}"/></w:tabs>'
        + (f'<w:spacing w:before="{style.BEFORE_PART * 20}"/>' if before else "")
        + f'<w:ind w:left="{indent}" w:hanging="{indent}"/>'
    )
    return (
        f"<w:p><w:pPr>{properties}</w:pPr>{run(label, _LABEL)}<w:r><w:tab/></w:r>"
        f"{run('{{ ' + name + ' }}', DOTTED)}{TAB}</w:p>"
    )


def _number_and_date() -> str:
    """Return the line of ที่ and วันที่, whose label stands under the ข of บันทึกข้อความ."""
    middle = twips(style.DATE_AT) - round((em("บันทึกข้อความ") / 2 - em("บันทึก")) * style.TITLE * 20)
    tabs = (
        _label_width("ที่"),
        middle,
        middle + _label_width("วันที่"),
    )
    stops = "".join(f'<w:tab w:val="left" w:pos="{t}"/>' for t in tabs)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="ITAField"/><w:tabs>{stops}'
        f'<w:tab w:val="right" w:pos="{twips(style.MEMO.text_width)}"/></w:tabs></w:pPr>'
        f"{run('ที่', _LABEL)}<w:r><w:tab/></w:r>{run('{{ number }}', DOTTED)}{TAB}"
        f"{run('วันที่', _LABEL)}<w:r><w:tab/></w:r>{run('{{ date }}', DOTTED)}{TAB}</w:p>"
    )


def _entry(label: str, name: str) -> str:
    indent = round((em(label) * style.TEXT + 10) * 20)
    return (
        f'<w:p><w:pPr><w:pStyle w:val="ITAEntry"/><w:tabs><w:tab w:val="left" w:pos="{indent}"/>'
        f'</w:tabs><w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr>'
        f"{run(label)}<w:r><w:tab/></w:r>{run('{{ ' + name + ' }}')}</w:p>"
    )


def _pairs() -> str:
    """Return the opinions two beside each other, each with a line to sign on."""
    width = twips(style.MEMO.text_width / 2)
    free = '<w:keepNext w:val="0"/>'  # a row stays whole, but needn't stay with the next one
    dotted = (
        '<w:p><w:pPr><w:pStyle w:val="ITAPairDots"/></w:pPr>{label}'
        f"<w:r><w:rPr>{DOTTED}</w:rPr><w:tab/></w:r></w:p>"
    )

    def cell_of(place: int) -> str:
        signer = f"row[{place}]"
        return cell(
            width,
            loop(f"if {signer}")
            + paragraph(f"{{{{ {signer}.heading }}}}", "ITAOpinion", extra=free)
            + 2 * dotted.format(label="")
            + paragraph("", "ITAPairSpace")
            + dotted.format(label=run("(ลงชื่อ)"))
            + paragraph(f"{{{{ {signer}.name }}}}", "ITAPairSignature")
            + paragraph(f"{{{{ {signer}.position }}}}", "ITAPairSignature")
            + loop("endif"),
        )

    return two_beside(width, "opinion_rows", cell_of(0) + cell_of(1), indent=-108)

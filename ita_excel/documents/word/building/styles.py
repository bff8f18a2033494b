"""The named styles, lists and fonts of the Word templates.

Word takes a Thai letter's size, weight and font from the complex-script properties (szCs, bCs,
rFonts/@cs) alone, so each is given twice.
"""

from __future__ import annotations

from ita_excel.documents import style
from ita_excel.documents.style import FONT, FONTS

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_LANGUAGE = '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="th-TH"/>'


def twips(centimetres: float) -> int:
    """Return a length in Word's twentieths of a point."""
    return round(centimetres / 2.54 * 1440)


_INDENT, _SIGNED = twips(style.INDENT), twips(style.SIGNED)
_ABOVE, _INSET = twips(style.WORD_CELL_ABOVE), twips(style.INSET)
_SEAL, _BESIDE = twips(style.SEAL), twips((style.PROCLAMATION.text_width - 4) / 2)
_LINE, _PAIR_LINE = twips(style.MEMO.text_width), twips(style.PAIR_WIDTH)


def _fonts(font: str) -> str:
    return f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'


def _size(points: int) -> str:
    return f'<w:sz w:val="{points * 2}"/><w:szCs w:val="{points * 2}"/>'


_BOLD = "<w:b/><w:bCs/>"


def _style(
    name: str,
    title: str,
    paragraph: str = "",
    run: str = "",
    *,
    based: str = "ITAText",
    after: str = "",
) -> str:
    follows = f'<w:next w:val="{after}"/>' if after else ""
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{name}">'
        f'<w:name w:val="{title}"/><w:basedOn w:val="{based}"/>{follows}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _spacing(before: int = 0, after: int = 0, exact: int = 0) -> str:
    line = f' w:line="{exact * 20}" w:lineRule="exact"' if exact else ""
    return f'<w:spacing w:before="{before * 20}" w:after="{after * 20}"{line}/>'


_CENTRED = '<w:jc w:val="center"/>'
_LISTED = '<w:numPr><w:numId w:val="{}"/></w:numPr>'

_PARAGRAPHS = (
    ("ITAMemoTitle", "ITA Memo Title",
     f'{_spacing(7, 0, style.TITLE_LINE)}{_CENTRED}<w:outlineLvl w:val="0"/>', _BOLD + _size(style.TITLE)),
    ("ITAField", "ITA Field", "", ""),
    ("ITAEntry", "ITA Entry", _spacing(style.BEFORE_PART), ""),
    ("ITAIndented", "ITA Indented", f'{_spacing(style.BEFORE_PART)}<w:ind w:firstLine="{_INDENT}"/>', ""),
    ("ITASignSpace", "ITA Sign Space", f"<w:keepNext/>{_spacing(0, 0, style.ROOM_TO_SIGN)}", ""),
    ("ITASignature", "ITA Signature", f'<w:keepLines/><w:ind w:left="{_SIGNED}"/>{_CENTRED}', ""),
    ("ITAOpinion", "ITA Opinion", f"<w:keepNext/>{_spacing(style.BEFORE_PART)}", _BOLD),
    ("ITADots", "ITA Dots", f'<w:keepNext/><w:tabs><w:tab w:val="right" w:pos="{_LINE}"/></w:tabs>', ""),
    ("ITAPairDots", "ITA Pair Dots", f'<w:tabs><w:tab w:val="right" w:pos="{_PAIR_LINE}"/></w:tabs>', ""),
    ("ITAPairSpace", "ITA Pair Space", _spacing(0, 0, style.ROOM_TO_SIGN // 2), ""),
    ("ITAPairSignature", "ITA Pair Signature", f"<w:keepLines/>{_CENTRED}", ""),
    ("ITAReportTitle", "ITA Report Title", f"<w:keepNext/>{_CENTRED}", _BOLD),
    ("ITALead", "ITA Lead", f'<w:keepNext/>{_spacing(0, style.BELOW_LEAD)}<w:ind w:firstLine="{_INDENT}"/>', ""),
    ("ITACell", "ITA Cell", "", _size(style.CELL)),
    ("ITACellCentred", "ITA Cell Centred", _CENTRED, _size(style.CELL)),
    ("ITAHeading", "ITA Table Heading", f"<w:keepNext/>{_CENTRED}", _BOLD + _size(style.CELL)),
    ("ITAMeasure", "ITA Measure", "", _BOLD + _size(style.CELL)),
    ("ITANumber", "ITA Number", '<w:ind w:left="300" w:hanging="300"/>', _size(style.CELL)),
    ("ITABullet", "ITA Bullet", f'{_LISTED.format(1)}<w:ind w:left="200" w:hanging="200"/>', _size(style.CELL)),
    ("ITAPicture", "ITA Picture", f"<w:keepNext/>{_spacing(6, 3)}{_CENTRED}", ""),
    ("ITACaption", "ITA Caption", f"<w:keepLines/>{_spacing(0, 6)}{_CENTRED}", ""),
    ("ITAPageNumber", "ITA Page Number", f"{_spacing(0, 6)}{_CENTRED}", ""),
    ("ITANothing", "ITA Nothing", _spacing(0, 0, 1), _size(1)),
)  # fmt: skip

# Of proclamations alone: the other templates stay what offices have copies of.
_OF_PROCLAMATIONS = (
    ("ITASeal", "ITA Seal", f'<w:keepNext/><w:spacing w:before="0" w:after="120" w:line="{_SEAL}" w:lineRule="atLeast"/>{_CENTRED}', ""),
    ("ITARule", "ITA Rule", f'<w:keepNext/><w:pBdr><w:top w:val="single" w:sz="{round(style.LINE_WIDTH * 8)}" w:space="1" w:color="auto"/></w:pBdr>{_spacing(6, 0)}<w:ind w:left="{_BESIDE}" w:right="{_BESIDE}"/>', _size(6)),
    ("ITADated", "ITA Dated", f'<w:keepNext/>{_spacing(style.BEFORE_PART)}<w:ind w:left="{2 * _INDENT}"/>', ""),
    ("ITAMember", "ITA Member", "", ""),
)  # fmt: skip

_TABLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" '
    'w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
    '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
    '<w:style w:type="table" w:customStyle="1" w:styleId="ITATable"><w:name w:val="ITA Table"/>'
    '<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="{round(style.LINE_WIDTH * 8)}" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + f'</w:tblBorders><w:tblCellMar><w:top w:w="{_ABOVE}" w:type="dxa"/><w:left w:w="{_INSET}" w:type="dxa"/>'
    f'<w:bottom w:w="{_ABOVE}" w:type="dxa"/><w:right w:w="{_INSET}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
)


def styles(body: str) -> str:
    """Return styles.xml for a document with this body."""
    named = (row for row in _OF_PROCLAMATIONS if f'"{row[0]}"' in body)
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(FONT)}{_size(style.TEXT)}{_LANGUAGE}</w:rPr>"
        "</w:rPrDefault><w:pPrDefault><w:pPr>"
        '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
    )
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="ITAText"><w:name w:val="Normal"/>'
        f"<w:qFormat/><w:pPr/><w:rPr>{_fonts(FONT)}{_size(style.TEXT)}{_LANGUAGE}</w:rPr></w:style>"
    )
    heading = (
        '<w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/>'
        '<w:basedOn w:val="ITAText"/><w:next w:val="ITALead"/><w:qFormat/><w:pPr><w:keepNext/>'
        f'<w:keepLines/>{_spacing(style.ABOVE_HEADING, style.BELOW_HEADING)}<w:outlineLvl w:val="1"/></w:pPr><w:rPr>{_BOLD}</w:rPr>'
        "</w:style>"
    )
    characters = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="ITALabel">'
        f'<w:name w:val="ITA Label"/><w:qFormat/><w:rPr>{_BOLD}{_size(style.LABEL)}</w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
        f'<w:rPr><w:color w:val="{style.LINK[1:].upper()}"/><w:u w:val="single"/></w:rPr></w:style>'
    )
    own = "".join(_style(*row) for row in (*_PARAGRAPHS, *named))
    return (
        f"{HEAD}<w:styles {NAMESPACES}>{defaults}{normal}{heading}{characters}{_TABLE}{own}"
        "</w:styles>"
    )


def numbering() -> str:
    """Return numbering.xml: list 1, the bullets. Numbers are typed: the officer's stay as given."""
    return (
        f'{HEAD}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="1">'
        '<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="bullet"/><w:lvlText w:val="-"/><w:lvlJc w:val="left"/><w:pPr>'
        '<w:ind w:left="200" w:hanging="200"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )


def font_table() -> str:
    """Return fontTable.xml: each font with the one that may stand in for it.

    LibreOffice looks at none of that (7.4: altName, panose1, sig and family tried) but takes a
    font that the file carries: see font.py.
    """
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="DE"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
        for name, other in FONTS.items()
    )
    return f"{HEAD}<w:fonts {NAMESPACES}>{fonts}</w:fonts>"

"""The word ร่าง across every page of a Word file, as Word's own watermarks are made."""

from __future__ import annotations

from lxml import etree

from ita_excel.documents import style
from ita_excel.documents.word.packaging import (
    Relations,
    declare_header,
    parse,
    w,
)
from ita_excel.ooxml.partxml import as_part
from ita_excel.ooxml.relationships import OFFICE as REL

DRAFT = "ร่าง"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KINDS = ("default", "first", "even")
_MARK = (
    f'<w:r xmlns:w="{_W}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="PowerPlusWaterMarkObject{index}" o:spid="_x0000_s20{index}" '
    'type="#_x0000_t136" alt="ร่าง" style="position:absolute;margin-left:0;margin-top:0;'
    "width:300pt;height:180pt;rotation:315;z-index:-251658752;"
    "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
    'mso-position-vertical:center;mso-position-vertical-relative:margin" o:allowincell="f" '
    'fillcolor="{colour}" stroked="f"><v:textpath style="font-family:&quot;{font}&quot;;'
    'font-size:1pt" string="ร่าง"/></v:shape></w:pict></w:r>'
)
_MARK = _MARK.replace("{colour}", style.WATERMARK).replace("{font}", style.FONT)


def add_watermark(document: etree._Element, parts: dict[str, bytes], relations: Relations) -> None:
    """Put the watermark into every header; a section without one gets one."""
    done: set[str] = set()
    for section in document.iter(w("sectPr")):
        kinds = ["default"]
        if section.find(w("titlePg")) is not None:
            kinds.append("first")
        present = {
            reference.get(w("type")): relations.target(reference.get(f"{{{REL}}}id", ""))
            for reference in section.findall(w("headerReference"))
        }
        for kind in _KINDS:
            if kind in present:
                _mark(present[kind], parts, done)
            elif kind in kinds:
                part = _new_header(section, kind, parts, relations)
                _mark(part, parts, done)


def _mark(part: str, parts: dict[str, bytes], done: set[str]) -> None:
    if part in done or part not in parts:
        return
    header = parse(parts[part])
    paragraph = header.find(f".//{w('p')}")
    if paragraph is None:
        paragraph = etree.SubElement(header, w("p"))
    paragraph.append(etree.fromstring(_MARK.replace("{index}", str(len(done) + 49))))
    parts[part] = as_part(header)
    done.add(part)


def _new_header(
    section: etree._Element, kind: str, parts: dict[str, bytes], relations: Relations
) -> str:
    number = next(i for i in range(1, 1000) if f"word/header{i}.xml" not in parts)
    part = f"word/header{number}.xml"
    parts[part] = f'<w:hdr xmlns:w="{_W}"><w:p/></w:hdr>'.encode()
    declare_header(parts, part)
    relation = relations.add(f"{REL}/header", f"header{number}.xml")
    reference = etree.Element(w("headerReference"), {w("type"): kind, f"{{{REL}}}id": relation})
    section.insert(0, reference)
    return part

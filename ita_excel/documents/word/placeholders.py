"""Fills a Word template by docxtpl's rules: each template is read and compiled but once.

Jinja's autoescape keeps `&` and `<` of a text what they are, StrictUndefined turns a placeholder
that nobody knows into an error, which names it and the paragraph where it stands.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict

from ita_excel.core import limits
from ita_excel.core.errors import InputError
from ita_excel.core.language import Text
from ita_excel.ooxml.zipping import unzipped

if TYPE_CHECKING:
    from jinja2 import Environment, Template

_FOLDER = Path(__file__).with_name("templates")
_FILLED = re.compile(r"word/(document|header\d*|footer\d*)\.xml")
_PARAGRAPH = re.compile(r"<w:(?:p|tr)[ >]")
_TAG = re.compile(r"<[^<>]*>")

NO_WORD_FILE = Text(
    "แม่แบบ {name}.docx ไม่ใช่ไฟล์ Word (.docx) ที่อ่านได้ โปรดคัดลอกแม่แบบใหม่ด้วยคำสั่ง templates copy",
    "the template {name}.docx is not a Word file that can be read: copy a fresh one with the "
    "command templates copy",
)
_BROKEN = Text(
    "แม่แบบ {name}.docx ใช้ไม่ได้: {why} ที่ย่อหน้า “{place}” โปรดแก้ไขในโปรแกรม Word",
    "the template {name}.docx can't be used: {why}, in the paragraph “{place}”: mend it in Word",
)
_UNKNOWN = Text("ไม่รู้จักตัวแปร {what}", "nothing is called {what}")
_TORN = Text(
    "คำสั่งเริ่มในย่อหน้าหรือเซลล์หนึ่งแต่จบในอีกแห่งหนึ่ง",
    "a command begins in one paragraph or cell and ends in another",
)
_SYNTAX = Text("เขียนคำสั่งไม่ถูกต้อง ({what})", "a command is written wrongly ({what})")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A template ready to be filled: its parts, and those of them with placeholders."""

    parts: Mapping[str, bytes]
    filled: Mapping[str, Template]
    sources: Mapping[str, str]


class Shipped(TypedDict):
    """What is kept of one of our own templates: its parts as Jinja reads them, and as it made them.

    `code` is Python, which a Jinja of another version (`jinja`) may not understand.
    """

    jinja: str
    sources: dict[str, str]
    code: dict[str, str]


def fill(data: bytes, name: str, context: Mapping[str, Any]) -> dict[str, bytes]:
    """Return the parts of the document that the template gives with `context`."""
    template = compiled(data, name)
    parts = dict(template.parts)
    for part, source in template.filled.items():
        try:
            made = source.render(context)
        except Exception as error:  # whatever a stranger's commands can do, divide by zero too
            place = _place(template.sources[part], _line_of(error))
            raise InputError(_BROKEN, name=name, why=_why(error), place=place) from error
        parts[part] = made.encode()
        if data != template_bytes(name):
            _check_whole(made, name)
    return parts


def unused(data: bytes, name: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return those of `names` that no placeholder of a template names; InputError as `compiled`."""
    from jinja2 import meta

    environment = _environment()
    used: set[str] = set()
    for source in compiled(data, name).sources.values():
        used |= meta.find_undeclared_variables(environment.parse(source))
    return tuple(n for n in names if n not in used)


def _check_whole(made: str, name: str) -> None:
    """Raise InputError where commands tore the document: a paragraph or cell without its end."""
    from lxml import etree

    try:
        etree.fromstring(made.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError as error:
        place = _place(made, error.lineno or 1)
        raise InputError(_BROKEN, name=name, why=_TORN, place=place) from error


@cache
def template_bytes(name: str) -> bytes:
    """Return our own template, `memo` or `report`."""
    return _FOLDER.joinpath(f"{name}.docx").read_bytes()


@lru_cache(maxsize=16)
def compiled(data: bytes, name: str) -> Compiled:
    """Return the compiled template; InputError where it is no Word file or is written wrongly."""
    import jinja2

    try:
        parts = unzipped(data, limits.TEMPLATE_PARTS)
        shipped = _shipped(data, name)
        sources = shipped["sources"] if shipped else jinja_sources(data, parts)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, SyntaxError) as error:  # lxml's too
        raise InputError(NO_WORD_FILE, name=name) from error
    environment, filled = _environment(), {}
    made = shipped["code"] if shipped and shipped["jinja"] == jinja2.__version__ else {}
    for part, source in sources.items():
        try:
            filled[part] = (
                environment.template_class.from_code(
                    environment, compile(made[part], "<template>", "exec"), {}
                )
                if part in made
                else environment.from_string(source)
            )
        except jinja2.TemplateSyntaxError as error:
            place = _place(source, error.lineno)
            raise InputError(_BROKEN, name=name, why=_why(error), place=place) from error
    return Compiled(parts, filled, sources)


def jinja_sources(data: bytes, parts: Mapping[str, bytes]) -> dict[str, str]:
    """Return what docxtpl makes of each part with placeholders; KeyError for no Word file."""
    from docxtpl import DocxTemplate

    reader = DocxTemplate(io.BytesIO(data))
    reader.init_docx()
    texts = {p: parts[p].decode("utf-8-sig") for p in parts if _FILLED.fullmatch(p)}
    texts["word/document.xml"]  # a KeyError where there is none
    # A line a paragraph, so that Jinja's line number leads back to it.
    return {
        part: _PARAGRAPH.sub(lambda m: "\n" + m[0], reader.patch_xml(text))
        for part, text in texts.items()
        if "{" in text
    }


def made_ready(data: bytes) -> Shipped:
    """Return what is to be kept of one of our own templates."""
    import jinja2

    sources = jinja_sources(data, unzipped(data, limits.TEMPLATE_PARTS))
    code = {part: _environment().compile(text, raw=True) for part, text in sources.items()}
    return Shipped(jinja=jinja2.__version__, sources=sources, code=code)


def _shipped(data: bytes, name: str) -> Shipped | None:
    """Return our own template as it was made ready; None for an office's own."""
    if data != template_bytes(name):
        return None
    known: dict[str, Shipped] = json.loads(_FOLDER.joinpath("sources.json").read_text("utf-8"))
    return known[name]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    import jinja2
    from jinja2.sandbox import SandboxedEnvironment

    # Sandboxed: a template comes from whoever mailed it.
    return SandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)


def _why(error: Exception) -> Text:
    import jinja2

    message = str(error)
    named = re.search(r"'([^']+)'(?: is undefined|$)", message)
    if isinstance(error, jinja2.UndefinedError) and named:
        return _UNKNOWN.fill(what=named[1].removeprefix("dict object.") or message)
    return _SYNTAX.fill(what=message or type(error).__name__)


def _line_of(error: Exception) -> int:
    trace, line = error.__traceback__, 1
    while trace:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _place(source: str, line: int) -> str:
    """Return the text of the paragraph at a line, or of the nearest one above that has text."""
    lines = source.split("\n")[:line]
    for text in reversed(lines):
        told = html.unescape(_TAG.sub("", text)).strip()
        if told:
            return told[:60]
    return "…"

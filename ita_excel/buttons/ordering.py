"""What the button Export makes: the choices of the command `export`, asked for and remembered.

One question shows what would be made; whoever wants something else is asked in lists. What was
chosen for a workbook is offered again at the next press, on this computer.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from ita_excel.buttons.desk import Desk
from ita_excel.buttons.running import NEVER_MIND, Cancelled
from ita_excel.core.errors import UsageError
from ita_excel.core.language import Language, Text
from ita_excel.documents.content.material import SharedAs
from ita_excel.documents.declarations import DOCUMENTS, FILE_FORMATS, TEMPLATE_NAMES, TEMPLATES
from ita_excel.documents.declaring import Covers
from ita_excel.documents.order import (
    FORMATS,
    KINDS,
    ROWS_OR_ANNEX,
    USUAL,
    Order,
    kinds_named,
)
from ita_excel.jobs.which_papers import chosen
from ita_excel.schema.model import Round
from ita_excel.sheets import Reading
from ita_excel.thai.dates import read_date

T = TypeVar("T")

FILE = "export.json"
_KEPT = 50  # workbooks
_OWN_FOLDERS = ("แม่แบบ", "templates")  # beside the workbook

KIND_NAMES: dict[str, Text] = {d.kind: d.title for d in DOCUMENTS}
_OTHER, _MEMOS = "other", "memos"
FORMAT_NAMES: dict[str, Text] = {f.key: f.name for f in FILE_FORMATS}
# The first list: what is made at most presses; whoever wants other papers gets a list of them.
FIRST: dict[str, Text] = {
    **{kind: KIND_NAMES[kind] for kind in USUAL},
    **FORMAT_NAMES,
    _OTHER: Text("เอกสารอื่น …", "other documents …"),
}
OTHER_KINDS: dict[str, Text] = {
    d.kind: d.title for d in DOCUMENTS if not d.usual and not d.memo_of
} | {_MEMOS: Text("พร้อมบันทึกเสนอของแต่ละฉบับ", "with the memo of each")}
_OPTIONS: dict[str, Text] = {
    "6": Text("รอบ ๖ เดือน", "round of 6 months"),
    "12": Text("รอบ ๑๒ เดือน", "round of 12 months"),
    "draft": Text("ฉบับร่าง", "draft"),
    "public": Text("PDF จะเผยแพร่", "PDF for publication"),
    "allow": Text("ยอมให้เผยแพร่ข้อมูลส่วนบุคคล", "allow personal data"),
    "templates": Text("แม่แบบ Word ของหน่วยงาน", "our own Word templates"),
    "word": Text("ทำ PDF จาก Word", "PDF from Word"),
    "unit": Text("เฉพาะหน่วยงานเดียว", "one unit only"),
    "sign": Text("วันที่อื่นของบันทึก", "another date of the memo"),
    "each": Text("แยกตามหน่วยงาน", "each unit's rows"),
}
_SHARED: dict[SharedAs, Text] = {
    SharedAs.ROWS: Text("แถวของแต่ละหน่วยงานใต้แถวรวม", "each unit's row below the joint one"),
    SharedAs.ANNEX: Text("ผลของแต่ละหน่วยงานในภาคผนวก", "each unit's results in an annex"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What is remembered of an order: not what holds for one day only."""

    kinds: tuple[str, ...] = USUAL
    formats: tuple[str, ...] = ("docx", "pdf")
    public: bool = False
    pdf_from_word: bool = False
    templates: str = ""  # a folder
    shared: str = SharedAs.JOINT.value


def ask(desk: Desk, reading: Reading) -> Order:
    """Return what the person wants made; Cancelled, or UsageError for what can't be meant."""
    remembered = _recall(desk)
    offered = replace(_order(remembered or _usual(desk)), unnamed=remembered is None)
    offered, why = chosen(reading, offered, desk.now().date())
    what = told(offered, desk.language)
    what = f"{why.text.say(desk.language)}\n\n{what}" if why else what
    agency = reading.agency.value
    if agency.paired_year and any(d.covers is Covers.RESULTS for d in offered.documents):
        paired = _PAIRED.fill(year=agency.paired_year.year, file=agency.last_year_file)
        what = f"{what}\n{paired.say(desk.language)}"
    question = _LIKE_THIS.fill(what=what)
    if desk.asking.agree(question.say(desk.language)):
        return offered
    order = _changed(desk, offered, reading)
    _remember(desk, order)
    return order


def told(order: Order, language: Language) -> str:
    """Return an order as lines: what a person sees before it is made."""
    lines = [
        _MAKES.fill(
            kinds=_names(KIND_NAMES, order.kinds, language),
            formats=_names(FORMAT_NAMES, order.formats, language),
        )
    ]
    if order.templates:
        lines.append(_TEMPLATES.fill(folder=order.templates))
    if order.shared in _SHARED:
        lines.append(_SHARED[order.shared])
    for wanted, key in ((order.public, "public"), (order.pdf_from_word, "word")):
        if wanted:
            lines.append(_OPTIONS[key])
    return "\n".join(line.say(language) for line in lines)


def _names(names: dict[Any, Text], chosen: Sequence[str], language: Language) -> str:
    return ", ".join(names[one].say(language) for one in chosen)


def _order(choices: Choices) -> Order:
    return Order(
        kinds=choices.kinds,
        formats=choices.formats,
        public=choices.public,
        pdf_from_word=choices.pdf_from_word,
        templates=Path(choices.templates) if choices.templates else None,
        shared=SharedAs(choices.shared),
    )


def _changed(desk: Desk, order: Order, reading: Reading) -> Order:
    """Return the order as the person changes it, in two lists."""
    others = [kind for kind in order.kinds if kind not in USUAL]
    before = [
        *(k for k in USUAL if k in order.kinds),
        *order.formats,
        *([_OTHER] if others else []),
    ]
    made = _choose(desk, _WHAT, FIRST, before)
    kinds = tuple(k for k in USUAL if k in made)
    if _OTHER in made:
        kinds = (*kinds, *_other_kinds(desk, others))
    kinds = tuple(k for k in KINDS if k in kinds)
    formats = tuple(f for f in FORMATS if f in made)
    if not kinds or not formats:
        raise UsageError(_NOTHING)
    chosen_before = [
        key
        for key, chosen in (
            ("public", order.public),
            ("templates", order.templates is not None),
            ("word", order.pdf_from_word),
            ("each", order.shared in _SHARED),
        )
        if chosen
    ]
    wants = _choose(desk, _HOW, _OPTIONS, chosen_before)
    if {"6", "12"} <= wants:
        raise UsageError(_TWO_ROUNDS)
    return replace(
        order,
        unnamed=False,
        kinds=kinds,
        formats=formats,
        round=Round.SIX if "6" in wants else Round.TWELVE if "12" in wants else None,
        draft="draft" in wants,
        public="public" in wants,
        allow_personal_data="allow" in wants,
        pdf_from_word="word" in wants,
        shared=_shared(desk, order.shared) if "each" in wants else SharedAs.JOINT,
        templates=_templates(desk, order.templates) if "templates" in wants else None,
        unit=_unit(desk, reading) if "unit" in wants else None,
        sign=_date(desk) if "sign" in wants else None,
    )


def _other_kinds(desk: Desk, before: Sequence[str]) -> tuple[str, ...]:
    """Return the papers that a person chooses among those not made unasked, perhaps with memos."""
    offered = [kind for kind in before if kind in OTHER_KINDS]
    if len(offered) < len(before):
        offered.append(_MEMOS)
    chosen = _choose(desk, _WHICH_OTHERS, OTHER_KINDS, offered)
    papers = [kind for kind in KINDS if kind in chosen]
    memos = ["memo"] if _MEMOS in chosen and papers else []
    return kinds_named([*papers, *memos])


def _choose(desk: Desk, question: Text, named: dict[T, Text], before: Sequence[T]) -> set[T]:
    keys = list(named)
    chosen = desk.asking.choose(
        question.say(desk.language),
        [name.say(desk.language) for name in named.values()],
        [keys.index(key) for key in before],
    )
    if chosen is None:
        raise Cancelled(NEVER_MIND)
    return {keys[number] for number in chosen}


def _templates(desk: Desk, before: Path | None) -> Path:
    """Return the folder of the office's templates: the one known already, or the one it names."""
    if before and desk.asking.agree(_SAME_TEMPLATES.fill(folder=before).say(desk.language)):
        return before
    folder = desk.asking.folder(_WHERE_TEMPLATES.say(desk.language))
    if folder is None:
        raise Cancelled(NEVER_MIND)
    return folder


def _unit(desk: Desk, reading: Reading) -> str:
    names = [unit.value.name for unit in reading.units if unit.value.name]
    chosen = desk.asking.choose(_WHICH_UNIT.say(desk.language), names, [])
    if not chosen:
        raise Cancelled(NEVER_MIND)
    return names[chosen[0]]


def _shared(desk: Desk, before: SharedAs) -> SharedAs:
    chosen = _choose(desk, _WHICH_SHARED, _SHARED, [before] if before in _SHARED else [])
    if len(chosen) != 1:
        raise UsageError(ROWS_OR_ANNEX)
    return chosen.pop()


def _date(desk: Desk) -> Any:
    typed = desk.asking.text(_WHICH_DATE.say(desk.language), "")
    if typed is None:
        raise Cancelled(NEVER_MIND)
    date = read_date(typed)
    if date is None:
        raise UsageError(_NO_DATE, typed=typed)
    return date


def _recall(desk: Desk) -> Choices | None:
    """Return what was chosen for this workbook, None where nothing was."""
    told = _all(desk).get(_name(desk))
    with suppress(TypeError, KeyError, AttributeError):
        choices = Choices(**told) if isinstance(told, dict) else None
        if choices:
            kinds = tuple(k for k in KINDS if k in choices.kinds)
            formats = tuple(f for f in FORMATS if f in choices.formats)
            known = choices.shared in [one.value for one in SharedAs]
            if kinds and formats and known:
                return replace(choices, kinds=kinds, formats=formats)
    return None


def _usual(desk: Desk) -> Choices:
    """Return what is offered first: with the office's templates, where a folder of them lies beside."""
    for folder in _OWN_FOLDERS if desk.folder else ():
        place = Path(desk.folder or "", folder)
        if any((place / name).is_file() for name in TEMPLATES):
            return Choices(templates=str(place))
    return Choices()


def _remember(desk: Desk, order: Order) -> None:
    """Keep the choices; where that can't be written they are asked for again."""
    choices = Choices(
        order.kinds,
        order.formats,
        order.public,
        order.pdf_from_word,
        str(order.templates) if order.templates else "",
        order.shared.value,
    )
    every = {k: v for k, v in _all(desk).items() if k != _name(desk)}
    kept = dict([*list(every.items())[1 - _KEPT :], (_name(desk), asdict(choices))])
    with suppress(OSError):
        desk.state.mkdir(parents=True, exist_ok=True)
        text = json.dumps(kept, ensure_ascii=False, indent=1)
        (desk.state / FILE).write_text(text, encoding="utf-8")


def _all(desk: Desk) -> dict[str, Any]:
    try:
        told = json.loads((desk.state / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _name(desk: Desk) -> str:
    return str(Path(desk.folder or "", desk.book.name))


_LIKE_THIS = Text(
    "จะทำเอกสารดังนี้\n\n{what}\n\nทำตามนี้หรือไม่ (ตอบ ไม่ใช่ เพื่อเลือกเอกสาร รูปแบบไฟล์ รอบ แม่แบบ หน่วยงาน และอื่น ๆ)",
    "this will be made:\n\n{what}\n\nlike this? (answer No to choose documents, formats, round, "
    "templates, unit and more)",
)
_PAIRED = Text(
    "ผลการดำเนินการของปี {year} จาก “{file}” (ตามที่ตั้งไว้ใน “ไฟล์ของปีก่อน”)",
    "the results of {year} out of “{file}” (as the settings say)",
)
_MAKES = Text("{kinds}\nเป็น {formats}", "{kinds}\nas {formats}")
_TEMPLATES = Text("แม่แบบ Word ใน {folder}", "Word templates in {folder}")
_WHAT = Text("เลือกเอกสารและรูปแบบไฟล์", "Choose documents and formats")
_WHICH_OTHERS = Text("เลือกเอกสารอื่น", "Choose other documents")
_HOW = Text("เลือกเพิ่มเติม (ไม่เลือกรอบ = ตามสมุดงาน)", "Choose more (no round: as the workbook says)")
_NOTHING = Text(
    "ยังไม่ได้เลือกเอกสารหรือรูปแบบไฟล์ โปรดเลือกอย่างน้อยอย่างละหนึ่ง",
    "no document or no format was chosen: choose at least one of each",
)
_TWO_ROUNDS = Text(
    "เลือกไว้สองรอบ โปรดเลือกรอบเดียว แล้วทำอีกรอบภายหลัง",
    "two rounds were chosen: choose one, and make the other afterwards",
)
_SAME_TEMPLATES = Text("ใช้แม่แบบใน {folder} หรือไม่", "Use the templates in {folder}?")
_WHERE_TEMPLATES = Text(
    "เลือกโฟลเดอร์ที่มี {names} ของหน่วยงาน", "Choose the folder with the office's {names}"
).fill(names=TEMPLATE_NAMES)
_WHICH_UNIT = Text("เลือกหน่วยงานเดียว", "Choose one unit")
_WHICH_SHARED = Text(
    "วิธีการที่หลายหน่วยงานรับผิดชอบร่วมกัน: เลือกหนึ่งอย่าง", "Actions that several units share: choose one"
)
_WHICH_DATE = Text(
    "วันที่ของบันทึก เช่น ๑ เมษายน ๒๕๗๐", "the memo's date, e.g. 1 April 2027 or ๑ เมษายน ๒๕๗๐"
)
_NO_DATE = Text(
    "อ่านวันที่ “{typed}” ไม่ออก โปรดพิมพ์เช่น ๑ เมษายน ๒๕๗๐",
    "“{typed}” is no date: type it like ๑ เมษายน ๒๕๗๐ or 1/4/2570",
)

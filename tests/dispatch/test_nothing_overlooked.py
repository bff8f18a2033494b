"""What a returned file holds beside the answers: merged where it can be, else listed by its place."""

from __future__ import annotations

import json
import re
import shutil
import zipfile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image

from ita_excel import schema
from ita_excel.sheets import read
from ita_excel.store.file import FileGrid
from tests import libreoffice
from tests.command import run
from tests.dispatch.files import make_master, typed
from tests.documents.books import png

pytestmark = pytest.mark.usefixtures("uncalculated")

RESULTS = schema.RESULTS.sheet
UNIT = "กองคลัง"
KEY = "KCCC"
ROWS = (
    {"key": KEY, "text": "รายงานการจัดซื้อจัดจ้างรายเดือน", "responsible": UNIT,
     "problems": "ไม่มีปัญหา และอุปสรรค"},
    {"key": "KDDD", "text": "สำรวจความพึงพอใจผู้รับบริการ", "responsible": UNIT},
)  # fmt: skip


@pytest.fixture(scope="module")
def sent(tmp_path_factory):
    """A master, and beside it the folder `out` with what was sent."""
    folder = tmp_path_factory.mktemp("sent")
    master = make_master(folder / "master.xlsx", ROWS)
    assert run("split", master, "-o", folder / "out", "--due", "31/3/2565").code == 0
    return folder


@pytest.fixture
def master(sent, tmp_path):
    shutil.copytree(sent, tmp_path / "office")
    return tmp_path / "office" / "master.xlsx"


@pytest.fixture
def answer(master):
    """The workbook that was sent to a unit."""
    return master.parent / "out" / f"ITA 2565 6 เดือน {UNIT}.xlsx"


class Written:
    """A unit's workbook open in another program."""

    def __init__(self, path):
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book[RESULTS]
        header = [c.value for c in self.sheet[3]]
        self.columns = {name: header.index(name) + 1 for name in header if name}
        self.row = next(r for r in range(4, 9) if self.sheet.cell(r, 1).value == KEY)

    def cell(self, heading, row=None):
        return self.sheet.cell(row or self.row, self.columns[heading])

    def save(self, path=None):
        self.book.save(path or self.path)
        return path or self.path


def collected(master, *paths, code=None):
    ran = run("collect", master, *paths, "--json")
    if code is not None:
        assert ran.code == code, ran
    return json.loads(ran.out)


def aside(master):
    """The rows of the sheet of what has no place in the results: place, column, value."""
    block = read(FileGrid(master)).blocks[schema.SETASIDE.name]
    fields = ("why", "unit", "place", "action", "column", "value")
    return [tuple(block.cell(r, f) for f in fields) for r in block.filled_rows()]


def test_what_a_unit_wrote_anywhere_else_stands_by_its_place(master, answer):
    unit = Written(answer)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่รายงานแล้ว"
    unit.cell("ปัญหา/อุปสรรค").comment = Comment("ขอขยายเวลาถึงสิ้นเดือน", "สมศรี")
    unit.sheet.cell(3, 18, "ความเห็นหัวหน้า")
    unit.sheet.cell(unit.row, 18, "เห็นชอบ ๑")
    unit.sheet.cell(unit.row, 21, "ข้างตาราง ๒")
    unit.sheet.cell(14, 5, "หมายเหตุ ใต้ตาราง ๓")
    unit.sheet.cell(1, 9, "เหนือตาราง ๔")
    other = unit.book.create_sheet("รูปภาพ")
    other["B2"] = "ภาพกิจกรรมวันที่ ๕"
    other["C7"] = 42
    unit.book["คำแนะนำ"]["F30"] = "ฝากถามผู้รวบรวม ๖"
    unit.save()
    ran = run("collect", master, answer)
    kept = {place: (action, column, value) for _, _, place, action, column, value in aside(master)}
    action = "รายงานการจัดซื้อจัดจ้างรายเดือน"
    row = unit.row
    column = unit.cell("ปัญหา/อุปสรรค").column_letter
    assert kept == {
        f"{RESULTS}!{column}{row}": (action, "ปัญหา/อุปสรรค", "สมศรี: ขอขยายเวลาถึงสิ้นเดือน"),
        f"{RESULTS}!R{row}": (action, "ความเห็นหัวหน้า", "เห็นชอบ ๑"),
        f"{RESULTS}!U{row}": (action, None, "ข้างตาราง ๒"),
        f"{RESULTS}!E14": (None, None, "หมายเหตุ ใต้ตาราง ๓"),
        f"{RESULTS}!I1": (None, None, "เหนือตาราง ๔"),
        "รูปภาพ!B2": (None, None, "ภาพกิจกรรมวันที่ ๕"),
        "รูปภาพ!C7": (None, None, "42"),
        "คำแนะนำ!F30": (None, None, "ฝากถามผู้รวบรวม ๖"),
    }
    assert ran.code == 1  # a person has to look at them
    for place, (_, _, value) in kept.items():
        assert place in ran.out
        assert value in ran.out
    assert typed(master, KEY, "outcome") == "เผยแพร่รายงานแล้ว"


def test_a_file_with_answers_alone_has_nothing_overlooked(master, answer):
    unit = Written(answer)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่รายงานแล้ว"
    unit.cell("สถานะ").value = "ดำเนินการแล้ว"
    unit.save()
    done = collected(master, answer, code=0)
    assert aside(master) == []
    assert [f["overlooked"] for f in done["files"]] == [[]]


def test_a_link_under_other_words_is_evidence(master, answer):
    unit = Written(answer)
    cell = unit.cell("หลักฐาน")
    cell.value = "ภาพกิจกรรม"
    cell.hyperlink = "https://example.go.th/photos/7"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "evidence") == "ภาพกิจกรรม\nhttps://example.go.th/photos/7"


def test_a_link_on_the_outcome_is_evidence_too(master, answer):
    unit = Written(answer)
    cell = unit.cell("ผลการดำเนินการ")
    cell.value = "ประชุมชี้แจงแล้ว"
    cell.hyperlink = "https://example.go.th/minutes.pdf"
    unit.cell("หลักฐาน").value = "บันทึกที่ ๑๒/๒๕๖๕"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "outcome") == "ประชุมชี้แจงแล้ว"
    assert typed(master, KEY, "evidence") == "บันทึกที่ ๑๒/๒๕๖๕\nhttps://example.go.th/minutes.pdf"


def test_a_link_that_says_its_own_address_adds_nothing(master, answer):
    unit = Written(answer)
    cell = unit.cell("หลักฐาน")
    cell.value = "https://example.go.th/a"
    cell.hyperlink = "https://example.go.th/a/"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "evidence") == "https://example.go.th/a"


def test_answers_in_a_renamed_sheet_are_merged(master, answer):
    unit = Written(answer)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่รายงานแล้ว"
    unit.sheet.title = "งานของคลัง"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "outcome") == "เผยแพร่รายงานแล้ว"


def test_answers_in_a_copied_sheet_are_merged(master, answer):
    unit = Written(answer)
    copied = unit.book.copy_worksheet(unit.sheet)
    copied.title = f"{RESULTS} (2)"
    copied.cell(unit.row, unit.columns["ผลการดำเนินการ"], "พิมพ์ในสำเนา")
    unit.cell("ข้อเสนอแนะ").value = "พิมพ์ในแผ่นเดิม"
    unit.save()
    collected(master, answer, code=0)
    assert typed(master, KEY, "outcome") == "พิมพ์ในสำเนา"
    assert typed(master, KEY, "suggestions") == "พิมพ์ในแผ่นเดิม"


def test_two_answers_in_sheet_and_copy_both_stand(master, answer):
    unit = Written(answer)
    copied = unit.book.copy_worksheet(unit.sheet)
    copied.title = "สำเนาของสมชาย"
    copied.cell(unit.row, unit.columns["ผลการดำเนินการ"], "พิมพ์ในสำเนา")
    unit.cell("ผลการดำเนินการ").value = "พิมพ์ในแผ่นเดิม"
    unit.save()
    collected(master, answer, code=1)
    values = {value for *_, value in aside(master)}
    assert values == {"พิมพ์ในสำเนา", "พิมพ์ในแผ่นเดิม"}


def filled_everywhere(path, picture):
    """A unit's workbook with an answer, and something in every place that a program has."""
    unit = Written(path)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่รายงานแล้ว"
    unit.cell("สถานะ").comment = Comment("ขอขยายเวลาถึงสิ้นเดือน", "สมศรี")
    evidence = unit.cell("หลักฐาน")
    evidence.value = "ภาพกิจกรรม"
    evidence.hyperlink = "https://example.go.th/photos/7"
    unit.cell("ข้อเสนอแนะ").value = '=HYPERLINK("https://example.go.th/idea","ดูข้อเสนอ")'
    unit.sheet.cell(14, 10, "หมายเหตุ ใต้ตาราง ๓")
    unit.sheet.add_image(Image(picture), "L9")
    unit.book.create_sheet("ของเรา")["B2"] = "ข้อความในชีตอื่น ๕"
    unit.save()


@pytest.fixture(scope="module")
def picture(tmp_path_factory):
    path = tmp_path_factory.mktemp("picture") / "ภาพ.png"
    path.write_bytes(png(8, 8))
    return str(path)


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_through_libreoffice_the_same_is_found_in_its_files(master, answer, picture, kind):
    filled_everywhere(answer, picture)
    libreoffice.convert(answer, kind, master.parent / "in")
    collected(master, master.parent / "in", code=1)
    rows = {place: value for _, _, place, _, _, value in aside(master)}
    row = 4
    assert rows.pop(f"{RESULTS}!I{row}").endswith("ขอขยายเวลาถึงสิ้นเดือน")
    assert f"{RESULTS}!L9" in rows  # the picture
    rows.pop(f"{RESULTS}!L9")
    assert rows == {f"{RESULTS}!J14": "หมายเหตุ ใต้ตาราง ๓", "ของเรา!B2": "ข้อความในชีตอื่น ๕"}
    lines = typed(master, KEY, "evidence").split("\n")
    assert lines[0] == "ภาพกิจกรรม"
    assert "https://example.go.th/photos/7" in lines
    # An old .xls keeps formulas in a code that isn't read; what it shows is merged with a warning.
    assert ("https://example.go.th/idea" in lines) is (kind == "ods")


@pytest.mark.parametrize("kind", ["ods", "xls"])
def test_what_another_program_adds_by_itself_is_nobodys_words(master, answer, kind):
    unit = Written(answer)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่รายงานแล้ว"
    unit.save()
    libreoffice.convert(answer, kind, master.parent / "in")
    collected(master, master.parent / "in", code=0)
    assert aside(master) == []
    assert typed(master, KEY, "outcome") == "เผยแพร่รายงานแล้ว"


def test_a_thread_of_comments_is_told_whole_with_its_writers(master, answer):
    unit = Written(answer)
    unit.cell("สถานะ").comment = Comment("[Threaded comment] your version of Excel …", "tc={A}")
    unit.save()
    person = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    with_parts(
        answer,
        {
            "xl/threadedComments/threadedComment1.xml": f'''<ThreadedComments xmlns="{person}">
<threadedComment ref="I4" personId="{{1}}" id="{{A}}"><text>ตัวเลขนี้ถูกไหม</text></threadedComment>
<threadedComment ref="I4" personId="{{2}}" id="{{B}}" parentId="{{A}}"><text>ถูกแล้ว</text>
</threadedComment></ThreadedComments>''',
            "xl/persons/person.xml": f'''<personList xmlns="{person}">
<person displayName="สมศรี" id="{{1}}"/><person displayName="สมชาย" id="{{2}}"/></personList>''',
        },
        {
            part_of(answer): ("threadedComment", "/xl/threadedComments/threadedComment1.xml"),
            "xl/workbook.xml": ("person", "/xl/persons/person.xml"),
        },
    )
    collected(master, answer, code=1)
    assert [row[5] for row in aside(master)] == ["สมศรี: ตัวเลขนี้ถูกไหม\nสมชาย: ถูกแล้ว"]


def test_words_in_a_text_box_and_embedded_files_are_listed_by_place(master, answer):
    unit = Written(answer)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่แล้ว"
    unit.save()
    a = "http://schemas.openxmlformats.org/drawingml/2006/main"
    drawing = f'''<xdr:wsDr xmlns:a="{a}"
xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"><xdr:twoCellAnchor>
<xdr:from><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>19</xdr:row><xdr:rowOff>0</xdr:rowOff>
</xdr:from><xdr:sp><xdr:txBody><a:p><a:r><a:t>ดูรายละเอียด</a:t></a:r><a:r><a:t>ในแฟ้ม</a:t></a:r></a:p>
</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>'''
    with_parts(
        answer,
        {"xl/drawings/drawing77.xml": drawing},
        {part_of(answer): ("drawing", "/xl/drawings/drawing77.xml")},
        {
            b"</worksheet>": b'<oleObjects><oleObject progId="Word.Document.12" shapeId="1">'
            b"<objectPr><anchor><from><col>2</col><row>29</row></from></anchor></objectPr>"
            b"</oleObject></oleObjects></worksheet>"
        },
    )
    collected(master, answer, code=1)
    found = sorted((row[0], row[2], row[5]) for row in aside(master))
    assert found == [
        ("M806 กล่องข้อความหรือรูปวาด", f"{RESULTS}!J20", "ดูรายละเอียดในแฟ้ม"),
        ("M806 ไฟล์ที่ฝังไว้", f"{RESULTS}!C30", "Word.Document.12"),
    ]


def test_other_spaces_and_lines_only_are_told_and_nothing_waits(master, answer):
    unit = Written(answer)
    unit.cell("ปัญหา/อุปสรรค").value = "ไม่มีปัญหา\nและอุปสรรค"
    unit.save()
    done = collected(master, answer, code=0)
    (thing,) = done["files"][0]["overlooked"]
    assert (thing["kind"], thing["value"]) == ("spaces", "ไม่มีปัญหา\nและอุปสรรค")
    assert typed(master, KEY, "problems") == "ไม่มีปัญหา และอุปสรรค"
    assert [row[5] for row in aside(master)] == ["ไม่มีปัญหา\nและอุปสรรค"]


def test_a_sheet_with_very_much_on_it_is_listed_row_by_row_and_kept(master, answer):
    unit = Written(answer)
    other = unit.book.create_sheet("ฐานข้อมูล")
    for number in range(1, 1301):
        other.append([f"ก{number}", f"ข{number}"])
    unit.save()
    collected(master, answer, code=1)
    rows = aside(master)
    assert len(rows) == 1001
    assert (rows[0][2], rows[0][5]) == ("ฐานข้อมูล!A1:B1", "ก1 | ข1")
    assert rows[-1][5] == "อีก 300 แห่ง"


def test_a_link_to_a_file_or_mailbox_is_listed_with_its_address(master, answer):
    unit = Written(answer)
    cell = unit.cell("หลักฐาน")
    cell.value = "สำเนาหนังสือ"
    cell.hyperlink = "file:///D:/งาน/หนังสือ.pdf"
    unit.save()
    collected(master, answer, code=1)
    ((why, _, place, _, column, value),) = aside(master)
    assert (why, place, column) == ("M806 ลิงก์", f"{RESULTS}!{cell.coordinate}", "หลักฐาน")
    assert value.endswith("หนังสือ.pdf")
    assert typed(master, KEY, "evidence") == "สำเนาหนังสือ"


def test_damaged_comments_hide_no_answer(master, answer):
    unit = Written(answer)
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่แล้ว"
    unit.cell("สถานะ").comment = Comment("หายไป", "สมศรี")
    unit.save()
    with zipfile.ZipFile(answer) as package:
        name = next(n for n in package.namelist() if "comment" in n.lower() and n.endswith("xml"))
    with_parts(answer, {name: "<broken"}, {})
    collected(master, answer, code=1)
    assert typed(master, KEY, "outcome") == "เผยแพร่แล้ว"
    assert [(row[0], row[2]) for row in aside(master)] == [("M806 ส่วนที่เสียหายจนอ่านไม่ได้", RESULTS)]


def test_a_workbook_sent_before_it_carried_its_texts_lists_no_words_of_ours(master, answer):
    unit = Written(answer)
    meta = unit.book["_ita"]
    for row in list(meta.iter_rows()):
        if str(row[0].value).startswith("form:"):
            for cell in row:
                cell.value = None
    unit.cell("ผลการดำเนินการ").value = "เผยแพร่แล้ว"
    unit.sheet.cell(14, 10, "หมายเหตุ ใต้ตาราง ๓")
    unit.save()
    collected(master, answer, code=1)
    assert [row[5] for row in aside(master)] == ["หมายเหตุ ใต้ตาราง ๓"]


def test_a_copied_column_of_an_added_row_is_no_less_than_the_first(master, answer):
    unit = Written(answer)
    below = max(r for r in range(4, 9) if unit.sheet.cell(r, 1).value) + 1
    copied = unit.sheet.max_column + 1
    unit.sheet.cell(3, copied, "ผลการดำเนินการ")
    unit.cell("วิธีการดำเนินงาน", below).value = "จัดอบรมเพิ่มเติมแก่ผู้ใช้บริการ"
    unit.cell("ผลการดำเนินการ", below).value = "อบรมแล้วหนึ่งครั้ง"
    unit.sheet.cell(below, copied, "อบรมแล้วสองครั้ง")
    unit.save()
    collected(master, answer, code=1)
    outcomes = [r.typed("outcome") for r in read(FileGrid(master)).results]
    assert "อบรมแล้วหนึ่งครั้ง" in outcomes
    assert [row[5] for row in aside(master)] == ["อบรมแล้วสองครั้ง"]


def part_of(path):
    """The part of the sheet of results."""
    with zipfile.ZipFile(path) as package:
        names = package.read("xl/workbook.xml").decode()
        rels = package.read("xl/_rels/workbook.xml.rels").decode()
    identity = re.search(rf'<sheet[^>]*name="{RESULTS}"[^>]*r:id="(\w+)"', names)[1]
    relation = next(r for r in re.findall(r"<Relationship [^>]*>", rels) if f'Id="{identity}"' in r)
    return re.search(r'Target="/?(?:xl/)?([^"]+)"', relation)[1].join(("xl/", ""))


def with_parts(path, parts, related, changed=None):
    """Put parts into a package, relate them, and change bytes of the sheet of results."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(path) as package:
        there = {n: package.read(n) for n in package.namelist()}
    there |= {name: content.encode() for name, content in parts.items()}
    for number, (owner, (kind, target)) in enumerate(related.items()):
        folder, _, name = owner.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels"
        empty = (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        )
        old = there.get(rels, empty + b"</Relationships>")
        new = f'<Relationship Id="rIdX{number}" Type="{office}/{kind}" Target="{target}"/>'
        there[rels] = old.replace(b"</Relationships>", new.encode() + b"</Relationships>")
    sheet = part_of(path)
    for before, after in (changed or {}).items():
        there[sheet] = there[sheet].replace(before, after)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in there.items():
            package.writestr(name, content)

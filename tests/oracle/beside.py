"""What people leave beside the table: notes, links, columns, sheets, pictures."""

from __future__ import annotations

from random import Random

from tests.oracle.answering import file_of, line_of
from tests.oracle.bookkeeping import ACTION
from tests.oracle.people import LONG, PEOPLE, Step, Unit, step

# --- above and beside the table


@step(2)
def says_who_filled_in(unit: Unit, step: Step, chance: Random) -> str:
    """Over a colleague's name, too, where the file is a copy of hers."""
    file_of(unit, step, chance).extras.person = PEOPLE[step.person]
    return "writes her name above the table"


@step(0.5)
def writes_a_note(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    if not file.lines:
        return ""
    typed = unit.put_loose("โน้ต")
    index = chance.randrange(len(file.lines))
    column = file.sent.columns[chance.choice(LONG)]
    file.extras.notes = [n for n in file.extras.notes if n[:2] != (index, column)]
    file.extras.notes.append((index, column, typed.text))
    return f"writes the note “{typed.text}”"


@step(0.4)
def links_a_cell(unit: Unit, step: Step, chance: Random) -> str:
    """The evidence is the address below other words."""
    file = file_of(unit, step, chance)
    if not file.lines:
        return ""
    index = chance.randrange(len(file.lines))
    column = file.sent.columns["หลักฐาน"]
    typed = unit.put_loose("ลิงก์")
    typed.text = f"https://example.go.th/{typed.mark}"
    file.lines[index].values[column] = f"ดูที่นี่ {index}"
    file.extras.links = [n for n in file.extras.links if n[0] != index]
    file.extras.links.append((index, column, typed.text))
    return f"links a cell to {typed.text}"


@step(0.4)
def makes_an_own_sheet(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    typed = unit.put_loose("ชีตของตน")
    name = f"รายชื่อ{len(file.extras.sheets) + 1}"
    file.extras.sheets.append((name, [["ลำดับ", "ชื่อ"], ["๑", typed.text]]))
    return f"makes the sheet {name} with “{typed.text}”"


@step(0.4)
def adds_a_column(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    if not file.lines:
        return ""
    typed = unit.put_loose("คอลัมน์ของตน")
    heading = f"หมายเหตุ{len(file.extras.columns) + 1}"
    file.extras.columns.append((heading, {chance.randrange(len(file.lines)): typed.text}))
    return f"adds the column {heading} with “{typed.text}”"


@step(0.4)
def writes_below(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    taken = {down for down, _, _ in file.extras.below}
    free = [down for down in (2, 3, 6) if down not in taken]
    if not free:
        return ""
    typed = unit.put_loose("ใต้ตาราง")
    file.extras.below.append((chance.choice(free), file.sent.columns[ACTION], typed.text))
    return f"writes below the table “{typed.text}”"


@step(0.3)
def copies_the_sheet(unit: Unit, step: Step, chance: Random) -> str:
    """Copy the sheet of results, and type into the copy."""
    file = file_of(unit, step, chance)
    line = line_of(file, chance)
    if line is None:
        return ""
    file.extras.twin = [one.copy() for one in file.lines]
    twin = file.extras.twin[file.lines.index(line)]
    typed = unit.put_loose("สำเนาชีต", file.action(line), LONG[0])
    twin.values[file.sent.columns[LONG[0]]] = typed.text
    return f"copies the sheet and types “{typed.text}” into the copy"


@step(0.3)
def renames_the_sheet(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    file.extras.renamed = chance.choice(("ผลการดำเนินงาน ", "ผล ๖ เดือน", "Sheet1", "ตอบกลับ"))
    return f"renames the sheet of results “{file.extras.renamed}”"


@step(0.2)
def pastes_a_picture(unit: Unit, step: Step, chance: Random) -> str:
    file_of(unit, step, chance).extras.picture = True
    return "pastes a picture"

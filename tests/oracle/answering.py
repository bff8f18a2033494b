"""What people do with the rows of their workbook: open it, answer, correct, add, copy and sort."""

from __future__ import annotations

from random import Random

from tests.oracle import words
from tests.oracle.bookkeeping import ACTION
from tests.oracle.people import LONG, PEOPLE, ROUND, STATUS, File, Step, Unit, step
from tests.oracle.unit_file import Line

# --- beginning


@step(0)
def begin(unit: Unit, step: Step, chance: Random) -> str:
    which = -1 if chance.random() < 0.8 else 0
    attached = unit.received[which]
    whose = step.person if chance.random() < 0.9 else step.person + 1
    sent = attached[whose % len(attached)]
    unit.files[step.person] = File(sent, [line.copy() for line in sent.lines])
    late = f" of dispatch {len(unit.received) if which else 1}" if len(unit.received) > 1 else ""
    one = f" {whose % len(attached) + 1}" if len(attached) > 1 else ""
    return f"opens the attachment{one}{late}"


@step(0)
def forward(unit: Unit, step: Step, chance: Random) -> str:
    others = [p for p in sorted(unit.files) if p != step.person]
    if not others:
        return begin(unit, step, chance)
    other = chance.choice(others)
    unit.files[step.person] = unit.files[other].copy()
    return f"gets the file of {PEOPLE[other]} and goes on in it"


def file_of(unit: Unit, step: Step, chance: Random) -> File:
    if step.person not in unit.files:
        begin(unit, step, chance)
    return unit.files[step.person]


def line_of(file: File, chance: Random) -> Line | None:
    return chance.choice(file.lines) if file.lines else None


# --- answering


@step(8)
def types(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    said = []
    for _ in range(chance.choice((1, 2, 3, 5))):
        line = line_of(file, chance)
        if line is not None:
            column = chance.choice((*LONG, LONG[0], STATUS))
            said.append(unit.put(file, line, column, chance))
    return "types " + "; ".join(said)


@step(4)
def answers_a_share(unit: Unit, step: Step, chance: Random) -> str:
    """Fill in the outcome of a share of the rows, as people who divide the work."""
    file = file_of(unit, step, chance)
    mine = file.lines[step.person :: 2] if chance.random() < 0.5 else file.lines
    said = [unit.put(file, line, LONG[0], chance) for line in mine]
    for line in mine:
        if chance.random() < 0.4:
            said.append(unit.put(file, line, LONG[1], chance))
    return "answers: " + "; ".join(said)


@step(3)
def corrects(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    filled = _filled(file)
    if not filled:
        return ""
    line, column = chance.choice(filled)
    return "corrects: " + unit.put(file, line, column, chance)


def _filled(file: File) -> list[tuple[Line, str]]:
    return [
        (line, column)
        for line in file.lines
        for column in LONG
        if line.values.get(file.sent.columns[column])
    ]


@step(1)
def empties(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    filled = _filled(file)
    if not filled:
        return ""
    line, column = chance.choice(filled)
    gone = line.values.pop(file.sent.columns[column])
    return f"empties “{str(gone)[:24]}” at {file.action(line)[:20]}… / {column}"


@step(1)
def corrects_in_the_attachment(unit: Unit, step: Step, chance: Random) -> str:
    """Open the attachment anew, and type only what changed."""
    begin(unit, step, chance)
    return "opens the attachment anew and " + types(unit, step, chance)


@step(0.5)
def spaces(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    filled = _filled(file)
    if not filled:
        return ""
    line, column = chance.choice(filled)
    at = file.sent.columns[column]
    line.values[at] = str(line.values[at]).replace(" ", "\n", 1) + " "
    return f"breaks a line at {file.action(line)[:20]}… / {column}"


# --- rows


@step(0.6)
def adds_a_row(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    columns = file.sent.columns
    line = Line({columns[ACTION]: words.new_action(chance)}, own=True)
    if chance.random() < 0.7:
        line.values[columns[ROUND]] = "๖ เดือน"
    file.lines.append(line)
    return "adds a row: " + unit.put(file, line, LONG[0], chance)


@step(0.5)
def deletes_a_row(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    if len(file.lines) < 3:
        return ""
    gone = file.lines.pop(chance.randrange(len(file.lines)))
    return f"deletes the row {file.action(gone)[:20]}…"


@step(0.5)
def copies_a_row(unit: Unit, step: Step, chance: Random) -> str:
    """A whole row, key and all; and types into the copy."""
    file = file_of(unit, step, chance)
    line = line_of(file, chance)
    if line is None:
        return ""
    again = line.copy()
    file.lines.insert(chance.randrange(len(file.lines) + 1), again)
    return "copies a row and types: " + unit.put(file, again, chance.choice(LONG), chance)


@step(0.4)
def copies_a_row_for_another_action(unit: Unit, step: Step, chance: Random) -> str:
    """A whole row, key and all; and types another action over its words."""
    file = file_of(unit, step, chance)
    line = line_of(file, chance)
    if line is None:
        return ""
    again = Line(dict(line.values), own=True)
    for column in LONG:
        again.values.pop(file.sent.columns[column], None)
    again.values[file.sent.columns[ACTION]] = words.new_action(chance)
    file.lines.append(again)
    return "copies a row, types another action over it, and " + unit.put(
        file, again, LONG[0], chance
    )


@step(0.6)
def sorts_whole_rows(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance)
    at = file.sent.columns[chance.choice((ACTION, *LONG))]
    file.lines.sort(key=lambda one: (one.values.get(at) is None, str(one.values.get(at))))
    return "sorts whole rows"

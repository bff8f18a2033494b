"""How files leave: as they are, after a slip, by another program, late, packed, twice."""

from __future__ import annotations

import datetime as dt
from random import Random

from tests.oracle import words
from tests.oracle.answering import file_of
from tests.oracle.bookkeeping import Typed, marks_in
from tests.oracle.engines import ENGINES
from tests.oracle.people import (
    DATE,
    DAYS,
    LONG,
    PEOPLE,
    STATUS,
    STEPS,
    Do,
    File,
    Parcel,
    Step,
    Unit,
    step,
)
from tests.oracle.unit_file import Stamp, write

# --- sending


@step(0)
def sends(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance).copy()
    said = _slips(unit, step, file, chance)
    late = chance.random() < 0.1
    packed = chance.choices(("", "zip", "eml"), (8, 1, 1))[0]
    again = chance.random() < 0.08
    engine = chance.choice(ENGINES) if chance.random() < unit.engines else ""
    return said + _send(unit, step, chance, file, engine, packed, late, again)


@step(0)
def sends_as_it_is(unit: Unit, step: Step, chance: Random) -> str:
    return _send(unit, step, chance, file_of(unit, step, chance).copy(), "")


@step(0)
def sends_a_sorted_column(unit: Unit, step: Step, chance: Random) -> str:
    file = file_of(unit, step, chance).copy()
    _sort_alone(file)
    return "sorts a column and " + _send(unit, step, chance, file, "")


def _by(engine: str) -> Do:
    def sends_by(unit: Unit, step: Step, chance: Random) -> str:
        return _send(unit, step, chance, file_of(unit, step, chance).copy(), engine)

    return sends_by


STEPS |= {f"sends by {engine}": _by(engine) for engine in ENGINES}


def _send(
    unit: Unit,
    step: Step,
    chance: Random,
    file: File,
    engine: str,
    packed: str = "",
    late: bool = False,
    again: bool = False,
) -> str:
    stamp = _stamp(unit, step, chance)
    shared = chance.random() < 0.7
    data = write(file.sent, file.lines, file.extras, stamp, shared, bool(packed))
    name = f"{unit.name}-{len(unit.parcels) + 1}{chance.choice(('', '', ' (1)', ' แก้ไข'))}"
    when = unit.clock + dt.timedelta(days=DAYS if late else 0, minutes=chance.randrange(1, 60))
    typed = tuple(_typed_in(unit, file))
    second = f"{name} ส่งซ้ำ" if again else ""
    sent = {value for line in file.sent.lines for value in line.values.values()}
    answered = any(t.text not in sent for t in typed)
    phase = step.phase + late
    unit.parcels.append(
        Parcel(
            *(name, data, when, phase, packed, typed, second, engine),
            alone=file.alone,
            strayed=file.strayed,
            answered=answered,
        )
    )
    unit.mailed.setdefault(step.person, []).append(step.phase)
    how = (
        f" as {file.extras.person}" if file.extras.person else "",
        f" in a {packed}" if packed else "",
        ", twice" if again else "",
        ", which comes late" if late else "",
        f", saved by {engine}" if engine else "",
    )
    return f"sends {name}{''.join(how)} ({stamp.modified}, {stamp.by})"


def _typed_in(unit: Unit, file: File) -> list[Typed]:
    """Return what is in the file, as it leaves."""
    x = file.extras
    texts: list[object] = [
        v for line in (*file.lines, *(x.twin or ())) for v in line.values.values()
    ]
    texts += [t for _, _, t in (*x.notes, *x.links, *x.below)]
    texts += [t for _, rows in x.sheets for row in rows for t in row]
    texts += [t for _, column in x.columns for t in column.values()]
    found = [unit.typed[m] for m in sorted(marks_in(texts)) if m in unit.typed]
    for line in file.lines:
        for column in (*LONG, STATUS):
            text = line.values.get(file.sent.columns[column])
            stock = unit.stock.get((file.action(line), column, str(text)))
            if stock is not None:
                found.append(stock)
    return found


def _stamp(unit: Unit, step: Step, chance: Random) -> Stamp:
    """What the file says of its saving: right, missing, fixed, or of a wrong clock."""
    moment: dt.datetime | None = unit.clock
    luck = chance.random()
    if luck < 0.10:
        moment = None
    elif luck < 0.14:
        moment = dt.datetime(2006, 9, 16, tzinfo=dt.UTC)
    elif luck < 0.24:
        moment = unit.clock + dt.timedelta(days=chance.choice((-400, -3, 2, 365)))
    by = chance.choices((PEOPLE[step.person], "User", None, unit.name), (5, 2, 2, 1))[0]
    return Stamp(moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None, by)


def _slips(unit: Unit, step: Step, file: File, chance: Random) -> str:
    """What goes wrong with the rows before the file is sent: answers leave their row."""
    slip = chance.choices(
        ("", "sorts the block", "deletes a block", "pastes over", "sorts a column"),
        (75, 9, 5, 6, 5),
    )[0]
    block = file.sent.block
    lines = file.lines
    if not slip or len(lines) < 3:
        return ""
    at = file.sent.columns[LONG[0]]
    blocks = [{c: v for c, v in line.values.items() if c in block} for line in lines]
    if slip == "sorts the block":
        blocks.sort(key=lambda b: (b.get(at) is None, str(b.get(at))))
    elif slip == "deletes a block":  # what is below it moves up
        del blocks[chance.randrange(len(blocks))]
        blocks.append({})
    elif slip == "pastes over":
        source, target = chance.sample(range(len(lines)), 2)
        if lines[target].own:
            return ""
        answers = {file.sent.columns.get(c) for c in (*LONG, STATUS, DATE)}
        pasted = {c: v for c, v in blocks[source].items() if c not in answers}  # hidden cells, too
        blocks[target] = {**blocks[target], **pasted}
        for column in LONG[:2]:
            unit.put(file, lines[target], column, chance)
            blocks[target][file.sent.columns[column]] = lines[target].values[
                file.sent.columns[column]
            ]
    elif any(phase < step.phase for phase in unit.mailed.get(step.person, [])):
        _sort_alone(file)
        return f"{slip} and "
    else:
        return ""
    for line, one in zip(lines, blocks, strict=True):
        line.values = {c: v for c, v in line.values.items() if c not in block} | {
            c: v for c, v in one.items() if v is not None
        }
    return f"{slip} and "


def _sort_alone(file: File) -> None:
    """Sort the column of results by itself, the added rows with the others."""
    at = file.sent.columns[LONG[0]]
    before = [line.values.pop(at, None) for line in file.lines]
    values = sorted(
        before,
        key=lambda v: (v is None, words.order(str(v))),
    )
    for line, value in zip(file.lines, values, strict=True):
        if value is not None:
            line.values[at] = value
    file.alone = tuple(sorted(marks_in(values)))
    moved = (new for old, new in zip(before, values, strict=True) if old != new)
    file.strayed = tuple(sorted(marks_in(moved)))

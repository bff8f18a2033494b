"""One press of a button: refused while another runs, logged, ended with exactly one message.

Knows nothing of what the buttons do. A person's mistake is told with its remedy; a fault of ours
with the place of the log; never a traceback.
"""

from __future__ import annotations

import contextlib
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from logging.handlers import RotatingFileHandler

from ita_excel import __version__
from ita_excel.buttons.desk import FINISH_TYPING, Desk, desk_of_caller, is_busy
from ita_excel.buttons.running import Cancelled, Running
from ita_excel.core.errors import ItaExcelError, from_os
from ita_excel.core.language import Text
from ita_excel.jobs.wishes import BUTTONS

LOG_NAME = "ita-excel.log"


@dataclass(frozen=True, slots=True)
class Said:
    """What a button ends with. `wrong` shows it as a warning."""

    text: Text
    wrong: bool = False


Work = Callable[[Desk], Said]
Press = Callable[..., None]  # takes the desk, or none: then it is the caller's


def press(button: str, work: Work, desk: Desk | None = None) -> None:
    """Do the work of a button at a desk, by default the caller's, and say what came of it."""
    at = desk or _callers_desk()
    running = Running(at.state)
    if not running.start(button):
        _second_press(at, running)
        return
    try:
        said = _done(button, work, at, running)
    finally:
        running.stop()
    at.asking.tell(said.text.say(at.language), wrong=said.wrong)


def _callers_desk() -> Desk:
    """Return the caller's desk. Before there is one, only stderr reaches the person: one line."""
    try:
        return desk_of_caller()
    except Exception as fault:  # noqa: BLE001 (xlwings shows stderr, so no traceback there)
        sys.exit(f"{_UNREACHED.th} ({type(fault).__name__}: {fault})")


def _second_press(desk: Desk, running: Running) -> None:
    """Refuse politely, and offer to stop what runs."""
    at_work = BUTTONS.get(running.button())
    label = at_work.label if at_work else Text("งานก่อนหน้า", "an earlier task")
    if desk.asking.agree(_BUSY.fill(button=label).say(desk.language)):
        running.ask_to_stop()


def _done(button: str, work: Work, desk: Desk, running: Running) -> Said:
    log = _Log(desk)
    label = BUTTONS[button].label
    bar = False
    try:
        desk.wait_until_free()
        desk.cancelled = running.check
        bar = True
        desk.progress(_WORKING, button=label)
        log.say("%s: %s", button, desk.book.name)
        return work(desk)
    except Cancelled as stopped:
        return Said(stopped.text)
    except ItaExcelError as error:
        log.say("%s refused: %s", button, error.say("en"))
        return Said(_COULD_NOT.fill(button=label, why=error.text), wrong=True)
    except OSError as error:
        log.say("%s refused by the system: %r", button, error)
        return Said(_COULD_NOT.fill(button=label, why=from_os(error).text), wrong=True)
    except Exception as fault:  # noqa: BLE001 (whatever it is, no traceback for an officer)
        if is_busy(fault):
            return Said(_COULD_NOT.fill(button=label, why=FINISH_TYPING), wrong=True)
        log.fault(button, fault)
        return Said(_OURS.fill(log=log.path), wrong=True)
    finally:
        if bar:
            with contextlib.suppress(Exception):  # Excel is busy again: it clears the bar itself
                desk.app.status_bar = False
        log.close()


class _Log:
    """A rolling UTF-8 file; where it can't be written the work goes on."""

    def __init__(self, desk: Desk) -> None:
        self.path = desk.state / LOG_NAME
        self._logger = logging.getLogger("ita_excel.buttons")
        try:
            desk.state.mkdir(parents=True, exist_ok=True)
            self._handler: logging.Handler = RotatingFileHandler(
                self.path, maxBytes=500_000, backupCount=3, encoding="utf-8"
            )
        except OSError:
            self._handler = logging.NullHandler()
        form = f"%(asctime)s {__version__} %(message)s"
        self._handler.setFormatter(logging.Formatter(form))
        self._logger.addHandler(self._handler)
        self._logger.setLevel(logging.INFO)
        self._logger.propagate = False  # nothing of it belongs on stderr, which a person sees

    def say(self, message: str, *parts: object) -> None:
        self._logger.info(message, *parts)

    def fault(self, button: str, fault: BaseException) -> None:
        self._logger.error("%s failed", button, exc_info=fault)

    def close(self) -> None:
        self._logger.removeHandler(self._handler)
        self._handler.close()


_UNREACHED = Text(
    "ติดต่อ Excel ไม่ได้ โปรดปิดแล้วเปิด Excel ใหม่ แล้วกดปุ่มอีกครั้ง",
    "Excel can't be reached: close and open it again, then press the button again",
)
_WORKING = Text("ITA: {button} …", "ITA: {button} …")
_COULD_NOT = Text("{button}: ทำไม่สำเร็จ\n\n{why}", "{button}: could not be done\n\n{why}")
_OURS = Text(
    "โปรแกรมทำงานผิดพลาดเอง ไม่ใช่ความผิดของท่าน ข้อมูลในสมุดงานไม่เสียหาย\n\nโปรดส่งไฟล์นี้ให้ผู้ดูแลโปรแกรม:\n{log}",
    "the program itself failed, which is not your fault; your workbook is unharmed\n\n"
    "please send this file to its makers:\n{log}",
)
_BUSY = Text(
    "โปรแกรมกำลังทำ “{button}” อยู่ โปรดรอสักครู่\n\nต้องการหยุดงานนั้นหรือไม่",
    "“{button}” is still being done, please wait a moment\n\nDo you want to stop it?",
)

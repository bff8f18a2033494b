"""The process that reads strangers' files: `python -m ita_excel.core.apart.worker [WORK]`.

Waits for work on its standard input and answers on its standard output, see `frames`; ends when
nobody listens any more. `WORK` is what to load before it is asked for.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any, BinaryIO

from ita_excel.core import limits
from ita_excel.core.apart import memory, pipes
from ita_excel.core.errors import ItaExcelError

Work = Callable[[dict[str, Any], bytes], Iterator[tuple[dict[str, Any], bytes]]]

# What can be asked for: the module and the function that does it. Imported by name, for these
# rooms stand above this one.
WORKS = {
    "answer": "ita_excel.dispatch.answer_worker:work",
    "unpack": "ita_excel.dispatch.unpacking:work",
    "template": "ita_excel.documents.word.own_template:work",
    "edited": "ita_excel.documents.word.edited:work",
    "items": "ita_excel.catalogue.own_items:work",
    "measures": "ita_excel.catalogue.measure_library:work",
    "letter": "ita_excel.dispatch.cover_letters:work",
    "evidence": "ita_excel.store.document_facts:work",
}
MOST = 2 * limits.ANSWER  # of one request; they come from our own program


def serve(source: BinaryIO, out: BinaryIO) -> None:
    """Do what is asked until the other end is closed."""
    pipes.write(out, {"ready": os.getpid()})
    while True:
        try:
            words, data = pipes.read(source, MOST)
        except (EOFError, OSError):
            return
        memory.seconds(3 * limits.READ_SECONDS)
        try:
            for said, content in load(str(words.get("work")))(words, data):
                pipes.write(out, {"said": said}, content)
            last: dict[str, Any] = {"end": True}
        except ItaExcelError as error:
            last = {"refused": [error.text.th, error.text.en]}
        except MemoryError:
            last = {"memory": True}
        except (KeyboardInterrupt, SystemExit, OSError):
            return
        except BaseException as error:  # noqa: BLE001 (calamine's panics are no Exception)
            last = {"broken": f"{type(error).__name__}: {error}"[:500]}
        del words, data
        pipes.write(out, last)


def load(work: str) -> Work:
    """Return the function of a piece of work."""
    module, _, name = WORKS[work].partition(":")
    function: Work = getattr(import_module(module), name)
    return function


def main(early: Sequence[str]) -> None:
    """Serve on the standard streams, with `early` loaded before; nothing else may write there."""
    source, out = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    if sys.platform == "win32":
        import msvcrt

        for stream in (source, out):
            msvcrt.setmode(stream.fileno(), os.O_BINARY)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nowhere, number)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # stopping is left to who started us
    gc.set_threshold(100_000)
    for work in early:
        load(work)
    gc.freeze()
    memory.bound(limits.PROCESS_MEMORY)
    try:
        serve(source, out)
    except (OSError, ValueError):
        pass  # nobody listens, or what came was no request
    finally:
        os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])

"""`python -m ita_excel.buttons.addin build`: for those who work on the project, not for officers."""

from __future__ import annotations

import sys

from ita_excel.buttons.addin.build import build
from ita_excel.core.errors import ItaExcelError


def main(arguments: list[str]) -> int:
    if arguments != ["build"]:
        print("usage: python -m ita_excel.buttons.addin build", file=sys.stderr)
        return 2
    try:
        for path in build():
            print(path.name, path.stat().st_size)
    except ItaExcelError as fault:
        print(fault.say("en"), file=sys.stderr)
        return int(fault.exit_code)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

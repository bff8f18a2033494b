"""How Windows takes a command line apart: cmd.exe first, then the program's own arguments.

After Microsoft's description of cmd's quoting (`"` toggles, `^` escapes outside quotes, `&` parts
commands, `2>` redirects) and of CommandLineToArgvW (`\\"` is a quote inside an argument).
"""

from __future__ import annotations


def commands(line: str) -> list[str]:
    """Return the commands that `cmd.exe /C line` runs, carets resolved, redirections left out."""
    found, current, quoted, at = [], "", False, 0
    while at < len(line):
        letter = line[at]
        if letter == '"':
            quoted = not quoted
        elif letter == "^" and not quoted:
            at += 1
            current += line[at : at + 1]
            at += 1
            continue
        elif letter == "&" and not quoted:
            found.append(current)
            current, letter = "", ""
        elif line.startswith("2>", at) and not quoted:
            break  # the file that errors go to is the last thing on the line
        elif letter in "|<>" and not quoted:
            raise AssertionError(f"cmd.exe would redirect at {line[at:]!r}")
        current += letter
        at += 1
    return [c.strip() for c in [*found, current] if c.strip()]


def arguments(command: str) -> list[str]:
    """Return what the program finds in argv."""
    found: list[str] = []
    current, quoted, started, at = "", False, False, 0
    while at < len(command):
        letter = command[at]
        slashes = 0
        while at < len(command) and command[at] == "\\":
            slashes, at = slashes + 1, at + 1
        if slashes:
            followed = command[at : at + 1] == '"'
            current += "\\" * (slashes // 2 if followed else slashes)
            started = True
            if followed and slashes % 2:
                current, at = current + '"', at + 1
            continue
        if letter == '"':
            quoted, started = not quoted, True
        elif letter in " \t" and not quoted:
            if started:
                found.append(current)
            current, started = "", False
        else:
            current, started = current + letter, True
        at += 1
    return [*found, current] if started else found

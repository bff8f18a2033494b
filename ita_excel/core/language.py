"""Everything a person reads, in both languages at once: `Text` holds them, the shell picks one."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping
from typing import Literal, NamedTuple

Language = Literal["th", "en"]


class Text(NamedTuple):
    """One sentence or label in Thai and in English, perhaps with `{placeholders}`."""

    th: str
    en: str

    def fill(self, **context: object) -> Text:
        """Return the text with `{name}` replaced from `context` in both languages.

        A context value that is itself a `Text` is put in language by language.
        """
        return Text(*(_fill(template, context, i) for i, template in enumerate(self)))

    def say(self, language: Language) -> str:
        """Return the text in one language."""
        return self.en if language == "en" else self.th


def _fill(template: str, context: Mapping[str, object], index: int) -> str:
    chosen = {k: v[index] if isinstance(v, Text) else v for k, v in context.items()}
    return template.format(**chosen)


def detect(environ: Mapping[str, str] | None = None) -> Language:
    """Return the language to speak: `ITA_EXCEL_LANG`, else the locale's, else Thai.

    Only a locale that plainly is English (`en_…`) gives English: an office PC whose locale says
    nothing useful (`C`, `POSIX`, empty) belongs to a Thai officer.
    """
    env = os.environ if environ is None else environ
    named = env.get("ITA_EXCEL_LANG", "").strip().lower()
    if named[:2] in ("th", "en"):
        return "en" if named.startswith("en") else "th"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = env.get(name, "")
        if value:
            return "en" if value.lower().startswith("en") else "th"
    if environ is None:  # Windows sets no LANG: ask the system
        system = (locale.getlocale()[0] or "").lower()
        return "en" if system.startswith("en") else "th"
    return "th"

"""Click in two languages: help texts are `Text`, click's own words come from our catalogue."""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click

from ita_excel.core.language import Language, Text, detect
from ita_excel.jobs.wishes import COMMANDS

_LOCALE = Path(__file__).with_name("locale")
Example = tuple[str, str, str]  # a line that can be typed, and what it is for in Thai and English
F = TypeVar("F", bound=Callable[..., Any] | click.Command)


class Decorator(Protocol):
    """What declares an option: it gives back the function it is put on."""

    def __call__(self, function: F, /) -> F: ...


def speak(language: Language) -> None:
    """Make click's own words ("Usage", "Missing option") come in `language`.

    Click asks the process-wide gettext domain, which goes by the environment.
    """
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("messages", str(_LOCALE))


def language_of(ctx: click.Context | None = None) -> Language:
    """Return the language of the running command."""
    found = (ctx or click.get_current_context()).find_root().obj
    return found if found in ("th", "en") else detect()


class _Words(click.Command):
    """Resolve a command's `words` when its help is shown."""

    words: Text
    examples: tuple[Example, ...] = ()

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        self.help = self.words.say(language_of(ctx))
        super().format_help_text(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.examples:
            with formatter.section(Text("ตัวอย่าง", "Examples").say(language_of(ctx))):
                for line, th, en in self.examples:
                    formatter.write_text(Text(th, en).say(language_of(ctx)))
                    formatter.write(f"{'':>{formatter.current_indent + 2}}$ {line}\n")
        super().format_epilog(ctx, formatter)


class BilingualCommand(_Words):
    """A command whose help is a `Text`."""

    def __init__(
        self, *args: Any, words: Text, examples: tuple[Example, ...] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.words, self.examples = words, examples


class BilingualGroup(_Words, click.Group):
    """A group whose help is a `Text`; it shows each command's sentence."""

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; for a mistyped one say which is near."""
        typed = args[0]
        if self.get_command(ctx, typed) is None and typed[:1] != "-" and not ctx.resilient_parsing:
            from ita_excel.cli.nearest import nearest

            near = nearest(typed, self.list_commands(ctx))
            text = (
                Text(
                    "ไม่มีคำสั่ง “{typed}” หมายถึง “{near}” หรือไม่",
                    "there is no command “{typed}”: did you mean “{near}”?",
                )
                if near
                else Text("ไม่มีคำสั่ง “{typed}”", "there is no command “{typed}”")
            )
            ctx.fail(text.fill(typed=typed, near=near).say(language_of(ctx)))
        return super().resolve_command(ctx, args)

    def sentences(self) -> Mapping[str, Text]:
        """Return what each command does, one paragraph each, in the order of the help."""
        return {n: c.words for n, c in sorted(self.commands.items()) if isinstance(c, _Words)}

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(n, t.say(language_of(ctx))) for n, t in self.sentences().items()])


class BilingualOption(click.Option):
    """An option whose help is a `Text`."""

    def __init__(self, *args: Any, words: Text, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.words.say(language_of(ctx))
        return super().get_help_record(ctx)


def command(
    name: str, more: Text | None, *examples: Example
) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a command; its help begins with the sentence of `COMMANDS` and goes on with `more`."""
    first = COMMANDS[name]
    words = Text(*map("\n\n".join, zip(first, more, strict=True))) if more else first
    return click.command(name, cls=BilingualCommand, words=words, examples=examples)


def subcommand(
    group: click.Group, name: str, th: str, en: str, *examples: Example
) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a command of a group with its help in both languages."""
    return group.command(name, cls=BilingualCommand, words=Text(th, en), examples=examples)


def option(*names: str, th: str, en: str, **kwargs: Any) -> Decorator:
    """Declare an option with its help in both languages."""
    return click.option(*names, cls=BilingualOption, words=Text(th, en), **kwargs)


def say(text: Text, *, err: bool = False, **context: object) -> None:
    """Print a text in the command's language."""
    filled = text.fill(**context) if context else text
    click.echo(filled.say(language_of()), err=err)

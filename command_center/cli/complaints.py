"""What is wrong with the arguments, in the terminal's language.

typer words its complaints in English, inside itself. Each is made anew here from what it is about,
before typer draws it in its frame; one that we do not know stays as typer says it.
"""

import re
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from typer import _click, rich_utils
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoSuchOption,
    UsageError,
)

from command_center.cli.speaking import lang, say
from command_center.words.fields import field_error

_NO_COMMAND = re.compile(r"No such command '(?P<name>[^']*)'\.(?: Did you mean (?P<near>.*)\?)?$")
_TOO_MANY = re.compile(r"Got unexpected extra argument\(s\) \((?P<more>.*)\)$", re.DOTALL)
_NO_CHOICE = re.compile(r"'(?P<value>[^']*)' is not one of (?P<known>.*)\.$", re.DOTALL)


class _Formatter(_click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The heading of the line that shows how a command is written."""
        super().write_usage(prog, args, prefix or f"{say('cli.typer.usage')} ")


def speak() -> None:
    """Have typer's usage line and its complaints said in the terminal's language."""
    _click.Context.formatter_class = _Formatter
    rich_utils.RICH_HELP = say("cli.typer.try", command="{command_path} {help_option}")
    drawn: Callable[[ClickException], None] = rich_utils.rich_format_error
    setattr(rich_utils, "rich_format_error", lambda error: drawn(_worded(error)))  # noqa: B010


def _worded(error: ClickException) -> ClickException:
    said = _sentence(error) if isinstance(error, UsageError) else None
    return UsageError(said, error.ctx) if said and isinstance(error, UsageError) else error


def _sentence(error: UsageError) -> str | None:
    match error:
        case MissingParameter():
            return say("cli.typer.missing", what=_hint(error))
        case NoSuchOption():
            near = sorted(error.possibilities or ())
            known = say("cli.typer.near", near=near) if near else ""
            return say("cli.typer.no_option", option=error.option_name) + known
        case BadOptionUsage():
            takes_none = error.message.endswith("does not take a value.")
            key = "cli.typer.takes_none" if takes_none else "cli.typer.needs_value"
            return say(key, option=error.option_name)
        case BadParameter():
            return _bad_value(error)
    if found := _NO_COMMAND.match(error.message):
        near = re.findall(r"'([^']*)'", found["near"] or "")
        known = say("cli.typer.near", near=near) if near else ""
        return say("cli.typer.no_command", command=found["name"]) + known
    if found := _TOO_MANY.match(error.message):
        return say("cli.typer.too_many", more=found["more"])
    return say("cli.typer.no_command_given") if error.message == "Missing command." else None


def _bad_value(error: BadParameter) -> str | None:
    what = _hint(error)
    if found := _NO_CHOICE.search(error.message):
        known = re.findall(r"'([^']*)'", found["known"])
        return say("cli.typer.no_choice", what=what, value=found["value"], known=known)
    if isinstance(error.__cause__, ValidationError):
        [first, *_] = error.__cause__.errors(include_url=False)
        return field_error(lang(), first, what)["error"]
    return None


def _hint(error: BadParameter) -> str:
    """The option or argument as one types it."""
    param: Any = error.param
    hint = error.param_hint or (param.get_error_hint() if param is not None else "")
    return (hint if isinstance(hint, str) else " / ".join(hint)).replace("'", "")

"""Error messages about command-line arguments, in the terminal's language.

typer words its messages in English internally. Each is reworded here from its cause before typer prints it in its
frame; an unknown one stays as typer words it.

The printing code is imported only when needed: most commands print no help.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from typer import _click
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperGroup
from typer.exceptions import Abort

from command_center.cli.speaking import lang, say

_NO_COMMAND = re.compile(r"No such command '(?P<name>[^']*)'\.(?: Did you mean (?P<near>.*)\?)?$")
_TOO_MANY = re.compile(r"Got unexpected extra argument\(s\) \((?P<more>.*)\)$", re.DOTALL)
_NO_CHOICE = re.compile(r"'(?P<value>[^']*)' is not one of (?P<known>.*)\.$", re.DOTALL)


_TITLES = {
    "ARGUMENTS_PANEL_TITLE": "cli.typer.arguments",
    "OPTIONS_PANEL_TITLE": "cli.typer.options",
    "COMMANDS_PANEL_TITLE": "cli.typer.commands",
    "ERRORS_PANEL_TITLE": "cli.typer.error",
    "REQUIRED_LONG_STRING": "cli.typer.required",
    "ABORTED_TEXT": "cli.typer.aborted",
}


class TranslatedGroup(TyperGroup):
    """The root command group. Its error messages and every command's usage line are in the terminal's language."""

    def make_context(self, *args: Any, **extra: Any) -> _click.Context:
        """Parse the root options."""
        _click.Context.formatter_class = _Formatter
        with _worded():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: _click.Context) -> Any:
        """Parse the command's arguments and run it."""
        with _worded():
            return super().invoke(ctx)


class _Formatter(_click.HelpFormatter):
    """Made before each help is drawn."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _name_the_frames()

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The heading of the line that shows how a command is written."""
        super().write_usage(prog, args, prefix or f"{say('cli.typer.usage')} ")


def _name_the_frames() -> None:
    """typer offers the titles of its frames as constants."""
    from typer import rich_utils

    for name, key in _TITLES.items():
        setattr(rich_utils, name, say(key))
    setattr(rich_utils, "DEFAULT_STRING", say("cli.typer.default", value="{}"))  # noqa: B010 - typer says Final
    rich_utils.RICH_HELP = say("cli.typer.try", command="{command_path} {help_option}")


@contextmanager
def _worded() -> Iterator[None]:
    """What is complained of inside is worded anew on its way to typer, which draws it."""
    try:
        yield
    except UsageError as error:
        _name_the_frames()
        if (said := _sentence(error)) is None:
            raise
        raise UsageError(said, error.ctx) from error
    except (Abort, EOFError):
        _name_the_frames()
        raise


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
    from pydantic import ValidationError

    from command_center.words.fields import field_error

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

"""The help texts of commands and options, from the catalogue keys `cli.COMMAND` and `cli.COMMAND.OPTION`.

Command docstrings are for readers of the code; the texts that users see are filled in here, in their language, at
start-up. Every command also takes `--lang`. For error messages see `complaints.py`.
"""

from copy import copy
from typing import Any

import typer
from typer.core import TyperGroup

from command_center.cli.speaking import lang, refuse, say
from command_center.words import LANGUAGES, catalogue

OPENING = frozenset({"user", "token", "break-glass", "export", "restore", "migrate"})
"""Commands that open the databases of a plant and need nothing else of it."""


def with_words(group: TyperGroup) -> TyperGroup:
    """Return the command group with every help text in the terminal's language."""
    _fill(group, "cli", [])
    group.help = say("cli.about")
    own = {param.name: param for param in group.params}
    language, site = _anywhere(own["lang"]), _anywhere(own["plant"])
    for name, command in group.commands.items():
        key = f"cli.{name}".replace("-", "_")
        _fill(command, key, [language, *_site_of(command, name, site)])
        for inner_name, inner in getattr(command, "commands", {}).items():
            inner_key = f"{key}.{inner_name.replace('-', '_')}"
            _fill(inner, inner_key, [language, *_site_of(inner, name, site)])
    return group


def _site_of(command: Any, name: str, site: Any) -> list[Any]:
    """`--site` for a command that opens a plant's databases and asks for no plant of its own."""
    asks = any(param.name == "site" for param in command.params)
    return [site] if name in OPENING and not asks and not hasattr(command, "commands") else []


def _fill(command: Any, key: str, more: list[Any]) -> None:
    """Its own help, and that of its options: by its own keys, else by those its group shares."""
    sentences = catalogue(lang())
    command.help, command.short_help = say(key) if key in sentences else None, None
    command.options_metavar = say("cli.typer.some_options")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = say("cli.typer.some_command")
    shared = f"{key.rpartition('.')[0]}.option"
    for param in command.params:
        own = f"{key}.{param.name}"
        param.help = say(own if own in sentences else f"{shared}.{param.name}")
    command.params += more
    command.get_help_option(typer.Context(command)).help = say("cli.help")


def _anywhere(option: Any) -> Any:
    """The option of the whole line as an option of one command, which needs no value of it."""
    own = copy(option)
    own.expose_value = False
    return own


def known_language(value: str | None) -> str | None:
    """Validate the value of `--lang` and return it; an unknown one ends the program. `speaking.lang` has already read
    it.
    """
    if value is not None and value not in LANGUAGES:
        refuse(say("cli.lang.unknown", known=LANGUAGES))
    return value

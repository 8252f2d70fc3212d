"""The sentences of the command line: which language, on which stream, with which exit status."""

import os
import sys
from typing import Any, NoReturn

from command_center import words
from command_center.words.terminal import terminal_language


def lang() -> str:
    """`--lang` of this process's own arguments, else CC_LANG, else the locale."""
    return terminal_language(os.environ, sys.argv[1:])


def say(key: str, /, **params: Any) -> str:
    """A sentence of the catalogue in the terminal's language."""
    return words.say(lang(), key, **params)


def end(sentence: str) -> NoReturn:
    """Say on standard error why it ends, with status 1."""
    tell(sentence, style="red")
    raise SystemExit(1)


def refuse(sentence: str) -> NoReturn:
    """Say on standard error what is wrong with the arguments, with status 2 as typer has it."""
    tell(sentence, style="red")
    raise SystemExit(2)


def tell(sentence: str, style: str | None = None) -> None:
    """One line on standard error, however narrow the terminal: editors and grep read it too."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    console.print(sentence, style=style, markup=False, soft_wrap=True)

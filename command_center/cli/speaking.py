"""The messages of the command line: their language, output stream and exit status."""

import os
import sys
from typing import Any, NoReturn

from command_center import words
from command_center.words.terminal import terminal_language


def lang() -> str:
    """Return the language: `--lang` of this process's arguments, else CC_LANG, else the locale."""
    return terminal_language(os.environ, sys.argv[1:])


def say(key: str, /, **params: Any) -> str:
    """Return a sentence of the catalogue in the terminal's language."""
    return words.say(lang(), key, **params)


def end(sentence: str) -> NoReturn:
    """Print the reason on standard error and exit with status 1."""
    tell(sentence, style="red")
    raise SystemExit(1)


def refuse(sentence: str) -> NoReturn:
    """Print what is wrong with the arguments on standard error and exit with status 2, as typer does."""
    tell(sentence, style="red")
    raise SystemExit(2)


def tell(sentence: str, style: str | None = None) -> None:
    """Print one line on standard error, without wrapping in a narrow terminal: editors and grep read it too."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    console.print(sentence, style=style, markup=False, soft_wrap=True)

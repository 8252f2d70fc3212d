"""The language of a terminal: the one asked for, else that of its locale."""

import re
from collections.abc import Mapping, Sequence

from command_center.words import LANGUAGES

VARIABLES = ("CC_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set decides, as POSIX has it (XBD 8.2); ours stands before them."""
FALLBACK = "en"


def terminal_language(environ: Mapping[str, str], arguments: Sequence[str] = ()) -> str:
    """Return Chinese if `--lang` or the locale says so, otherwise English."""
    locale = next((v for n in VARIABLES if (v := environ.get(n))), "")
    return _matching(asked_for(arguments) or "") or _matching(locale) or FALLBACK


def _matching(name: str) -> str | None:
    """`zh_TW.UTF-8` is Chinese; `C` and `fr` are nothing here."""
    primary = re.split(r"[-_.@]", name.lower())[0]
    return next((lang for lang in LANGUAGES if lang.lower().split("-")[0] == primary), None)


def asked_for(arguments: Sequence[str]) -> str | None:
    """The value of `--lang` among the arguments, wherever it stands."""
    for argument, following in zip(arguments, [*arguments[1:], ""], strict=False):
        if argument == "--lang":
            return following or None
        if argument.startswith("--lang="):
            return argument.partition("=")[2] or None
    return None

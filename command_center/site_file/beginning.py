"""Writes the site file of a new plant: small, working, and commented in one language.

It is made from `sites/new/site.yaml`, whose comments begin with the language they are in.
"""

import os
import re
from pathlib import Path

from command_center.data_files import data_folder
from command_center.words import LANGUAGES
from command_center.words.worded_error import Said

MARKS = {lang: f"#{lang.split('-')[0]}| " for lang in LANGUAGES}
"""How a comment of each language begins in `sites/new/site.yaml`."""


class AlreadyThere(Said):
    """A site file already exists; nothing was changed."""

    def __init__(self, file: Path) -> None:
        super().__init__("cli.init.exists", file=str(file))


def beginning(lang: str, template: str = "site.yaml") -> str:
    """Return the text of a new plant's file, commented in `lang`, which is also the language of its screens."""
    text = (data_folder("sites") / "new" / template).read_text(encoding="utf-8")
    others = tuple(mark for of, mark in MARKS.items() if of != lang)
    lines = [line for line in text.splitlines(keepends=True) if not line.startswith(others)]
    mine = re.compile(rf"^{re.escape(MARKS[lang])}", re.MULTILINE)
    kept = mine.sub("# ", "".join(lines))
    return re.sub(r"^language: .*$", f"language: {lang}", kept, flags=re.MULTILINE)


def begin(folder: Path, lang: str) -> Path:
    """Write it into `folder`, which is created if needed; return its path. Raises AlreadyThere, never overwrites."""
    return _written(folder, beginning(lang))


def begin_empty(folder: Path, lang: str) -> Path:
    """Write an empty plant, to be described in the browser; return its path. Raises AlreadyThere,
    never overwrites.
    """
    return _written(folder, beginning(lang, "empty.yaml"))


def _written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "site.yaml"
    try:
        # Made by this very call or not at all: whoever is quicker keeps their file.
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError as error:
        raise AlreadyThere(file) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    return file

"""Each field of a row is read by somebody: a script of the pages, or a program of the product that reads rows. What
nobody reads costs every screen, and nobody notices when it is wrong."""

import re
from pathlib import Path
from typing import get_type_hints

from command_center.page_server.made_scripts import ordered_kinds
from command_center.page_server.reference.rows import parts_of

ROOT = Path(__file__).parents[2]
READERS = (
    "simulations", "callbacks", "layouts", "tools", "command_center/gateway", "command_center/reports",
    "command_center/web", "command_center/cli", "command_center/demo", "command_center/notify",
    "command_center/analysis", "command_center/duties",
)  # fmt: skip
COMMENTS = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)


def fields() -> dict[str, list[str]]:
    """The fields of each row and of each part of one."""
    parts = parts_of([kind.row for kind in ordered_kinds()])
    return {part.__name__: [*get_type_hints(part)] for part in parts}


def words_of_scripts() -> set[str]:
    """Every word of the pages' own scripts but comments."""
    scripts = (one for one in (ROOT / "assets").rglob("*.js") if one.parent.name != "made")
    return {
        word
        for script in scripts
        for word in re.findall(r"\w+", COMMENTS.sub(" ", script.read_text(encoding="utf-8")))
    }


def texts_of_programs() -> set[str]:
    """Every text of one word in a program that may read rows."""
    return {
        word
        for folder in READERS
        for module in (ROOT / folder).rglob("*.py")
        for word in re.findall(r"\"(\w+)\"", module.read_text(encoding="utf-8"))
    }


def test_every_field_of_a_row_is_read() -> None:
    read = words_of_scripts() | texts_of_programs()
    found = fields()
    assert len(found) > 100
    assert [(kind, one) for kind, own in found.items() for one in own if one not in read] == []

"""No command that a commander may give is out of a hand's reach: each has a form or a button."""

from pathlib import Path

import pytest

import command_center.domain.areas  # noqa: F401 - declares every command
from command_center.domain.actor import Role
from command_center.domain.registry import COMMANDS
from layouts.forms import FORMS

SCRIPTS = Path(__file__).parents[2] / "assets"
BUTTONS = "\n".join(file.read_text(encoding="utf-8") for file in sorted(SCRIPTS.rglob("*.js")))
COMMANDER = sorted(kind for kind, spec in COMMANDS.items() if Role.COMMANDER in spec.roles)
ELSEWHERE = {"resource.count"}
"""Counting belongs to the ledger's shifts, not to running or closing an incident."""


@pytest.mark.parametrize("kind", [kind for kind in COMMANDER if kind not in ELSEWHERE])
def test_a_commanders_command_has_a_form_or_a_button(kind: str) -> None:
    assert kind in {form.kind for form in FORMS} or f'"{kind}"' in BUTTONS

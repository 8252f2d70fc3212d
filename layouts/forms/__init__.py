"""The forms of the command page: each is data, a command with its fields.

The forms that are arranged for a panel are written here; every other command gets one from its model.
"""

import command_center.domain.areas  # noqa: F401 - declares every command
from command_center.domain.registry import COMMANDS
from layouts.forms.directive import DIRECTIVE
from layouts.forms.entry import READY
from layouts.forms.form import Field, Form
from layouts.forms.incident import OPEN, TRANSFER
from layouts.forms.measurement import GAS, LOCATE, OUTFALL, VALVE
from layouts.forms.more import more_forms
from layouts.forms.people import CHECK_IN, EVACUATION, RESPONDER
from layouts.forms.report import REPORT

WRITTEN: tuple[Form, ...] = (
    OPEN,
    TRANSFER,
    REPORT,
    DIRECTIVE,
    EVACUATION,
    CHECK_IN,
    RESPONDER,
    READY,
    LOCATE,
    VALVE,
    GAS,
    OUTFALL,
)
"""The forms of the panels."""

MORE: tuple[Form, ...] = tuple(more_forms(COMMANDS, {form.kind for form in WRITTEN}))
"""The forms of the drawer "more commands"."""

FORMS: tuple[Form, ...] = WRITTEN + MORE
"""Every form that the callbacks bind."""

__all__ = [
    "CHECK_IN",
    "DIRECTIVE",
    "EVACUATION",
    "FORMS",
    "GAS",
    "LOCATE",
    "MORE",
    "OPEN",
    "OUTFALL",
    "READY",
    "REPORT",
    "RESPONDER",
    "TRANSFER",
    "VALVE",
    "Field",
    "Form",
]

"""The forms of the command page: each is data, a command with its fields."""

from layouts.forms.directive import DIRECTIVE
from layouts.forms.entry import READY
from layouts.forms.form import Field, Form
from layouts.forms.incident import OPEN, TRANSFER
from layouts.forms.measurement import GAS, LOCATE, OUTFALL, VALVE
from layouts.forms.people import CHECK_IN, EVACUATION, RESPONDER
from layouts.forms.report import REPORT

FORMS: tuple[Form, ...] = (
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
"""Every form that the callbacks bind."""

FORM_BY_NAME = {form.name: form for form in FORMS}

__all__ = [
    "CHECK_IN",
    "DIRECTIVE",
    "EVACUATION",
    "FORMS",
    "FORM_BY_NAME",
    "GAS",
    "LOCATE",
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

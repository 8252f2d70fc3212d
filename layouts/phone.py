"""The phone page: what somebody out on the plant must see and say, with one thumb and gloves on."""

from dash import html

from layouts.components.form import more_commands
from layouts.components.panel import Panel
from layouts.forms import FORMS
from layouts.view import View


def phone(view: View) -> html.Div:
    """One's own directives and questions, where one stands, checking in, the call for help, all that one owes, and
    the alarms; below, folded, every form that this role may give, as no desk is at hand."""
    more = more_commands(FORMS, view, Panel("which_incident"))
    return html.Div(
        [Panel("phone"), Panel("offline"), Panel("mine"), Panel("phone_alarms"), *more],
        className="phone",
    )

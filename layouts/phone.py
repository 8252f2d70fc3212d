"""The phone page for people out on the plant: usable with one thumb and with gloves."""

from dash import html

from layouts.components.form import more_commands
from layouts.components.panel import Panel
from layouts.forms import FORMS
from layouts.view import View


def phone(view: View) -> html.Div:
    """Return the page: one's own directives and requests, location, check-in, the SOS, one's tasks, and the alarms;
    below, folded, every form that this role may send.
    """
    more = more_commands(FORMS, view, Panel("which_incident"))
    return html.Div(
        [Panel("phone"), Panel("offline"), Panel("mine"), Panel("phone_alarms"), *more],
        className="phone",
    )

"""A form in its drawer. The browser draws its fields, button and answer (`assets/hands/command_form.js`)."""

from dash import html
from dash.development.base_component import Component

from layouts.components.panel import Panel
from layouts.forms.form import Form
from layouts.view import View


def drawer(form: Form, view: View) -> html.Details | None:
    """Return the form behind its title; None if the Desk would refuse its command to this viewer."""
    if view.viewer is None or form.kind not in view.viewer.may:
        return None
    drawn = Panel("command_form", args=form.about(view))
    title = view.say(form.title)  # of a derived form what it does, as a sentence says it
    return html.Details(
        [html.Summary(title[:1].upper() + title[1:]), drawn], id=form.drawer_id, className="drawer"
    )


def drawers(forms: tuple[Form, ...], view: View) -> list[html.Details]:
    """Return the forms that the viewer may send, each in a drawer."""
    return [drawn for form in forms if (drawn := drawer(form, view))]


def more_commands(forms: tuple[Form, ...], view: View, *head: Component) -> list[html.Section]:
    """Return a section titled `head` with the forms this role may send, each behind its title; empty if there are
    none.
    """
    inside = drawers(forms, view)
    if not inside:
        return []
    more = html.Details(
        [html.Summary(view.say("command.more_commands")), *head, *inside],
        className="drawer more",
    )
    return [html.Section(more, id="panel-more", className="panel")]

"""Opening an incident by hand, and handing its command over."""

from dash import html

from layouts.components.form import choice, field
from layouts.forms.form import Form
from layouts.view import View


def _open(form: Form, view: View) -> html.Div:
    site, say = view.site, view.say
    places = [{"value": i, "label": view.text(name)} for i, (name, _) in site.places.items()]
    levels = view.options(site.levels)
    return html.Div(
        [
            field(say("command.plan"), choice(form.field_id("plan"), view.options(site.plans))),
            field(say("command.place"), choice(form.field_id("place"), places)),
            field(say("command.level"), choice(form.field_id("level"), levels)),
            form.send(say("command.open_incident"), "urgent"),
        ],
        className="form",
    )


OPEN = Form("open", "incident.open", ("plan", "place", "level"), _open, about_incident=False)
"""Without a plan the incident is opened by its place alone."""


def _transfer(form: Form, view: View) -> html.Div:
    people = view.options(view.site.people)
    return html.Div(
        [
            field(view.say("command.transfer_to"), choice(form.field_id("to_person"), people)),
            form.send(view.say("command.transfer")),
        ],
        className="form",
    )


TRANSFER = Form("transfer", "incident.transfer", ("to_person",), _transfer)
"""A transfer counts when both sides acknowledge it."""

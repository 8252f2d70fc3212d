"""Ordering an evacuation, and counting people in."""

from dash import html

from layouts.components.form import choice, field
from layouts.forms.form import Form
from layouts.view import View


def _order(form: Form, view: View) -> html.Div:
    say = view.say
    return html.Div(
        [
            field(
                say("command.zones"),
                choice(form.field_id("zones"), view.options(view.site.areas), multi=True),
            ),
            form.send(say("command.evacuate"), "urgent"),
        ],
        className="form",
    )


EVACUATION = Form("evacuation", "evacuation.order", ("zones",), _order)
"""Needs no authority."""


def _check_in(form: Form, view: View) -> html.Div:
    say = view.say
    return html.Div(
        [
            html.Div(
                [
                    field(
                        say("command.person"),
                        choice(form.field_id("person"), view.options(view.site.people)),
                    ),
                    field(
                        say("command.muster"),
                        choice(form.field_id("muster"), view.options(view.site.musters)),
                    ),
                ],
                className="pair",
            ),
            form.send(say("command.check_in")),
        ],
        className="form",
    )


CHECK_IN = Form(
    "check-in",
    "person.check_in",
    ("person", "muster"),
    _check_in,
    kept=("muster",),
    about_incident=False,
)
"""A warden's word; a position never counts as safe."""

"""A call, a patrol's word, a radio message: written down in ten seconds."""

from dash import html

from layouts.components.form import choice, field, line
from layouts.forms.form import Form
from layouts.view import View

CHANNELS = ("call", "patrol", "radio")


def _report(form: Form, view: View) -> html.Div:
    say = view.say
    channels = [{"value": c, "label": say(f"channel.{c}")} for c in CHANNELS]
    places = [{"value": i, "label": view.text(n)} for i, (n, _) in view.site.places.items()]
    return html.Div(
        [
            html.Div(
                [
                    field(
                        say("command.channel"),
                        choice(form.field_id("channel"), channels, value="call", clearable=False),
                    ),
                    field(say("command.place"), choice(form.field_id("place"), places)),
                ],
                className="pair",
            ),
            field(say("command.report_text"), line(form.field_id("text"), maxLength=500)),
            field(say("command.caller"), line(form.field_id("caller"), maxLength=80)),
            form.send(say("command.record_report")),
        ],
        className="form",
    )


REPORT = Form(
    "report",
    "report.receive",
    ("channel", "place", "text", "caller"),
    _report,
    kept=("channel",),
    typed=("text", "caller"),
    about_incident=False,
)
"""It starts t0 as an alarm does, once an incident is opened on it."""

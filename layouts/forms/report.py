"""A call, a patrol's word, a radio message: written down in ten seconds."""

from layouts.forms.form import HAPPENED, Field, Form, Options, places, worded
from layouts.view import View


def _channels(view: View) -> Options:
    return worded(view, "channel", ("call", "patrol", "radio"))


REPORT = Form(
    "report",
    "report.receive",
    "command.report",
    (
        (
            Field("channel", "command.channel", _channels, first="call", kept=True),
            Field("place", "command.place", places),
        ),
        (Field("text", "command.report_text", longest=500),),
        (Field("caller", "command.caller", longest=80), HAPPENED),
    ),
    send="command.record_report",
    about_incident=False,
)
"""It starts t0 as an alarm does, once an incident is opened on it."""

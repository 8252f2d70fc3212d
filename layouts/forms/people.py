"""Ordering an evacuation, counting people in, and where a responder stands."""

from layouts.forms.form import HAPPENED, Field, Form, Options, people, places, worded
from layouts.view import View

STATUSES = ("en_route", "staged", "on_scene", "released")

EVACUATION = Form(
    "evacuation",
    "evacuation.order",
    "command.evacuate",
    ((Field("zones", "command.zones", lambda view: view.options(view.site.areas), multi=True),),),
    send="command.evacuate",
    strong="urgent",
)
"""Needs no authority."""

CHECK_IN = Form(
    "check-in",
    "person.check_in",
    "command.check_in_form",
    (
        (
            Field("person", "command.person", people),
            Field(
                "muster",
                "command.muster",
                lambda view: view.options(view.site.musters),
                kept=True,
            ),
        ),
    ),
    send="command.check_in",
    about_incident=False,
)
"""A warden's word; a position never counts as safe."""


def _statuses(view: View) -> Options:
    return worded(view, "responder.status", STATUSES)


RESPONDER = Form(
    "responder",
    "responder.status",
    "command.responder_form",
    (
        (
            Field("person", "command.person", people),
            Field("status", "command.responder_status", _statuses),
        ),
        (Field("place", "command.place", places), HAPPENED),
    ),
    send="command.record",
    spoken=True,
)
"""En route, staged, on scene or released: their own word, by radio."""

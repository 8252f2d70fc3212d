"""Opening an incident by hand, and handing its command over."""

from typing import get_args

from command_center.domain.site.hazard import Hazard
from layouts.forms.form import Field, Form, Options, people, places
from layouts.view import View


def hazards(view: View) -> Options:
    """What may have happened, for the wall to ask about it."""
    return [{"value": one, "label": view.say(f"hazard.{one}")} for one in get_args(Hazard)]


OPEN = Form(
    "open",
    "incident.open",
    "command.open_by_hand",
    (
        (Field("plan", "command.plan", lambda view: view.options(view.site.plans)),),
        (Field("place", "command.place", places),),
        (Field("hazard", "command.hazard", hazards),),
        (Field("level", "command.level", lambda view: view.options(view.site.levels)),),
    ),
    send="command.open_incident",
    strong="urgent",
    about_incident=False,
)
"""Without a plan the incident is opened by its place alone."""

TRANSFER = Form(
    "transfer",
    "incident.transfer",
    "command.transfer",
    ((Field("to_person", "command.transfer_to", people),),),
    send="command.transfer",
)
"""A transfer counts when both sides acknowledge it."""

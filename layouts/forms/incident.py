"""Opening an incident by hand, and handing its command over."""

from layouts.forms.form import Field, Form, people, places

OPEN = Form(
    "open",
    "incident.open",
    "command.open_by_hand",
    (
        (Field("plan", "command.plan", lambda view: view.options(view.site.plans)),),
        (Field("place", "command.place", places),),
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

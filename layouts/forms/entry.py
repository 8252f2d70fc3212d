"""The entry point's check: who is suited, masked and checked, and with how much air."""

from layouts.forms.form import HAPPENED, Field, Form, people, places

READY = Form(
    "ready",
    "entry.ready",
    "command.ready_form",
    (
        (Field("persons", "command.persons", people, multi=True),),
        (
            Field("pressure_mpa", "command.pressure", number=True, longest=5),
            Field("place", "command.entry_place", places, kept=True),
        ),
        (Field("checker", "command.checker", people), HAPPENED),
    ),
    send="command.ready",
    strong="strong",
)
"""Who checked them is somebody else; left empty, whose word this is.

Going in, at the source and out are one click each on the board above it.
"""

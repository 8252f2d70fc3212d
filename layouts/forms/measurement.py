"""What somebody at the source, the valve or the outfall measured, sampled or saw."""

from layouts.forms.form import HAPPENED, Field, Form, Options, places, worded
from layouts.view import View


def _elements(view: View) -> Options:
    """Valves and pumps by the id that is painted on them, and their name."""
    parts = (*view.site.valves, *view.site.pumps)
    return [{"value": part.id, "label": f"{part.id} {view.text(part.name)}"} for part in parts]


def _open_or_shut(view: View) -> Options:
    return worded(view, "valve.state", ("shut", "open"))


def _substances(view: View) -> Options:
    """Only what the site file describes; left out, what the source holds."""
    return [{"value": one.id, "label": view.text(one.name)} for one in view.site.substances]


def _tanks(view: View) -> Options:
    return [
        {"value": tank.id, "label": f"{tank.id} {view.text(tank.product)}"}
        for tank in view.site.tanks
    ]


LOCATE = Form(
    "locate",
    "source.locate",
    "command.locate_form",
    ((Field("tank", "input.tank", _tanks),), (HAPPENED,)),
    send="command.record",
)
"""Which tank the source is, once somebody has found it."""

VALVE = Form(
    "valve",
    "valve.report",
    "command.valve_form",
    (
        (
            Field("element", "command.element", _elements),
            Field("state", "command.valve_state", _open_or_shut),
        ),
        (HAPPENED,),
    ),
    send="command.record",
)
"""A word about a valve; no flow follows from it."""

GAS = Form(
    "gas",
    "gas.measure",
    "command.gas_form",
    (
        (Field("place", "command.place", places, kept=True),),
        (
            Field("value", "command.value", number=True, longest=12),
            Field("unit", "command.unit", first="ppm", kept=True, longest=12),
        ),
        (Field("substance", "command.substance", _substances), HAPPENED),
    ),
    send="command.record",
)
"""Closing asks for two below the limit of the site file, recorded fifteen minutes apart."""

OUTFALL = Form(
    "outfall",
    "outfall.sample",
    "command.outfall_form",
    (
        (Field("place", "command.place", places, kept=True), HAPPENED),
        (
            Field("value", "command.value_later", number=True, longest=12),
            Field("unit", "command.unit", longest=12),
        ),
    ),
    send="command.record",
)
"""The sample is what closing asks for; its value may follow."""

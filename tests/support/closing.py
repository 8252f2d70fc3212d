"""An incident of the small works, opened, answered and closed: what its review begins with."""

from command_center.domain.actor import DUTY_ACTOR
from tests.support.factories import ControlRoom


def closed_incident(room: ControlRoom) -> str:
    """A leak that is isolated, sampled and closed; returns its id. A good hour passes."""
    incident = room.leak()
    room.later(40)
    order = room.orders(incident, acts_on=["root-valve"], place="root-valve")
    room.later(90)
    room.does("eva", "directive.ack", directive=order)
    room.refuses("ann", "resource.dispatch", incident=incident, kit="four", place="tank")
    room.does("eva", "custody.attempt", incident=incident, store="vault", result="locked")
    room.later(600)
    room.does(
        "eva",
        "custody.attempt",
        incident=incident,
        store="vault",
        result="forced",
        reason="No key here",
    )
    room.refuses("ann", "directive.issue", incident=incident, step="support")
    room.hears("eva", "source.report", incident=incident, state="isolated")
    room.later(60)
    room.does(DUTY_ACTOR, "plant.confirm", incident=incident, state="isolated")
    for _ in range(2):
        room.does(
            "ann",
            "gas.measure",
            incident=incident,
            place="tank",
            value=1,
            unit="ppm",
        )
        room.later(16 * 60)
    room.does("ann", "outfall.sample", incident=incident, place="storm-valve")
    room.does("ann", "incident.close", incident=incident)
    room.does(DUTY_ACTOR, "alarm.return", alarm="LT-T:NETLOSS")
    return incident

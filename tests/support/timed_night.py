"""A night in which everything has a time that counts: alarms, calls, people, stores, pages, sirens."""

from typing import Any

from command_center.domain.actor import DUTY_ACTOR
from command_center.domain.site.model import Site
from tests.support.clockwork import clockwork
from tests.support.factories import ControlRoom
from tests.support.small_works import PARTS, small_works


def timed_works() -> Site:
    """The small works with telephones, a gas detector, and a contact on the locked store."""
    sms = [{"channel": "sms", "address": "139-0000-0000"}]
    tags: list[dict[str, Any]] = [
        {"id": "GD", "kind": "gas", "unit": "ppm", "source": "gds", "at": [155, 105], "high": 2000,
         "limits": {"h": 10, "hh": 150}},
        {"id": "ZS", "kind": "contact", "unit": "1", "source": "dcs", "high": 1},
    ]  # fmt: skip
    stores = [
        one if one["id"] != "vault" else one | {"custody": {**one["custody"], "sensor": "ZS"}}
        for one in PARTS["stores"]
    ]
    return small_works(
        simulated=False,
        people=[one | {"contacts": sms} for one in PARTS["people"]],
        tags=[*PARTS["tags"], *tags],
        stores=stores,
    )


def timed_night(room: ControlRoom) -> str:
    """A leak some minutes old, with everything under way; returns its incident."""
    room.desk.has_double = lambda person: person == "eva"
    told, meanwhile = room.does, room.later
    told(DUTY_ACTOR, "siren.enrol", gateway="gw-1", sirens=[{"id": "north"}])
    told("hua", "report.receive", channel="call", place="shop-1", text="It smells")
    for _ in range(2):
        gas = room.alarm("H", tag="GD", priority="high", value=12.0, limit=10.0)
        meanwhile(10)
        told(DUTY_ACTOR, "alarm.return", alarm=gas)
    low = room.alarm("L", priority="low", value=0.9, limit=1.0)
    told("ann", "alarm.shelve", alarm=low, reason="gauge blocked", minutes=30)
    incident = room.leak()
    meanwhile(30)
    told(DUTY_ACTOR, "plant.overflow", element="pool", value=301.0, over=True)
    told(DUTY_ACTOR, "plant.indicate", element="root-valve", state="open")
    told(DUTY_ACTOR, "custody.sense", store="vault", open=True)
    told("eva", "custody.force", incident=incident, store="vault", reason="no key")
    order = room.orders(incident)
    clockwork(room)
    told("eva", "directive.ack", directive=order)
    told("eva", "valve.report", incident=incident, element="root-valve", state="open")
    refused = room.orders(incident, to="lead-1")
    told("cai", "directive.refuse", directive=refused, reason="no mask left")
    told("ann", "source.report", incident=incident, state="leaking")
    told("ann", "evacuation.order", incident=incident, zones=["shop-2"])
    clockwork(room)
    told("ann", "outside.call", incident=incident, unit="next-door")
    told("ann", "outside.answer", incident=incident, unit="next-door")
    meanwhile(20)
    told("ann", "outside.arrive", incident=incident, unit="next-door")
    told("ann", "resource.dispatch", incident=incident, kit="pair", place="tank")
    told("eva", "kit.draw", incident=incident, kit="pair", store="hall")
    told("gus", "responder.status", incident=incident, status="en_route", place="tank")
    told("dov", "person.check_in", person="dov", muster="muster-north")
    told("ann", "person.assign", person="eva")
    four = ["eva", "fay", "gus", "hua"]
    told("ann", "entry.ready", incident=incident, persons=four, pressure_mpa=27)
    told("eva", "gas.measure", incident=incident, place="tank", value=1.5, unit="ppm")
    told("ann", "entry.in", incident=incident, person="eva", pressure_mpa=27)
    told("eva", "outfall.sample", incident=incident, place="storm-valve")
    told("ann", "roll_call.start", incident=incident)
    told("eva", "roll_call.answer", incident=incident, person="eva")
    told("ivy", "person.sos", place="farm")
    told("ann", "person.sos_answer", person="ivy")
    meanwhile(40)
    return incident


def steps(room: ControlRoom, by_ms: int) -> None:
    """The clock of the server is set, and the center sees it."""
    room.clock.step(by_ms)
    room.does(DUTY_ACTOR, "clock.step", by_ms=by_ms)

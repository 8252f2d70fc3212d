"""A night in which every part of the plant's board has something to say: commands over REST.

What the plant offers is read from its description; what is refused on the way is part of the story.
"""

from collections.abc import Callable
from typing import Any

from command_center.domain.site.model import Site

Give = Callable[..., Any]
"""`give(kind, **data)`: the facts of an accepted command, or [] for a refused one."""


def tell(site: Site, tank: str, give: Give, said: Callable[[str], str]) -> str:
    """Open an incident at `tank` and let everything happen to it; returns the incident's id.

    `said` marks free text as a person's own.
    """
    plan = next(plan for plan in site.plans if tank in plan.places)
    place = site.areas[0].id
    report = give("report.receive", channel="call", place=place, text=said("smoke"))
    opened = give("incident.open", place=tank, plan=plan.id, report=report[0]["seq"])
    incident = str(next(f["incident"] for f in opened if f["kind"] == "incident.opened"))

    def at(kind: str, **data: Any) -> Any:
        return give(kind, incident=incident, **data)

    directives = [_issued(at("directive.issue", step=step.id)) for step in plan.steps]
    _directives([d for d in directives if d is not None], give, said)
    at("directive.issue", to=site.people[0].id, text=said("look at it"), due_s=60)
    _people(site, give, at)
    _things(site, give, at)
    give("simulation.leak")
    for level in (site.levels[0].id, plan.level):
        at("incident.level", level=level)
    at("source.report", state="leaking")
    at("gas.measure", place=place, value=12.5, unit="ppm")
    at("outfall.sample", place=place, value=3, unit="ppm")
    at("incident.close")
    return incident


def _issued(facts: Any) -> tuple[str, str] | None:
    """A directive's id and whom it is to."""
    issued = (f["data"] for f in facts if f["kind"] == "directive.issued")
    return next(((one["id"], one["to_person"]) for one in issued), None)


def _directives(directives: list[tuple[str, str]], give: Give, said: Callable[[str], str]) -> None:
    """One left as issued, then one in each state that a directive can be in."""
    reason = {"reason": said("no way through")}
    ack: tuple[str, dict[str, Any]] = ("ack", {})
    start: tuple[str, dict[str, Any]] = ("start", {})
    done: tuple[str, dict[str, Any]] = ("done", {"note": said("as asked")})
    ways: list[list[tuple[str, dict[str, Any]]]] = [
        [],
        [ack],
        [ack, start],
        [ack, start, ("progress", {"percent": 40, "note": said("half")})],
        [("refuse", reason)],
        [ack, start, done],
        [ack, start, done, ("verify", {})],
        [ack, start, done, ("return", reason)],
        [("withdraw", reason)],
    ]
    for (directive, person), way in zip(directives, ways, strict=False):
        for step, data in way:
            own = step in ("verify", "return", "withdraw")
            spoken = {} if own else {"via": "radio", "speaker": person}
            give(f"directive.{step}", directive=directive, **spoken, **data)


def _people(site: Site, give: Give, at: Give) -> None:
    at("evacuation.order", zones=[area.id for area in site.areas])
    people = [person.id for person in site.people]
    for person in people:
        give("person.miss", person=person)
    for person in people[::3]:
        give("person.find", person=person)
    for person in people[::4]:
        give("person.check_in", person=person, muster=site.musters[0].id)
    for person in people[1::4]:
        give("person.assign", person=person)
    inside = people[:6]
    at("entry.ready", persons=inside, pressure_mpa=28)
    for person in inside[:2]:
        at("entry.in", person=person, pressure_mpa=28, reason="somebody is lying in there")
    at("entry.at_work", person=inside[0])
    at("entry.out", person=inside[1])
    for status, person in zip(("en_route", "staged", "on_scene", "released"), people, strict=False):
        at("responder.status", person=person, status=status, place=site.areas[0].id)


def _things(site: Site, give: Give, at: Give) -> None:
    kits = [at("resource.dispatch", kit=kit.id, place=site.areas[0].id) for kit in site.kits]
    kits += [
        at("resource.dispatch", kit=kit.id, place=site.areas[0].id, partial=True)
        for kit in site.kits
    ]
    sent = [f["data"]["id"] for facts in kits for f in facts if f["kind"] == "resource.dispatched"]
    for end, dispatch in zip(("arrive", "return", "consume", "lose"), sent, strict=False):
        give(f"resource.{end}", dispatch=dispatch)
    for store in site.stores:
        for result in ("locked", "opened", "closed"):
            at("custody.attempt", store=store.id, result=result)
        at("custody.force", store=store.id, reason="nobody has the key")
    line = site.stock[0]
    give("resource.count", resource=line.resource, store=line.store, quantity=1)
    for unit in site.outside[:-1]:
        at("outside.call", unit=unit.id)
    at("outside.answer", unit=site.outside[0].id, reference="")
    at("outside.arrive", unit=site.outside[0].id)
    at("resource.receive", unit=site.outside[0].id)
    for valve in list(site.valve_by_id)[:2]:
        at("valve.report", element=valve, state="open")

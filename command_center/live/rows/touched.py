"""Which rows a fact may have changed. Too many costs a comparison, too few a wrong screen:
a property test holds every sequence of facts against a projection made from nothing."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.incidents.detectors import is_gas
from command_center.domain.incidents.source import loss_alarm
from command_center.domain.registry import FACTS
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incident import Withdrawal
from command_center.domain.state.same_event import brought_to
from command_center.live.rows.drill_rows import drill_keys
from command_center.live.rows.resource_rows import TOPIC as RESOURCES
from command_center.live.rows.resource_rows import every_resource, resource_keys, store_keys
from command_center.live.rows.review_rows import COUNT
from command_center.live.rows.row import RowKey

AGAINST = frozenset({"alarm", "custody", "kit", "plant", "resource", "shift", "source", "valve"})
"""Areas whose facts may begin or end a dispute of what somebody says is done (`directives/disputed.py`)."""
ENDS = ("incident.closed", "incident.withdrawn")
"""After which an incident is open no more."""


def touched(fact: Fact, state: State, site: Site, batch: int = 1) -> Iterator[RowKey]:
    """The rows to project anew after `fact`, one of `batch` that the state already holds."""
    if fact.kind.partition(".")[0] in ("review", "finding", "action"):
        yield "review", _review_of(fact, state)
        yield "review", COUNT
        if fact.drill is not None:  # whether its log is open, and whether it counts
            yield from (("drill", key) for key in drill_keys(fact.drill))
        return
    if fact.kind in ("observation.noted", "observation.changed"):
        yield "review", COUNT
    if FACTS[fact.kind].of_drill:
        yield from (("drill", key) for key in drill_keys(fact.drill or ""))
        return
    if fact.kind == "clock.stepped":
        yield from (("drill", key) for drill in state.drills for key in drill_keys(drill))
        for incident in state.open_incidents:
            yield "incident", incident
            yield from (("directives", one.id) for one in state.in_hand.of_incident(incident))
    if fact.incident is not None:
        yield "incident", fact.incident
    if fact.kind in ("incident.opened", "source.located", *ENDS):
        yield from store_keys(site)
    if fact.kind == "incident.closed":
        yield from _left_the_board(state, state.incidents[fact.incident or ""].closed_after)
    if fact.kind == "incident.withdrawn":
        yield from _withdrawn(state, state.incidents[fact.incident or ""].withdrawn, fact)
    area = fact.kind.partition(".")[0]
    data = fact.data
    if area in AGAINST:
        yield from _said_done(state)
    if area == "alarm" or (fact.kind in ("incident.opened", "source.located") and data["alarm"]):
        yield "alarms", data["alarm"]
        if data.get("left"):
            yield "alarms", data["left"]
        yield from _judged_by(data["alarm"], state, site)
    elif area == "directive":
        yield from _directive(data.get("directive") or data["id"], state, batch)
        if data.get("supersedes"):
            yield from _directive(data["supersedes"], state, batch)
    elif area in ("notification", "escalation"):
        if data["directive"]:
            yield "directives", data["directive"]
        if data.get("review"):
            yield "review", data["review"]
        if area == "notification" and fact.kind != "notification.sent":
            yield "people", f"contact:{data['person']}"
            yield "people", "count"
    elif area == "resource":
        yield from _resource(fact, state, site)
    elif fact.kind == "custody.tried":
        kept = {r for r, store in state.ledger.lines if store == data["store"]}
        yield from resource_keys(state, site, kept)
    elif area == "shift":
        yield from _everybody(site)
        yield from (("incident", key) for key in state.open_incidents)
        yield from resource_keys(state, site, every_resource(state, site))
    elif fact.kind == "valve.reported" or fact.kind == "plant.indicated":
        yield "levels", f"valve:{data['element']}"
    elif fact.kind in ("evacuation.ordered", *ENDS):
        yield from _everybody(site)
    elif fact.kind in ("entry.ready", "entry.in"):
        yield from (("incident", key) for key in state.open_incidents)
    elif area == "account":
        yield "people", "count"
    elif area in ("person", "responder", "double"):
        yield "people", data["person"]
        if fact.kind.startswith("person.sos"):
            yield "people", f"sos:{data['person']}"


def _said_done(state: State) -> Iterator[RowKey]:
    """The directives that are said to be done, and their incidents."""
    for incident in state.open_incidents:
        for directive in state.in_hand.of_incident(incident):
            if directive.state == "done":
                yield "directives", directive.id
                yield "incident", incident


def _judged_by(alarm: str, state: State, site: Site) -> Iterator[RowKey]:
    """The open incidents of whose source or air the alarm is the plant's own word."""
    known = state.alarms.get(alarm)
    if known is not None and is_gas(site, known.tag):
        yield from (("incident", key) for key in state.open_incidents)
    for incident in state.open_incidents.values():
        tank = site.tank_by_id.get(incident.source.tank or "")
        if tank is not None and loss_alarm(tank) == alarm:
            yield "incident", incident.id


def _withdrawn(state: State, withdrawn: Withdrawal | None, fact: Fact) -> Iterator[RowKey]:
    """Its alarms, the incident that is the same event with what was brought to it, and what was shown
    of the last one."""
    yield from (("alarms", alarm) for alarm in fact.data["alarms"])
    if withdrawn is not None:
        if withdrawn.same_as is not None:
            yield "incident", withdrawn.same_as
            brought = brought_to(state, withdrawn.same_as)
            yield from ((RESOURCES, f"dispatch:{one.id}") for one in brought)
        yield from _left_the_board(state, withdrawn.after)


def _left_the_board(state: State, incident: str | None) -> Iterator[RowKey]:
    """What was shown of the incident that was the last to be closed, or withdrawn, until now."""
    if incident is None:
        return
    yield "incident", incident
    yield from (("directives", key) for key in state.in_hand.given.get(incident, ()))
    yield from _dispatches(state, incident)


def _dispatches(state: State, incident: str) -> Iterator[RowKey]:
    for dispatch in state.ledger.dispatches.values():
        if dispatch.incident == incident:
            yield RESOURCES, f"dispatch:{dispatch.id}"


def _review_of(fact: Fact, state: State) -> str:
    """The review that a fact of a review, finding or action belongs to."""
    reviews, data = state.reviews, fact.data
    if "review" in data:
        return str(data["review"])
    owned = reviews.findings if fact.kind.startswith("finding.") else reviews.actions
    return owned[data[fact.kind.partition(".")[0]]].review


def _directive(key: str, state: State, batch: int) -> Iterator[RowKey]:
    """The directive, its recipient, and what else they have on their hands, whose conflict turns
    when that is one thing or two. Each of the `batch` facts folded may have changed it by one."""
    yield "directives", key
    person = state.directives[key].to_person
    if person is None:
        return
    yield "people", person
    others = state.in_hand.of_person(person)
    if len(others) <= 1 + batch:
        yield from (("directives", other.id) for other in others)


def _resource(fact: Fact, state: State, site: Site) -> Iterator[RowKey]:
    data = fact.data
    name = data.get("dispatch") or data.get("id")
    if name is not None:
        yield RESOURCES, f"dispatch:{name}"
        found = state.ledger.dispatches[name]
        yield from resource_keys(state, site, {line["resource"] for line in found.lines})
    elif fact.kind in ("resource.counted", "resource.expired"):
        yield from resource_keys(state, site, {data["resource"]})


def _everybody(site: Site) -> Iterator[RowKey]:
    yield "people", "count"
    for person in site.people:
        yield "people", person.id
        yield "people", f"contact:{person.id}"

"""Which rows a fact may have changed. Too many costs a comparison, too few a wrong screen:
a property test holds every sequence of facts against a projection made from nothing."""

from collections.abc import Iterator

from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.rows.resource_rows import TOPIC as RESOURCES
from command_center.live.rows.resource_rows import every_resource, resource_keys, store_keys
from command_center.live.rows.row import RowKey


def touched(fact: Fact, state: State, site: Site) -> Iterator[RowKey]:
    """The rows to project anew after `fact`, on the state that already holds it."""
    if fact.incident is not None:
        yield "incident", fact.incident
    if fact.kind in ("incident.opened", "incident.closed"):
        yield from store_keys(site)
    area = fact.kind.partition(".")[0]
    data = fact.data
    if area == "alarm" or (fact.kind == "incident.opened" and data["alarm"]):
        yield "alarms", data["alarm"]
    elif area == "directive":
        yield from _directive(data.get("directive") or data["id"], state)
        if data.get("supersedes"):
            yield from _directive(data["supersedes"], state)
    elif area == "resource":
        yield from _resource(fact, state, site)
    elif fact.kind == "custody.tried":
        kept = {r for r, store in state.ledger.lines if store == data["store"]}
        yield from resource_keys(state, site, kept)
    elif area == "shift":
        yield from _everybody(site)
        yield from (("incident", key) for key, one in state.incidents.items() if one.evacuation)
        yield from resource_keys(state, site, every_resource(state, site))
    elif fact.kind == "valve.reported":
        yield "levels", f"valve:{data['element']}"
    elif fact.kind in ("evacuation.ordered", "incident.closed"):
        yield from _everybody(site)
    elif area in ("person", "responder"):
        yield "people", data["person"]


def _directive(key: str, state: State) -> Iterator[RowKey]:
    yield "directives", key
    person = state.directives[key].to_person
    if person is None:
        return
    yield "people", person
    for other in state.directives.values():
        if other.to_person == person and other.id != key and other.open:
            yield "directives", other.id


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

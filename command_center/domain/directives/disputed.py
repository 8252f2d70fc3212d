"""Disputed directives: somebody reports one done, but the plant or a lock shows otherwise. Such a
directive is disputed and not done.

What can be observed of a directive is its kit (behind a lock or not), the store that it sends
somebody to (opened or not), its elements (where the plant shows their position), and the source
that they shut off (where the plant measures a loss). A dispute ends by itself when the plant or the
lock agrees, or when the issuer accepts the report with a reason.
"""

from collections.abc import Iterator
from typing import Literal

from typing_extensions import TypedDict

from command_center.domain.incidents.source import loses
from command_center.domain.refusal import Phrase
from command_center.domain.resources.custody import reach
from command_center.domain.site.model import Kit, KitLine, Site, Store
from command_center.domain.state import State
from command_center.domain.state.directives.directive import Directive
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.resources.ledger import amount

WANTED = {
    "isolation": "shut",
    "root": "shut",
    "outfall": "shut",
    "drain": "shut",
    "diversion": "open",
    "water": "open",
}
"""How an emergency wants a valve to stand, by its kind, where nobody has said how it was left."""
HAD = frozenset({"dispatched", "on_scene", "returned", "consumed", "lost"})
"""States of a dispatch whose things have left their stores for the incident."""


class Dispute(TypedDict):
    """What contradicts a report of done. `shut`: nobody has opened the store that the directive is
    about. `locked`: nobody has opened a store that holds what the kit lacks (`had` of `need`
    pieces of `resource`). `short`: a locked store was opened, and the kit still lacks pieces.
    `leaking`: a tank still loses content. `position`: the plant shows an element in another
    `state`. `place` is the id of the store, tank or element."""

    code: Literal["shut", "locked", "short", "leaking", "position"]
    place: str
    resource: str | None
    had: float | None
    need: float | None
    state: str | None


def disputes(state: State, site: Site, found: Directive) -> list[Dispute]:
    """Returns everything that contradicts a directive that is reported done and not verified yet."""
    incident = state.incidents[found.incident]
    if found.state != "done" or incident.over_at is not None:
        return []
    return [
        *_at_a_shut_store(state, site, found),
        *_locked(state, site, found, incident),
        *_elements(state, site, found, incident),
    ]


def disputed(state: State, site: Site, incident: Incident) -> list[Directive]:
    """Returns the directives of an incident that are disputed."""
    done = state.in_hand.filed_of(incident.id).done.values()
    return [d for d in done if disputes(state, site, d)]


def in_words(site: Site, dispute: Dispute) -> Phrase:
    """Words a dispute as a part of a sentence."""
    place = site.places[dispute["place"]][0]
    if dispute["code"] in ("locked", "short"):
        known = site.resource_by_id[dispute["resource"] or ""]
        had, need = dispute["had"], dispute["need"]
        params = {"place": place, "resource": known.name, "had": had, "need": need}
        short = dispute["code"] == "short"
        return Phrase("dispute.short", params) if short else Phrase("dispute.locked", params)
    if dispute["code"] == "shut":
        return Phrase("dispute.shut", {"place": place})
    if dispute["code"] == "leaking":
        return Phrase("dispute.leaking", {"place": place})
    shown = Phrase(f"valve.state.{dispute['state']}")
    return Phrase("dispute.position", {"place": place, "state": shown})


def _at_a_shut_store(state: State, site: Site, found: Directive) -> Iterator[Dispute]:
    store = site.store_by_id.get(found.place or "")
    if store is not None and _stands_shut(state, store):
        yield Dispute(code="shut", place=store.id, resource=None, had=None, need=None, state=None)


def _locked(state: State, site: Site, found: Directive, incident: Incident) -> Iterator[Dispute]:
    kit = site.kit_by_id.get(found.kit or "")
    if kit is None:
        return
    shut = [store for store in site.stores if _shut(state, incident, kit, store)]
    opened = [store for store in site.stores if _was_opened(state, incident, store)]
    for line in kit.lines if shut or opened else ():
        had = _could_be_had(state, incident, kit, line, {store.id for store in shut})
        for store in [*shut, *opened] if had < line.quantity else ():
            kept = state.ledger.lines.get((line.resource, store.id))
            locked = store in shut
            if kept is None or (locked and kept.lies_here <= 0):
                continue
            yield Dispute(
                code="locked" if locked else "short",
                place=store.id,
                resource=line.resource,
                had=had,
                need=line.quantity,
                state=None,
            )


def _was_opened(state: State, incident: Incident, store: Store) -> bool:
    """Returns whether a keyed store was opened in this incident, with its key or by force, and locked again or not."""
    at = state.custodies.last_opened.get(store.id)
    return store.custody.kind != "open" and at is not None and at >= incident.t0


def _shut(state: State, incident: Incident, kit: Kit, store: Store) -> bool:
    """Returns whether a keyed store is locked, or was found locked, and nobody has opened it or
    drawn from it."""
    use = incident.kits.get(kit.id)
    drawn = use is not None and store.id in use.drawn_from
    return not drawn and _stands_shut(state, store)


def _stands_shut(state: State, store: Store) -> bool:
    """Returns whether a keyed store has no key on site, or was found locked, and nobody has opened
    it."""
    if store.custody.kind == "open" or store.id in state.custodies.opened:
        return False
    return reach(state, store) == "locked" or store.id in state.custodies.found_locked


def _could_be_had(
    state: State, incident: Incident, kit: Kit, line: KitLine, shut: set[str]
) -> float:
    """Returns how many pieces of a kit's line went out for the incident, were brought to it by outside units,
    or still lie where anybody can take them."""
    out = sum(
        sent["quantity"]
        for one in state.ledger.dispatches.values()
        if one.incident == incident.id
        and one.state in HAD
        and (one.kit == kit.id or one.unit is not None)
        for sent in one.lines
        if sent["resource"] == line.resource
    )
    lies = sum(
        stock.available
        for stock in state.ledger.lines.values()
        if stock.resource == line.resource and stock.store not in shut
    )
    return min(line.quantity, amount(out + lies))


def _elements(state: State, site: Site, found: Directive, incident: Incident) -> Iterator[Dispute]:
    source = site.tank_by_id.get(incident.source.tank or "")
    leaking = source is not None and (
        incident.source.confirmed == "leaking" or loses(state, source)
    )
    told_of = False
    for element in found.acts_on:
        shown = state.indicated.get(element)
        if shown is not None:
            if shown.state != _said(state, site, found, element):
                yield Dispute(
                    code="position",
                    place=element,
                    resource=None,
                    had=None,
                    need=None,
                    state=shown.state,
                )
            continue
        valve = site.valve_by_id.get(element)
        shuts_off = source is not None and valve is not None and valve.isolates == source.id
        if source is not None and leaking and shuts_off and not told_of:
            told_of = True
            yield Dispute(
                code="leaking", place=source.id, resource=None, had=None, need=None, state=None
            )


def _said(state: State, site: Site, found: Directive, element: str) -> str | None:
    """Returns the reported state of an element: by whoever has worked it since the directive was
    given, else the state that an emergency requires. For a pump that nobody has reported on, it
    is what the plant shows."""
    word = state.valves.get(element)
    if word is not None and word.at >= found.issued_at:
        return word.state
    valve = site.valve_by_id.get(element)
    return WANTED[valve.kind] if valve is not None else state.indicated[element].state

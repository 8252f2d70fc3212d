"""Work under a permit as the board shows it: where, how long it may go on, the last gas test, who
is inside, and what endangers it. Also the hazards near an incident.

A template whose readers do not include the commander is shown only while somebody is inside. Times
are UTC epoch ms.
"""

from collections.abc import Iterator
from typing import Any

from typing_extensions import TypedDict

from command_center.domain.matters.permits.dangers import at_work, danger_at
from command_center.domain.matters.playing.measured import measurements
from command_center.domain.presence import endangered
from command_center.domain.site.map.nearness import apart
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.matters import Matter
from command_center.domain.verdicts.turns import ALWAYS, Turn

SOON_MS = 30 * 60_000
"""How long before the end of its validity a permit says so (ours)."""
HAZARDS = frozenset({"hazard", "major-hazard"})
"""Kinds of matters that are a hazard at a place."""
SHOWN_TO = frozenset({"commander", "everyone"})
"""Words of `readers` that let whoever commands read a matter."""
WATCHES = ("guardian", "leader")
"""Parties that watch over work, the first that has people."""


class GasTest(TypedDict):
    """When gas was last measured under the permit, and which values were outside their limits."""

    at: int
    over: list[str]


def shown_work(matter: Matter) -> bool:
    """Returns whether the board shows the work of a matter."""
    return bool(matter.inside) or (at_work(matter) and not SHOWN_TO.isdisjoint(matter.readers))


def last_gas(matter: Matter) -> GasTest | None:
    """Returns the newest measurement of the matter; None if there is none."""
    tests = [entry for value in matter.fields.values() for entry in measurements(value)[-1:]]
    newest: dict[str, Any] | None = max(tests, key=lambda one: one["at"], default=None)
    return None if newest is None else GasTest(at=newest["at"], over=list(newest["over"]))


def guardians(matter: Matter) -> list[str]:
    """Returns who guards the work: the guardian, else its leader."""
    return list(next((matter.parties[name] for name in WATCHES if matter.parties.get(name)), ()))


def work_turns(state: State, site: Site, matter: Matter) -> list[Turn]:
    """Returns the turns of the work: `inside` and `goes_on` while something endangers it (somebody
    is inside, or it was not paused), `gas_over`, `paused`; else `open`, `ending` and `over` by
    its validity."""
    endangered_now = danger_at(state, site, matter.area) is not None
    if endangered_now and (matter.inside or matter.live):
        return [(ALWAYS, "urgent", "inside" if matter.inside else "goes_on")]
    gas = last_gas(matter)
    if gas is not None and gas["over"]:
        return [(ALWAYS, "urgent", "gas_over")]
    if not matter.live:
        return [(ALWAYS, "warn", "paused")]
    until = matter.valid_until
    if until is None:
        return [(ALWAYS, "plain", "open")]
    return [
        (ALWAYS, "plain", "open"),
        (until - SOON_MS, "warn", "ending"),
        (until, "urgent", "over"),
    ]


def incidents_of(state: State, site: Site, matter: Matter) -> list[str]:
    """Returns the open incidents in whose areas the matter lies."""
    return [one.id for one in state.open_incidents.values() if matter.area in endangered(site, one)]


def near_incidents(state: State, site: Site, matter: Matter) -> list[str]:
    """Returns the open incidents near a hazard: it lies in one of their areas, or in their hot
    zone."""
    if matter.kind not in HAZARDS or SHOWN_TO.isdisjoint(matter.readers):
        return []
    return [one.id for one in state.open_incidents.values() if _near(site, matter, one)]


def _near(site: Site, matter: Matter, incident: Incident) -> bool:
    if matter.area in endangered(site, incident):
        return True
    metres = apart(site, matter.place or "", incident.place)
    return metres is not None and metres <= incident.hot_zone_m


def hazards(state: State) -> Iterator[Matter]:
    """Yields every open hazard."""
    return (one for one in state.matters.open.values() if one.kind in HAZARDS)

"""Rows of topic `incident`."""

from dataclasses import asdict

from command_center.domain.incidents.closing import GAS_APART_MS, missing_to_close
from command_center.domain.incidents.detectors import detectors_in_alarm
from command_center.domain.incidents.on_board import on_board
from command_center.domain.incidents.withdrawing import missing_to_withdraw
from command_center.domain.people.wardens import wardens_of
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.headcount import Headcount
from command_center.domain.state.incident import Incident
from command_center.live.rows.authority_rows import authority_of
from command_center.live.rows.names import person_name
from command_center.live.rows.row import Row


def incident_row(state: State, site: Site, key: str) -> Row | None:
    """One incident as the strip, the four cells and the command page read it."""
    found = state.incidents.get(key)
    if found is None or not on_board(state, key):
        return None
    over = found.over_at is not None
    return {
        "id": found.id,
        "title": found.title,
        "plan": found.plan,
        "place": found.place,
        "level": found.level,
        "status": "withdrawn" if found.withdrawn else "closed" if over else "open",
        "t0": found.t0,
        "t0_by": found.t0_by,
        "site_version": found.site_version,
        "opened_at": found.opened_at,
        "closed_at": found.closed_at,
        "withdrawn": found.withdrawn.as_row() if found.withdrawn else None,
        "commander": _commander(found, site),
        "transfer": _transfer(found, site),
        "hot_zone_m": found.hot_zone_m,
        "source": _source(found),
        "evacuation": _evacuation(state, site, found.evacuation),
        "outside": {unit: asdict(call) for unit, call in found.calls.items()},
        "entry": _entry(found, site),
        "gas": found.measurements.by_place(GAS_APART_MS),
        "gas_detectors": [] if over else detectors_in_alarm(state, site, found),
        "gas_clear_since": next(iter(found.measurements.gas_below), None),
        "outfall_sampled_at": found.measurements.outfall_at,
        "kits": {
            kit: {"needed_at": use.needed_at, "drawn_at": use.drawn_at}
            for kit, use in found.kits.items()
        },
        "authority_refused": len(found.authority_refusals),
        "authority": authority_of(state, site, found),
        "missing_to_close": [] if over else missing_to_close(state, site, found),
        "missing_to_withdraw": [] if over else missing_to_withdraw(state, site, found),
    }


def _commander(found: Incident, site: Site) -> Row | None:
    if found.commander is None:
        return None
    return {
        "person": found.commander,
        "name": person_name(site, found.commander),
        "post": found.commander_post,
        "kind": found.commander_kind,
    }


def _transfer(found: Incident, site: Site) -> Row | None:
    if found.offered_to is None:
        return None
    name = person_name(site, found.offered_to)
    return {"to_person": found.offered_to, "to_name": name}


def _source(found: Incident) -> Row:
    source = found.source
    reported = source.reported and {
        "state": source.reported,
        "at": source.reported_at,
        "by": source.reported_by,
    }
    confirmed = source.confirmed and {"state": source.confirmed, "at": source.confirmed_at}
    return {
        "tank": source.tank,
        "reported": reported or None,
        "confirmed": confirmed or None,
        "isolated": source.isolated,
        "contradicted": source.contradicted,
    }


def _evacuation(state: State, site: Site, headcount: Headcount | None) -> Row | None:
    if headcount is None:
        return None
    areas = [site.area_by_id[zone] for zone in headcount.zones if zone in site.area_by_id]
    return {
        "zones": headcount.zones,
        "ordered_at": headcount.ordered_at,
        "denominator": len(headcount.accounts),
        "checked_in": headcount.count("checked_in"),
        "assigned": headcount.count("assigned"),
        "not_accounted": headcount.count("not_accounted"),
        "missing": headcount.count("missing"),
        "areas": [
            {
                "area": area.id,
                "wardens": wardens_of(state, site, area),
                "open": _open_of(site, headcount, area.id),
            }
            for area in areas
        ],
    }


def _open_of(site: Site, headcount: Headcount, area: str) -> int:
    """How many of an area's own people are not accounted for."""
    return sum(
        account in ("not_accounted", "missing") and site.person_by_id[person].home == area
        for person, account in headcount.accounts.items()
        if person in site.person_by_id
    )


def _entry(found: Incident, site: Site) -> Row:
    inside = [
        {
            "person": one.person,
            "name": person_name(site, one.person),
            "pressure_mpa": one.pressure_mpa,
            "at": one.since,
            "turn_back_at": one.turn_back_at,
            "at_work": one.at_work,
            "checked_by": found.entry.checked_by.get(one.person),
        }
        for one in found.entry.inside.values()
    ]
    return {"in": inside, "ready": found.entry.ready, "checked_by": found.entry.checked_by}

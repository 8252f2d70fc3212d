"""Answers the questions that only some hazards ask (`asked_by_hazard.py`).

`answers.py` answers those that every hazard may ask (people, source, water, outside).
"""

from math import dist

from typing_extensions import TypedDict

from command_center.domain.incidents.asked_by_hazard import Question, hazard_of, questions_of
from command_center.domain.incidents.closing import GAS_APART_MS
from command_center.domain.incidents.measuring.clear_air import counting_air
from command_center.domain.incidents.measuring.detectors import detectors_in_alarm
from command_center.domain.people.entry_verdict import board_turns
from command_center.domain.presence import lost
from command_center.domain.resources.ledger import had_now
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.verdicts.turns import ALWAYS, Turn, turns_of

MEDICS_MS = 79_000
"""Doctors are called within 79 s of the alarm (NFPA 1221: 15 s of answering, 64 s of processing)."""


class HazardAnswer(TypedDict):
    """The answer to a question that only some hazards ask. `about` are the ids it names (people,
    tanks, units, sources, tags), `n` is a number or amount, `at` the time (UTC epoch ms) from
    which its words count."""

    question: Question
    about: list[str]
    n: float
    at: int | None
    turns: list[Turn]


def hazard_answers(state: State, site: Site, incident: Incident) -> list[HazardAnswer]:
    """Returns the answers to those of the hazard's questions that are not among the usual ones."""
    asked = {
        "casualty": _casualty,
        "entry": _entry,
        "gas": _gas,
        "medics": _medics,
        "foam": _foam,
        "exposure": _exposure,
        "dark": _dark,
    }
    return [
        asked[question](state, site, incident)
        for question in questions_of(hazard_of(site, incident))
        if question in asked
    ]


def _casualty(state: State, site: Site, incident: Incident) -> HazardAnswer:
    """Answers who is a casualty. Codes: `sos` (somebody calls for help), `missing`, `down` (nobody
    was named)."""
    missing = lost(incident)
    calls = sorted(state.sos.values(), key=lambda one: one.at)
    about = list(dict.fromkeys([*(one.person for one in calls), *missing]))
    code = "sos" if calls else "missing" if missing else "down"
    at = calls[0].at if calls else incident.t0
    return _answer("casualty", about, at, [(ALWAYS, "urgent", code)])


def _entry(state: State, site: Site, incident: Incident) -> HazardAnswer:
    """Answers about entries with the codes of the entry board, as a warning at least, because
    nobody is ready while a casualty lies inside, or people are on air."""
    turns: list[Turn] = [
        (at, sign if sign == "urgent" else "warn", code)
        for at, sign, code in board_turns(incident.entry)
    ]
    inside = incident.entry.inside.values()
    at = min((one.turn_back_at for one in inside), default=None)
    return _answer("entry", list(incident.entry.ready), at, turns)


def _gas(state: State, site: Site, incident: Incident) -> HazardAnswer:
    """Answers about gas. Codes: `alarm` (the plant's detectors), `above` its limit at some place,
    `below`, `never` measured."""
    places = incident.measurements.by_place(GAS_APART_MS, counting_air(state, site, incident))
    detectors = detectors_in_alarm(state, site, incident)
    above = [one["place"] for one in places if not one["below"]]
    at = max((one["at"] for one in places), default=None)
    turn: Turn = (ALWAYS, "warn", "never")
    if detectors:
        turn = (ALWAYS, "urgent", "alarm")
    elif above:
        turn = (ALWAYS, "urgent", "above")
    elif places:
        turn = (ALWAYS, "note", "below")
    return _answer("gas", detectors or above or [one["place"] for one in places], at, [turn])


def _medics(state: State, site: Site, incident: Incident) -> HazardAnswer:
    """Answers about medical help. Codes: `arrived`, `answered`, `called`, `to_call` and, after its
    time, `late`; `nobody` if the site has no medical unit."""
    units = [unit.id for unit in site.outside if unit.kind == "medical"]
    if not units:
        return _answer("medics", [], None, [(ALWAYS, "note", "nobody")])
    called = [unit for unit in units if unit in incident.calls]
    if not called:
        by = incident.t0 + MEDICS_MS
        turns: list[Turn] = [(ALWAYS, "warn", "to_call"), (by + 1, "urgent", "late")]
        return _answer("medics", units[:1], by, turns_of(turns))
    call = incident.calls[called[0]]
    if call.arrived_at is not None:
        return _answer("medics", called, call.arrived_at, [(ALWAYS, "good", "arrived")])
    code = "called" if call.answered_at is None else "answered"
    return _answer("medics", called, call.answered_at or call.called_at, [(ALWAYS, "note", code)])


def _foam(state: State, site: Site, incident: Incident) -> HazardAnswer:
    """Answers about foam. Codes: `some` foam liquid can be had now (`n`, in the unit of its
    resource), or `none`."""
    kinds = [one.id for one in site.resources if one.purpose == "foam_liquid"]
    had = sum(had_now(state, site, kind) for kind in kinds)
    turn: Turn = (ALWAYS, "note", "some") if had else (ALWAYS, "urgent", "none")
    return _answer("foam", kinds, None, [turn], had)


def _exposure(state: State, site: Site, incident: Incident) -> HazardAnswer:
    """Answers what the fire may reach. Codes: `near` (tanks with a hazardous content in the hot
    zone, the nearest first), or `none`."""
    placed = site.places.get(incident.source.tank or incident.place)
    near: list[tuple[float, str]] = []
    for tank in site.tanks:
        away = dist(placed[1], (tank.x, tank.y)) if placed else None
        own = tank.id in (incident.source.tank, incident.place)
        if away is not None and away <= incident.hot_zone_m and tank.hazardous and not own:
            near.append((away, tank.id))
    turn: Turn = (ALWAYS, "warn", "near") if near else (ALWAYS, "note", "none")
    return _answer("exposure", [tank for _, tank in sorted(near)], None, [turn])


def _dark(state: State, site: Site, incident: Incident) -> HazardAnswer:
    """Answers which instruments are silent. Codes: `silent` (tags and sources whose silence alarm
    stands), or `none`."""
    silent = sorted(
        (one.onset, one.tag)
        for one in state.alarms.values()
        if one.active and one.condition == "STALE"
    )
    turn: Turn = (ALWAYS, "urgent", "silent") if silent else (ALWAYS, "note", "none")
    at = silent[0][0] if silent else None
    return _answer("dark", [tag for _, tag in silent], at, [turn])


def _answer(
    question: Question, about: list[str], at: int | None, turns: list[Turn], n: float | None = None
) -> HazardAnswer:
    much = float(len(about)) if n is None else n
    return HazardAnswer(question=question, about=about, n=much, at=at, turns=turns)

"""Gathers a form of an incident, real or of a drill, running or over, as of now or of a past moment."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from command_center.desk import Desk
from command_center.domain.fact import AtBasis, Fact
from command_center.domain.fold import apply
from command_center.domain.registry import FACTS
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.reports.forms.gathered import Gathered
from command_center.reports.incident_facts import found_incident, incident_facts, site_then
from command_center.reports.sources import Sources
from command_center.store.journal import Journal, steps


@dataclass(frozen=True, slots=True)
class Wanted:
    """The request for a form: the period (UTC epoch ms, in a drill by the exercise clock; None: from the first alarm
    or report, and up to now or to the incident's end), who prepares it, whose log it is, and up to which fact of the
    journal (None: all).
    """

    prepared_by: str
    since: int | None = None
    until: int | None = None
    person: str | None = None
    upto: int | None = None


def gather(
    sources: Sources, desk: Desk, journal: Journal, incident: str, wanted: Wanted, now: int
) -> Gathered | None:
    """Return the data for a form; None if the incident does not exist, or did not yet."""
    facts = incident_facts(sources, desk, incident)
    if wanted.upto is not None:
        facts = [fact for fact in facts if fact.seq <= wanted.upto]
    opened = next(
        (f for f in facts if f.kind == "incident.opened" and f.incident == incident), None
    )
    if opened is None:
        return None
    until = wanted.until
    if until is None:
        until = _ends(desk, incident, facts, opened.drill, now)
    live = found_incident(desk, incident)
    if (
        live is not None
        and live[1].over_at is None
        and wanted.until is None
        and wanted.upto is None
    ):
        found: tuple[State, Incident] | None = live
    else:
        found = _then(desk, journal, incident, opened, wanted.upto, until)
    if found is None:
        return None
    state, known = found
    site = known.plant.site if known.plant.begun else site_then(desk, facts, incident)
    own = [fact for fact in facts if incident in (fact.incident, fact.data.get("id"))]
    told = [f for f in facts if _belongs(f, incident) and f.at <= until]
    since = known.t0 if wanted.since is None else wanted.since
    return Gathered(
        site=site,
        state=state,
        incident=known,
        facts=sorted((f for f in told if f.at >= since), key=lambda f: (f.at, f.seq)),
        newest=max([f for f in own if f.at <= until] or [opened], key=lambda f: f.seq),
        since=since,
        until=until,
        exercise=opened.drill is not None or site.simulated,
        prepared_by=wanted.prepared_by,
        person=wanted.person,
    )


def _belongs(fact: Fact, incident: str) -> bool:
    """The incident's own facts, and those of people, alarms and valves that name no incident."""
    return fact.incident in (incident, None) and not FACTS[fact.kind].of_drill


def _ends(desk: Desk, incident: str, facts: list[Fact], drill: str | None, now: int) -> int:
    """When the incident was over; while it is open, now by the clock that goes there."""
    over = [
        f.at
        for f in facts
        if f.incident == incident and f.kind in ("incident.closed", "incident.withdrawn")
    ]
    if over:
        return over[-1]
    if drill is None:
        return now
    known = desk.state.drills.get(drill)
    if known is None or known.ended_at is not None:
        return max(f.at for f in facts)
    return known.exercise_at(now)


def _then(
    desk: Desk, journal: Journal, incident: str, opened: Fact, upto: int | None, until: int
) -> tuple[State, Incident] | None:
    """The board of the incident before the first fact of its scene that was seen after `until`."""

    def is_later(fact: Fact) -> bool:
        if upto is not None and fact.seq > upto:
            return True
        if fact.seq <= opened.seq:
            return False
        ends = fact.kind == "drill.ended" and fact.drill == opened.drill
        ours = fact.drill == opened.drill and not FACTS[fact.kind].of_drill
        return ends or (ours and fact.at > until and fact.at_basis is not AtBasis.BACKDATED)

    version = opened.data.get("site_version")
    state = board_before(journal, desk.described(version), is_later, desk.state.passing)
    board = state if opened.drill is None else state.twins.get(opened.drill)
    known = board.incidents.get(incident) if board is not None else None
    return (board, known) if board is not None and known is not None else None


def board_before(
    journal: Journal, site: Site, is_later: Callable[[Fact], bool], passing: Iterable[int] = ()
) -> State:
    """Return the whole state, folded from the first fact up to the first that `is_later`, skipping (`passing`) what
    is set aside.
    """
    state = State.start(site, passing)
    for page in steps(journal, 0):
        for fact in page:
            if is_later(fact):
                return state
            apply(state, fact)
    return state

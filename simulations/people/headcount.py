"""Evacuation: the order, the walk to the muster point, and the headcount."""

from command_center.domain.site.model import Placed
from command_center.live.rows.incidents.incident_rows import Evacuation
from simulations.people.crew import Crew
from simulations.people.job import Job
from simulations.people.person import VirtualPerson
from simulations.roads import length_m
from simulations.script import Script
from simulations.view import DIRECTIVES, PEOPLE, VISITORS

TELLS_EVERY_S = 20.0
"""How often a warden says how many are there (assumption)."""
MISSED_AFTER_S = 60.0
"""How long a warden looks for somebody before saying that they are missing (assumption)."""
FOUND_AFTER_S = 600.0
"""How long a missing person is looked for before they are found (assumption)."""
STRANGERS_WALK_S = 100.0
"""How long visitors need to a muster point (assumption)."""
ACCOUNTED = ("checked_in", "assigned", "on_air")


def evacuate(job: Job) -> Script:
    """Tell the areas' people, go along, and stay until all are accounted for. The directive itself has ordered the
    evacuation.
    """
    crew, zones = job.crew, list(job.row["evacuates"])
    yield from crew.take(job.person, crew.parameters.work.announce_s)
    yield from crew.go(job.person, crew.dry(job.point))
    theirs = [p for p in crew.people.values() if p.on_site and not p.played and p.who.home in zones]
    told = -1
    while True:
        safe = sum(_account(crew, p) in ACCOUNTED for p in theirs)
        if safe == len(theirs):
            break
        if safe != told:
            job.progress(100 * safe / len(theirs), "counted", safe=safe, all=len(theirs))
        told = safe
        yield from crew.wait(TELLS_EVERY_S)
    job.note = crew.word("counted", safe=len(theirs), all=len(theirs))


def count(job: Job) -> Script:
    """Stand at the muster point until everybody who was on site is accounted for."""
    crew = job.crew
    yield from crew.go(job.person, job.point)
    job.status(job.person, "on_scene", job.place)
    told = -1
    while True:
        incident = crew.incident(job.incident)
        row = None if incident is None else incident["evacuation"]
        if row is None:
            return
        open_ = row["not_accounted"] + row["missing"] + row["inside"]
        if not open_:
            break
        everybody = row["denominator"]
        safe = everybody - open_
        if safe != told:
            job.progress(100 * safe / everybody, "counted", safe=safe, all=everybody)
        told = safe
        yield from crew.wait(TELLS_EVERY_S)
    job.note = crew.word("counted", safe=row["denominator"], all=row["denominator"])


def _account(crew: Crew, person: VirtualPerson) -> str | None:
    row = crew.view.one(PEOPLE, person.id)
    return row["account"] if row is not None else None


def _ordered(crew: Crew) -> Evacuation | None:
    return next((i["evacuation"] for i in crew.view.incidents() if i["evacuation"]), None)


def answer(crew: Crew, person: VirtualPerson) -> Script:
    """One person's night after the siren: to the muster point, to the response, or counted here.

    A person who works on a directive or holds a post is assigned to the response; the areas' people, and visitors,
    walk to the muster point; the others are counted where they are.
    """
    reaction = crew.parameters.reaction
    while True:
        yield (
            lambda: (
                _ordered(crew) is not None
                and _account(crew, person) == "not_accounted"
                and person.able
            )
        )
        yield from crew.take(person, reaction.turnout_s)
        ordered = _ordered(crew)
        if ordered is None:
            continue
        leaves = person.who.home in ordered["zones"] or person.who.employer != "site"
        if person.engaged or _has_duty(crew, person):
            spoken = crew.say(person.id, "person.assign", person=person.id)
        elif leaves:
            muster = _nearest_muster(crew, person)
            yield from crew.go(person, (muster.x, muster.y), hurry=False)
            yield lambda: person.able
            spoken = crew.say(person.id, "person.check_in", person=person.id, muster=muster.id)
        else:
            yield from crew.take(person, reaction.report_takes_s)
            yield lambda: person.able
            place = person.who.home or crew.scenario.people.gate
            spoken = crew.say(person.id, "person.check_in", person=person.id, muster=place)
        yield from crew.heard(spoken)
        yield (
            lambda spoken=spoken: (  # type: ignore[misc]
                spoken.lost or _account(crew, person) != "not_accounted" or _ordered(crew) is None
            )
        )


def miss(crew: Crew, warden: str, person: VirtualPerson) -> Script:
    """Declare a silent person missing, start a search, and declare found those who answer again or were brought out;
    a warden counts the latter. Nobody finds others who are down: help must come.
    """
    yield lambda: _ordered(crew) is not None and _account(crew, person) == "not_accounted"
    yield from crew.wait(MISSED_AFTER_S)
    if person.fit or _account(crew, person) != "not_accounted":
        return
    if not person.brought_out:
        yield from crew.heard(crew.say(warden, "person.miss", person=person.id))
        until = crew.t_s + FOUND_AFTER_S
        yield lambda: person.fit or person.brought_out or (person.missing and crew.t_s >= until)
        if not person.brought_out:
            person.fit, person.missing = True, False
        if _account(crew, person) == "missing":
            yield from crew.heard(crew.say(warden, "person.find", person=person.id))
    if not person.fit and (counts := _warden(crew)) is not None:
        muster = _nearest_muster(crew, person)
        said = crew.say(counts, "person.check_in", person=person.id, muster=muster.id)
        yield from crew.heard(said)


def strangers(crew: Crew) -> Script:
    """Let visitors, drivers and contractors walk to the muster point with their hosts, where a warden counts them:
    nobody plays their part.
    """
    while True:
        yield lambda: _ordered(crew) is not None and bool(_open_strangers(crew))
        yield from crew.wait(STRANGERS_WALK_S)
        counts = _warden(crew)
        for stranger in _open_strangers(crew):
            if counts is None or _ordered(crew) is None:
                break
            muster = _nearest_muster(crew, crew.people[counts])
            said = crew.say(counts, "person.check_in", person=stranger, muster=muster.id)
            yield from crew.heard(said)
        yield from crew.wait(TELLS_EVERY_S)


def _open_strangers(crew: Crew) -> list[str]:
    """Visitors whom the headcount asks for, in the order of the board."""
    found = crew.view.of(VISITORS).items()
    return [visitor for visitor, row in found if row["account"] == "not_accounted"]


def _warden(crew: Crew) -> str | None:
    """Somebody able who may say that others are safe."""
    posts = {post for area in crew.site.areas for post in area.wardens} or set(crew.holders)
    held = (crew.people.get(holder or "") for post, holder in crew.holders.items() if post in posts)
    able = (person for person in held if person is not None and person.on_site and person.able)
    return next((person.id for person in able), None)


def _has_duty(crew: Crew, person: VirtualPerson) -> bool:
    return person.id in crew.holders.values() or any(
        row["to"]["person"] == person.id and row["state"] in ("acknowledged", "in_progress")
        for row in crew.view.of(DIRECTIVES).values()
    )


def _nearest_muster(crew: Crew, person: VirtualPerson) -> Placed:
    """The muster point by the shortest way round the hot zone."""
    here = person.position(crew.t_s)
    return min(
        crew.site.musters,
        key=lambda m: length_m(crew.roads.walk(here, (m.x, m.y), crew.hot_zone())),
    )

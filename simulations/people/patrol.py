"""A patrol at night that reports what it sees and smells."""

from collections.abc import Iterator
from itertools import cycle

from simulations.people.crew import Crew
from simulations.people.person import VirtualPerson
from simulations.roads import between
from simulations.scenario import Patrol
from simulations.script import Script, unless


def walk_round(crew: Crew, patrol: Patrol) -> Script:
    """Walk the round while nothing happens; report a leak once, by radio."""
    person = crew.people.get(patrol.person)
    if person is None or not person.on_site:
        return
    stops = cycle(patrol.round)
    yield from unless(
        _stroll(crew, person, stops, patrol.rests_s),
        lambda: _sees(crew, patrol) or _called_away(crew, person),
    )
    crew.stop(person)
    if not _sees(crew, patrol) or crew.scenario.leak is None:
        return
    yield from crew.take(person, crew.parameters.reaction.report_takes_s)
    said = crew.say(
        person.id, "report.receive",
        channel="patrol", place=crew.scenario.leak.element,
        text=patrol.says.as_row(),
    )  # fmt: skip
    yield from crew.heard(said)
    if not person.engaged and person.who.home is not None:
        yield from crew.go(person, crew.point(person.who.home))


def _stroll(crew: Crew, person: VirtualPerson, stops: Iterator[str], rests_s: float) -> Script:
    for stop in stops:
        yield from crew.go(person, crew.point(stop), hurry=False)
        yield from crew.wait(rests_s)


def _sees(crew: Crew, patrol: Patrol) -> bool:
    pad, person = crew.plant.pad_ground, crew.people[patrol.person]
    if pad is None or crew.plant.pad.product < 0.05:
        return False
    return between(person.position(crew.t_s), (pad.x, pad.y)) <= patrol.sees_m


def _called_away(crew: Crew, person: VirtualPerson) -> bool:
    return person.engaged or next(crew.view.incidents(), None) is not None

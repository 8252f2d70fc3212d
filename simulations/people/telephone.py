"""Outside units: who is called, who answers, and who comes when with what."""

from simulations.chance import stream
from simulations.people.crew import Crew
from simulations.people.job import Job
from simulations.roads import length_m
from simulations.script import Script

TRAVEL_SD = 0.1
"""Relative spread of an outside unit's travel time (assumption)."""


def call(job: Job) -> Script:
    """Call every unit of the step or order, one after the other: there is one telephone."""
    crew = job.crew
    units = job.step.calls if job.step else job.meaning.calls
    for count, unit in enumerate(units, 1):
        name = crew.site.outside_by_id[unit].name
        yield from crew.take(job.person, crew.parameters.reaction.call_processed_s)
        yield from crew.heard(job.say("outside.call", unit=unit))
        if count < len(units):
            job.progress(100 * count / len(units), "called", name=name)
    job.note = crew.word("called", name=[crew.site.outside_by_id[u].name for u in units])


class Outside:
    """Every called unit answers and comes, whoever called it."""

    def __init__(self, crew: Crew) -> None:
        self._crew = crew
        self._known: set[tuple[str, str]] = set()

    def notice(self) -> None:
        """Start what follows a new call on the board."""
        for incident in self._crew.view.incidents():
            for unit, call_row in incident["outside"].items():
                if (incident["id"], unit) not in self._known:
                    self._known.add((incident["id"], unit))
                    answered = call_row["answered_at"] is not None
                    arrived = call_row.get("arrived_at") is not None
                    self._crew.stage.start(self._come(incident["id"], unit, answered, arrived))

    def _come(self, incident: str, unit: str, answered: bool, arrived: bool) -> Script:
        crew = self._crew
        known = crew.site.outside_by_id[unit]
        chance = stream(crew.seed, "outside", incident, str(crew.site.outside.index(known)))
        voice = self._voice()
        if voice is None or arrived:
            return
        if not answered:
            yield from crew.wait(crew.parameters.reaction.call_processed_s.draw(chance))
            reference = f"{int(chance.integers(1000, 10_000))}"
            said = crew.say(
                voice, "outside.answer", incident=incident, unit=unit, reference=reference
            )
            yield from crew.heard(said)
        minutes = known.minutes(night=crew.night)
        if known.people == 0:
            return
        yield from crew.wait(
            60 * minutes * max(0.5, 1 + TRAVEL_SD * float(chance.standard_normal()))
        )
        yield from crew.heard(crew.say(voice, "outside.arrive", incident=incident, unit=unit))
        if not known.brings:
            return
        place = crew.staging or crew.scenario.people.gate
        way = crew.roads.walk(
            crew.point(crew.scenario.people.gate), crew.point(place), crew.hot_zone()
        )
        hurry = crew.parameters.movement.hurry_m_s.draw(chance)
        yield from crew.wait(length_m(way) / hurry)
        said = crew.say(voice, "resource.receive", incident=incident, unit=unit)
        yield from crew.heard(said)
        # Somebody at a desk may have been quicker to say so.
        if said.accepted or said.refused_for("already_brought"):
            for line in known.brings:
                crew.staged[(line.resource, place)] += line.quantity

    def _voice(self) -> str | None:
        """Whoever sits in the control room takes the telephone."""
        room = self._crew.scenario.people.control_room
        here = self._crew.people.values()
        at_desk = [p.id for p in here if p.on_site and p.able and p.who.home == room]
        return at_desk[-1] if at_desk else None

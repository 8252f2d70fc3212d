"""Operating valves and pumps: from the control room, or at the element."""

from command_center.domain.site.model import Point
from simulations.people import entry
from simulations.people.crew import Crew
from simulations.people.job import Impossible, Job
from simulations.script import Script

ARRIVES_WITHIN_S = 120.0
"""A remote valve that has not arrived by then is reported as it stands (assumption)."""


def act(job: Job) -> Script:
    """Bring every element of the directive to its emergency position."""
    elements = list(job.row["acts_on"])
    wanted = {e: job.crew.plant.elements.in_emergency(e) for e in elements}
    for count, element in enumerate(elements, 1):
        if is_remote(job.crew, element):
            yield from _from_the_desk(job, element, wanted[element])
        elif job.crew.in_hot_zone(job.crew.point(element)):
            if job.crew.team_led_by(job.person.id) is None:
                raise Impossible(job.crew.word("hazard"))
            yield from entry.enter(job, element, wanted[element])
        else:
            yield from _by_hand(job, element, wanted[element])
        if count < len(elements):
            job.progress(100 * count / len(elements), "acted", name=name(job.crew, element))
    job.note = job.crew.word("acted", name=[name(job.crew, e) for e in elements])


def is_remote(crew: Crew, element: str) -> bool:
    """Whether the control room can operate the element."""
    return element in crew.plant.elements.remote or element in crew.scenario.people.remote


def name(crew: Crew, element: str) -> object:
    """The name that people use for an element of the plant."""
    return crew.site.places[element][0]


def _from_the_desk(job: Job, element: str, wanted: float) -> Script:
    crew, person = job.crew, job.person
    room: Point = crew.point(crew.scenario.people.control_room)
    if person.who.home != crew.scenario.people.control_room:
        yield from crew.go(person, room)
    yield from crew.take(person, crew.parameters.work.remote_operation_s)
    elements = crew.plant.elements
    elements.command(element, wanted)
    patience = crew.t_s + ARRIVES_WITHIN_S
    yield lambda: elements.state(element) == wanted or crew.t_s >= patience
    if elements.state(element) != wanted:  # it does not answer: somebody must go there
        if crew.in_hot_zone(crew.point(element)):
            raise Impossible(crew.word("does_not_move", name=name(crew, element)))
        yield from _by_hand(job, element, wanted)
    elif element not in elements.running:
        yield from _report(job, element, wanted)


def _by_hand(job: Job, element: str, wanted: float) -> Script:
    crew, person, work = job.crew, job.person, job.crew.parameters.work
    job.status(person, "en_route", element)
    yield from crew.go(person, crew.point(element))
    job.status(person, "on_scene", element)
    elements = crew.plant.elements
    if element in elements.running:
        yield from crew.take(person, work.start_pump_s)
        elements.turn(element, wanted)
        if elements.state(element) != wanted:
            raise Impossible(crew.word("does_not_start", name=name(crew, element)))
        return
    outfall = any(v.id == element and v.kind == "outfall" for v in crew.site.valves)
    takes = (work.storm_valve_s if outfall else work.handwheel_s).draw(person.chance)
    takes *= elements.by_hand(element)
    start = elements.state(element)
    began = crew.t_s
    while elements.state(element) != wanted:
        yield from crew.wait(1.0)
        share = min(1.0, (crew.t_s - began) / takes)
        elements.turn(element, wanted if share == 1.0 else start + (wanted - start) * share)
    yield from _report(job, element, wanted)


def _report(job: Job, element: str, wanted: float) -> Script:
    """Say how it stands: by the hand on the wheel, or by the lamp on the desk."""
    state = "open" if wanted >= 0.5 else "shut"
    yield from job.crew.heard(job.say("valve.report", element=element, state=state))

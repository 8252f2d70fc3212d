"""Rescue of a person down in a pit or vessel: two go in with air while two stand by, and bring them out."""

from simulations.people.crew import Crew
from simulations.people.entry import PATIENCE_S, able, let_in, must_leave, undress
from simulations.people.job import Impossible, Job
from simulations.people.person import VirtualPerson
from simulations.roads import between
from simulations.script import Script, together

NEAR_M = 15.0
"""Whoever is down within this distance of the place is meant (assumption)."""


def rescue(job: Job) -> Script:
    """Send pair after pair in while another stands by, until nobody is down there; then the others undress. Raises
    Impossible if nobody has air and nobody is about to.
    """
    crew, need = job.crew, 2 * job.crew.scenario.people.pair
    if not crew.ready and not crew.donning:
        raise Impossible(crew.word("no_air", had=0, need=need))
    patience = crew.t_s + PATIENCE_S
    out = 0
    while casualty := _down(crew, job):
        yield lambda: len(crew.dressed) >= need or crew.t_s >= patience
        dressed = crew.dressed
        if len(dressed) < need:
            raise Impossible(crew.word("no_air", had=len(dressed), need=need))
        two = dressed[: crew.scenario.people.pair]
        yield from let_in(job, two)
        over = [False]
        crew.stage.start(_bout(job, two, casualty, over))
        yield lambda over=over: over[0]  # type: ignore[misc]
        out += casualty.brought_out
    for person in crew.dressed:
        undress(crew, person)
    job.note = crew.word("brought_out", n=out)


def _down(crew: Crew, job: Job) -> VirtualPerson | None:
    """The casualty at the place who was not brought out yet."""
    lie = [p for p in crew.people.values() if p.on_site and not p.fit and not p.brought_out]
    here = [p for p in lie if between(p.position(crew.t_s), job.point) <= NEAR_M]
    return here[0] if here else None


def _bout(job: Job, two: list[VirtualPerson], casualty: VirtualPerson, over: list[bool]) -> Script:
    """One pair's time inside. It is on the stage by itself: whatever becomes of the directive, they come
    out again, with the casualty if there was air enough."""
    crew, takes = job.crew, job.crew.parameters.confined
    yield from together(*(crew.goes(person, job.point) for person in two))
    way_m = takes.way_m.value
    yield from crew.wait(way_m / min(takes.in_m_s.draw(person.chance) for person in two))
    for person in able(two):
        yield from crew.heard(job.say("entry.at_work", person=person.id, element=job.place))
    ready_s = crew.t_s + takes.bring_out_s.draw(two[0].chance)
    yield lambda: crew.t_s >= ready_s or casualty.fit or must_leave(job, two)
    brought = casualty.fit or (bool(able(two)) and not must_leave(job, two))
    yield from crew.wait(way_m / min(takes.out_m_s.draw(person.chance) for person in two))
    for person in able(two):
        yield from crew.heard(job.say("entry.out", person=person.id))
        undress(crew, person)
    if brought:
        casualty.brought_out, casualty.missing = True, False
    over[0] = True

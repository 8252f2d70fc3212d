"""The actions that a directive causes: the deeds of a step, in order."""

from collections.abc import Callable, Iterator

from simulations.people import entry, headcount, kit, operate, rescue, telephone
from simulations.people.gas import gas, lookout
from simulations.people.job import Impossible, Job
from simulations.scenario import Deed
from simulations.script import Script, together

__all__ = ["Impossible", "Job", "work"]

LITRES_PER_M3 = 1000


def work(job: Job) -> Script:
    """Do everything the directive asks for. Raises Impossible with the reason."""
    done = False
    for deed in deeds_of(job):
        yield from deed(job)
        done = True
    if not done:
        yield from errand(job)


def deeds_of(job: Job) -> Iterator[Callable[[Job], Script]]:
    """Yield what a person does for a directive, in order: first fetching a kit, last turning valves. The scenario
    adds what the directive's fields do not say.
    """
    step, row = job.step, job.row
    deeds = job.crew.scenario.people.deeds
    named = deeds.get(step.id, []) if step else job.meaning.deeds
    if row["kit"]:
        yield kit.gather
    elif job.mobilises:
        yield turn_out
    if (step and step.calls) or job.meaning.calls:
        yield telephone.call
    if row["evacuates"]:
        yield headcount.evacuate
    yield from (DEEDS[deed] for deed in named)
    if row["acts_on"]:
        yield operate.act


def errand(job: Job) -> Script:
    """Carry out a directive that no plan explains: go there and spend some time. It is not reported as done at a
    store whose lock the person cannot open.
    """
    store = job.crew.site.store_by_id.get(job.row["place"] or "")
    if store is not None and job.crew.locked(store):
        yield from kit.open_door(job, store)
    yield from job.crew.go(job.person, lookout(job.crew, job.point))
    job.status(job.person, "on_scene", job.place)
    yield from job.crew.take(job.person, job.crew.parameters.work.errand_s)


def look(job: Job) -> Script:
    """Look at what leaks: by camera from the control room, otherwise from outside the hot zone."""
    crew, person, leak = job.crew, job.person, job.crew.scenario.leak
    if person.who.home != crew.scenario.people.control_room:
        yield from crew.go(person, lookout(crew, job.point))
        job.status(person, "on_scene", job.place)
    yield from crew.take(person, crew.parameters.work.look_round_s)
    rate = crew.plant.leak_m3_s * 60
    if leak is None or rate <= 0:
        job.note = crew.word("nothing_seen")
        return
    yield from crew.heard(job.say("source.report", state="leaking"))
    name = crew.site.places[leak.element][0]
    job.note = crew.word("leak_seen", where=name, rate=f"{rate:.1f}")


def announce(job: Job) -> Script:
    """Make an announcement to the whole plant; it takes `announce_s` seconds."""
    yield from job.crew.take(job.person, job.crew.parameters.work.announce_s)


def report(job: Job) -> Script:
    """Report or note something; it takes a few words' time."""
    yield from job.crew.take(job.person, job.crew.parameters.reaction.report_takes_s)


def cover(job: Job) -> Script:
    """Lay foam on what has leaked, with a monitor from the upwind edge of the hot zone; product already under foam,
    with no more leaking in, is pumped off.
    """
    crew, person, pad = job.crew, job.person, job.crew.plant.pad_ground
    if pad is None:
        raise Impossible(crew.word("nothing_seen"))
    yield from crew.go(person, lookout(crew, (pad.x, pad.y)))
    if crew.plant.covered and crew.plant.leak_m3_s <= 0:
        yield from crew.take(person, crew.parameters.work.transfer_rigged_s)
        crew.plant.take_up()
        job.note = crew.word("taken_up")
        return
    yield from crew.take(person, crew.parameters.work.foam_on_s)
    crew.plant.covered = True
    job.note = crew.word("covered")


def sample(job: Job) -> Script:
    """Take a sample of the water at the outfall."""
    crew, person = job.crew, job.person
    yield from crew.go(person, lookout(crew, job.point))
    job.status(person, "on_scene", job.place)
    yield from crew.take(person, crew.parameters.work.sample_s)
    substance = crew.parameters.substance
    kg_m3 = crew.plant.drains.main.product_share * substance.density_kg_m3.value
    value = round(min(kg_m3 * LITRES_PER_M3, substance.solubility_mg_l.value), 1)
    yield from crew.heard(job.say("outfall.sample", place=job.place, value=value, unit="mg/L"))
    job.note = crew.word("sample", value=value)


def turn_out(job: Job) -> Script:
    """Send a team to its place."""
    crew = job.crew
    team = job.mobilises
    people = [p for p in crew.members(team) if p is job.person or not p.engaged] if team else []
    yield from together(*(kit.come(job, p) for p in people or [job.person]))


def rig(job: Job) -> Script:
    """Lay the line of this step, once nothing leaks any more."""
    crew = job.crew
    line = crew.scenario.people.rigs.get(job.step.id) if job.step else None
    incident = crew.incident(job.incident)
    if crew.in_hot_zone(job.point) and not (incident and incident["source"]["isolated"]):
        raise Impossible(crew.word("hazard"))
    yield from crew.go(job.person, job.point)
    job.status(job.person, "on_scene", job.place)
    four = len(crew.members(job.step.mobilises)) >= 4 if job.step and job.step.mobilises else False
    factor = crew.parameters.work.team_of_four_factor.value if four else 1.0
    yield from crew.take(job.person, crew.parameters.work.transfer_rigged_s, factor)
    if line is not None:
        crew.plant.rigged.add(line)
    job.note = crew.word("rigged")


DEEDS: dict[Deed, Callable[[Job], Script]] = {
    Deed.LOOK: look,
    Deed.ANNOUNCE: announce,
    Deed.REPORT: report,
    Deed.GAS: gas,
    Deed.COVER: cover,
    Deed.SAMPLE: sample,
    Deed.DON: entry.don,
    Deed.MASK: entry.mask,
    Deed.RESCUE: rescue.rescue,
    Deed.HEADCOUNT: headcount.count,
    Deed.RIG: rig,
}

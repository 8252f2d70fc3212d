"""Fetching a kit: who carries what from which cabinet, and who tries the locked one."""

from collections import defaultdict
from collections.abc import Mapping

from command_center.domain.site.model import Store
from command_center.live.rows.resources.dispatch_rows import DispatchRow
from simulations.intent import Spoken
from simulations.people.crew import Crew
from simulations.people.job import Impossible, Job
from simulations.people.person import VirtualPerson
from simulations.roads import between
from simulations.script import Script, together, unless
from simulations.view import DISPATCHES

ORDERED_WITHIN_S = 45.0
"""How long the team waits for the dispatch before it helps itself from open cabinets."""

Load = dict[str, float]


def gather(job: Job) -> Script:
    """Bring the directive's kit, and the team, to its place.

    What the board dispatched is fetched from the stores it names; what is short is sought behind every lock. Raises
    Impossible if nothing could be had.
    """
    crew, kit = job.crew, job.row["kit"]
    assert kit is not None, "only a directive that names a kit is gathered for"
    needed = {line.resource: line.quantity for line in crew.site.kit_by_id[kit].lines}
    if crew.scenario.people.suit in needed:
        crew.staging = job.place
    before_us = {row["id"] for row in dispatches_of(job)}
    patience = crew.t_s + ORDERED_WITHIN_S
    yield lambda: dispatch_of(job) is not None or crew.t_s >= patience
    sent = dispatch_of(job)
    loads = _dispatched(sent) if sent is not None else _open_stores(crew, job, needed)
    loads = _found_open(crew, loads)
    team = _hands(job)
    trips = _share_out(crew, loads, team)
    locked = _locked(crew, needed, loads)
    errands = [
        unless(_fetch(job, who, trip), crew.people[who].is_down) for who, trip in trips.items()
    ]
    idle = [p for p in team if p.id not in trips]
    for store in locked:
        tries = crew.nearest((store.x, store.y), [p for p in idle if p is not job.person])
        if tries is not None:
            idle.remove(tries)
            crew.stage.start(_try_door(job, tries, store, needed))
    errands += [unless(come(job, who), who.is_down) for who in idle]
    before = {r: crew.staged[(r, job.place)] for r in needed}
    yield from together(*errands)
    drawn = [row["id"] for row in dispatches_of(job) if row["id"] not in before_us]
    for came in dict.fromkeys([*([sent["id"]] if sent is not None else []), *drawn]):
        yield from crew.heard(crew.say(job.person.id, "resource.arrive", dispatch=came))
    here = {r: crew.staged[(r, job.place)] - before[r] for r in needed}
    if not any(here.values()):
        raise Impossible(crew.word("no_kit"))
    lines = [
        crew.word("kit_line", name=crew.site.resource_by_id[r].name, had=here[r], need=q)
        for r, q in needed.items()
    ]
    job.note = crew.word("kit_here", lines=lines)


def come(job: Job, person: VirtualPerson) -> Script:
    """Go to the place of a job and report the arrival."""
    person.engaged = True
    try:
        job.status(person, "en_route", job.place)
        yield from job.crew.go(person, job.point)
        job.status(person, "on_scene", job.place)
    finally:
        _let_go(job, person)


def _let_go(job: Job, person: VirtualPerson) -> None:
    """Whoever helped is free again; whoever was on the way when it ended stands still."""
    if person is not job.person:
        job.crew.stop(person)
        person.engaged = False


def dispatch_of(job: Job) -> DispatchRow | None:
    """Return the latest dispatch of the kit for this incident that is still on its way."""
    return max(dispatches_of(job), key=lambda row: row["at"], default=None)


def dispatches_of(job: Job) -> list[DispatchRow]:
    """Return the dispatches of the kit for this incident that are still on their way."""
    return [
        row
        for row in job.crew.view.of(DISPATCHES).values()
        if row["kit"] == job.row["kit"]
        and row["incident"] == job.incident
        and row["state"] == "dispatched"
    ]


def _hands(job: Job) -> list[VirtualPerson]:
    """The free people of the team one leads, or oneself."""
    team = job.crew.team_led_by(job.person.id)
    if team is None or job.mobilises != team:
        return [job.person]
    people = [p for p in job.crew.members(team) if p is job.person or not p.engaged]
    return people or [job.person]


def _dispatched(sent: DispatchRow) -> dict[str, Load]:
    loads: dict[str, Load] = defaultdict(dict)
    for line in sent["lines"]:
        loads[line["store"]][line["resource"]] = line["quantity"]
    return loads


def _found_open(crew: Crew, loads: Mapping[str, Load]) -> dict[str, Load]:
    """What was sent from a store that is locked, whatever the board says, is not to be had there."""
    return {store: load for store, load in loads.items() if store not in crew.truth.locked}


def _open_stores(crew: Crew, job: Job, needed: Mapping[str, float]) -> dict[str, Load]:
    """The contents of open stores, the nearest first."""
    loads: dict[str, Load] = defaultdict(dict)
    near = sorted(crew.site.stores, key=lambda s: between((s.x, s.y), job.point))
    for resource, quantity in needed.items():
        for store in near:
            lies = crew.stores.get((resource, store.id), 0)
            take = 0 if crew.locked(store) else min(quantity, lies)
            if take > 0:
                loads[store.id][resource] = take
                quantity -= take
    return loads


def _locked(crew: Crew, needed: Mapping[str, float], loads: Mapping[str, Load]) -> list[Store]:
    """Locked stores outside the hot zone that hold what is still missing."""
    short = {r for r, q in needed.items() if sum(load.get(r, 0) for load in loads.values()) < q}
    return [
        store
        for store in crew.site.stores
        if crew.locked(store)
        and store.id not in loads
        and any(crew.stores.get((r, store.id), 0) > 0 for r in short)
        and not crew.in_hot_zone((store.x, store.y))
    ]


def _share_out(
    crew: Crew, loads: Mapping[str, Load], team: list[VirtualPerson]
) -> dict[str, list[tuple[str, Load]]]:
    """Each store to whoever has least to carry and is nearest; the leader carries only alone."""
    carriers = team[1:] or team
    trips: dict[str, list[tuple[str, Load]]] = defaultdict(list)
    for store, load in loads.items():
        at = crew.point(store)
        who = min(
            carriers, key=lambda p: (len(trips.get(p.id, [])), between(p.position(crew.t_s), at))
        )
        trips[who.id].append((store, load))
    return trips


def _fetch(job: Job, person: str, trips: list[tuple[str, Load]]) -> Script:
    """Walks from store to store and then to the place."""
    crew, who = job.crew, job.crew.people[person]
    who.engaged = True
    carried: Load = defaultdict(float)
    try:
        job.status(who, "en_route", job.place)
        for store, load in trips:
            yield from crew.go(who, crew.point(store))
            yield from crew.take(who, crew.parameters.work.draw_kit_s)
            _draw(crew, store, load, carried)
            yield from crew.heard(_drawn(job, who, store))
        yield from _carry(job, who, carried)
    finally:
        _let_go(job, who)


def _drawn(job: Job, who: VirtualPerson, store: str, key: str | None = None) -> Spoken:
    """Tell the board what was taken from where, and with whose key."""
    told = {"kit": job.row["kit"], "store": store, "by_key": key}
    return job.crew.say(who.id, "kit.draw", incident=job.incident, **told)


def _draw(crew: Crew, store: str, load: Mapping[str, float], carried: Load) -> None:
    for resource, quantity in load.items():
        taken = min(quantity, crew.stores.get((resource, store), 0))
        crew.stores[(resource, store)] = crew.stores.get((resource, store), 0) - taken
        carried[resource] += taken


def _carry(job: Job, who: VirtualPerson, carried: Load) -> Script:
    crew = job.crew
    yield from crew.go(who, job.point)
    for resource, quantity in carried.items():
        crew.staged[(resource, job.place)] += quantity
    job.status(who, "on_scene", job.place)


def _try_door(job: Job, who: VirtualPerson, store: Store, needed: Mapping[str, float]) -> Script:
    """Somebody of the team goes to a locked cabinet: the key-holder may be there after all.

    The others do not wait for it.
    """
    crew = job.crew
    who.engaged = True
    try:
        yield from crew.go(who, (store.x, store.y))
        yield from crew.take(who, crew.parameters.work.try_lock_s)
        holder = crew.people.get(crew.holders.get(store.custody.key_post or "") or "")
        if holder is None or not holder.on_site:
            spoken = crew.say(
                who.id, "custody.attempt", incident=job.incident, store=store.id, result="locked"
            )
            yield from crew.heard(spoken)
            yield from come(job, who)
            return
        yield from crew.take(who, crew.parameters.work.fetch_key_s)
        spoken = crew.say(
            who.id, "custody.attempt",
            incident=job.incident, store=store.id, result="opened", by_key=holder.id,
        )  # fmt: skip
        yield from crew.heard(spoken)
        carried: Load = defaultdict(float)
        _draw(crew, store.id, needed, carried)
        yield from crew.heard(_drawn(job, who, store.id, holder.id))
        yield from _carry(job, who, carried)
    finally:
        _let_go(job, who)


def open_door(job: Job, store: Store) -> Script:
    """Open a locked store with its holder's key. Raises Impossible if the key is not on site."""
    crew = job.crew
    holder = crew.people.get(crew.holders.get(store.custody.key_post or "") or "")
    if holder is None or not holder.on_site:
        yield from crew.take(job.person, crew.parameters.reaction.report_takes_s)
        raise Impossible(crew.word("store_locked", store=store.name))
    yield from crew.go(job.person, crew.point(store.id))
    yield from crew.take(job.person, crew.parameters.work.fetch_key_s)
    said = job.say("custody.attempt", store=store.id, result="opened", by_key=holder.id)
    yield from crew.heard(said)

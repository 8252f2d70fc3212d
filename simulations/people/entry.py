"""Entry into the hot zone: suits, checks, gas measured, two in and two standing by, and air enough to come back."""

from collections.abc import Callable

from command_center.domain.site.model import Point
from simulations.people.crew import Crew
from simulations.people.gas import air, gas_before_entry
from simulations.people.job import Impossible, Job
from simulations.people.person import VirtualPerson
from simulations.roads import between
from simulations.script import Script, together, unless
from simulations.view import DIRECTIVES

PATIENCE_S = 3600.0
"""How long a leader waits for suits or masks before giving up (assumption)."""
RETRY_S = 15.0
"""How often a refused entry is asked for again (assumption)."""
MARGIN_MPA = 1.0
"""Air kept for the way out beside the turn-back pressure (assumption)."""


def don(job: Job) -> Script:
    """Dress two pairs in suits with air, as these arrive."""
    rule = job.crew.scenario.people
    yield from _dressed(job, tuple(one for one in (rule.suit, rule.breathing) if one is not None))


def mask(job: Job) -> Script:
    """Two pairs put on breathing apparatus only, where no suit is needed."""
    rule = job.crew.scenario.people
    worn = rule.breathing or rule.suit
    yield from _dressed(job, () if worn is None else (worn,))


def _dressed(job: Job, worn: tuple[str, ...]) -> Script:
    """Two pairs, each checked and put on the entry board."""
    crew, rule = job.crew, job.crew.scenario.people
    place = crew.staging or job.place
    need, patience = 2 * rule.pair, crew.t_s + PATIENCE_S
    if not worn:  # the plant has nothing to wear
        raise Impossible(crew.word("no_suits", had=0, need=need))
    yield from crew.go(job.person, crew.point(place))
    crew.donning = True
    try:
        while len(crew.ready) < need:
            yield lambda: bool(_wearers(job, place, need, worn)) or crew.t_s >= patience
            wearers = _wearers(job, place, need, worn)
            if not wearers:
                lacking = "no_suits" if rule.suit in worn else "no_air"
                raise Impossible(crew.word(lacking, had=len(crew.ready), need=need))
            pairs = (wearers[n : n + rule.pair] for n in range(0, len(wearers), rule.pair))
            yield from together(*(_pair(job, pair, place, worn) for pair in pairs))
            ready = len(crew.ready)
            job.progress(100 * ready / need, "suited", ready=ready, need=need)
    finally:
        crew.donning = False


def _pair(job: Job, pair: list[VirtualPerson], place: str, worn: tuple[str, ...]) -> Script:
    """They dress beside each other and check each other; who goes down meanwhile is left out."""
    crew = job.crew
    yield from together(*(unless(_dress(job, one, place, worn), one.is_down) for one in pair))
    dressed = [person for person in pair if person.suited and person.able]
    for person, checker in zip(dressed, dressed[1:] + dressed[:1], strict=True):
        spoken = job.say(
            "entry.ready", persons=[person.id], place=place,
            checker=checker.id if checker is not person else None,
            pressure_mpa=round(person.cylinder_mpa or 0, 1),
        )  # fmt: skip
        yield from crew.heard(spoken)
    crew.ready += [person.id for person in dressed]


def _wearers(job: Job, place: str, need: int, worn: tuple[str, ...]) -> list[VirtualPerson]:
    """Whom to dress next: whole pairs, as many as there are sets for, the leader last."""
    crew = job.crew
    team = crew.team_led_by(job.person.id)
    members = crew.members(team) if team else []
    free = [p for p in members if not p.engaged and not p.suited and p is not job.person]
    if crew.scenario.people.suit not in worn and len(members) < need:
        free += _others(crew, members, crew.point(place))
    if not job.person.suited:
        free.append(job.person)
    pair = crew.scenario.people.pair
    sets = int(min(crew.staged[(resource, place)] for resource in worn))
    count = min(need - len(crew.ready), len(free), sets)
    return free[: count - count % pair]


def _others(crew: Crew, team: list[VirtualPerson], place: Point) -> list[VirtualPerson]:
    """Where a shift has no team of its own, whoever is free and not at the desk, the nearest first:
    everybody on the site is trained to wear breathing apparatus (assumption)."""
    desk, commanding = crew.scenario.people.control_room, {
        crew.holders.get(post.id) for post in crew.site.posts if post.commands
    }  # fmt: skip
    free = [
        p
        for p in crew.people.values()
        if p.on_site and p.able and not (p.engaged or p.suited or p in team)
        and p.who.home != desk and p.who.employer == "site" and p.id not in commanding
    ]  # fmt: skip
    return sorted(free, key=lambda p: (between(p.position(crew.t_s), place), p.id))


def _dress(job: Job, person: VirtualPerson, place: str, worn: tuple[str, ...]) -> Script:
    """Come, put it on, be checked. A dressed person stays engaged until undressed."""
    crew, takes = job.crew, job.crew.parameters.entry
    person.engaged = True
    for resource in worn:
        crew.staged[(resource, place)] -= 1
    try:
        yield from crew.go(person, crew.point(place))
        if crew.scenario.people.suit in worn:
            yield from crew.take(person, takes.suit_s)
        yield from crew.take(person, takes.scba_s)
        yield from crew.take(person, takes.buddy_check_s)
        person.cylinder_mpa, person.worn = takes.cylinder_mpa.draw(person.chance), worn
    finally:
        if not person.suited:
            person.engaged = person is job.person
            for resource in worn:
                crew.staged[(resource, place)] += 1


def undress(crew: Crew, person: VirtualPerson) -> None:
    """Take off the suit; the person is free for other work."""
    crew.ready = [p for p in crew.ready if p != person.id]
    person.cylinder_mpa = person.inside_since_s = None
    person.worn, person.engaged = (), False


def enter(job: Job, element: str, wanted: float) -> Script:
    """Send pair after pair in until the valve stands as wanted; then the others undress.

    Raises Impossible if nobody wears a suit and nobody is about to.
    """
    crew, pair = job.crew, job.crew.scenario.people.pair
    if not crew.ready and not crew.donning:
        raise Impossible(crew.word("no_suits", had=0, need=2 * pair))
    patience = crew.t_s + PATIENCE_S
    while abs(crew.plant.elements.state(element) - wanted) > 1e-6:
        yield lambda: len(crew.dressed) >= pair or crew.t_s >= patience
        two = crew.dressed[:pair]
        if len(two) < pair:
            raise Impossible(crew.word("no_suits", had=len(two), need=2 * pair))
        yield from let_in(job, two)
        out = [False]
        crew.stage.start(bout(job, two, element, wanted, out))
        yield lambda out=out: out[0]  # type: ignore[misc]
    for person in crew.dressed:
        undress(crew, person)


def let_in(job: Job, two: list[VirtualPerson]) -> Script:
    """Measure gas, then ask the entry board for each, repeatedly while it refuses. Into explosive air they go because
    they were ordered to, in suit and air, and say so."""
    crew = job.crew
    yield from gas_before_entry(job)
    for person in two:
        while person.able:
            pressure = round(
                person.pressure_mpa(crew.t_s, crew.parameters.entry.cylinder_l.value), 1
            )
            reason = crew.word("ordered_in") if air(job) == "explosive" else None
            spoken = job.say("entry.in", person=person.id, pressure_mpa=pressure, reason=reason)
            yield from crew.heard(spoken)
            if spoken.accepted:
                person.inside_since_s = crew.t_s
                crew.ready.remove(person.id)
                break
            yield from crew.wait(RETRY_S)


def bout(
    job: Job, two: list[VirtualPerson], element: str, wanted: float, out: list[bool]
) -> Script:
    """One pair's time inside. The script runs separately: whatever becomes of the directive, they come out again."""
    crew = job.crew
    home = crew.point(crew.staging or job.place)
    there = crew.point(element)
    yield from together(*(crew.goes(person, there) for person in two))
    for person in able(two):
        yield from crew.heard(job.say("entry.at_work", person=person.id, element=element))
    yield from _turn(job, two, element, wanted, lambda: must_leave(job, two))
    yield from together(*(crew.goes(person, home) for person in two))
    for person in able(two):
        yield from crew.heard(job.say("entry.out", person=person.id))
        undress(crew, person)
    out[0] = True


def able(two: list[VirtualPerson]) -> list[VirtualPerson]:
    """Return those of a pair who are neither down nor played by a real person."""
    return [person for person in two if person.able]


def _turn(
    job: Job, two: list[VirtualPerson], element: str, wanted: float, stop: Callable[[], bool]
) -> Script:
    """The valve moves as the wheel turns, second by second, until it is there or they must go."""
    crew = job.crew
    takes = crew.parameters.work.handwheel_s.draw(two[0].chance)
    start = crew.plant.elements.state(element)
    pace = 1 / (takes * crew.plant.elements.by_hand(element))
    while crew.plant.elements.state(element) != wanted and not stop():
        yield from crew.wait(1.0)
        now = crew.plant.elements.state(element)
        left = wanted - now
        crew.plant.elements.turn(
            element, wanted if abs(left) <= pace else now + pace * (1 if left > 0 else -1)
        )
    if crew.plant.elements.state(element) == wanted:
        state = "open" if wanted >= 0.5 else "shut"
        yield from crew.heard(job.say("valve.report", element=element, state=state))
        if start != wanted and crew.scenario.leak and element in crew.scenario.leak.upstream:
            yield from crew.heard(job.say("source.report", state="isolated"))


def must_leave(job: Job, two: list[VirtualPerson]) -> bool:
    """Whether to leave: air down to turn-back plus a margin, longest time over, directive withdrawn, called out, or
    nobody able to work.
    """
    crew, rule = job.crew, job.crew.parameters.entry
    row = crew.view.one(DIRECTIVES, job.row["id"])
    if row is not None and row["state"] not in ("issued", "acknowledged", "in_progress"):
        return True
    limit = rule.turn_back_mpa.value + MARGIN_MPA
    low = any(p.pressure_mpa(crew.t_s, rule.cylinder_l.value) <= limit for p in two)
    long = any(crew.t_s - (p.inside_since_s or crew.t_s) >= rule.bout_cap_s.value for p in two)
    called = any((p.inside_since_s or crew.t_s) <= crew.recalled_s for p in two)
    return low or long or called or not able(two)

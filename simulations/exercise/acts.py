"""Applies injects to the exercise's plant and people. Acts that cannot be done yet are reported, never silently
skipped.
"""

from collections.abc import Callable, Iterator

from command_center import log
from command_center.domain.drills.observing.not_played import Why
from command_center.domain.scenarios import acts
from command_center.domain.scenarios.plan import DrillPlan
from command_center.domain.text import Text
from simulations.intent import CARRIER
from simulations.night import Night
from simulations.people.crew import Crew
from simulations.people.headcount import ACCOUNTED, miss
from simulations.people.person import VirtualPerson
from simulations.plant.fire import Fire
from simulations.plant.instruments import Fault
from simulations.roads import between
from simulations.view import PEOPLE

LETS_PAST = 0.1
"""How far open to the flow a valve stays that does not shut tight (assumption)."""
LONGEST_CALLER = 80
LIVE_PARTS_CM = 20.0
"""Height of the lowest terminals over the floor: at least 0.2 m in a floor-standing assembly (IEC 61439-1,
8.5.5, from memory)."""

_log = log.get(__name__)


class Acts:
    """Carries out the acts of one plan on one night. `undone`, and the center's log, list what could not be done, and
    why: (inject, act, why).
    """

    def __init__(self, night: Night, plan: DrillPlan) -> None:
        self._night, self._plan = night, plan
        self._crew: Crew = night.crew
        self._injects = {inject.id: inject for inject in plan.injects}
        self.fired: set[str] = set()
        self.undone: list[tuple[str, str, Why]] = []

    def fire(self, inject: str) -> None:
        """Do everything an inject does, once. An inject added by the controller is not in the plan: people are told
        of it, but the plant does not change.
        """
        if inject in self.fired:
            return
        self.fired.add(inject)
        known = self._injects.get(inject)
        if known is None:
            self._cannot(inject, "inject", "not_planned")
            return
        for act in known.does:
            why = DO[act.which](self, act.chosen)
            if why is not None:
                self._cannot(inject, act.which, why)

    def _cannot(self, inject: str, act: str, why: Why) -> None:
        self.undone.append((inject, act, why))
        self._crew.say(CARRIER, "inject.cannot_play", inject=inject, act=act, why=why)
        _log.warning("an act of the drill is not carried out", inject=inject, act=act, why=why)

    # ---- the plant

    def leak(self, act: acts.Leak) -> Why | None:
        """Open the leak."""
        plant = self._night.plant
        hole = plant.scenario.leak
        if hole is None:
            return "no_bund"
        if (hole.element, hole.tank) != (act.at, act.tank):
            return "other_hole"
        return None if plant.start_leak() else "leaks_already"

    def burn(self, act: acts.Fire) -> Why | None:
        """Set fire to what lies on the pad; it burns and is fought with water."""
        plant = self._night.plant
        plant.fire = Fire(act.burns_m2)
        if plant.pad_ground is None or plant.leaking_since is None:
            return "no_fuel"
        return None

    def inflow(self, act: acts.Inflow) -> Why | None:
        """Sets the flow into a tank."""
        self._night.plant.fed_m3_h[act.into] = act.m3_h
        return None

    def valve(self, act: acts.ValveAct) -> Why | None:
        """Moves a valve, or makes it fail."""
        elements = self._night.plant.elements
        if act.state in ("open", "shut"):
            elements.turn(act.element, 1.0 if act.state == "open" else 0.0)
        elif act.state == "stuck":
            elements.stuck[act.element] = elements.stuck.get(act.element, STUCK_TIMES)
        else:
            elements.passing[act.element] = LETS_PAST
        return None

    def pump(self, act: acts.PumpAct) -> Why | None:
        """Starts, stops or breaks a pump."""
        elements = self._night.plant.elements
        if act.state == "failed":
            elements.failed.add(act.element)
        elements.run(act.element, runs=act.state == "running")
        return None

    def power(self, act: acts.Power) -> Why | None:
        """Cut or restore power: electric pumps stop and motor valves stay where they are; fire pumps have their own
        engines.
        """
        return self._power(act.area, cut=act.state != "restored")

    def _power(self, room: str | None, *, cut: bool) -> Why | None:
        plant, site = self._night.plant, self._crew.site
        elements = plant.elements
        rooms = {room} if room is not None else set(site.area_by_id)
        reached = self._fed_by(room)
        if not cut:
            elements.unpowered -= reached
            plant.without_power -= rooms
            return None
        elements.unpowered |= reached
        plant.without_power |= rooms
        for pump in reached & set(elements.running):
            elements.run(pump, runs=False)
        return None if reached or room is None else "nothing_fed"

    def _fed_by(self, room: str | None) -> set[str]:
        """What has its power from a room: what it feeds, and what stands in it; None: everything."""
        site = self._crew.site
        area = site.area_by_id.get(room) if room is not None else None
        reached = {
            part.id
            for part in (*site.pumps, *site.valves)
            if area is None
            or (abs(part.x - area.x) <= area.width / 2 and abs(part.y - area.y) <= area.height / 2)
        }
        reached |= set(self._night.plant.scenario.feeds.get(room or "", ()))
        return reached - {pump.id for pump in site.pumps if pump.draws is None}

    def flood(self, act: acts.Flood) -> Why | None:
        """Flood a room: nobody enters while it has power, and once the water reaches live parts, what the room feeds
        trips. A room that feeds nothing only gets wet.
        """
        self._night.plant.water_cm[act.area] = act.depth_cm
        if act.depth_cm >= LIVE_PARTS_CM:
            self._power(act.area, cut=True)
        return None

    def weather(self, act: acts.WeatherAct) -> Why | None:
        """Sets new means of rain and wind."""
        self._night.plant.air.change(
            rain_mm_h=act.rain_mm_h, wind_m_s=act.wind_m_s, over_s=act.over_s
        )
        return None

    def wind_shift(self, act: acts.WindShift) -> Why | None:
        """Turns the wind."""
        self._night.plant.air.shift(act.by_deg, act.over_s)
        return None

    def sensor(self, act: acts.Sensor) -> Why | None:
        """Makes a sensor report wrong values or none."""
        faults = self._night.instruments.faults
        if act.fault == "recovered":
            faults.pop(act.gauge, None)
        else:
            faults[act.gauge] = Fault(act.fault, act.offset)
        return None

    # ---- the people

    def person(self, act: acts.PersonAct) -> Why | None:
        """Make a person hurt, missing, found, or unreachable."""
        whom = list(self._whom(act))
        if not whom:
            return "nobody_there"
        for person in whom:
            if act.state == "unreachable":
                person.reached = False
            elif act.state == "recovered":
                person.fit, person.missing, person.brought_out = True, False, False
                person.reached = True
            else:
                person.fit, person.missing = False, act.state == "missing"
                person.brought_out = False
                self._crew.stop(person)
                if act.at is not None and act.state == "down":
                    person.place = self._crew.point(act.at)  # that is where the story has them
                if (warden := self._warden(whom)) is not None:
                    self._crew.stage.start(miss(self._crew, warden, person))
        return None

    def _whom(self, act: acts.PersonAct) -> Iterator[VirtualPerson]:
        crew = self._crew
        if act.post is not None:
            holder = crew.people.get(crew.holders.get(act.post) or "")
            if holder is not None and not holder.played:
                yield holder
            return
        assert act.at is not None
        here = crew.point(act.at)
        down = act.state == "recovered"
        able = [
            p
            for p in crew.people.values()
            if p.on_site and not p.played and (p.fit and p.reached) is not down
        ]
        # Whoever commands last, holders of posts before: what befalls them is asked for by naming
        # the post. Whoever has been counted is missed by nobody.
        posts = set(crew.holders.values())
        rows = crew.view.of(PEOPLE)
        counted = {
            p.id for p in able
            if act.state == "missing" and p.id in rows and rows[p.id]["account"] in ACCOUNTED
        }  # fmt: skip
        able.sort(
            key=lambda p: (
                p.id in counted,
                p.id == self._night.commander.person,
                p.id in posts,
                between(p.position(crew.t_s), here),
                p.id,
            )
        )
        yield from able[: act.people]

    def _warden(self, whom: list[VirtualPerson]) -> str | None:
        commander = self._night.commander.person
        lost = {p.id for p in whom}
        return commander if commander not in lost else self._desk()

    def sos(self, act: acts.Sos) -> Why | None:
        """Report an exercise SOS as a call from the place: the board has no other way for one yet."""
        said = self._crew.word("sos", place=self._crew.site.places[act.at][0])
        return self._report("radio", act.at, said, None)

    def call(self, act: acts.Call) -> Why | None:
        """Lets a person report something."""
        caller = _caller(act.caller, self._crew.site.language)
        return self._report(act.channel, act.place, act.text.as_row(), caller)

    def _report(self, channel: str, place: str, text: object, caller: str | None) -> Why | None:
        voice = self._nearest(place) if channel in ("patrol", "radio") else self._desk()
        if voice is None:
            return "nobody_answers"
        self._crew.say(
            voice, "report.receive", channel=channel, place=place, text=text, caller=caller
        )
        return None

    def _desk(self) -> str | None:
        """Whoever sits in the control room takes the telephone."""
        room = self._crew.scenario.people.control_room
        at_desk = [
            p.id for p in self._crew.people.values() if p.on_site and p.able and p.who.home == room
        ]
        return at_desk[-1] if at_desk else None

    def _nearest(self, place: str) -> str | None:
        able = [p for p in self._crew.people.values() if p.on_site and p.able]
        found = self._crew.nearest(self._crew.point(place), able)
        return None if found is None else found.id

    def message(self, act: acts.Message) -> Why | None:
        """Log a message of the simulation cell to a post; it is for real people. Virtual people act only on the
        board.
        """
        _log.info("said to a post", to=act.to, channel=act.channel)
        return None


STUCK_TIMES = 3.0
"""How much longer a hand needs for a valve that an inject has stuck (the middle of `Broken`'s)."""


def _caller(caller: Text | None, language: str) -> str | None:
    if caller is None:
        return None
    return (caller.zh if language.startswith("zh") else caller.en)[:LONGEST_CALLER]


DO: dict[str, Callable[[Acts, object], Why | None]] = {
    name: getattr(Acts, {"fire": "burn"}.get(name, name)) for name in acts.Act.alternatives()
}
"""Every kind of act by its name; a kind without a method fails at the import, not in a drill."""

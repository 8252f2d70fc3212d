"""Everybody on the site tonight, and their shared world: plant, roads, board, stores, words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from numpy.random import Generator

from command_center import words
from command_center.domain.people.roster import begins_on, manning
from command_center.domain.site.model import Person, Plan, Point, Shift, Site, Store
from command_center.domain.site.parts.people import guessable_version
from command_center.live.rows.incidents.incident_rows import IncidentRow
from simulations.chance import stream
from simulations.draws import Draw
from simulations.intent import COMMANDER, LOST, Answer, Say, Spoken
from simulations.parameters import Parameters
from simulations.people.person import VirtualPerson, Walk
from simulations.people.truth import AS_ON_THE_BOARD, Truth
from simulations.plant.plant import Plant
from simulations.roads import Roads, between
from simulations.scenario import Deed, Scenario
from simulations.script import Script, Stage, unless
from simulations.view import INCIDENTS, View

LONGEST = 200
"""Characters of a sentence in one language that the board takes."""
DOOR_M = 2.0
"""How far from a flooded room people keep (assumption)."""
NIGHT = (22, 6)
"""Local hours between which people answer more slowly."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an order in plain words makes a person do, beyond its fields."""

    deeds: tuple[Deed, ...] = ()
    calls: tuple[str, ...] = ()
    team: str | None = None


class Crew:
    """The shared world. `t_s` is simulated time; `view` the board; `stage` the running scripts.

    `stores` holds what really lies where, and `staged` what was carried to a place: both keyed by (resource, place).
    `ready` are the people suited and checked, not yet inside; those who went in before `recalled_s` were called out.
    `truth` holds what an exercise makes different from the board. `meant` says how an order in plain words is
    understood, by its English text.
    """

    def __init__(
        self,
        site: Site,
        scenario: Scenario,
        parameters: Parameters,
        plant: Plant,
        seed: int,
        truth: Truth = AS_ON_THE_BOARD,
    ) -> None:
        self.truth = truth
        self.site, self.scenario, self.parameters, self.plant = site, scenario, parameters, plant
        self.seed = seed
        self.t_s = 0.0
        self.view = View()
        self.stage = Stage()
        self.roads = Roads(site.roads)
        self.stores = {(s.resource, s.store): s.quantity for s in site.stock if s.serviceable}
        self.staged: defaultdict[tuple[str, str], float] = defaultdict(float)
        self.staging: str | None = None
        self.ready: list[str] = []
        self.donning = False
        self.recalled_s = -1.0
        self.meant: dict[str, Meaning] = {}
        self.outbox: list[Spoken] = []
        self.people: dict[str, VirtualPerson] = {}
        self.holders: dict[str, str | None] = {}
        self._former: dict[str, str | None] = {}
        self._said = 0

    def muster(self, now_ms: int) -> None:
        """Put the running shift's people at their posts; call it once, first."""
        self.view.now_ms = now_ms
        shift = shift_at(self.site.shifts, self.site.zone, now_ms)
        manned = (
            manning(self.site, shift.id, begins_on(self.site, shift.id, now_ms)) if shift else None
        )
        here = set(manned["on_site"]) if manned else {p.id for p in self.site.people}
        self.holders = dict(manned["holders"]) if manned else {}
        if self.truth.manned is not None:
            here, self.holders = set(self.truth.manned.on_site), dict(self.truth.manned.holders)
        here -= self.truth.away
        on_call = {holder for holder in self.holders.values() if holder}
        for number, person in enumerate(self.site.people):
            if person.id in here or person.id in on_call:
                chance = stream(self.seed, "person", str(number))
                self.people[person.id] = self._enter(person, chance, on_site=person.id in here)

    def _enter(self, person: Person, chance: Generator, *, on_site: bool) -> VirtualPerson:
        moves, entry = self.parameters.movement, self.parameters.entry
        numbers = self.scenario.people.numbers.get(person.id, [])
        answered = {guessable_version(number) for number in numbers}
        known = {
            guessable_version(contact.address) if contact.address else contact.version
            for contact in person.contacts
        }
        return VirtualPerson(
            who=person,
            place=self._seat(person, chance.random(), chance.random()),
            chance=chance,
            on_site=on_site,
            reached=bool(known & answered) or (on_site and not known),
            walk_m_s=moves.walk_m_s.draw(chance),
            hurry_m_s=moves.hurry_m_s.draw(chance),
            suited_share=moves.suited_share.draw(chance),
            air_l_min=entry.air_l_min.draw(chance),
        )

    def cast(self, played: Collection[str]) -> list[str]:
        """Let real people play these parts and virtual people all others; return the parts given back. A part taken
        over stops; a part given back continues from there.
        """
        back = []
        for person in self.people.values():
            was, person.played = person.played, person.id in played
            if person.played and not was:
                self.stop(person)
            elif was and not person.played:
                back.append(person.id)
        return back

    @property
    def commanded_by_a_person(self) -> bool:
        """Whether a real person plays the first commander."""
        first = next((post for post in self.site.posts if post.commands), None)
        holder = self.people.get(self.holders.get(first.id) or "") if first is not None else None
        return holder is not None and holder.played

    def _mute(self, voice: str) -> bool:
        if voice == COMMANDER:
            return self.commanded_by_a_person
        return voice in self.people and self.people[voice].played

    def _seat(self, person: Person, across: float, along: float) -> Point:
        area = self.site.area_by_id.get(person.home or "")
        if area is None:
            return self.point(self.scenario.people.gate)
        x, y = (
            area.x + (across - 0.5) * area.width * 0.7,
            area.y + (along - 0.5) * area.height * 0.7,
        )
        return x, y

    @property
    def night(self) -> bool:
        """Whether it is night by the site's clock."""
        from_hour, to_hour = NIGHT
        hour = local(self.view.now_ms, self.site.zone).hour
        return hour >= from_hour or hour < to_hour

    def point(self, place: str) -> Point:
        """The plan coordinates of a place."""
        return self.site.places[place][1]

    def incident(self, incident: str | None) -> IncidentRow | None:
        """An incident's row, open or closed."""
        return self.view.one(INCIDENTS, incident) if incident else None

    def plan_of(self, incident: IncidentRow | None) -> Plan | None:
        """The plan that an incident follows."""
        return None if incident is None else self.site.plan_by_id.get(incident["plan"] or "")

    def say(self, voice: str, kind: str, **data: object) -> Spoken:
        """Sends what a person says to the center's public API."""
        self._said += 1
        given = {key: value for key, value in data.items() if value is not None}
        spoken = Spoken(Say(voice, kind, given, f"{self._said}"))
        if self._mute(voice):  # a person says it, or nobody does
            spoken.answer = Answer(accepted=False, code=LOST)
        else:
            self.outbox.append(spoken)
        return spoken

    def word(self, key: str, **params: object) -> dict[str, str]:
        """Return a catalogue sentence in every language of the board."""
        return {
            "zh": words.say("zh-CN", f"virtual.{key}", **params)[:LONGEST],
            "en": words.say("en", f"virtual.{key}", **params)[:LONGEST],
        }

    def wait(self, seconds: float) -> Script:
        """Waits for `seconds` of simulated time."""
        until = self.t_s + seconds
        yield lambda: self.t_s >= until

    def take(self, person: VirtualPerson, draw: Draw, factor: float = 1.0) -> Script:
        """Waits for a drawn duration."""
        yield from self.wait(draw.draw(person.chance) * factor)

    def heard(self, spoken: Spoken) -> Script:
        """Waits for the center's answer."""
        yield spoken.answered

    def dry(self, point: Point) -> Point:
        """Return the point itself, or the door of a room in which water stands under live panels."""
        for room in self.plant.live_water():
            across, along = room.width / 2 + DOOR_M, room.height / 2 + DOOR_M
            east, north = point[0] - room.x, point[1] - room.y
            if abs(east) < across and abs(north) < along:
                if across - abs(east) < along - abs(north):
                    return room.x + (across if east >= 0 else -across), point[1]
                return point[0], room.y + (along if north >= 0 else -along)
        return point

    def hot_zone(self) -> tuple[Point, float] | None:
        """Return the zone that people without a suit must avoid, once an incident has one."""
        pad = self.plant.pad_ground
        incident = next(self.view.incidents(), None)
        if pad is None or incident is None:
            return None
        return (pad.x, pad.y), float(incident["hot_zone_m"])

    def in_hot_zone(self, point: Point) -> bool:
        """Whether a point lies in the hot zone."""
        zone = self.hot_zone()
        return zone is not None and between(point, zone[0]) < zone[1]

    def go(self, person: VirtualPerson, to: Point, *, hurry: bool = True) -> Script:
        """Walk to a point by the roads: slower in a suit; without one, around the hot zone.

        A person already walking finishes that walk first, unless told to `stop`; a disabled one goes nowhere.
        """
        speed = person.hurry_m_s if hurry else person.walk_m_s
        if person.suited:
            speed = person.walk_m_s * person.suited_share
        avoid = None if person.suited else self.hot_zone()
        while person.position(self.t_s) != to:
            yield lambda: person.walk is None and person.able
            start = person.position(self.t_s)
            walk = Walk(self.roads.walk(start, to, avoid), self.t_s, speed)
            person.walk = walk
            yield lambda walk=walk: self.t_s >= walk.arrives_s or person.walk is not walk  # type: ignore[misc]
            if person.walk is walk:
                person.walk, person.place = None, to

    def goes(self, person: VirtualPerson, to: Point) -> Script:
        """Walks like `go`, but ends as soon as the person cannot go on, so that nobody waits for them."""
        yield from unless(self.go(person, to), lambda: not person.able)

    def stop(self, person: VirtualPerson) -> None:
        """Lets a person stand still."""
        person.place, person.walk = person.position(self.t_s), None

    def locked(self, store: Store) -> bool:
        """Whether a store is found locked."""
        return store.custody.kind == "keyed" or store.id in self.truth.locked

    @property
    def dressed(self) -> list[VirtualPerson]:
        """The people who are dressed and checked, and can be sent in."""
        return [self.people[name] for name in self.ready if self.people[name].able]

    def members(self, team: str) -> list[VirtualPerson]:
        """The people of a team who are on the site."""
        known = self.site.team_by_id[team].members
        here = [self.people[m] for m in known if m in self.people]
        return [person for person in here if person.on_site and person.able]

    def team_led_by(self, person: str) -> str | None:
        """The team whose leading post the person holds, or held when their shift ended."""
        for team in self.site.teams:
            if person in (self.holders.get(team.lead), self._former.get(team.lead)):
                return team.id
        return None

    def relieve(self, holders: Mapping[str, str | None]) -> None:
        """Hand the posts over; those relieved finish their current work."""
        self._former, self.holders = self.holders, dict(holders)

    def nearest(self, point: Point, people: Iterable[VirtualPerson]) -> VirtualPerson | None:
        """The person nearest to a point; None without people."""
        return min(people, key=lambda p: between(p.position(self.t_s), point), default=None)


def local(now_ms: int, zone: ZoneInfo) -> datetime:
    """Local time of the site."""
    return datetime.fromtimestamp(now_ms / 1000, zone)


def shift_at(shifts: Iterable[Shift], zone: ZoneInfo, now_ms: int) -> Shift | None:
    """The shift that runs at a moment."""
    now = local(now_ms, zone).time()
    return next((shift for shift in shifts if shift.covers(now)), None)

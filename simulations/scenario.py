"""The model of a site's `simulation.yaml`: the hidden physics of its night, and the truth about its people.

Every id is the site file's; an unknown one is an error with its place.
"""

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from ruamel.yaml import YAML

from command_center.domain.air.briggs import Stability
from command_center.domain.quantities import (
    Capacity,
    Length,
    Millimetres,
    MinuteFlow,
    Volume,
)
from command_center.domain.site.model import Id, Site
from command_center.domain.text import Text

Filling = Annotated[float, Field(ge=0, le=1_000)]
"""Metres of liquid, or of height above the ground."""
Longest = Annotated[float, Field(ge=0, le=86_400)]
"""Seconds of a simulation: a day, as of a scenario."""
Share = Annotated[float, Field(ge=0, le=1)]


class Part(BaseModel):
    """Base of every part: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Weather(Part):
    """The night's mean weather."""

    wind_from_deg: float = Field(ge=0, lt=360)
    wind_m_s: float = Field(ge=0.1, le=100)
    rain_mm_h: float = Field(ge=0, le=500)
    stability: Stability = "D"


class Line(Part):
    """A pipe between two tanks, or between a tank and outside (`None`), while its pump runs.

    `flows` are the meters it runs through. `rigged` lines do not exist until somebody has laid them.
    """

    id: Id
    source: Id | None = None
    target: Id | None = None
    through: list[Id] = []
    pump: Id | None = None
    m3_min: MinuteFlow
    flows: list[Id] = []
    rigged: bool = False
    stops_at_m: Filling | None = None


class Leak(Part):
    """A leak in `element`, fed from `tank` while every valve of `upstream` is open.

    `pad` is the kerbed ground under it; what its kerb cannot hold runs to the drains.
    """

    element: Id
    tank: Id
    diameter_mm: Millimetres
    height_m: Filling
    pipe_mm: Millimetres
    upstream: list[Id] = Field(min_length=1)
    pad: Id


class Drainage(Part):
    """The path of rain, curtain water and spills: by `diversion` to the pool or the main."""

    catchment_ha: float = Field(ge=0, le=100_000)
    runoff: Share
    diversion: Id
    pool: Id
    outfall: Id
    storm_main_m3: Capacity
    bunds_take_rain: bool = True


class Silence(Part):
    """A sensor that sends nothing between two times of the simulation, in seconds."""

    tag: Id
    from_s: Longest
    to_s: Longest


class Deed(StrEnum):
    """What a virtual person does about a step, beyond the step's own fields."""

    LOOK = "look"
    ANNOUNCE = "announce"
    REPORT = "report"
    GAS = "gas"
    COVER = "cover"
    SAMPLE = "sample"
    DON = "don"
    MASK = "mask"
    RESCUE = "rescue"
    HEADCOUNT = "headcount"
    RIG = "rig"


class Patrol(Part):
    """A patrol that reports what it sees within `sees_m` metres of a leak."""

    person: Id
    round: list[Id] = Field(min_length=2)
    sees_m: Length
    rests_s: Longest
    says: Text


class People(Part):
    """Who really answers, where they are, and how they understand a step.

    `numbers` is the truth: the addresses at which a person really answers; a person whose board addresses are not
    among them is never reached. `suit` and `breathing` are what each of an entry `pair` wears, where the plant has it.
    `remote` pumps are operated from the control room, as remote valves are. `rigs` names the line that a step lays.
    Outside units enter at `gate`.
    """

    control_room: Id
    gate: Id
    numbers: dict[Id, list[str]]
    patrol: Patrol | None = None
    deeds: dict[Id, list[Deed]] = {}
    suit: Id | None = None
    breathing: Id | None = None
    pair: int = Field(default=2, ge=1, le=100)
    remote: list[Id] = []
    rigs: dict[Id, Id] = {}


class Scenario(Part):
    """A site's simulation file.

    `starts_with`: a pump that starts by itself when one of these valves opens. `feeds`: pumps and motor valves
    powered from a room.
    """

    starts_at: str = Field(pattern=r"^\d\d:\d\d$")
    weather: Weather
    tanks: dict[Id, Filling]
    pools: dict[Id, Volume]
    lines: list[Line] = []
    running: list[Id] = []
    in_emergency: dict[Id, Share] = {}
    curtains: dict[Id, MinuteFlow] = {}
    pool_pumps: dict[Id, MinuteFlow] = {}
    starts_with: dict[Id, list[Id]] = {}
    feeds: dict[Id, list[Id]] = {}
    drainage: Drainage | None = None
    leak: Leak | None = None
    silent: list[Silence] = []
    people: People


class UnknownIds(ValueError):
    """The simulation file names ids that the site does not have."""


EXTENDS = "extends"
"""A scenario may name another whose parts it takes over, save those it writes itself."""


def load(path: Path, site: Site) -> Scenario:
    """Read `path` and check it against `site`. Raises OSError, ValidationError or UnknownIds."""
    scenario = Scenario.model_validate(_read(path))
    wrong = [f"{path}: {where}: the site has no {name}" for where, name in unknown(scenario, site)]
    if wrong:
        raise UnknownIds("\n".join(wrong))
    return scenario


def _read(path: Path) -> dict[str, Any]:
    written: dict[str, Any] = YAML(typ="safe").load(path.read_text("utf-8"))
    base = written.pop(EXTENDS, None)
    return written if base is None else {**_read(path.parent / base), **written}


def unknown(scenario: Scenario, site: Site) -> Iterator[tuple[str, str]]:
    """Yield each unknown (place in the file, id)."""
    elements = {v.id for v in site.valves} | {p.id for p in site.pumps}
    pools = {p.id for p in site.pools}
    tags, tanks = set(site.tag_by_id), set(site.tank_by_id)
    people, places = set(site.person_by_id), set(site.places)
    bunds = {b.id for b in site.bunds}
    checks: list[tuple[str, str | None, set[str]]] = []
    checks += [(f"tanks.{t}", t, tanks) for t in scenario.tanks]
    checks += [(f"pools.{p}", p, pools) for p in scenario.pools]
    for i, line in enumerate(scenario.lines):
        checks += [(f"lines.{i}.source", line.source, tanks)]
        checks += [(f"lines.{i}.target", line.target, tanks)]
        checks += [(f"lines.{i}.through", v, elements) for v in line.through]
        checks += [(f"lines.{i}.pump", line.pump, elements)]
        checks += [(f"lines.{i}.flows", flow, tags) for flow in line.flows]
    for name, ids in (
        ("running", scenario.running),
        ("in_emergency", scenario.in_emergency),
        ("curtains", scenario.curtains),
        ("pool_pumps", scenario.pool_pumps),
        ("starts_with", scenario.starts_with),
        ("starts_with", [v for valves in scenario.starts_with.values() for v in valves]),
        ("feeds", [fed for feds in scenario.feeds.values() for fed in feds]),
        ("people.remote", scenario.people.remote),
    ):
        checks += [(name, element, elements) for element in ids]
    checks += [("feeds", room, set(site.area_by_id)) for room in scenario.feeds]
    if scenario.drainage is not None:
        drain = scenario.drainage
        checks += [("drainage", element, elements) for element in (drain.diversion, drain.outfall)]
        checks += [("drainage.pool", drain.pool, pools)]
    if scenario.leak is not None:
        checks += [("leak.element", scenario.leak.element, elements)]
        checks += [("leak.tank", scenario.leak.tank, tanks), ("leak.pad", scenario.leak.pad, bunds)]
        checks += [("leak.upstream", valve, elements) for valve in scenario.leak.upstream]
    checks += [(f"silent.{i}.tag", s.tag, tags) for i, s in enumerate(scenario.silent)]
    who = scenario.people
    checks += [("people.numbers", person, people) for person in who.numbers]
    checks += [("people.control_room", who.control_room, places)]
    checks += [("people.gate", who.gate, places)]
    checks += [("people.suit", who.suit, set(site.resource_by_id))]
    checks += [("people.breathing", who.breathing, set(site.resource_by_id))]
    steps = {step.id for plan in site.plans for step in plan.steps}
    checks += [("people.deeds", step, steps) for step in who.deeds]
    checks += [("people.rigs", step, steps) for step in who.rigs]
    checks += [("people.rigs", line, {x.id for x in scenario.lines}) for line in who.rigs.values()]
    if who.patrol is not None:
        checks += [("people.patrol.person", who.patrol.person, people)]
        checks += [("people.patrol.round", place, places) for place in who.patrol.round]
    return (
        (where, name) for where, name, known in checks if name is not None and name not in known
    )

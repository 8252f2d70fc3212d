"""The plant as reference data: what stands where, who holds which post, what lies in which store.

Local coordinates are metres, x east and y north of the anchor (the site's south-west corner);
the wire is WGS-84. `site_file.py` reads this model from YAML and reports errors by line.
"""

from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, model_validator

from command_center.domain.site_references import dangling_references
from command_center.domain.text import Text

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Metres = Annotated[float, Field(ge=-10_000, le=10_000)]
Positive = Annotated[float, Field(gt=0)]
Point = tuple[Metres, Metres]


class Part(BaseModel):
    """Base of every part of a site: unknown keys are errors, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Placed(Part):
    """A thing with a name at a point of the plan."""

    id: Id
    name: Text
    x: Metres
    y: Metres


class Anchor(Part):
    """WGS-84 position of the local origin."""

    lat: float = Field(ge=-85, le=85)
    lon: float = Field(ge=-180, le=180)


class Area(Placed):
    """A building or yard; a rectangle centred on x, y. Authority and posts are scoped to it."""

    kind: Literal["workshop", "store", "office", "station", "yard", "pool", "outside"] = "workshop"
    width: Positive
    height: Positive


class Line(Part):
    """A road (walkable, `width` metres) or water course on the plan."""

    id: Id
    name: Text | None = None
    points: list[Point] = Field(min_length=2)
    width: Positive = 6.0


class Limits(Part):
    """ISA-18.2 limits in the tag's unit; every one optional, in ascending order."""

    ll: float | None = None
    l: float | None = None  # noqa: E741 - the field's standard names are LL, L, H, HH
    h: float | None = None
    hh: float | None = None
    deadband: float = Field(default=0, ge=0)
    on_delay_s: float = Field(default=0, ge=0, le=3600)
    off_delay_s: float = Field(default=0, ge=0, le=3600)

    @model_validator(mode="after")
    def ascending(self) -> "Limits":
        """Refuse limits that are out of order."""
        given = [v for v in (self.ll, self.l, self.h, self.hh) if v is not None]
        if given != sorted(given):
            raise ValueError("limits must ascend: ll <= l <= h <= hh")
        return self


class TagKind(StrEnum):
    """What a tag measures."""

    LEVEL = "level"
    FLOW = "flow"
    VALVE = "valve"
    PUMP = "pump"
    GAS = "gas"
    WIND_SPEED = "wind_speed"
    WIND_FROM = "wind_from"
    RAIN = "rain"
    OTHER = "other"


class Priority(StrEnum):
    """Alarm priority, most urgent first."""

    EMERGENCY = "emergency"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Tag(Part):
    """One measured value. A level is in metres (tanks) or cubic metres (pools), as `unit` says.

    No reading for three periods is stale. `source` names the gateway that sends it.
    """

    id: Id
    name: Text | None = None
    kind: TagKind
    unit: str = Field(max_length=12)
    source: Id
    period_s: float = Field(default=1, gt=0, le=86_400)
    low: float = 0.0
    high: float = 100.0
    limits: Limits | None = None
    at: Point | None = None


class Tank(Placed):
    """A vertical cylindrical tank. `net_loss` watches level change against commanded flows."""

    product: Text
    diameter_m: Positive
    height_m: Positive
    area: Id
    bund: Id | None = None
    level: Id
    inflows: list[Id] = []
    outflows: list[Id] = []
    net_loss: bool = True
    hazardous: bool = True

    @property
    def m3_per_m(self) -> float:
        """Cubic metres of content for a metre of level."""
        return 3.141592653589793 * self.diameter_m**2 / 4


class Bund(Part):
    """A tank's containment: a rectangle centred on x, y with its net volume."""

    id: Id
    x: Metres
    y: Metres
    width: Positive
    height: Positive
    net_m3: Positive


class RequiredVolume(Part):
    """V1..V5 of GB/T 50483-2019 for the governing unit: (V1 + V2 - V3)max + V4 + V5, in m3."""

    unit: Id
    v1: float = Field(ge=0)
    v2: float = Field(ge=0)
    v3: float = Field(ge=0)
    v4: float = Field(ge=0)
    v5: float = Field(ge=0)

    @property
    def total(self) -> float:
        """Required emergency-pool volume in m3 (source: GB/T 50483-2019)."""
        return self.v1 + self.v2 - self.v3 + self.v4 + self.v5


class Pool(Placed):
    """The emergency pool: its level tag is in m3; it spills over its weir at `to_weir_m3`."""

    width: Positive
    height: Positive
    to_weir_m3: Positive
    level: Id
    inflow: Id | None = None
    pump_out: Id | None = None
    outfall: Id | None = None
    required: list[RequiredVolume] = []

    @property
    def required_m3(self) -> float | None:
        """The largest requirement over all units, or None when none is stated."""
        return max((r.total for r in self.required), default=None)


class Valve(Placed):
    """A valve. `position` is its tag (0 shut .. 1 open) when it reports itself; hand valves don't."""

    kind: Literal["isolation", "root", "outfall", "diversion", "drain"]
    operation: Literal["remote", "manual"]
    normally: Literal["open", "shut"]
    position: Id | None = None
    isolates: Id | None = None


class Pump(Placed):
    """A pump. `running` is its tag (0/1) when it reports itself."""

    running: Id | None = None
    in_repair_since: date | None = None


class Custody(Part):
    """How a store is kept: open round the clock, or keyed with a key-holding post."""

    kind: Literal["open", "keyed"]
    key_post: Id | None = None
    sensor: Id | None = None
    counted: date | None = None

    @model_validator(mode="after")
    def keyed_has_holder(self) -> "Custody":
        """A keyed store without a key-holding post could never be opened."""
        if self.kind == "keyed" and self.key_post is None:
            raise ValueError("a keyed store needs key_post")
        return self


class Store(Placed):
    """A cabinet or store room."""

    area: Id | None = None
    custody: Custody


class Resource(Part):
    """A kind of thing the ledger counts."""

    id: Id
    name: Text
    kind: Literal["consumable", "equipment"]
    unit: Text


class Stock(Part):
    """One ledger line: so much of a resource in a store."""

    resource: Id
    store: Id
    quantity: float = Field(ge=0)
    minimum: float = Field(default=0, ge=0)
    serviceable: bool = True
    batch: str | None = None
    expires: date | None = None
    counted: date | None = None
    inspection_due: date | None = None
    note: Text | None = None


class KitLine(Part):
    """How many of a resource a kit holds."""

    resource: Id
    quantity: Positive


class Kit(Part):
    """What is dispatched whole in one click."""

    id: Id
    name: Text
    lines: list[KitLine] = Field(min_length=1)


class Team(Part):
    """People who turn out together, led from a post."""

    id: Id
    name: Text
    area: Id
    lead: Id
    members: list[Id] = Field(min_length=1)


class Outside(Part):
    """An outside unit: how to call it, how long it travels, what it brings."""

    id: Id
    name: Text
    kind: Literal["fire", "medical", "authority", "ecology", "park", "neighbour", "supplier"]
    phone: str = Field(max_length=40)
    minutes_day: float = Field(ge=0)
    minutes_night: float = Field(ge=0)
    agreement_expires: date | None = None
    call_within_s: int | None = None
    brings: list[KitLine] = []
    people: int = 0


class Post(Part):
    """A post of the emergency organisation. Who holds it now, the roster says."""

    id: Id
    name: Text
    area: Id | None = None
    key: bool = False
    commands: bool = False
    deputy: Id | None = None
    superior: Id | None = None


class Contact(Part):
    """One way to reach a person, and how well it is proven."""

    channel: Literal["sms", "wecom", "voice", "radio"]
    address: str = Field(max_length=60)
    verified: date | None = None
    failed: Text | None = None


class Person(Part):
    """Somebody who works or visits here."""

    id: Id
    name: Text
    employer: Literal["site", "contractor", "visitor", "driver"] = "site"
    home: Id | None = None
    contacts: list[Contact] = []


class Shift(Part):
    """A shift by the site's local time; one that ends before it starts runs over midnight."""

    id: Id
    name: Text
    start: time
    end: time

    def covers(self, local: time) -> bool:
        """Whether the local wall time falls into this shift."""
        if self.start <= self.end:
            return self.start <= local < self.end
        return local >= self.start or local < self.end


class RosterEntry(Part):
    """Who holds a post, in which shift ("always" = on call at any hour), on or off the site."""

    post: Id
    person: Id
    shift: Id | Literal["always"]
    on_site: bool = True


class Presence(Part):
    """People expected on the site in a shift by gate records, beside the holders of posts."""

    shift: Id
    people: list[Id]


class Grant(Part):
    """A post's authority: a capability over areas, from a level of incident on (None = any)."""

    post: Id
    capability: Literal["direct", "mobilise"]
    scope: list[Id]
    from_level: Id | None = None


class Level(Part):
    """An incident level; the list is ordered, the highest first, never compared as numerals."""

    id: Id
    name: Text


class Urgency(StrEnum):
    """How fast a directive must be acknowledged (30 s, 60 s, 180 s, 10 min)."""

    LIFE_SAFETY = "life_safety"
    URGENT = "urgent"
    NORMAL = "normal"
    ROUTINE = "routine"


class Category(StrEnum):
    """The order of every list of directives."""

    PEOPLE = "people"
    SOURCE = "source"
    WATER = "water"
    OUTSIDE = "outside"
    PROPERTY = "property"


class Step(Part):
    """A step of a plan: who must do what, by when (seconds from the first alarm)."""

    id: Id
    text: Text
    post: Id
    at_s: int = Field(ge=0)
    due_s: int = Field(ge=0)
    urgency: Urgency = Urgency.URGENT
    category: Category
    place: Id | None = None
    kit: Id | None = None
    calls: list[Id] = []
    acts_on: list[Id] = []
    evacuates: list[Id] = []
    mobilises: Id | None = None
    requires: list[Id] = []


class Plan(Part):
    """A plan for one hazard at given places, with the level it opens at."""

    id: Id
    name: Text
    hazard: Text
    version: str = Field(max_length=20)
    reviewed: date
    places: list[Id] = Field(min_length=1)
    level: Id
    hot_zone_m: Positive = 50.0
    steps: list[Step] = Field(min_length=1)


class Site(Part):
    """A whole plant. Every reference between its parts is checked on reading."""

    id: Id
    name: Text
    simulated: bool = False
    time_zone: str
    language: Literal["zh-CN", "en"] = "zh-CN"
    anchor: Anchor
    width: Positive
    height: Positive
    levels: list[Level] = Field(min_length=1)
    areas: list[Area] = []
    roads: list[Line] = []
    waters: list[Line] = []
    musters: list[Placed] = []
    gates: list[Placed] = []
    bunds: list[Bund] = []
    tags: list[Tag] = Field(min_length=1)
    tanks: list[Tank] = []
    pools: list[Pool] = []
    valves: list[Valve] = []
    pumps: list[Pump] = []
    stores: list[Store] = []
    resources: list[Resource] = []
    stock: list[Stock] = []
    kits: list[Kit] = []
    posts: list[Post] = []
    people: list[Person] = []
    shifts: list[Shift] = []
    roster: list[RosterEntry] = []
    presence: list[Presence] = []
    teams: list[Team] = []
    outside: list[Outside] = []
    authority: list[Grant] = []
    plans: list[Plan] = []

    @model_validator(mode="after")
    def references_resolve(self) -> "Site":
        """Refuse a time zone nobody knows and any id that names nothing."""
        ZoneInfo(self.time_zone)
        problems = dangling_references(self)
        if problems:
            raise ValueError("; ".join(f"{path}: {what}" for path, what in problems))
        return self

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def tag_by_id(self) -> dict[str, Tag]:
        """Tags by id."""
        return {t.id: t for t in self.tags}

    @cached_property
    def post_by_id(self) -> dict[str, Post]:
        """Posts by id."""
        return {p.id: p for p in self.posts}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """People by id."""
        return {p.id: p for p in self.people}

    @cached_property
    def tank_by_id(self) -> dict[str, Tank]:
        """Tanks by id."""
        return {t.id: t for t in self.tanks}

    @cached_property
    def store_by_id(self) -> dict[str, Store]:
        """Stores by id."""
        return {s.id: s for s in self.stores}

    @cached_property
    def kit_by_id(self) -> dict[str, Kit]:
        """Kits by id."""
        return {k.id: k for k in self.kits}

    @cached_property
    def resource_by_id(self) -> dict[str, Resource]:
        """Resources by id."""
        return {r.id: r for r in self.resources}

    @cached_property
    def plan_by_id(self) -> dict[str, Plan]:
        """Plans by id."""
        return {p.id: p for p in self.plans}

    @cached_property
    def outside_by_id(self) -> dict[str, Outside]:
        """Outside units by id."""
        return {o.id: o for o in self.outside}

    @cached_property
    def team_by_id(self) -> dict[str, Team]:
        """Teams by id."""
        return {t.id: t for t in self.teams}

    @cached_property
    def area_by_id(self) -> dict[str, Area]:
        """Areas by id."""
        return {a.id: a for a in self.areas}

    @cached_property
    def places(self) -> dict[str, tuple[Text, Point]]:
        """Everything with a name and a point: what a directive or incident can be *at*."""
        placed: list[Placed] = [
            *self.areas, *self.tanks, *self.pools, *self.valves, *self.pumps,
            *self.stores, *self.musters, *self.gates,
        ]  # fmt: skip
        return {p.id: (p.name, (p.x, p.y)) for p in placed}

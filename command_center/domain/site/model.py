"""The plant as reference data: what is where, who holds which post, what lies in which store.

Local coordinates are metres, x east and y north of the anchor (the site's south-west corner); the
API uses WGS-84. `site_file/` reads this model from YAML and reports errors by line. The parts are
defined in `site/parts/` and imported from here.
"""

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any, Literal, NamedTuple
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.quantities import Length, Metres
from command_center.domain.site.parts.base import (
    PLACES,
    Day,
    Id,
    Names,
    Part,
    Placed,
    Point,
)  # fmt: skip
from command_center.domain.site.parts.ledger import (
    Custody,
    Kit,
    KitLine,
    Resource,
    Stock,
    Store,
)  # fmt: skip
from command_center.domain.site.parts.namesakes import told_apart
from command_center.domain.site.parts.people import (
    FALLBACK,
    Contact,
    FallbackStep,
    Grant,
    Holiday,
    Outside,
    Person,
    Post,
    Presence,
    RosterEntry,
    Shift,
    Swap,
    Team,
    Workforce,
)  # fmt: skip
from command_center.domain.site.parts.plan import (
    Category,
    Level,
    Plan,
    Step,
    TimingTargets,
    Urgency,
)
from command_center.domain.site.parts.plant import (
    UNITS,
    Anchor,
    Area,
    Bund,
    Gate,
    Limits,
    Line,
    Pool,
    Priority,
    Pump,
    Rationalisation,
    RequiredVolume,
    Source,
    Tag,
    TagKind,
    Tank,
    Valve,
    Water,
)  # fmt: skip
from command_center.domain.site.parts.substance import GasLimit, Substance
from command_center.domain.site.parts.ways import Ways
from command_center.domain.site.references import broken_references
from command_center.domain.site.rules import broken_rules
from command_center.domain.site.standing import Standing
from command_center.domain.text import Text

__all__ = [
    "UNITS", "Anchor", "Area", "Bund", "Category", "Contact", "Custody", "Day", "GasLimit", "Gate", "Grant", "Holiday",
    "Id", "Kit", "KitLine", "Level", "Limits", "Line", "Metres", "Names", "Outside", "Part", "Person",
    "Placed", "Plan", "Point", "Pool", "Post", "Presence", "Priority", "Pump",
    "Rationalisation", "RequiredVolume", "Resource", "RosterEntry", "Shift", "Site", "Source", "Step", "Stock",
    "Store", "Substance", "Swap", "Tag", "TagKind", "Tank", "Team", "TimingTargets", "Urgency",
    "Valve", "Water", "Workforce",
]  # fmt: skip


class OwnMuster(NamedTuple):
    """The muster point of an area's people, how long the way to it is in metres, and its bearing in
    degrees, both from the middle of the area."""

    muster: str
    metres: int
    bearing: int


class Site(Part):
    """A whole plant. Every reference between its parts is checked on reading."""

    id: Id
    name: Text
    simulated: bool = False
    time_zone: str
    language: Literal["zh-CN", "en"] = "zh-CN"
    anchor: Anchor
    width: Length
    height: Length
    levels: list[Level] = Field(min_length=1)
    areas: list[Area] = Field(default=[])
    roads: list[Line] = Field(default=[])
    waters: list[Water] = Field(default=[])
    musters: list[Placed] = Field(default=[])
    gates: list[Gate] = Field(default=[])
    measuring_points: list[Placed] = Field(default=[])
    bunds: list[Bund] = Field(default=[])
    sources: list[Source] = Field(default=[])
    tags: list[Tag] = Field(default=[])
    substances: list[Substance] = Field(default=[])
    gas_limits: list[GasLimit] = Field(default=[])
    tanks: list[Tank] = Field(default=[])
    pools: list[Pool] = Field(default=[])
    valves: list[Valve] = Field(default=[])
    pumps: list[Pump] = Field(default=[])
    rationalisations: list[Rationalisation] = Field(default=[])
    stores: list[Store] = Field(default=[])
    resources: list[Resource] = Field(default=[])
    stock: list[Stock] = Field(default=[])
    kits: list[Kit] = Field(default=[])
    posts: list[Post] = Field(default=[])
    workforce: Workforce | None = None
    people: list[Person] = Field(default=[])
    shifts: list[Shift] = Field(default=[])
    roster: list[RosterEntry] = Field(default=[])
    presence: list[Presence] = Field(default=[])
    swaps: list[Swap] = Field(default=[])
    holidays: list[Holiday] = Field(default=[])
    teams: list[Team] = Field(default=[])
    outside: list[Outside] = Field(default=[])
    authority: list[Grant] = Field(default=[])
    plans: list[Plan] = Field(default=[])
    timing_targets: TimingTargets = TimingTargets()
    roll_call_every: Annotated[float, Field(ge=1, le=120)] | None = None
    fallback: list[FallbackStep] = Field(default=list(FALLBACK), min_length=1, max_length=20)

    @field_validator("time_zone")
    @classmethod
    def known_zone(cls, name: str) -> str:
        """Refuses a time zone that the IANA database does not have."""
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise PydanticCustomError("time_zone_unknown", "no such time zone") from error
        return name

    @model_validator(mode="after")
    def references_resolve(self) -> "Site":
        """Refuses an id that names nothing, the wrong kind of thing or two things, and broken
        rules."""
        broken = list(broken_references(self, Site)) or list(broken_rules(self))
        if broken:
            raise PydanticCustomError(
                "broken_site",
                "{sentences}",
                {"sentences": "; ".join(str(b) for b in broken), "broken": broken},
            )
        self.standing.fits(self)
        return self

    @cached_property
    def areas_found(self) -> dict[str, str]:
        """Returns the cache of areas by place, for places whose area was already looked up."""
        return {}

    @cached_property
    def musters_found(self) -> dict[str, OwnMuster | None]:
        """Returns the cache of the nearest muster points by area (`site/map/way_out.py`)."""
        return {}

    @cached_property
    def standing(self) -> Standing:
        """Returns the record of whether the site's parts are known to fit together
        (`site/changing/fitting.py`)."""
        return Standing()

    @cached_property
    def by_noun(self) -> dict[str, tuple[object, dict[str, Part]]]:
        """Returns the cache of the site's parts by noun and key, each with the list that it was
        made from (`changing/nouns.py`)."""
        return {}

    @property
    def roll_call_ms(self) -> int | None:
        """Returns after how many ms an automatic roll call of those at work starts; None: only the
        commander starts it."""
        return None if self.roll_call_every is None else round(self.roll_call_every * 60_000)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.time_zone)

    @cached_property
    def tag_by_id(self) -> dict[str, Tag]:
        """Returns the tags by id."""
        return {t.id: t for t in self.tags}

    @cached_property
    def post_by_id(self) -> dict[str, Post]:
        """Returns the posts by id."""
        return {p.id: p for p in self.posts}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """Returns the people by id, each with a name that is unique (`site/parts/namesakes.py`)."""
        areas = {area.id: area.name for area in self.areas}
        apart = told_apart(self.people, self.posts, self.roster, areas)
        return {p.id: p for p in apart}

    @cached_property
    def tank_by_id(self) -> dict[str, Tank]:
        """Tanks by id."""
        return {t.id: t for t in self.tanks}

    @cached_property
    def substance_by_id(self) -> dict[str, Substance]:
        """Substances by id."""
        return {s.id: s for s in self.substances}

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
    def key_people(self) -> frozenset[str]:
        """Returns the people to whom the roster gives a key post in any shift."""
        return frozenset(e.person for e in self.roster if self.post_by_id[e.post].key)

    @cached_property
    def responsible_people(self) -> frozenset[str]:
        """Returns the people responsible for the site: the holders, in any shift, of the commanding
        posts that have no superior and are nobody's deputy."""
        deputies = {post.deputy for post in self.posts}
        top = {
            post.id
            for post in self.posts
            if post.commands and post.superior is None and post.id not in deputies
        }
        return frozenset(entry.person for entry in self.roster if entry.post in top)

    @cached_property
    def outside_by_id(self) -> dict[str, Outside]:
        """Outside units by id."""
        return {o.id: o for o in self.outside}

    @cached_property
    def team_by_id(self) -> dict[str, Team]:
        """Teams by id."""
        return {t.id: t for t in self.teams}

    @cached_property
    def valve_by_id(self) -> dict[str, Valve]:
        """Valves by id."""
        return {v.id: v for v in self.valves}

    @cached_property
    def pump_by_id(self) -> dict[str, Pump]:
        """Pumps by id."""
        return {p.id: p for p in self.pumps}

    @cached_property
    def area_by_id(self) -> dict[str, Area]:
        """Areas by id."""
        return {a.id: a for a in self.areas}

    @cached_property
    def gate_by_id(self) -> dict[str, Gate]:
        """Gates by id."""
        return {g.id: g for g in self.gates}

    @cached_property
    def gate_of_reader(self) -> dict[str, Gate]:
        """Returns the gate at which each card reader stands. A plant without readers counts nobody
        by gates."""
        return {reader: gate for gate in self.gates for reader in gate.readers}

    @cached_property
    def source_ids(self) -> frozenset[str]:
        """Returns the senders of readings that the plant has: those it lists, and those of its tags
        and gates."""
        listed = {one.id for one in self.sources} | {tag.source for tag in self.tags}
        return frozenset(listed | {gate.source for gate in self.gates if gate.source is not None})

    @cached_property
    def stock_by_line(self) -> dict[tuple[str, str], Stock]:
        """Returns the stock by resource and store: one line each."""
        return {(s.resource, s.store): s for s in self.stock}

    @cached_property
    def minimum_of(self) -> dict[str, float]:
        """Returns the required minimum of each resource: the sum of its lines' minimums."""
        found: dict[str, float] = {}
        for line in self.stock:
            found[line.resource] = found.get(line.resource, 0) + line.minimum
        return found

    @cached_property
    def ways(self) -> Ways:
        """Returns the route finder over the site's roads."""
        return Ways(self.roads)

    @cached_property
    def places(self) -> dict[str, tuple[Text, Point]]:
        """Returns everything with a name and a point, by id: where a directive or incident can be."""
        placed: list[Placed] = [
            *self.areas, *self.tanks, *self.pools, *self.valves, *self.pumps,
            *self.stores, *self.musters, *self.gates, *self.measuring_points,
        ]  # fmt: skip
        return {p.id: (p.name, (p.x, p.y)) for p in placed}


LOOKED_UP_FROM: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "zone": ("time_zone",), "tag_by_id": ("tags",), "post_by_id": ("posts",),
    "person_by_id": ("people", "posts", "roster", "areas"), "tank_by_id": ("tanks",),
    "substance_by_id": ("substances",), "store_by_id": ("stores",), "kit_by_id": ("kits",),
    "resource_by_id": ("resources",), "plan_by_id": ("plans",), "key_people": ("roster", "posts"),
    "responsible_people": ("roster", "posts"),
    "outside_by_id": ("outside",), "team_by_id": ("teams",), "valve_by_id": ("valves",), "pump_by_id": ("pumps",),
    "area_by_id": ("areas",), "gate_by_id": ("gates",), "gate_of_reader": ("gates",),
    "source_ids": ("sources", "tags", "gates"), "stock_by_line": ("stock",),
    "minimum_of": ("stock",),
    "ways": ("roads",), "places": PLACES,
})  # fmt: skip
"""Which fields each of the site's own look-ups is made from."""


def built(site: Site, fields: Mapping[str, Any]) -> Site:
    """Returns the site with other fields, without checking its rules. The unchanged parts are
    shared together with their caches, because a plant may have 20,000 stock lines."""
    kept = {name: getattr(site, name) for name in Site.model_fields}
    made = Site.model_construct(**{**kept, **fields})
    for name, made_from in LOOKED_UP_FROM.items():
        if name in site.__dict__ and fields.keys().isdisjoint(made_from):
            made.__dict__[name] = site.__dict__[name]
    made.by_noun.update(site.by_noun)
    return made

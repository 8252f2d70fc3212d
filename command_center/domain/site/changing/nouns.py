"""The nouns of a plant: the tables edited in the browser, one for each collection of the site, with
who may edit it.

A noun's rows are the parts of one list of the site (`people`, `posts`, `tanks`), or the one row of
a part that the plant has once (`about`, `workforce`, `timing_targets`). A list of the site without
a noun fails a test.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from types import MappingProxyType
from typing import Any, Literal

from pydantic import Field

from command_center.domain.actor import Role
from command_center.domain.quantities import Length
from command_center.domain.site.model import Site, built
from command_center.domain.site.parts.base import Part, Placed
from command_center.domain.site.parts.ledger import Kit, Resource, Stock, Store
from command_center.domain.site.parts.people import (
    FALLBACK,
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
)
from command_center.domain.site.parts.plan import Level, Plan, TimingTargets
from command_center.domain.site.parts.plant import (
    Anchor,
    Area,
    Bund,
    Gate,
    Line,
    Pool,
    Pump,
    Rationalisation,
    Source,
    Tag,
    Tank,
    Valve,
    Water,
)
from command_center.domain.site.parts.substance import GasLimit, Substance
from command_center.domain.site.standing import Touched
from command_center.domain.text import Text

Held = Literal["today", "pinned"]
"""What an open incident and a running drill go by: `today`, the row as it is now (who holds a post, where a thing
lies); `pinned`, the row as it was when they began (plans, limits, authority)."""

ONLY = "plant"
"""The key of the one row of a noun that the plant has once."""


class About(Part):
    """The plant itself: its name, its position on the earth and the size of its plan."""

    name: Text
    time_zone: str = Field(max_length=64)
    language: Literal["zh-CN", "en"] = "zh-CN"
    anchor: Anchor
    width: Length
    height: Length
    roll_call_every: float | None = Field(default=None, ge=1, le=120)
    fallback: list[FallbackStep] = Field(default=list(FALLBACK), min_length=1, max_length=20)


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun: one kind of row. `where` is the field of the site that holds it, `key` the fields
    that tell its rows apart.

    `apart` are the fields that another API edits: a person's contacts, whose addresses can be
    erased. A `single` noun has one row, whose key is `plant`; the fields of `about` are the site's
    own.
    """

    name: str
    where: str
    model: type[Part]
    editors: frozenset[Role]
    held: Held
    single: bool = False
    apart: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, ...]:
        """Returns the identifying fields: `id`, or several (`resource` and `store` of a stock
        line)."""
        return () if self.single else self.model.unique

    def key_of(self, row: Part | Mapping[str, Any]) -> str:
        """Returns the key of a row: its id, or its identifying fields separated by a slash
        (`FOAM/ST-2`)."""
        if self.single:
            return ONLY
        found = row if isinstance(row, Mapping) else row.__dict__
        return "/".join("" if found.get(one) is None else str(found[one]) for one in self.key)

    def row_of(self, part: Part) -> dict[str, Any]:
        """Returns a part as a row in JSON, without the fields that another API edits."""
        return part.model_dump(mode="json", exclude=set(self.apart) or None)

    def parts(self, site: Site) -> Mapping[str, Part]:
        """Returns the parts of a site by key, in their order. The result is cached for each list."""
        if self.name == "about":
            return {ONLY: About(**{name: getattr(site, name) for name in About.model_fields})}
        held = getattr(site, self.where)
        if self.single:
            return {} if held is None else {ONLY: held}
        kept = site.by_noun.get(self.name)
        if kept is None or kept[0] is not held:
            kept = site.by_noun[self.name] = (held, {self.key_of(part): part for part in held})
        return kept[1]

    def put(self, parts: Iterable[Part]) -> dict[str, Any]:
        """Returns the fields of a site that hold these parts."""
        if not self.single:
            return {self.where: list(parts)}
        part = next(iter(parts), None)
        if self.name == "about" and part is not None:
            return {name: getattr(part, name) for name in About.model_fields}
        return {self.where: part}


def with_rows(site: Site, rows: Mapping[str, Mapping[str, Part]], touched: Touched) -> Site:
    """Returns the site with these rows by noun and key, without checking its rules; `touched` are
    the keys of those that differ."""
    fields: dict[str, Any] = {}
    for name, parts in rows.items():
        fields |= NOUNS[name].put(parts.values())
    made = built(site, fields)
    for name, parts in rows.items():
        noun = NOUNS[name]
        if not noun.single:
            made.by_noun[name] = (fields[noun.where], dict(parts))
    made.standing.follows(made, site, touched)
    return made


def hash_of(row: Mapping[str, Any]) -> str:
    """Returns the hash of a row's content. A change names the hash that its author saw, so that a
    row changed since is noticed."""
    text = dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return sha256(text.encode()).hexdigest()[:16]


PLANT = frozenset({Role.ADMINISTRATOR})
"""Who may change what the plant is made of, and what its posts may decide."""
ORGANISATION = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER})
"""Who may change who belongs to the organisation, and its plans."""
TONIGHT = frozenset({Role.ADMINISTRATOR, Role.CONTROLLER, Role.COMMANDER})
"""Who may change who is on tonight, and what lies in which store."""


def _table() -> Iterable[Noun]:
    yield Noun("about", "", About, PLANT, "pinned", single=True)
    yield Noun("levels", "levels", Level, PLANT, "pinned")
    yield Noun("areas", "areas", Area, PLANT, "today")
    yield Noun("roads", "roads", Line, PLANT, "today")
    yield Noun("waters", "waters", Water, PLANT, "today")
    yield Noun("musters", "musters", Placed, PLANT, "today")
    yield Noun("gates", "gates", Gate, PLANT, "today")
    yield Noun("measuring_points", "measuring_points", Placed, PLANT, "today")
    yield Noun("bunds", "bunds", Bund, PLANT, "pinned")
    yield Noun("sources", "sources", Source, PLANT, "today")
    yield Noun("tags", "tags", Tag, PLANT, "pinned")
    yield Noun("substances", "substances", Substance, PLANT, "pinned")
    yield Noun("gas_limits", "gas_limits", GasLimit, PLANT, "pinned")
    yield Noun("tanks", "tanks", Tank, PLANT, "pinned")
    yield Noun("pools", "pools", Pool, PLANT, "pinned")
    yield Noun("valves", "valves", Valve, PLANT, "pinned")
    yield Noun("pumps", "pumps", Pump, PLANT, "pinned")
    yield Noun("rationalisations", "rationalisations", Rationalisation, PLANT, "today")
    yield Noun("stores", "stores", Store, TONIGHT, "today")
    yield Noun("resources", "resources", Resource, TONIGHT, "today")
    yield Noun("stock", "stock", Stock, TONIGHT, "today")
    yield Noun("kits", "kits", Kit, TONIGHT, "today")
    yield Noun("posts", "posts", Post, ORGANISATION, "today")
    yield Noun("workforce", "workforce", Workforce, ORGANISATION, "today", single=True)
    yield Noun("people", "people", Person, ORGANISATION, "today", apart=frozenset({"contacts"}))
    yield Noun("shifts", "shifts", Shift, ORGANISATION, "today")
    yield Noun("roster", "roster", RosterEntry, TONIGHT, "today")
    yield Noun("presence", "presence", Presence, TONIGHT, "today")
    yield Noun("swaps", "swaps", Swap, TONIGHT, "today")
    yield Noun("holidays", "holidays", Holiday, ORGANISATION, "today")
    yield Noun("teams", "teams", Team, ORGANISATION, "today")
    yield Noun("outside", "outside", Outside, ORGANISATION, "today")
    yield Noun("authority", "authority", Grant, PLANT, "pinned")
    yield Noun("plans", "plans", Plan, ORGANISATION, "pinned")
    yield Noun("timing_targets", "timing_targets", TimingTargets, PLANT, "pinned", single=True)


NOUNS: Mapping[str, Noun] = MappingProxyType({noun.name: noun for noun in _table()})
"""Every noun by name, in the order in which a plant is described."""
EDITORS: frozenset[Role] = frozenset().union(*(noun.editors for noun in NOUNS.values()))
"""Who may edit anything at all."""

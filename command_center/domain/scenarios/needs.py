"""What a scenario needs of a plant, by kind and never by id: a toxic tank, its root valve, the
pool.

Each need has a name within the scenario, which everything else in the scenario uses.
`candidates.py` finds what it may be on a given site.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from command_center.domain.scenarios.choice import Choice
from command_center.domain.site.parts.base import Id, Names, Part
from command_center.domain.site.parts.ledger import Purpose
from command_center.domain.site.parts.people import Duty
from command_center.domain.site.parts.plant import SubstanceClass


@dataclass(frozen=True, slots=True)
class NeedOf(Names):
    """Marks a field that names one of the scenario's needs, of one of these kinds."""

    kinds: tuple[str, ...] = ()


def _need(*kinds: str) -> NeedOf:
    return NeedOf(lists=("needs",), kinds=kinds)


PLACED = ("area", "tank", "pool", "valve", "pump", "store", "muster")

AnyNeed = Annotated[Id, _need()]
TankNeeded = Annotated[Id, _need("tank")]
PoolNeeded = Annotated[Id, _need("pool")]
VesselNeeded = Annotated[Id, _need("tank", "pool")]
ValveNeeded = Annotated[Id, _need("valve")]
PumpNeeded = Annotated[Id, _need("pump")]
StoreNeeded = Annotated[Id, _need("store")]
KitNeeded = Annotated[Id, _need("kit")]
PostNeeded = Annotated[Id, _need("post")]
TeamNeeded = Annotated[Id, _need("team")]
AreaNeeded = Annotated[Id, _need("area")]
GaugeNeeded = Annotated[Id, _need("gauge")]
UnitNeeded = Annotated[Id, _need("outside")]
PlaceNeeded = Annotated[Id, _need(*PLACED)]
SourceNeeded = Annotated[Id, _need("tank", "valve", "pump")]
"""What can leak or burn."""


class TankKind(Part):
    """What a needed tank must be: of all these hazard classes, shut off by such a valve, fed
    through a flow meter, with a high alarm limit, in a bund."""

    classes: list[SubstanceClass] = Field(default=[])
    shut_by: Literal["isolation", "root"] | None = None
    fed: bool | None = None
    high_limit: bool | None = None
    bunded: bool | None = None
    spare_for: TankNeeded | None = None


class PoolKind(Part):
    """What a needed emergency pool must be; with `outfall`, one whose overflow an outfall valve can
    hold back."""

    outfall: bool | None = None


class ValveKind(Part):
    """What a needed valve must be: of a `kind`, of an `operation`, one that isolates a given tank,
    or the outfall valve of a given pool."""

    kind: Literal["isolation", "root", "outfall", "diversion", "drain", "water"] | None = None
    operation: Literal["remote", "manual"] | None = None
    isolates: TankNeeded | None = None
    outfall_of: PoolNeeded | None = None


class PumpKind(Part):
    """What a needed pump must be: one that draws from a given vessel, or one that feeds fire water
    and draws from none."""

    draws: VesselNeeded | None = None
    fire_water: bool | None = None


class StoreKind(Part):
    """What a needed store must be: one that holds a resource for a purpose, with such custody."""

    holds: Purpose | None = None
    custody: Literal["open", "keyed"] | None = None


class KitKind(Part):
    """What a needed kit must be: one with a line for a purpose."""

    holds: Purpose


class PostKind(Part):
    """What a needed post must be: one that may command, has a duty, keeps a key, is above another,
    or is on call from home."""

    commands: bool | None = None
    duty: Duty | None = None
    in_area: AreaNeeded | None = None
    keeps: StoreNeeded | None = None
    over: PostNeeded | None = None
    on_call: bool | None = None


class TeamKind(Part):
    """What a needed team must be: led by somebody with a duty, or one whose lead answers to
    somebody else than a given post."""

    duty: Duty | None = None
    not_under: PostNeeded | None = None


class AreaKind(Part):
    """What a needed area must be: of a kind, where a thing stands, where people with a duty work,
    or nearest to a thing."""

    kind: Literal["workshop", "store", "office", "station", "yard", "pool"] | None = None
    of: AnyNeed | None = None
    duty: Duty | None = None
    nearest_to: PlaceNeeded | None = None
    downwind_of: PlaceNeeded | None = None


class GaugeKind(Part):
    """What a needed measurement must be: the level of a vessel, or the nearest of a kind to a
    place."""

    of: VesselNeeded | None = None
    kind: Literal["gas", "wind_speed", "wind_from", "rain"] | None = None
    nearest_to: PlaceNeeded | None = None


class MusterKind(Part):
    """What a needed muster point must be: the nearest to a place, if one is given."""

    nearest_to: PlaceNeeded | None = None


class OutsideKind(Part):
    """What a needed outside unit must be: of a kind."""

    kind: Literal["fire", "medical", "authority", "ecology", "park", "neighbour", "supplier"]


class Need(Choice):
    """One thing that a scenario needs: its name in the scenario, and what it must be."""

    id: Id
    tank: TankKind | None = None
    pool: PoolKind | None = None
    valve: ValveKind | None = None
    pump: PumpKind | None = None
    store: StoreKind | None = None
    kit: KitKind | None = None
    post: PostKind | None = None
    team: TeamKind | None = None
    area: AreaKind | None = None
    gauge: GaugeKind | None = None
    muster: MusterKind | None = None
    outside: OutsideKind | None = None

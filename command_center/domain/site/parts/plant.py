"""The plant itself: ground, vessels, valves, pumps, and the tags that measure them."""

from enum import StrEnum
from math import pi
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.quantities import (
    Capacity,
    Heads,
    HourlyFlow,
    Length,
    Measured,
    MeasuredAmount,
    Metres,
    MinuteFlow,
    Volume,
)
from command_center.domain.site.parts.base import (
    AreaRef,
    BundRef,
    ContactTag,
    Day,
    FlowTag,
    Id,
    Part,
    Placed,
    Point,
    PoolLevelTag,
    PositionTag,
    RunningTag,
    SourceRef,
    SubstanceRef,
    TagRef,
    TankLevelTag,
    TankRef,
    ValveRef,
    VesselRef,
    WardenRef,
)  # fmt: skip
from command_center.domain.text import Text


class Anchor(Part):
    """The WGS-84 position of the plan's origin."""

    lat: float = Field(ge=-85, le=85)
    lon: float = Field(ge=-180, le=180)


class Area(Placed):
    """A building or yard: a rectangle centred on x, y. Authority and posts are limited to areas.

    `wardens` (posts or people) check in as safe whoever left it. `short` is shown on the map where
    `name` does not fit; without it the area's id is. `limit` is how many people may be in it at
    once.
    """

    short: Text | None = None
    kind: Literal["workshop", "store", "office", "station", "yard", "pool", "outside"] = "workshop"
    width: Length
    height: Length
    wardens: list[WardenRef] = Field(default=[])
    limit: Heads | None = None


class Gate(Placed):
    """A gate. `readers` are its card readers or turnstiles; without any, nobody is counted by it.

    Whoever passes in is in `area` (None: somewhere on the plant). An `inner` gate leads from one
    part of the plant to another: whoever passes out of it is still on the plant. A reader that was
    not heard for three times `heartbeat_s` is down: passages there meanwhile are not known.
    `source` is the sender of its passages: a batch names it, and the sender's token bears its name;
    without it any gateway's token may send for the gate.
    """

    area: AreaRef | None = None
    inner: bool = False
    source: SourceRef | None = None
    readers: list[Id] = Field(default=[], max_length=100)
    heartbeat_s: float = Field(default=60, gt=0, le=86_400)


class Line(Part):
    """A road for walking, `width` metres wide. Roads meet where they share a point."""

    id: Id
    name: Text | None = None
    points: list[Point] = Field(min_length=2)
    width: Length = 6.0


class Water(Line):
    """A water course, or a drain that leads to one."""

    kind: Literal["river", "drain"] = "river"


class Limits(Part):
    """ISA-18.2 limits in the tag's unit; every one optional, in ascending order."""

    ll: Measured | None = None
    l: Measured | None = None  # noqa: E741 - the field's standard names are LL, L, H, HH
    h: Measured | None = None
    hh: Measured | None = None
    deadband: MeasuredAmount = 0
    on_delay_s: float = Field(default=0, ge=0, le=3600)
    off_delay_s: float = Field(default=0, ge=0, le=3600)

    @property
    def given(self) -> list[float]:
        """Returns the limits that are set, from LL to HH."""
        return [v for v in (self.ll, self.l, self.h, self.hh) if v is not None]

    @model_validator(mode="after")
    def ascending(self) -> "Limits":
        """Refuses limits that are out of order."""
        if self.given != sorted(self.given):
            raise PydanticCustomError("limits_order", "limits must ascend: ll <= l <= h <= hh")
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
    CONTACT = "contact"
    OTHER = "other"


UNITS: dict[TagKind, tuple[str, ...]] = {
    TagKind.LEVEL: ("m", "m3"),
    TagKind.FLOW: ("m3/h",),
    TagKind.VALVE: ("1",),
    TagKind.PUMP: ("1",),
    TagKind.GAS: ("ppm", "mg/m3", "%LEL"),
    TagKind.WIND_SPEED: ("m/s",),
    TagKind.WIND_FROM: ("deg",),
    TagKind.RAIN: ("mm/h",),
    TagKind.CONTACT: ("1",),
}
"""The units the product calculates with; a gateway converts. A valve's 0 (shut) to 1 (open) and
a pump's 0 or 1 and a contact's 0 (shut) or 1 (open) have the unit "1" (UCUM's name for a pure
number). Other kinds take any unit."""


UNDER_RANGE, OVER_RANGE = 0.2 / 16, 0.5 / 16
"""Shares of the range by which a 4-20 mA signal may pass its ends and still be a measurement: 3.8 to
20.5 mA (NAMUR NE 43)."""


class Priority(StrEnum):
    """Alarm priority, most urgent first."""

    EMERGENCY = "emergency"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Source(Part):
    """A sender of readings, with its name. Its clock is corrected if it is off by up to
    `correct_up_to_s` seconds."""

    id: Id
    name: Text
    correct_up_to_s: float = Field(default=300, ge=0, le=86_400)


class Tag(Part):
    """One measured value. A level is in metres (tanks) or cubic metres (pools), as `unit` says.

    `low` and `high` are the ends of its range: a level bar is full at `high`. It is stale without a
    reading for three periods. `source` names the gateway that sends it.
    """

    id: Id
    name: Text | None = None
    kind: TagKind
    unit: str = Field(max_length=12)
    source: SourceRef
    period_s: float = Field(default=1, gt=0, le=86_400)
    low: Measured = 0.0
    high: Measured = 100.0
    limits: Limits | None = None
    at: Point | None = None
    inspection_due: Day | None = None

    def measures(self, value: float) -> bool:
        """Returns whether `value` is within the measuring range of a level or gas instrument.

        Always True for other kinds, because their range need not be given.
        """
        if self.kind is not TagKind.LEVEL and self.kind is not TagKind.GAS:
            return True
        span = self.high - self.low
        return self.low - span * UNDER_RANGE <= value <= self.high + span * OVER_RANGE

    @model_validator(mode="after")
    def sensible(self) -> "Tag":
        """Refuses a unit with which the software cannot calculate, and limits outside the range."""
        units = UNITS.get(self.kind, (self.unit,))
        if self.unit not in units:
            context = {"kind": self.kind.value, "unit": self.unit, "units": ", ".join(units)}
            raise PydanticCustomError(
                "unit_unknown", "a {kind} tag in {unit}: this kind takes {units}", context
            )
        if self.low >= self.high:
            raise PydanticCustomError("range_order", "low must be below high")
        given = self.limits.given if self.limits else []
        if any(not self.low <= limit <= self.high for limit in given):
            raise PydanticCustomError(
                "limits_outside",
                "limits outside the range {low} to {high}",
                {"low": self.low, "high": self.high},
            )
        return self


SubstanceClass = Literal["toxic", "flammable", "corrosive"]


class LevelSwitch(Part):
    """A contact that reads 1 from the level `at` upwards (in the unit of the vessel's level) and 0
    below; it is compared with the gauge."""

    unique = ("tag",)
    tag: ContactTag
    at: Measured


ResponseMinutes = Annotated[float, Field(gt=0, le=1_440)]
"""Minutes that people need to act: up to a day."""


class Rationalisation(Part):
    """The rationalisation of an alarm (ISA-18.2): its likely cause, the consequence if nobody acts,
    the operator's response, and within how many minutes of its onset that must be done."""

    unique = ("tag", "condition")
    tag: TagRef
    condition: Literal["LL", "L", "H", "HH", "NETLOSS", "FLAT", "OPENED", "DISAGREE"]
    cause: Text
    consequence: Text
    response: Text
    respond_within_min: ResponseMinutes


class Tank(Placed):
    """A vertical cylindrical tank. `net_loss` watches its level change against commanded flows.

    `substance` is what its product consists of, for its vapour; what its outlet loses lies on the
    ground of `spills_to`. It overflows at `overflow_m` (without it at `height_m`). `fill_m3_h` is
    its fastest filling; without it, the upper ends of its inflow meters' ranges.
    `shut_and_divert_min` are the minutes needed to stop the filling or divert it. `also_levels` are
    further gauges of the same level, `switches` level switches: they are compared with `level`.
    `classes` say what its content does to people and in a fire; `spare_for` is the tank for whose
    content this one is kept empty. Drills choose their places by both.
    """

    product: Text
    diameter_m: Length
    height_m: Length
    area: AreaRef
    bund: BundRef | None = None
    level: TankLevelTag
    inflows: list[FlowTag] = Field(default=[])
    outflows: list[FlowTag] = Field(default=[])
    substance: SubstanceRef | None = None
    spills_to: BundRef | None = None
    net_loss: bool = True
    hazardous: bool = True
    classes: list[SubstanceClass] = Field(default=[])
    spare_for: TankRef | None = None
    overflow_m: Length | None = None
    fill_m3_h: HourlyFlow | None = None
    shut_and_divert_min: ResponseMinutes | None = None
    also_levels: list[TankLevelTag] = Field(default=[], max_length=4)
    switches: list[LevelSwitch] = Field(default=[], max_length=4)

    @property
    def overflows_at(self) -> float:
        """Returns the level in metres at which the tank overflows."""
        return self.height_m if self.overflow_m is None else self.overflow_m

    @property
    def m3_per_m(self) -> float:
        """Returns the cubic metres of content for one metre of level."""
        return pi * self.diameter_m**2 / 4


class Bund(Part):
    """Containment: a rectangle centred on x, y with its net volume.

    A bund stands round tanks; a kerb stands round a pad with pumps and flanges.
    """

    id: Id
    name: Text | None = None
    kind: Literal["bund", "kerb"] = "bund"
    x: Metres
    y: Metres
    width: Length
    height: Length
    net_m3: Capacity


class RequiredVolume(Part):
    """The volumes V1..V5 of GB/T 50483-2019 for a unit: (V1 + V2 - V3)max + V4 + V5, in m3."""

    unique = ("unit",)
    unit: AreaRef
    v1: Volume
    v2: Volume
    v3: Volume
    v4: Volume
    v5: Volume

    @property
    def total(self) -> float:
        """Returns the required emergency-pool volume in m3 (source: GB/T 50483-2019)."""
        return self.v1 + self.v2 - self.v3 + self.v4 + self.v5


class Pool(Placed):
    """The emergency pool. Its level tag is in m3; it overflows its weir at `to_weir_m3`.

    `shut_and_divert_min` are the minutes needed to stop or divert its inflow. `also_levels` are
    further gauges, `switches` level switches: they are compared with `level`.
    """

    width: Length
    height: Length
    to_weir_m3: Capacity
    level: PoolLevelTag
    inflow: FlowTag | None = None
    pump_out: FlowTag | None = None
    outfall: ValveRef | None = None
    required: list[RequiredVolume] = Field(default=[])
    design_inflow_m3_min: MinuteFlow | None = None
    """What runs to it once the plan's water is on, rain included: docs/domain.md, "Levels, alarms"."""
    shut_and_divert_min: ResponseMinutes | None = None
    also_levels: list[PoolLevelTag] = Field(default=[], max_length=4)
    switches: list[LevelSwitch] = Field(default=[], max_length=4)

    @property
    def required_m3(self) -> float | None:
        """Returns the largest requirement of any unit in m3; None when none is stated."""
        return max((r.total for r in self.required), default=None)


class Valve(Placed):
    """A valve. `position` is its tag (0 shut .. 1 open) if it reports itself; hand valves do not.

    `isolates` is the tank that it shuts off, `drains` the bund that it empties.
    """

    kind: Literal["isolation", "root", "outfall", "diversion", "drain", "water"]
    operation: Literal["remote", "manual"]
    normally: Literal["open", "shut"]
    position: PositionTag | None = None
    isolates: TankRef | None = None
    drains: BundRef | None = None


class Pump(Placed):
    """A pump. `running` is its tag (0/1) if it reports itself. It draws from a vessel."""

    running: RunningTag | None = None
    draws: VesselRef | None = None
    rate_m3_h: HourlyFlow | None = None
    in_repair_since: Day | None = None

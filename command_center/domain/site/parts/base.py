"""The base of every part of a site: ids, points, days, and references that check themselves.

A field typed with one of the `...Ref` or `...Tag` names below is a reference: `site_references`
finds it by its annotation, so that a new field of a new part is checked without further code.
"""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Annotated, ClassVar

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    ValidationInfo,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError

from command_center.domain.quantities import Metres, NoTruthForNumbers
from command_center.domain.text import Text

ID_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"
Id = Annotated[str, Field(pattern=ID_PATTERN)]
Point = tuple[Metres, Metres]

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
RELATIVE_DAY = re.compile(r"([+-]?\d{1,6}) ?d", re.ASCII)
WALL_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?", re.ASCII)


def day_of(value: object, info: ValidationInfo) -> object:
    """Returns a calendar day, also one counted from today: `-412 d` was 412 days ago, `+6 d` is in
    six days.

    Today comes with the validation context `{"today": date}`; without it only dates are accepted.
    """
    if not isinstance(value, str) or ISO_DAY.fullmatch(value):
        return value
    counted = RELATIVE_DAY.fullmatch(value)
    if counted is None:
        raise PydanticCustomError("day_format", "a day is 2026-11-25, or -412 d counted from today")
    today = (info.context or {}).get("today")
    if not isinstance(today, date):
        raise PydanticCustomError("day_without_today", "a relative day needs today's date")
    try:
        return today + timedelta(days=int(counted[1]))
    except OverflowError as error:
        raise PydanticCustomError("day_out_of_range", "no calendar reaches that day") from error


def time_of(value: object) -> object:
    """Returns a local wall time from `HH:MM`. Anything else is refused, because a bare number would
    be taken for seconds."""
    if isinstance(value, time) or (isinstance(value, str) and WALL_TIME.fullmatch(value)):
        return value
    raise PydanticCustomError("wall_time", "a time of day is HH:MM, from 00:00 to 23:59")


Day = Annotated[date, BeforeValidator(day_of)]
"""A date, or `-412 d` / `+6 d` counted from today (a demonstration's ages then never grow old)."""

WallTime = Annotated[time, BeforeValidator(time_of)]
"""A local time of day, `HH:MM`."""


class Part(NoTruthForNumbers):
    """Base of every part of a site: unknown keys are errors, and values never change.

    `unique` are the keys by which a part of a list differs from all others in that list.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)
    unique: ClassVar[tuple[str, ...]] = ("id",)


class Placed(Part):
    """A thing with a name at a point of the plan."""

    id: Id
    name: Text
    x: Metres
    y: Metres


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a field whose text is the id of a part of one of the `lists`.

    A list is looked for in the nearest part that has it (a plan's own `steps` before the site's).
    `besides` are words with another meaning than an id. A `tag` reference requires the kind of its
    tag and one of the `units`. `if_listed`: unchecked while the site lists none.
    """

    lists: tuple[str, ...]
    besides: tuple[str, ...] = ()
    tag: str | None = None
    units: tuple[str, ...] = ()
    if_listed: bool = False

    def __get_pydantic_json_schema__(
        self, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Adds to the JSON schema of a part from which lists the id is chosen, so that a form can
        offer them."""
        return {
            **handler(core),
            "names": list(self.lists),
            **({"besides": list(self.besides)} if self.besides else {}),
            **({"tag": self.tag} if self.tag else {}),
            **({"units": list(self.units)} if self.units else {}),
        }


PLACES = (
    "areas", "tanks", "pools", "valves", "pumps", "stores", "musters", "gates", "measuring_points",
)  # fmt: skip
"""The lists of everything an incident or a directive can be *at*; their ids share one space."""

PlaceRef = Annotated[Id, Names(PLACES)]
AreaRef = Annotated[Id, Names(("areas",))]
BundRef = Annotated[Id, Names(("bunds",))]
TankRef = Annotated[Id, Names(("tanks",))]
VesselRef = Annotated[Id, Names(("tanks", "pools"))]
ValveRef = Annotated[Id, Names(("valves",))]
ElementRef = Annotated[Id, Names(("valves", "pumps"))]
StoreRef = Annotated[Id, Names(("stores",))]
ResourceRef = Annotated[Id, Names(("resources",))]
KitRef = Annotated[Id, Names(("kits",))]
PostRef = Annotated[Id, Names(("posts",))]
WardenRef = Annotated[Id, Names(("posts", "people"))]
PersonRef = Annotated[Id, Names(("people",))]
ShiftRef = Annotated[Id, Names(("shifts",))]
RosterShift = Annotated[Id, Names(("shifts",), besides=("always",))]
TeamRef = Annotated[Id, Names(("teams",))]
OutsideRef = Annotated[Id, Names(("outside",))]
LevelRef = Annotated[Id, Names(("levels",))]
StepRef = Annotated[Id, Names(("steps",))]
SubstanceRef = Annotated[Id, Names(("substances",))]
SourceRef = Annotated[Id, Names(("sources",), if_listed=True)]

TagRef = Annotated[Id, Names(("tags",))]
TankLevelTag = Annotated[Id, Names(("tags",), tag="level", units=("m",))]
PoolLevelTag = Annotated[Id, Names(("tags",), tag="level", units=("m3",))]
FlowTag = Annotated[Id, Names(("tags",), tag="flow", units=("m3/h",))]
PositionTag = Annotated[Id, Names(("tags",), tag="valve")]
ContactTag = Annotated[Id, Names(("tags",), tag="contact")]
RunningTag = Annotated[Id, Names(("tags",), tag="pump")]

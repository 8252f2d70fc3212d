"""What an inject does to the exercise: to its twin of the plant, to its people, to what is said.

Nothing here touches the real plant, the site file or a real person's telephone: the kernel carries
an act out on the twin, and its messages come from the simulation cell.
"""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.scenarios.choice import Choice
from command_center.domain.scenarios.needs import (
    AreaNeeded,
    GaugeNeeded,
    PlaceNeeded,
    PostNeeded,
    PumpNeeded,
    SourceNeeded,
    TankNeeded,
    ValveNeeded,
)  # fmt: skip
from command_center.domain.site.parts.base import Part
from command_center.domain.text import Prose


class Leak(Part):
    """A hole of so many millimetres (effective) opens at an element, fed from a tank."""

    at: SourceNeeded
    tank: TankNeeded
    hole_mm: float = Field(ge=0.001, le=300)


class Fire(Part):
    """A fire of some square metres burns at a place."""

    at: PlaceNeeded
    burns_m2: float = Field(ge=0.001, le=2000)


class Inflow(Part):
    """A tank is filled, or goes on being filled, at so many m3/h."""

    into: TankNeeded
    m3_h: float = Field(ge=0.001, le=500)


class ValveAct(Part):
    """A valve moves by itself, sticks where it is, or does not shut tight."""

    element: ValveNeeded
    state: Literal["open", "shut", "stuck", "passing"]


class PumpAct(Part):
    """A pump fails (and cannot be started), stops or starts."""

    element: PumpNeeded
    state: Literal["failed", "stopped", "running"]


class Power(Part):
    """The electricity of an area, of the whole site when none is named."""

    area: AreaNeeded | None = None
    state: Literal["cut", "restored"]


class Flood(Part):
    """Water stands in an area, so many centimetres."""

    area: AreaNeeded
    depth_cm: int = Field(gt=0, le=300)


class PersonAct(Part):
    """People come to harm, are missed, are found, or can no longer be reached.

    `post`: whoever holds it. `at`: `people` of those at that place.
    """

    post: PostNeeded | None = None
    at: PlaceNeeded | None = None
    people: int = Field(default=1, ge=1, le=50)
    state: Literal["down", "missing", "recovered", "unreachable"]

    @model_validator(mode="after")
    def somebody(self) -> "PersonAct":
        """Refuse nobody, and two answers to *who*."""
        given = [self.post, self.at].count(None)
        if given != 1:
            context = {"possible": ["post", "at"], "n": 2 - given}
            raise PydanticCustomError("exactly_one", "exactly one of {possible}", context)
        return self


class Sos(Part):
    """An SOS of the exercise: a real one is never an inject."""

    at: PlaceNeeded


class Message(Part):
    """The simulation cell writes or speaks to a post."""

    to: PostNeeded
    channel: Literal["sms", "wecom", "voice", "radio"] = "radio"
    text: Prose


class Call(Part):
    """Somebody reports something from a place: a patrol, a caller, a voice on the radio."""

    channel: Literal["call", "patrol", "radio"]
    place: PlaceNeeded
    caller: Prose | None = None
    text: Prose


class WeatherAct(Part):
    """The weather changes to what is given, over so many seconds; the rest stays."""

    rain_mm_h: float | None = Field(default=None, ge=0, le=200)
    wind_m_s: float | None = Field(default=None, ge=0, le=40)
    over_s: int = Field(default=300, ge=0, le=7200)


class WindShift(Part):
    """The wind turns by so many degrees (clockwise), over so many seconds."""

    by_deg: int = Field(ge=-180, le=180)
    over_s: int = Field(default=120, ge=0, le=7200)


class Sensor(Part):
    """A measurement falls silent, freezes, or goes on, `offset` away from the truth (in its unit).

    A frozen one stays at what was true at that moment, and so far away from it.
    """

    gauge: GaugeNeeded
    fault: Literal["silent", "frozen", "offset", "recovered"]
    offset: float = Field(default=0, ge=-1e6, le=1e6)


class Act(Choice):
    """Exactly one act of an inject."""

    leak: Leak | None = None
    fire: Fire | None = None
    inflow: Inflow | None = None
    valve: ValveAct | None = None
    pump: PumpAct | None = None
    power: Power | None = None
    flood: Flood | None = None
    person: PersonAct | None = None
    sos: Sos | None = None
    message: Message | None = None
    call: Call | None = None
    weather: WeatherAct | None = None
    wind_shift: WindShift | None = None
    sensor: Sensor | None = None

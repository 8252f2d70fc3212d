"""The acts of an inject in the exercise: on its twin of the plant, on its people, and in messages.

Nothing here touches the real plant, the site file or a real person's telephone. An act is carried
out on the twin, and its messages come from the simulation cell.
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
    """A leak: a hole of `hole_mm` millimetres (effective) opens at an element, fed from a tank."""

    at: SourceNeeded
    tank: TankNeeded
    hole_mm: float = Field(ge=0.001, le=300)


class Fire(Part):
    """A fire of `burns_m2` square metres burns at a place."""

    at: PlaceNeeded
    burns_m2: float = Field(ge=0.001, le=2000)


class Inflow(Part):
    """A tank is filled, or is filled on, at `m3_h` m3/h."""

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
    """The power supply of an area is cut or restored; of the whole site if none is named."""

    area: AreaNeeded | None = None
    state: Literal["cut", "restored"]


class Flood(Part):
    """Water stands `depth_cm` centimetres deep in an area."""

    area: AreaNeeded
    depth_cm: int = Field(gt=0, le=300)


class PersonAct(Part):
    """People are injured, go missing, are found, or can no longer be reached.

    `post` means its holder. `at` means `people` of those at that place.
    """

    post: PostNeeded | None = None
    at: PlaceNeeded | None = None
    people: int = Field(default=1, ge=1, le=50)
    state: Literal["down", "missing", "recovered", "unreachable"]

    @model_validator(mode="after")
    def somebody(self) -> "PersonAct":
        """Refuses a person act unless exactly one of `post` and `at` is given."""
        given = [self.post, self.at].count(None)
        if given != 1:
            context = {"possible": ["post", "at"], "n": 2 - given}
            raise PydanticCustomError("exactly_one", "exactly one of {possible}", context)
        return self


class Sos(Part):
    """An SOS of the exercise; a real one is never an inject."""

    at: PlaceNeeded


class Message(Part):
    """A message from the simulation cell to a post, written or spoken."""

    to: PostNeeded
    channel: Literal["sms", "wecom", "voice", "radio"] = "radio"
    text: Prose


class Call(Part):
    """A report from a place: by a patrol, a caller or the radio."""

    channel: Literal["call", "patrol", "radio"]
    place: PlaceNeeded
    caller: Prose | None = None
    text: Prose


class WeatherAct(Part):
    """The weather changes to the given values over `over_s` seconds; the rest stays."""

    rain_mm_h: float | None = Field(default=None, ge=0, le=200)
    wind_m_s: float | None = Field(default=None, ge=0, le=40)
    over_s: int = Field(default=300, ge=0, le=7200)


class WindShift(Part):
    """The wind turns by `by_deg` degrees (clockwise) over `over_s` seconds."""

    by_deg: int = Field(ge=-180, le=180)
    over_s: int = Field(default=120, ge=0, le=7200)


class Sensor(Part):
    """A measurement falls silent, freezes, shows a wrong value, or recovers. `offset` is its
    distance from the truth, in its unit.

    A frozen one stays at the true value of that moment plus `offset`.
    """

    gauge: GaugeNeeded
    fault: Literal["silent", "frozen", "offset", "recovered"]
    offset: float = Field(default=0, ge=-1e6, le=1e6)


class Act(Choice):
    """One act of an inject: exactly one field is set."""

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

"""The week's two drills as they are to be held: when, announced or not, and how quickly people are in each."""

from dataclasses import dataclass
from datetime import time

from command_center.cli.lived_week.alarms import hour_of
from command_center.cli.lived_week.room import Room
from command_center.domain.scenarios.resolving import Setting


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly people were, in seconds: after the alarm (`ack`, `opened`), after the driver's call
    (`asked`), after the tank ran over (all others), and after the lorry's question (`engine`). `entry` is
    when a pair is checked after the driver's call, and how long after that it goes in, is at work, is out.
    """

    ack: float
    opened: float
    asked: float
    entry: tuple[float, tuple[float, float, float]]
    evacuated: float
    foam: float
    foam_ack: float
    dispatched: float
    drawn: float
    shut: float
    outfall: float
    counted: float
    engine: float
    ends: float


SLOW = Pace(58, 171, 128, (330, (160, 262, 640)), 104, 62, 97, 168, 560, 98, 655, 260, 76, 1_150)
QUICK = Pace(27, 96, 84, (128, (92, 161, 470)), 58, 34, 22, 96, 255, 66, 412, 150, 48, 960)


@dataclass(frozen=True, slots=True)
class Held:
    """One of the two: when, how, how quickly, and who plays which part by post."""

    number: int
    unannounced: bool
    setting: Setting
    at: int
    pace: Pace
    w2_post: str = "w2-lead"


def both(room: Room) -> tuple[Held, Held]:
    """The two drills of the week."""
    announced = Setting(shift="day", hour=time(14, 20))
    return (
        Held(1, False, announced, hour_of(room, 6, 14 + 20 / 60), SLOW),
        Held(2, True, Setting(), hour_of(room, 2, 4 + 40 / 60), QUICK),
    )

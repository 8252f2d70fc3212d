"""The plan of the week's two drills: when, announced or not, and how quickly people act in each."""

from dataclasses import dataclass
from datetime import time

from command_center.cli.lived_week.alarms import hour_of
from command_center.cli.lived_week.room import Room
from command_center.domain.scenarios.resolving import Setting


@dataclass(frozen=True, slots=True)
class Pace:
    """How quickly people act, in seconds: after the alarm (`ack`, `opened`), after the driver's call (`asked`), after
    the tank overflows (all others), and after the lorry driver's question (`engine`). `entry` gives the delay from
    the driver's call to the check of a pair, and from there to entry, work and exit.
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
    """The plan of one of the two drills: when, how, how quickly, and who plays which post."""

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

"""Which alarms stand, how grave each is, and in what order a commander wants them.

docs/alarms.md, "The order". A shelved alarm is aside until its time is over. One that an earlier shift
shelved stands again until somebody of the new shift has taken it over.
"""

from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn

STALE = "STALE"
EMERGENCY = "emergency"
PRIORITIES = ("emergency", "high", "medium", "low")
SIGNS: dict[str, Sign] = {"emergency": "urgent", "high": "urgent", "medium": "warn", "low": "note"}
STATES = ("UNACK", "ACKED", "RTNUN")
SILENT_PLACE, RETURNED_PLACE = 4, 5
SAME_SIDE = {"HH": "H", "LL": "L"}
"""Too high is one thing to know of a tag, however far."""
LONG_MS = 86_400_000
"""An alarm that stands for longer than a day tells nobody anything any more (ISA-18.2, "stale alarm")."""
NEWEST_FIRST = 10**13
"""More than any time in epoch ms (until the year 2286): the place counts before the time."""


def grave(condition: str, priority: str) -> Sign:
    """How grave an alarm is by itself: a silence is grey, every other as its priority."""
    return "gone" if condition == STALE else SIGNS[priority]


def sign_of(alarm: Alarm) -> Sign:
    """How grave it is now: what has returned is a warning, but a silence stays grey."""
    sign = grave(alarm.condition, alarm.priority)
    if alarm.state == "NORM":
        return "gone"
    return "warn" if alarm.state == "RTNUN" and sign != "gone" else sign


def standing_turns(alarm: Alarm) -> list[Turn]:
    """Whether it `stands`, has `returned` unacknowledged, or is `shelved` until its time is over.

    Turns in the alarm's own clock.
    """
    now = (sign_of(alarm), "returned" if alarm.state == "RTNUN" else "stands")
    if alarm.shelved_until is None or alarm.handed_over:
        return [(ALWAYS, *now)]
    return [(ALWAYS, "plain", "shelved"), (alarm.shelved_until, *now)]


def long_turns(alarm: Alarm) -> list[Turn]:
    """Since when it has stood too `long` to tell anybody anything; none for what has returned."""
    if alarm.state == "RTNUN":
        return []
    return [(ALWAYS, "plain", "recent"), (alarm.raised_at + LONG_MS + 1, "gone", "long")]


def order_of(alarm: Alarm) -> int:
    """Its place among all alarms as a number: the smaller, the sooner a commander wants it.

    By place, then what nobody has acknowledged, then priority, then the newest.
    """
    acknowledged = int(alarm.state == "ACKED")
    place = (_place(alarm) * 2 + acknowledged) * len(PRIORITIES) + PRIORITIES.index(alarm.priority)
    return place * NEWEST_FIRST - alarm.raised_at


def _place(alarm: Alarm) -> int:
    if alarm.state in ("RTNUN", "NORM"):
        return RETURNED_PLACE
    if alarm.priority == EMERGENCY:
        return STATES.index(alarm.state)
    return SILENT_PLACE if alarm.condition == STALE else 2 + STATES.index(alarm.state)


def is_emergency(alarm: Alarm) -> bool:
    """Whether it stands as an emergency now, in service."""
    return alarm.active and alarm.priority == EMERGENCY and not alarm.out_of_service


def calls(alarm: Alarm) -> bool:
    """Whether it must be heard at once: an emergency in service that nobody has acknowledged."""
    return is_emergency(alarm) and not alarm.acknowledged and not alarm.out_of_service


def tone_turns(alarm: Alarm) -> list[Turn]:
    """Which tone calls for a hand: that of its priority, or `silent`. Turns in the alarm's own clock.

    It calls while it is active and nobody has acknowledged it (ISA-18.2, "audible indication"). A shelved one is
    silent until its time is over, and one out of service also while a new shift has yet to take it over; what has
    returned is silent, though it stays on the list.
    """
    silent: Turn = (ALWAYS, "plain", "silent")
    if not alarm.active or alarm.acknowledged:
        return [silent]
    if alarm.out_of_service and alarm.handed_over:
        return [silent]
    sign = SIGNS[alarm.priority]
    if alarm.shelved_until is None or alarm.handed_over:
        return [(ALWAYS, sign, alarm.priority)]
    return [silent, (alarm.shelved_until, sign, alarm.priority)]


def about(alarm: Alarm) -> str:
    """What it says of its tag: too high (`TAG:H`), too low (`TAG:L`), or each other condition.

    A short list shows the gravest of each; a gauge without signal must not hide the loss it showed.
    """
    return f"{alarm.tag}:{SAME_SIDE.get(alarm.condition, alarm.condition)}"

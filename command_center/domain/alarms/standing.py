"""Which alarms stand, how serious each is, and in which order a commander needs them.

See docs/alarms.md, "The order". A shelved alarm is left out until its time is over. One that an
earlier shift shelved stands again until somebody of the new shift has taken it over.
"""

from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.verdicts.turns import ALWAYS, Sign, Turn

STALE = "STALE"
EMERGENCY = "emergency"
PRIORITIES = ("emergency", "high", "medium", "low")
SIGNS: dict[str, Sign] = {"emergency": "urgent", "high": "urgent", "medium": "warn", "low": "note"}
GRAVE = frozenset({"emergency", "high"})
"""Priorities that an incident is opened on; a silent gauge of low priority begins none."""
STATES = ("UNACK", "ACKED", "RTNUN")
SILENT_PLACE, RETURNED_PLACE = 4, 5
SAME_SIDE = {"HH": "H", "LL": "L"}
"""Too high is one thing to know of a tag, however far."""
LONG_MS = 86_400_000
"""An alarm that stands for longer than a day tells nobody anything any more (ISA-18.2, "stale alarm")."""
NEWEST_FIRST = 10**13
"""More than any time in epoch ms (until the year 2286): the place counts before the time."""


def grave(condition: str, priority: str) -> Sign:
    """Returns how serious an alarm is by itself: `gone` (grey) for a silence, else the sign of its
    priority."""
    return "gone" if condition == STALE else SIGNS[priority]


def sign_of(alarm: Alarm) -> Sign:
    """Returns how serious an alarm is now: one that has returned unacknowledged is a warning; a
    silence stays grey."""
    sign = grave(alarm.condition, alarm.priority)
    if alarm.state == "NORM":
        return "gone"
    return "warn" if alarm.state == "RTNUN" and sign != "gone" else sign


def standing_turns(alarm: Alarm) -> list[Turn]:
    """Returns the turns of an alarm: it `stands`, has `returned` unacknowledged, or is `shelved`
    until its time is over.

    The times are in the alarm's own clock.
    """
    now = (sign_of(alarm), "returned" if alarm.state == "RTNUN" else "stands")
    if alarm.shelved_until is None or alarm.handed_over:
        return [(ALWAYS, *now)]
    return [(ALWAYS, "plain", "shelved"), (alarm.shelved_until, *now)]


def long_turns(alarm: Alarm) -> list[Turn]:
    """Returns when an alarm becomes `long`: it has stood for too long to be informative. Empty for
    an alarm that has returned."""
    if alarm.state == "RTNUN":
        return []
    return [(ALWAYS, "plain", "recent"), (alarm.raised_at + LONG_MS + 1, "gone", "long")]


def order_of(alarm: Alarm) -> int:
    """Returns the place of an alarm in the commander's order as a number: the smaller, the earlier.

    It orders by place, then unacknowledged first, then by priority, then the newest first.
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
    """Returns whether the alarm stands now as an emergency and is in service."""
    return alarm.active and alarm.priority == EMERGENCY and not alarm.out_of_service


def calls(alarm: Alarm) -> bool:
    """Returns whether the alarm must sound at once: an emergency in service that nobody has
    acknowledged."""
    return is_emergency(alarm) and not alarm.acknowledged and not alarm.out_of_service


def tone_turns(alarm: Alarm) -> list[Turn]:
    """Returns which tone sounds: that of the alarm's priority, or `silent`. The times are in the
    alarm's own clock.

    It sounds while the alarm is active and nobody has acknowledged it (ISA-18.2, "audible
    indication"). A shelved alarm is silent until its time is over. One out of service is silent
    also while a new shift has yet to take it over. One that has returned is silent, though it stays
    on the list.
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
    """Returns what an alarm says of its tag: too high (`TAG:H`), too low (`TAG:L`), or each other
    condition.

    A short list shows the most serious alarm of each, so that a gauge without signal does not hide
    the loss it showed.
    """
    return f"{alarm.tag}:{SAME_SIDE.get(alarm.condition, alarm.condition)}"

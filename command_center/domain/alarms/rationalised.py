"""Lists the alarms that a plant can get, and those that are not rationalised: without a stated
cause, consequence and response (ISA-18.2)."""

from collections.abc import Iterator

from command_center.domain.site.model import Rationalisation, Site
from command_center.domain.site.vessels import vessels
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.verdicts.turns import ALWAYS, Turn


def possible(site: Site) -> Iterator[tuple[str, str]]:
    """Yields every alarm that can call somebody, as its tag and its condition. Silence of a tag is
    left out: it is a fault to repair."""
    for tag in site.tags:
        if tag.limits is not None:
            given = tag.limits
            for condition, limit in (
                ("LL", given.ll), ("L", given.l), ("H", given.h), ("HH", given.hh)
            ):  # fmt: skip
                if limit is not None:
                    yield tag.id, condition
    for tank in site.tanks:
        if tank.net_loss:
            yield tank.level, "NETLOSS"
        if tank.inflows or tank.outflows:
            yield tank.level, "FLAT"
    for vessel in vessels(site):
        if vessel.also_levels or vessel.switches:
            yield vessel.level, "DISAGREE"
    for store in site.stores:
        if store.custody.sensor is not None:
            yield store.custody.sensor, "OPENED"


def rationalisation_of(site: Site, tag: str, condition: str) -> Rationalisation | None:
    """Returns what the plant states about an alarm (cause, consequence, response); None where it
    states nothing."""
    for one in site.rationalisations:
        if one.tag == tag and one.condition == condition:
            return one
    return None


def unrationalised(site: Site) -> list[str]:
    """The alarms without a rationalisation, as `TAG:CONDITION`."""
    known = {(one.tag, one.condition) for one in site.rationalisations}
    return [
        f"{tag}:{condition}" for tag, condition in possible(site) if (tag, condition) not in known
    ]


def respond_by(site: Site, alarm: Alarm) -> int | None:
    """Returns by when (UTC epoch ms) somebody must have responded to an alarm; None where no time
    is set or the alarm has returned."""
    found = rationalisation_of(site, alarm.tag, alarm.condition)
    if found is None or not alarm.active:
        return None
    return alarm.onset + round(found.respond_within_min * 60_000)


def response_turns(by: int) -> list[Turn]:
    """Returns the turns of the response: there is `time` left, then it is `late`. The times are in
    the alarm's own clock."""
    return [(ALWAYS, "note", "time"), (by, "warn", "late")]

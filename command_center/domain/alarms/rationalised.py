"""Which alarms a plant may get, and which of them nobody has given a cause, a consequence and a response (ISA-18.2)."""

from collections.abc import Iterator

from command_center.domain.site.model import Rationalisation, Site
from command_center.domain.site.vessels import vessels
from command_center.domain.state.alarms.alarm import Alarm
from command_center.domain.verdicts.turns import ALWAYS, Turn


def possible(site: Site) -> Iterator[tuple[str, str]]:
    """Every alarm that may call somebody, as its tag and its condition. Silence is a fault and is mended, not
    answered."""
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
    """What the plant says of an alarm; None where nobody has thought it through."""
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
    """By when (UTC epoch ms) somebody must have responded to an alarm; None where no time is set or it has
    returned."""
    found = rationalisation_of(site, alarm.tag, alarm.condition)
    if found is None or not alarm.active:
        return None
    return alarm.onset + round(found.respond_within_min * 60_000)


def response_turns(by: int) -> list[Turn]:
    """Whether there is `time` to respond or it is `late`. Turns in the alarm's own clock."""
    return [(ALWAYS, "note", "time"), (by, "warn", "late")]

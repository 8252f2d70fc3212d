"""The time zone of displayed times: a reader elsewhere needs the zone and its UTC offset."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

NONE = timedelta(0)


def zone_words(zone: ZoneInfo, times: Iterable[int]) -> str:
    """Return a text such as `Asia/Shanghai, UTC+08:00`: the zone's IANA name with its UTC offset at `times` (UTC
    epoch ms). Summer and winter times may give two: `Europe/Berlin, UTC+01:00 / UTC+02:00`. Without a time only the
    name.
    """
    ahead = {datetime.fromtimestamp(at / 1000, zone).utcoffset() or NONE for at in times}
    return ", ".join([zone.key, " / ".join(map(_utc, sorted(ahead)))] if ahead else [zone.key])


def _utc(ahead: timedelta) -> str:
    hours, minutes = divmod(round(abs(ahead) / timedelta(minutes=1)), 60)
    return f"UTC{'-' if ahead < NONE else '+'}{hours:02}:{minutes:02}"

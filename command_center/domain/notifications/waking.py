"""When a routine reminder is sent: gathered for some minutes with others, and not while its person may sleep."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

GATHERED_MS = 5 * 60_000
"""For so long a reminder waits for others to the same person, which then come in one message (ours)."""
AWAKE_FROM, AWAKE_UNTIL = time(7), time(21)
"""Between these times of the plant's clock a reminder reaches somebody who is not on the site (ours)."""


def sent_from(at: int, zone: ZoneInfo, *, on_site: bool) -> int:
    """When a reminder of `at` is sent at the earliest; both are UTC epoch ms. Who is on the site is awake."""
    ready = at + GATHERED_MS
    local = datetime.fromtimestamp(ready / 1000, zone)
    if on_site or AWAKE_FROM <= local.time() < AWAKE_UNTIL:
        return ready
    day = local.date() + timedelta(days=local.time() >= AWAKE_UNTIL)
    return round(datetime.combine(day, AWAKE_FROM, zone).timestamp() * 1000)

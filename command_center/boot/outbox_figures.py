"""Outbox metrics for Prometheus, read from the database at each scrape."""

from command_center.domain.notifications.channel_state import is_down, state_of
from command_center.notify.standing import seen_of
from command_center.store.outbox.rows import OPEN
from command_center.web.doors.messages.outbox_doors import OutboxDoors
from command_center.web.metrics import ChannelFigures


def outbox_figures(doors: OutboxDoors) -> list[ChannelFigures]:
    """Return the metrics of every configured channel and of any other that has messages. Raises the database's
    errors.
    """
    now, counts = doors.reader.now(), doors.reader.counts()
    dead = doors.reader.dead_receipts()
    health = {one.channel: one for one in doors.reader.health()}
    ids = dict.fromkeys([*doors.providers, *(one.channel for one in counts if one.channel)])
    found = []
    for id in ids:
        own = [one for one in counts if one.channel == id]
        oldest = min((one.oldest_at for one in own if one.state in OPEN), default=now)
        state = state_of(seen_of(health[id]) if id in health else None, now)
        found.append(
            ChannelFigures(
                id,
                {one.state: one.number for one in own},
                max(0, now - oldest) / 1000,
                not is_down(state),
                dead.get(id, 0),
            )
        )
    return found

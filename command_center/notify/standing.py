"""The condition of a plant's channels, read from the outbox for the board."""

import time
from collections.abc import Callable
from dataclasses import replace

from command_center.domain.notifications.channel_state import (
    UNSERVED_MS,
    ChannelSeen,
    ChannelsNow,
    Configured,
    channels_now,
)
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.routes import routes_of
from command_center.store.outbox.health import AUDITOR
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.rows import ChannelHealth


def seen_of(health: ChannelHealth) -> ChannelSeen:
    """Return a channel's health row in the form that the rule uses."""
    return ChannelSeen(
        health.channel, health.kind, health.down_since, health.beat_at, health.last_ok_at,
        health.failures,
    )  # fmt: skip


class Standing:
    """Reads the condition of the channels in one plant's file. `ahead_ms` is how far the board's clock is ahead of
    the database's; times are given by the board's clock. `elapsed` is monotonic seconds: a process that has just
    started raises no alarm, because the one that served the channels before may have ended long ago.
    """

    def __init__(
        self,
        file: ChannelsFile,
        reader: OutboxReader,
        *,
        simulated: bool,
        ahead_ms: int = 0,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file, self._reader = file, reader
        self._elapsed, self._began = elapsed, elapsed()
        self._simulated, self._ahead_ms = simulated, ahead_ms
        self._routes = routes_of(file.entries)

    def now(self) -> ChannelsNow:
        """Return the channels' present condition. Raises the database's errors."""
        health = {one.channel: one for one in self._reader.health()}
        down = {id for id, one in health.items() if one.state == "down"}
        configured = [
            Configured(one.id, one.kind, self._routes.after(one.id, {*down, one.id}))
            for one in self._file.entries
        ]
        auditor = health.get(AUDITOR)
        now = self._reader.now()
        told = channels_now(
            configured,
            {id: self._seen(one, now) for id, one in health.items()},
            now,
            simulated=self._simulated,
            unconfirmed=self._unconfirmed(),
            trouble=auditor is not None and auditor.state == "down",
        )
        for one in told["down"]:
            one["since"] = None if one["since"] is None else one["since"] + self._ahead_ms
        return told

    def _unconfirmed(self) -> dict[str, int]:
        """Only what is still tested: without the setting an old test is no alarm."""
        tested = {one.id for one in self._file.entries if one.watcher is not None}
        if self._file.daily_test is None or not tested:
            return {}
        return self._reader.unconfirmed_tests(tested)

    def _seen(self, health: ChannelHealth, now: int) -> ChannelSeen:
        seen = seen_of(health)
        starting = self._elapsed() - self._began < UNSERVED_MS / 1000
        return replace(seen, beat_at=now) if starting and seen.beat_at else seen

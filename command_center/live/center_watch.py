"""Reports on the board and in the log that no process leads, a process has a wrong clock, or a channel is down."""

from collections.abc import Callable, Sequence

from command_center import log
from command_center.domain.notifications.channel_state import ChannelsNow
from command_center.domain.verdicts.disk_verdict import GOOD, DiskNow
from command_center.domain.verdicts.processes import WrongClock, wrong_clocks
from command_center.faults import Fault
from command_center.live.hub import Hub
from command_center.live.rows.center.center_rows import center_changes
from command_center.store.presence import Presence

_log = log.get(__name__)


class CenterWatch:
    """Receives the result of each check. `me` is this process's id, `now` its clock (UTC epoch ms)."""

    def __init__(
        self,
        hub: Hub,
        me: str,
        now: Callable[[], int],
        failing: Callable[[], Sequence[Fault]] = tuple,
    ) -> None:
        self._hub, self._me, self._now = hub, me, now
        self._failing = failing
        self._wrong: list[WrongClock] = []
        self._down: set[str] = set()
        self.unled_since: int | None = None

    @property
    def led(self) -> bool:
        """Whether some process led at the last check."""
        return self.unled_since is None

    @property
    def clock_right(self) -> bool:
        """Whether this process's clock agreed with the database's at the last check."""
        return all(one.process.id != self._me for one in self._wrong)

    def take(self, seen: Presence, channels: ChannelsNow, disk: DiskNow = GOOD) -> None:
        """Update the center's warnings from one check of its processes, channels and disk."""
        self._lead(seen.unled_ms)
        self._clocks(wrong_clocks(seen.processes))
        self._channels(channels)
        self._hub.change(
            center_changes(self.unled_since, self._wrong, channels, disk, self._failing())
        )

    def _lead(self, unled_ms: int | None) -> None:
        if unled_ms is None:
            if not self.led:
                _log.warning("a process leads again")
            self.unled_since = None
        elif self.led:
            self.unled_since = self._now() - unled_ms
            _log.error("no process leads: alarms and deadlines stand still")

    def _channels(self, channels: ChannelsNow) -> None:
        down = {one["channel"]: one for one in channels["down"]}
        for id, one in down.items():
            if id not in self._down:
                _log.error("a channel is down", channel=id, taken_over=one["taken_over"])
        for id in self._down - down.keys():
            _log.warning("a channel works again", channel=id)
        self._down = set(down)

    def _clocks(self, wrong: list[WrongClock]) -> None:
        before, after = {one.process.id for one in self._wrong}, {one.process.id for one in wrong}
        for one in wrong:
            if one.process.id not in before:
                _log.error(
                    "clock differs from the database's",
                    process=one.process.name,
                    ahead_ms=one.ahead_ms,
                    machine_ms=one.process.machine_ms,
                    offset_ms=one.process.offset_ms,
                )
        for one in self._wrong:
            if one.process.id not in after:
                _log.warning("clock no longer differs", process=one.process.name)
        self._wrong = wrong

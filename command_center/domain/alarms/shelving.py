"""Tells when a shelved alarm must come back, also where the wall clock is set meanwhile."""

from collections.abc import Iterator, Mapping

from command_center.domain.state.alarms.alarm import Alarm


class Shelving:
    """Remembers the end of every shelving, and shifts it when the wall clock steps."""

    def __init__(self) -> None:
        self._ends: dict[str, tuple[int, int]] = {}

    def clock_stepped(self, by_ms: int) -> None:
        """Shifts the end of each shelving by the clock's step (ms), so that the time left stays the
        same."""
        self._ends = {key: (until, end + by_ms) for key, (until, end) in self._ends.items()}

    def over(self, now: int, alarms: Mapping[str, Alarm]) -> Iterator[str]:
        """Yields the alarms whose shelving has expired by `now` (UTC epoch ms).

        An alarm never expires before its recorded end, because the Desk would then refuse the
        command.
        """
        ends: dict[str, tuple[int, int]] = {}
        for alarm in list(alarms.values()):
            until = alarm.shelved_until
            if until is None:
                continue
            known = self._ends.get(alarm.id)
            ends[alarm.id] = known if known is not None and known[0] == until else (until, until)
            if now >= max(ends[alarm.id]):
                yield alarm.id
        self._ends = ends

"""Watches one limit of one tag over time, with deadband, on-delay and off-delay after ISA-18.2.

A delay is over when a reading at or after its end still shows the condition. The passing of time
alone proves nothing: a silent gauge neither raises nor clears a limit.
"""

from collections.abc import Iterator

from command_center.domain.site.model import Priority, Tag, TagKind

_PRIORITY = {
    "LL": Priority.HIGH,
    "L": Priority.MEDIUM,
    "H": Priority.MEDIUM,
    "HH": Priority.HIGH,
}
"""Ours: the outer limits are where a tank is lost, the inner ones where an operator acts."""


class LimitWatch:
    """Tells whether one limit is due to be raised or has cleared. Times are UTC epoch ms.

    `tripped` is the onset and the value of an activation that is not recorded yet. It outlives the
    condition, so that a short activation between two checks is not lost. `cleared` is True once the
    value has been back inside, by the deadband or more, for the off-delay. The caller sets
    `standing` while the alarm is recorded as active, so that it does not trip again and again.
    """

    __slots__ = (
        "_beyond_since",
        "_clear_at",
        "_clear_since",
        "_off_ms",
        "_on_ms",
        "_sign",
        "_trip_at",
        "alarm",
        "cleared",
        "condition",
        "limit",
        "priority",
        "standing",
        "tripped",
    )

    def __init__(self, tag: Tag, condition: str, limit: float) -> None:
        assert tag.limits is not None
        self.alarm = f"{tag.id}:{condition}"
        self.condition = condition
        self.limit = limit
        # A gas detector's limits are both a matter of lives.
        self.priority = Priority.HIGH if tag.kind is TagKind.GAS else _PRIORITY[condition]
        self._sign = 1.0 if condition in ("H", "HH") else -1.0
        self._trip_at = limit * self._sign
        self._clear_at = self._trip_at - tag.limits.deadband
        self._on_ms = tag.limits.on_delay_s * 1000
        self._off_ms = tag.limits.off_delay_s * 1000
        self._beyond_since: int | None = None
        self._clear_since: int | None = None
        self.tripped: tuple[int, float] | None = None
        self.cleared = False
        self.standing = False

    def observe(self, ts: int, value: float, connected: bool) -> bool:
        """Takes a reading that is newer than the last; returns whether it made the limit trip.

        `connected` is False after a gap: then the delays begin anew.
        """
        height = value * self._sign
        if height >= self._trip_at:
            self._clear_since = None
            self.cleared = False
            since = self._beyond_since
            if since is None or not connected:
                self._beyond_since = since = ts
            if self.tripped is None and not self.standing and ts - since >= self._on_ms:
                self.tripped = (since, value)
                return True
            return False
        self._beyond_since = None
        if height <= self._clear_at:
            since = self._clear_since
            if since is None or not connected:
                self._clear_since = since = ts
            self.cleared = ts - since >= self._off_ms
        else:
            self._clear_since = None
            self.cleared = False
        return False


def limits_of(tag: Tag) -> Iterator[LimitWatch]:
    """Yields a `LimitWatch` for every limit that the tag has."""
    if tag.limits is None:
        return
    given = tag.limits
    for condition, limit in (("LL", given.ll), ("L", given.l), ("H", given.h), ("HH", given.hh)):
        if limit is not None:
            yield LimitWatch(tag, condition, limit)

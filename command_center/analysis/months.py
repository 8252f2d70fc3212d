"""Calendar months of the plant's time zone, as spans of UTC epoch ms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

HOUR_MS = 3_600_000
FORM = r"^20\d\d-(0[1-9]|1[0-2])$"
"""How a month is written: 2026-11."""


@dataclass(frozen=True, slots=True)
class Span:
    """A span of time: since <= time < until."""

    since: int
    until: int

    def has(self, at: int | None) -> bool:
        """Whether a time lies within the span. None never does."""
        return at is not None and self.since <= at < self.until


def month_at(zone: tzinfo, now: int) -> str:
    """Return the month (YYYY-MM) in which a time lies."""
    return f"{datetime.fromtimestamp(now / 1000, zone):%Y-%m}"


def span_of(zone: tzinfo, month: str) -> Span:
    """Return the span from 00:00 on the first day of the month to 00:00 on the first day of the next, in plant time."""
    return Span(_first(zone, month), _first(zone, after(month, 1)))


def after(month: str, n: int) -> str:
    """Return the month `n` months later (earlier if `n` is negative)."""
    year, number = (int(part) for part in month.split("-"))
    whole = year * 12 + number - 1 + n
    return f"{whole // 12:04d}-{whole % 12 + 1:02d}"


def ending(month: str, n: int) -> Iterator[str]:
    """Yield the `n` months that end with `month`, the earliest first."""
    for back in range(n - 1, -1, -1):
        yield after(month, -back)


def _first(zone: tzinfo, month: str) -> int:
    year, number = (int(part) for part in month.split("-"))
    return round(datetime(year, number, 1, tzinfo=zone).timestamp() * 1000)


def same_offset(zone: tzinfo, span: Span) -> Iterator[tuple[Span, int]]:
    """Split a span where the UTC offset changes. Yields each part with its offset in ms: two parts where the clocks
    change within the span.
    """
    since, ahead = span.since, _ahead(zone, span.since)
    for at in range(span.since + HOUR_MS, span.until, HOUR_MS):
        now = _ahead(zone, at)
        if now != ahead:
            yield Span(since, at), ahead
            since, ahead = at, now
    yield Span(since, span.until), ahead


def _ahead(zone: tzinfo, at: int) -> int:
    offset = datetime.fromtimestamp(at / 1000, zone).utcoffset()
    return 0 if offset is None else round(offset.total_seconds() * 1000)

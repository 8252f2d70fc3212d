"""The history of readings, stored for a limited time; the journal keeps what resulted from them for ever."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Engine, Row, TextClause, select, text

from command_center.domain.reading import Quality, Reading
from command_center.store.schema import readings
from command_center.store.series.series import NO_END, Series, own_columns
from command_center.store.series.thinning import NO_VALUE, WORTHLESS, Runs, Span, Thinning
from command_center.store.writer import read, read_pages

_QUALITY = {member.value: member for member in Quality}
_TEXT = {member: member.value for member in Quality}


class History(NamedTuple):
    """Readings to draw, the number stored in that span, and the spans (first and last time, UTC epoch ms) that were
    silent or of bad or uncertain quality.
    """

    readings: list[Reading]
    stored: int
    silent: list[Span]
    bad: list[Span]
    uncertain: list[Span]


class Readings:
    """The readings of one site."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._series = Series(engine, site, readings)
        self._asking = _asking(engine.dialect.name)

    def add(self, rows: Sequence[Reading]) -> int:
        """Store a batch in one transaction; return how many were new.

        A tag has one reading at a time (ts): a repeated one is left out and the first stays, so a gateway may resend
        what may not have arrived.
        """
        return self._series.add(
            [
                (tag, ts, 0.0, NO_VALUE, source)
                if value is None
                else (tag, ts, value, _TEXT[quality], source)
                for tag, ts, value, quality, source in rows
            ]
        )

    def latest(self, until: int = NO_END) -> dict[str, Reading]:
        """Return the newest reading of every tag, however old, but none from after `until` (UTC epoch ms), which a
        clock set back may have left in the future.
        """
        return {row.tag: _reading(row) for row in self._series.latest(until)}

    def history(self, tag: str, since: int, until: int, max_points: int) -> list[Reading]:
        """Return the readings with since <= ts < until, in order, at most `max_points` (4 or more).

        If there are more, those kept by `Thinning` are returned: of each part of the span the lowest and the highest.
        """
        return self.drawn(tag, since, until, max_points, silent_ms=until - since).readings

    def drawn(self, tag: str, since: int, until: int, max_points: int, silent_ms: float) -> History:
        """Return readings as `history` does, with what a line through these points would hide.

        A silence counts from `silent_ms` on, or from the length of a part if longer: invisible gaps are left out, and
        no list is longer than the points.
        """
        thinning = Thinning(since, until, max_points)
        apart_ms = max(silent_ms, thinning.part_ms)
        heard, bad, uncertain = Runs(apart_ms), Runs(apart_ms), Runs(apart_ms)
        stored = 0
        columns = (readings.c.ts, readings.c.value, readings.c.quality, readings.c.source)
        span = (readings.c.ts >= since, readings.c.ts < until, readings.c.tag == tag)
        query = select(*columns).where(self._series.own, *span).order_by(readings.c.ts)

        def take(rows: Sequence[Row[Any]]) -> None:
            nonlocal stored
            as_stored: Any = rows
            page = thinning.take(as_stored)
            heard.take(page.ts)
            bad.take(page.ts[page.bad])
            uncertain.take(page.ts[page.uncertain])
            stored += len(rows)

        read_pages(self._series.engine, query, take)
        kept = [
            _read_as(tag, ts, value, quality, source)
            for ts, value, quality, source in thinning.kept()
        ]
        return History(kept, stored, heard.between, bad.spans, uncertain.spans)

    def samples(self, spans: Mapping[str, Span]) -> dict[str, list[tuple[int, float]]]:
        """Return time and value of each tag's readings in its span (first and last ms, both included), in order of
        time, without bad ones.
        """
        if not spans:
            return {}
        found: dict[str, list[tuple[int, float]]] = {}

        def take(rows: Sequence[Row[Any]]) -> None:
            for row in rows:
                found.setdefault(row.tag, []).append((row.ts, row.value))

        read_pages(self._series.engine, self._asking.samples, take, self._asked(spans))
        return found

    def within(self, spans: Mapping[str, Span]) -> list[Reading]:
        """Return each tag's readings in its span (first and last ms, both included)."""
        if not spans:
            return []
        found: list[Reading] = []

        def take(rows: Sequence[Row[Any]]) -> None:
            found.extend(_reading(row) for row in rows)

        read_pages(self._series.engine, self._asking.within, take, self._asked(spans))
        return found

    def digests(self, spans: Mapping[str, Span]) -> dict[str, tuple[int, int]]:
        """For each tag's span return the number of whole seconds with a reading that is not bad, and the sum of the
        times of the first one in each, in ms from the span's start. Computed by the database.
        """
        if not spans:
            return {}
        query, asked = self._asking.digests, self._asked(spans)
        rows = read(self._series.engine, lambda connection: connection.execute(query, asked).all())
        return {tag: (int(count), int(total)) for tag, count, total in rows}

    def _asked(self, spans: Mapping[str, Span]) -> dict[str, Any]:
        """The parameters of a query about these spans."""
        asked = [(tag, *span) for tag, span in spans.items()]
        if self._series.engine.dialect.name != "postgresql":
            return {"site": self._series.site, "spans": orjson.dumps(asked).decode()}
        tags, since, until = (list(column) for column in zip(*asked, strict=True))
        return {"site": self._series.site, "tags": tags, "since": since, "until": until}

    def prune(self, before: int) -> int:
        """Delete readings older than `before` (except each tag's last one); return how many."""
        return self._series.prune(before)


class _Asking(NamedTuple):
    """The queries about spans of tags, with the parameters that `_asked` gives. Each is written for its database once:
    to write a table of values into one for every question cost twenty times what the question itself does.
    """

    samples: TextClause
    within: TextClause
    digests: TextClause


@cache
def _asking(dialect: str) -> _Asking:
    # SQLite takes the tables of a CROSS JOIN in this order, span by span along the key. Left to
    # itself it reads the whole history once and asks of each reading whether a span holds it.
    spans = f"""
        FROM ({_SPANS[dialect]}) AS asked CROSS JOIN readings
        WHERE readings.site = :site AND readings.tag = asked.tag
            AND readings.ts >= asked.since AND readings.ts <= asked.until"""
    worthless = ", ".join(f"'{quality}'" for quality in WORTHLESS)
    good = f"AND quality NOT IN ({worthless})"
    columns = ", ".join(f"readings.{column.name}" for column in own_columns(readings))
    return _Asking(
        text(f"SELECT readings.tag, ts, value {spans} {good} ORDER BY readings.tag, ts"),
        text(f"SELECT {columns} {spans}"),
        text(f"""
            SELECT tag, count(*), sum(first) FROM (
                SELECT readings.tag AS tag, min(ts) - min(asked.since) AS first {spans} {good}
                GROUP BY readings.tag, ts / 1000
            ) AS firsts GROUP BY tag"""),
    )


_SPANS = {
    "sqlite": """
        SELECT json_extract(value, '$[0]') AS tag, json_extract(value, '$[1]') AS since,
            json_extract(value, '$[2]') AS until
        FROM json_each(:spans)""",
    "postgresql": """
        SELECT * FROM unnest(
            CAST(:tags AS text[]), CAST(:since AS bigint[]), CAST(:until AS bigint[])
        ) AS span(tag, since, until)""",
}
"""The spans as a table of the statement: SQLite's driver takes no arrays."""


def _reading(row: Row[Any]) -> Reading:
    return _read_as(row.tag, row.ts, row.value, row.quality, row.source)


def _read_as(tag: str, ts: int, value: float, quality: str, source: str) -> Reading:
    if quality == NO_VALUE:
        return Reading(tag, ts, None, Quality.BAD, source)
    return Reading(tag, ts, value, _QUALITY[quality], source)

"""Formats texts about one plant in one language: names of ids, local times, rows of response times."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from command_center.domain.reviews.draft.names import Names
from command_center.domain.site.model import Site
from command_center.reports.sentence_text import span
from command_center.reports.zone_words import zone_words
from command_center.words import LIST_SEPARATOR, has, say, spoken

NONE = "–"
LAST_MS = 253_370_764_800_000
"""1 January 9999 (UTC epoch ms)."""


class Speaker:
    """Formats the contents of a report in one language."""

    def __init__(self, site: Site, lang: str) -> None:
        self.site, self.lang, self.zone = site, lang, site.zone
        self._names = Names(site)

    def say(self, key: str, /, **params: Any) -> str:
        """A sentence of the catalogue."""
        return say(self.lang, key, **params)

    def text(self, value: Any) -> str:
        """Return text in the reader's language, or as typed; a dash for none."""
        return NONE if value is None or value == "" else str(spoken(self.lang, value))

    def named(self, ident: str | None) -> str:
        """Return the name of an id of the plant; an unknown id is returned as it is."""
        return self.text(self._names.of(ident))

    def listed(self, values: Iterable[str]) -> str:
        """Join several values with this language's separator; a dash for none."""
        return LIST_SEPARATOR[self.lang].join(values) or NONE

    def coded(self, family: str, code: str | None) -> str:
        """Return the catalogue text of `FAMILY.CODE`; a code without a text is returned as it is."""
        if code is None:
            return NONE
        key = f"{family}.{code}"
        return self.say(key) if has(key) else code

    def local(self, ms: int) -> datetime:
        """Convert a time to plant time, to the millisecond. A time after the calendar's end becomes the end itself:
        an older release stored such days.
        """
        whole, rest = divmod(min(ms, LAST_MS), 1000)
        return datetime.fromtimestamp(whole, self.zone) + timedelta(milliseconds=rest)

    def clock(self, ms: int | None) -> str:
        """Hours, minutes and seconds."""
        return NONE if ms is None else f"{self.local(ms):%H:%M:%S}"

    def minute(self, ms: int | None) -> str:
        """Day, hour and minute."""
        return NONE if ms is None else f"{self.local(ms):%Y-%m-%d %H:%M}"

    def moment(self, ms: int | None) -> str:
        """Day and clock."""
        return NONE if ms is None else f"{self.local(ms):%Y-%m-%d %H:%M:%S}"

    def by_plant(self, *times: int) -> str:
        """Return the sentence that times are in plant time, and in which zone; once for a page or sheet that shows
        `times` (UTC epoch ms).
        """
        return self.say("times.by_plant", zone=zone_words(self.zone, times))

    def span(self, seconds: float | None) -> str:
        """Minutes and seconds."""
        return NONE if seconds is None else span(seconds)

    def age(self, ms: int) -> str:
        """Return a duration, to the minute, the hour or the day."""
        minutes = max(0, round(ms / 60_000))
        if minutes < 100:
            return self.say("age.minutes", n=minutes)
        if minutes < 48 * 60:
            return self.say("age.hours", n=round(minutes / 60))
        return self.say("age.days", n=round(minutes / (24 * 60)))

    def row_name(self, row: Any) -> str:
        """Return the name of a timing row, with the person or post it belongs to."""
        whose = [
            self.named(i)
            for name, i in row["about"].items()
            if name not in ("directive", "capability")
        ]
        return " · ".join([self.say(f"timing.{row['row']}"), *whose])

    def measured(self, row: Any) -> str:
        """Return the text in place of seconds; never a zero for an unknown value."""
        if row["seconds"] is not None:
            return span(row["seconds"])
        if row["outcome"] == "open":
            return self.say("timing.open_at_least", span=span(row["open_s"]))
        return self.say(f"timing.outcome.{row['outcome']}")

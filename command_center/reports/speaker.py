"""Words about one plant in one language: names of ids, local times, rows of response times."""

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
    """Says what a report holds, in one language."""

    def __init__(self, site: Site, lang: str) -> None:
        self.site, self.lang, self.zone = site, lang, site.zone
        self._names = Names(site)

    def say(self, key: str, /, **params: Any) -> str:
        """A sentence of the catalogue."""
        return say(self.lang, key, **params)

    def text(self, value: Any) -> str:
        """Text in both languages or as typed; nothing as a dash."""
        return NONE if value is None or value == "" else str(spoken(self.lang, value))

    def named(self, ident: str | None) -> str:
        """The name of an id of the plant; an id that nobody knows stands for itself."""
        return self.text(self._names.of(ident))

    def listed(self, values: Iterable[str]) -> str:
        """Several, as this language separates them; none as a dash."""
        return LIST_SEPARATOR[self.lang].join(values) or NONE

    def coded(self, family: str, code: str | None) -> str:
        """The word of `FAMILY.CODE`; a code without a word stands for itself."""
        if code is None:
            return NONE
        key = f"{family}.{code}"
        return self.say(key) if has(key) else code

    def local(self, ms: int) -> datetime:
        """A time by the plant's clocks, to the millisecond. What lies after the calendar's end stands at it: an older
        release kept such days."""
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
        """That times are told by the plant's clocks, and of which zone: once for a page or a sheet that shows `times`
        (UTC epoch ms)."""
        return self.say("times.by_plant", zone=zone_words(self.zone, times))

    def span(self, seconds: float | None) -> str:
        """Minutes and seconds."""
        return NONE if seconds is None else span(seconds)

    def age(self, ms: int) -> str:
        """How long something lasts, to the minute, the hour or the day."""
        minutes = max(0, round(ms / 60_000))
        if minutes < 100:
            return self.say("age.minutes", n=minutes)
        if minutes < 48 * 60:
            return self.say("age.hours", n=round(minutes / 60))
        return self.say("age.days", n=round(minutes / (24 * 60)))

    def row_name(self, row: Any) -> str:
        """A row of the timing table, with whose it is."""
        whose = [
            self.named(i)
            for name, i in row["about"].items()
            if name not in ("directive", "capability")
        ]
        return " · ".join([self.say(f"timing.{row['row']}"), *whose])

    def measured(self, row: Any) -> str:
        """What stands where the seconds would: never a zero for what nobody knows."""
        if row["seconds"] is not None:
            return span(row["seconds"])
        if row["outcome"] == "open":
            return self.say("timing.open_at_least", span=span(row["open_s"]))
        return self.say(f"timing.outcome.{row['outcome']}")

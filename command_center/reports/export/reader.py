"""Whom a file is for: their language, the plant's clocks, the names of what ids stand for."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from command_center.domain.reviews.draft.names import Names
from command_center.reports.export.dossier import Dossier
from command_center.reports.said import span
from command_center.words import LANGUAGES, LIST_SEPARATOR, has, say, spoken

MARK = "review.exercise_mark"
NONE = "–"


def mark_in_all() -> str:
    """The exercise's mark in every language: whoever is handed a page must see it."""
    return " ".join(say(lang, MARK) for lang in LANGUAGES)


class Reader:
    """Says everything of one dossier in one language."""

    def __init__(self, dossier: Dossier, lang: str) -> None:
        self.dossier, self.lang, self.zone = dossier, lang, dossier.site.zone
        self._names = Names(dossier.site)

    def say(self, key: str, /, **params: Any) -> str:
        """A sentence of the catalogue."""
        return say(self.lang, key, **params)

    def either(self, name: str) -> str:
        """What is said otherwise of a drill than of a real incident."""
        if self.dossier.exercise:
            return self.say(f"export.drill.{name}")
        return self.say(f"export.incident.{name}")

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
        """A time by the plant's clocks, to the millisecond."""
        whole, rest = divmod(ms, 1000)
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

    def span(self, seconds: float | None) -> str:
        """Minutes and seconds."""
        return NONE if seconds is None else span(seconds)

    @property
    def zone_said(self) -> str:
        """The plant's time zone with what it is ahead of UTC at that time."""
        offset = f"{self.local(self.dossier.began_at):%z}"
        return f"{self.dossier.site.time_zone}, UTC{offset[:3]}:{offset[3:]}"

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

    def target(self, row: Any) -> str:
        """What a row is held against, and who says so."""
        source = self.say(f"target.{row['target_source']}")
        if row["target_s"] is None:
            return source
        if row["row"] == "drain_margin":
            return self.say("timing.above_zero")
        share = row["target_share"]
        at = self.say("timing.at_share", percent=round(share * 100)) if share < 1 else ""
        return " ".join(part for part in (span(row["target_s"]), at, source) if part)


def fact_numbers(seqs: Iterable[int]) -> str:
    """Numbers of facts, those that follow each other as a span: #4, #7–#12."""
    runs: list[list[int]] = []
    for seq in sorted(set(seqs)):
        if runs and seq == runs[-1][-1] + 1:
            runs[-1].append(seq)
        else:
            runs.append([seq])
    told = [
        f"#{run[0]}–#{run[-1]}" if len(run) > 2 else ", ".join(f"#{seq}" for seq in run)
        for run in runs
    ]
    return ", ".join(told)


def row_ends(row: Any) -> str:
    """The numbers of the facts that a row of times begins and ends with."""
    ends = [f"#{seq}" if seq else NONE for seq in (row["start_seq"], row["stop_seq"])]
    return NONE if ends == [NONE, NONE] else " → ".join(ends)

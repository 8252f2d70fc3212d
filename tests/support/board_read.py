"""A board as `GET /board` gave it, with what is asked of it by name, and figures as every screen writes
them; worked out here, with nothing of the browser's code.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import floor
from typing import Any
from zoneinfo import ZoneInfo

from command_center.words import say as say_in

LANG = "en"
Rows = dict[str, Any]


def say(key: str, **params: Any) -> str:
    """A sentence in English."""
    return say_in(LANG, key, **params)


def number(value: float, digits: int) -> str:
    """So many decimals, halves away from zero, thousands apart."""
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{rounded:,}"


def span(ms: float) -> str:
    """7:42 or 1:07:42."""
    hours, rest = divmod(max(0, floor(ms / 1000)), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def age(ms: float) -> str:
    """12 s, 4 min, 3 h, 9 d."""
    s = floor(ms / 1000 + 0.5)
    for most, unit, word in ((100, 1, "seconds"), (6000, 60, "minutes"), (172_800, 3600, "hours")):
        if s < most:
            return say(f"age.{word}", n=f"{floor(s / unit + 0.5):,}")
    return say("age.days", n=f"{floor(s / 86_400 + 0.5):,}")


@dataclass(frozen=True)
class Board:
    """The rows by topic, the public site, and the moment (UTC epoch ms) the wall was drawn at.

    `about`: the id of the incident it is asked about, where several are open.
    """

    rows: Rows
    site: Rows
    now: int
    about: str | None = None

    def topic(self, name: str) -> Rows:
        """Its rows; a board without any has no such topic."""
        return dict(self.rows.get(name, {}))

    def part(self, kind: str, ident: str) -> Rows:
        """A part of the site by its id."""
        found: Rows = next(part for part in self.site[kind] if part["id"] == ident)
        return found

    def named(self, ident: str) -> str:
        """What people call anything of the site."""
        for kind in ("posts", "teams", "resources", "people", "outside", "stores"):
            for part in self.site[kind]:
                if part["id"] == ident:
                    return str(part["name"]["en"])
        return ident

    def level(self, tag: str) -> Rows:
        """The row of a tag."""
        row: Rows = self.rows["levels"][tag]
        return row

    def stale(self, tag: str) -> bool:
        """Silent for three periods and at least 3 s, or known to be bad."""
        row, period_s = self.level(tag), self.part("tags", tag)["period_s"]
        return bool(self.now - row["ts"] > max(period_s * 3000, 3000) or row["quality"] == "bad")

    def rate(self, tag: str) -> float:
        """Per minute; 0 when nobody knows it any more."""
        return 0.0 if self.stale(tag) else float(self.level(tag)["rate_per_min"] or 0)

    @property
    def incident(self) -> Rows:
        """The open incident: the one it is asked about, or the only one."""
        (found,) = [i for i in self.open_incidents() if self.about in (None, i["id"])]
        return dict(found)

    def open_incidents(self) -> list[Rows]:
        """By the site's levels, the highest first, then by age."""
        levels = [level["id"] for level in self.site["levels"]]
        rows = [i for i in self.topic("incident").values() if i.get("status") == "open"]
        return sorted(rows, key=lambda i: (levels.index(i["level"]), i["t0"]))

    def each(self) -> list["Board"]:
        """It, asked about each of the open incidents."""
        return [replace(self, about=incident["id"]) for incident in self.open_incidents()]

    def wall_time(self) -> str:
        """The plant's own clock."""
        here = datetime.fromtimestamp(self.now // 1000, UTC)
        return f"{here.astimezone(ZoneInfo(self.site['time_zone'])):%H:%M:%S}"

    def valve(self, valve: Rows) -> tuple[bool, int | None]:
        """Open or not: by its position, else by the last word, else as usual; and since when nobody
        knows it any more (0: never known), None where it is known."""
        tag = valve.get("position") or ""
        row = self.rows["levels"].get(tag)
        told = (self.rows["levels"].get(f"valve:{valve['id']}") or {}).get("reported")
        if row and not self.stale(tag):
            return row["value"] > 0.05, None
        if row and not (told and told["at"] > row["ts"]):
            return row["value"] > 0.05, row["ts"]
        if told:
            return told["state"] == "open", None
        return valve["normally"] == "open", 0 if tag else None

    def valve_word(self, valve: Rows) -> str:
        """Its state, with doubt where its tag is silent."""
        is_open, doubted = self.valve(valve)
        state = say("map.open" if is_open else "map.shut")
        if doubted is None:
            return state
        if not doubted:
            return say("map.valve_unheard", state=state)
        return say("map.valve_old", state=state, age=age(self.now - doubted))

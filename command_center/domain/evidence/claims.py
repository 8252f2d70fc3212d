"""Judges the metadata that a photograph carries before it is re-encoded.

Nothing here is proof, because a forger can write any metadata. It detects last month's picture and
a picture from the album.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import hypot
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from command_center.domain.quantities import NoTruthForNumbers
from command_center.domain.site.map.geography import to_local
from command_center.domain.site.map.nearness import from_rectangle
from command_center.domain.site.model import Site

OLD_MS = 15 * 60_000
"""A picture older than this when it was added is an old one (ours): to walk from the place to a quiet corner."""
REFUSED_MS = 12 * 3_600_000
"""A picture that is older than this at the deed (ours: a shift) shows another day; where a camera is asked for it is
refused."""
APART_M = 150.0
"""From the place that it is to show (ours): a telephone between steel may be wrong by a hundred metres."""

Flag = Literal["old", "no_camera", "elsewhere", "shared"]
Moment = Annotated[int, Field(ge=1, le=4_102_444_800_000)]


class Claims(NoTruthForNumbers):
    """The metadata that came with a picture. `camera`: a camera wrote metadata into it. `taken_at`:
    when, by that camera (UTC epoch ms). `saved_at`: when the phone wrote the file. `lat`, `lon`:
    where, in degrees. `added_at`: when it was added to the form, by the server's time as the
    phone knows it. `place`: the place of the plant that it is said to show. `seconds`: the
    length of a voice note."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    camera: bool = False
    taken_at: Moment | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    added_at: Moment | None = None
    saved_at: Moment | None = None
    place: Annotated[str, Field(max_length=64)] | None = None
    seconds: Annotated[float, Field(ge=0, le=3_600)] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of one stored picture or voice note: its media type, its flags, who brought it
    first (`person`), its metadata (`claims`), and who else brought the same bytes (`others`)."""

    type: str
    flags: tuple[Flag, ...]
    person: str | None = None
    claims: Claims | None = None
    others: frozenset[str] = frozenset()

    def brought_by(self, person: str | None) -> bool:
        """Returns whether this person brought it, first or after somebody else."""
        return person == self.person or person in self.others

    @property
    def of_camera(self) -> bool:
        """Returns whether the picture comes from a camera. An album picture that another program
        re-encoded has no camera metadata. Many phones also remove it from a fresh picture; then
        the file itself was written just now."""
        return "no_camera" not in self.flags or self._just_saved

    @property
    def _just_saved(self) -> bool:
        claims = self.claims
        if claims is None or claims.saved_at is None or claims.added_at is None:
            return False
        return abs(claims.added_at - claims.saved_at) <= OLD_MS

    def of_another_day(self, now: int) -> bool:
        """Returns whether the picture was taken, or else saved, too long before or after `now` (UTC
        epoch ms) to show the present state."""
        claims = self.claims
        taken = None if claims is None else claims.taken_at or claims.saved_at
        return taken is not None and abs(now - taken) > REFUSED_MS


VerdictOf = Callable[[str], Verdict | None]
"""The SHA-256 of what is kept -> what is known of it; None for what is not kept, or not any more."""


def flags_at(known: Verdict, site: Site, place: str | None, now: int) -> list[Flag]:
    """Returns the flags of a stored picture that must show `place` as it was at `now` (UTC epoch
    ms): the flags from its receipt, those for a place or time that does not fit, whatever
    the phone claims, and that somebody else brought the same."""
    found: list[Flag] = list(known.flags)
    if known.others:
        found.append("shared")
    claims = known.claims
    if claims is None:
        return found
    taken = claims.taken_at
    if taken is not None and "old" not in found and abs(now - taken) > OLD_MS:
        found.append("old")
    away = away_m(claims.lat, claims.lon, place, site)
    if away is not None and away > APART_M and "elsewhere" not in found:
        found.append("elsewhere")
    return found


def flags_of(claims: Claims, site: Site) -> list[Flag]:
    """Returns the flags of a photograph; empty where its metadata fits."""
    found: list[Flag] = []
    if not claims.camera or claims.taken_at is None:
        found.append("no_camera")
    elif claims.added_at is not None and abs(claims.added_at - claims.taken_at) > OLD_MS:
        found.append("old")
    away = away_m(claims.lat, claims.lon, claims.place, site)
    if away is not None and away > APART_M:
        found.append("elsewhere")
    return found


def away_m(lat: float | None, lon: float | None, place: str | None, site: Site) -> float | None:
    """Returns the distance in metres of a position from a place of the plant; None where one of
    them is not known."""
    if lat is None or lon is None or place is None:
        return None
    known = site.places.get(place)
    if known is None:
        return None
    x, y = to_local(site.anchor, lat, lon)
    area = site.area_by_id.get(place)
    if area is not None:
        return from_rectangle(area, x, y)
    return hypot(known[1][0] - x, known[1][1] - y)

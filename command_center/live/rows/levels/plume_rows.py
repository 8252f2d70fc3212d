"""Rows `plume:INCIDENT` of topic `levels`: where vapour of an open incident exceeds PAC-1 and PAC-2; and rows
`way:INCIDENT`: the ways out of it, which these and the wind decide.

The plume is a model drawn from what the board knows, shown with its inputs. There is no row, and nothing to draw, if
the substance or the loss is unknown, in a calm, without wind readings, and once gas has been measured clear: a
measurement overrides a model. When wind readings stop the row stays unchanged, and a screen removes it by the age of
the wind's own tags.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from statistics import fmean

from typing_extensions import TypedDict

from command_center.domain.air.briggs import NEAREST_M, Stability, stability_of
from command_center.domain.air.plume import Plume
from command_center.domain.air.release import Spill, spill_of, vapour_of
from command_center.domain.air.vapour import Vapour
from command_center.domain.air.wind import MEAN_MS, mean_wind
from command_center.domain.incidents.closing import GAS_APART_MS
from command_center.domain.incidents.measuring.clear_air import counting_air
from command_center.domain.incidents.measuring.detectors import detectors_in_alarm
from command_center.domain.payload import Words
from command_center.domain.people.evacuation_proposal import (
    PROPOSED_PAC,
    areas_in_plume,
    danger_of,
)
from command_center.domain.readers import EVERYBODY
from command_center.domain.reading import Quality, Reading
from command_center.domain.resources.kit_place import goes_to, kit_goes_to, team_goes_to
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.map.geojson import DECIMALS
from command_center.domain.site.map.way_out import (
    Air,
    Danger,
    Heading,
    WayOut,
    Wrong,
    heading,
    shown_path,
    way_out,
    wrong_with,
)
from command_center.domain.site.model import Site, Tag, TagKind, Tank
from command_center.domain.site.parts.base import Point
from command_center.domain.site.parts.substance import Substance
from command_center.domain.state import State
from command_center.domain.state.incidents.incident import Incident
from command_center.domain.state.people.headcount import WayOrdered
from command_center.live.rows.kind import RowKind
from command_center.live.rows.levels.sensed import sensed
from command_center.live.rows.parts import words
from command_center.live.rows.row import Change

TURN = 10
"""Degrees by which the wind's mean turns before ways out are judged anew (ours): less is its swaying."""
CALM_M_S = 0.5
"""Below this no plume formula holds."""
DRAWN = (2, 1)
"""PAC-2 and PAC-1 are drawn (docs/domain.md)."""
NIGHT = (18, 6)
"""Hours of the site's clock in which the sky may be clear and the air steady (ours)."""


class Contour(TypedDict):
    """Where vapour exceeds a PAC: the distance downwind (None if nowhere), and the outline as positions [lat, lon];
    `near` is the part too near for the formula.
    """

    pac: int
    ppm: float
    reach_m: int | None
    ring: list[list[float]]
    near: list[list[float]]


class WaySeen(TypedDict):
    """A way out of the place or area `origin` to a muster point, as positions [lat, lon]. `heading` and `wrong` are
    judged by the wind and the plume as they are now.
    """

    origin: str
    muster: str
    path: list[list[float]]
    heading: Heading
    wrong: Wrong | None


class WayRow(TypedDict):
    """The ways out of an incident: `ordered`, which stay until somebody orders others, or proposed by the wind's mean
    while nobody was told where to go. A way through a modelled plume is never proposed. `kits` and `teams` say where
    each goes that is sent now, `unplanned` where something goes that the plan does not send.
    """

    incident: str
    ordered: bool
    ways: list[WaySeen]
    kits: dict[str, str]
    teams: dict[str, str]
    unplanned: str


class PlumeRow(TypedDict):
    """The plume model with its inputs. `at` is the time of the last wind direction reading; `spill` is a position
    [lat, lon]; `areas` are plant areas reached by vapour above PAC-2.
    """

    incident: str
    tank: str
    substance: Words
    at: int
    spill: list[float]
    nearest_m: float
    wind_m_s: float
    wind_from: int
    stability: Stability
    leaking: bool
    loss_m3_min: float
    area_m2: int
    contours: list[Contour]
    areas: list[str]


PLUME = RowKind("levels", "plume:", PlumeRow, readers=EVERYBODY)
WAY = RowKind("levels", "way:", WayRow, readers=EVERYBODY)

Rings = tuple[tuple[Point, ...], ...]
"""Closed rings in plan metres."""


@sensed(
    PLUME,
    WAY,
    facts=("alarm.*", "clock.stepped", "evacuation.*", "gas.*", "incident.*", "source.*"),
)
class PlumeRows:
    """Keeps five minutes of wind readings, and computes the plume rows and the ways out of open incidents. `air` is
    what it knows of the air: replaced as a whole, so that another thread may read it.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._tags = {
            kind: next((tag for tag in site.tags if tag.kind is kind), None)
            for kind in (TagKind.WIND_SPEED, TagKind.WIND_FROM, TagKind.RAIN)
        }
        self._recent: dict[str, deque[tuple[int, float]]] = {
            tag.id: deque() for tag in self._tags.values() if tag is not None
        }
        self._shown: set[str] = set()
        self._led: set[str] = set()
        self._bare: dict[str, tuple[Danger, WayOut | None]] = {}
        self._way_of: dict[str, tuple[object, WayRow | None]] = {}
        self.air = Air()

    @property
    def remembers(self) -> frozenset[str]:
        """The tags whose readings it keeps: wind and rain."""
        return frozenset(self._recent)

    def whole(
        self, state: State, latest: Mapping[str, Reading], before: Sequence[Reading]
    ) -> Iterator[Change]:
        """Return all rows at the start of a scene."""
        self.remember(before or latest.values())
        return self.changes(state)

    def read(self, readings: Sequence[Reading], state: State) -> Iterator[Change]:
        """Return the rows after these readings, if they include the wind's direction."""
        return self.changes(state) if self.remember(readings) else iter(())

    def after(self, state: State) -> Iterator[Change]:
        """Return the rows after a fact: a plume may begin, end or change."""
        return self.changes(state)

    def remember(self, readings: Iterable[Reading]) -> bool:
        """Take weather readings; return whether they include the wind's direction."""
        turned = False
        for tag, ts, value, quality, _source in readings:
            recent = self._recent.get(tag)
            if recent is None or value is None or quality is Quality.BAD:
                continue
            if recent and ts < recent[-1][0]:
                recent.clear()  # a clock was set back
            recent.append((ts, value))
            while recent[0][0] < ts - MEAN_MS:
                recent.popleft()
            turned = turned or tag == self._id(TagKind.WIND_FROM)
        return turned

    def changes(self, state: State) -> Iterator[Change]:
        """Yield the current rows, and None for plumes and ways that have ended."""
        opened = state.open_incidents.values()
        drawn = {one.id: found for one in opened if (found := self._row(state, one)) is not None}
        rows = {incident: row for incident, (row, _) in drawn.items()}
        told = self._wind_from()
        self.air = Air(told[1] if told else None, {one: rings for one, (_, rings) in drawn.items()})
        ways = {one.id: led for one in opened if (led := self._ways(one)) is not None}
        for incident in self._shown - rows.keys():
            yield PLUME.change(incident, None)
        for incident, row in rows.items():
            yield PLUME.change(incident, row)
        self._shown = set(rows)  # not before all of them were taken
        for incident in self._led - ways.keys():
            yield WAY.change(incident, None)
            self._way_of.pop(incident, None)
            self._bare.pop(incident, None)
        for incident, way in ways.items():
            yield WAY.change(incident, way)
        self._led = set(ways)

    def _ways(self, incident: Incident) -> WayRow | None:
        """The ways out of an incident; found again only when the wind has turned by more than its own swaying, or what
        is to be left or avoided has changed."""
        counted = incident.evacuation
        ordered = list(counted.ways.values()) if counted is not None else []
        wind = self.air.wind_from_deg
        air = replace(
            self.air, wind_from_deg=None if wind is None else TURN * round(wind / TURN) % 360
        )
        danger = danger_of(self._site, incident, air)
        if danger is None:
            return None
        plan = incident.plan_in(self._site)
        key = (danger, [(one["zone"], one["muster"]) for one in ordered], incident.place, plan)
        known = self._way_of.get(incident.id)
        if known is None or known[0] != key:
            found = self._ordered(ordered, danger) or self._proposed(incident, danger)
            made = None if found is None else self._row_of(incident, found, air, told=bool(ordered))
            self._way_of[incident.id] = known = (key, made)
        return known[1]

    def _row_of(self, incident: Incident, ways: list[WaySeen], air: Air, *, told: bool) -> WayRow:
        site = self._site
        return {
            "incident": incident.id,
            "ordered": told,
            "ways": ways,
            "kits": {one.id: kit_goes_to(site, incident, one.id, air) for one in site.kits},
            "teams": {one.id: team_goes_to(site, incident, one.id, air) for one in site.teams},
            "unplanned": goes_to(site, incident, None, air),
        }

    def _ordered(self, ordered: Sequence[WayOrdered], danger: Danger) -> list[WaySeen]:
        return [
            self._seen(one["zone"], one["muster"], [(x, y) for x, y in one["path"]], danger)
            for one in ordered
        ]

    def _proposed(self, incident: Incident, danger: Danger) -> list[WaySeen] | None:
        origin = incident.source.tank or incident.place
        bare = replace(danger, plume=())
        kept = self._bare.get(incident.id)
        if kept is None or kept[0] != bare:
            kept = self._bare[incident.id] = bare, way_out(self._site, danger.source, bare)
        found = kept[1]
        if (
            found is not None and wrong_with(found.path, danger) == "plume"
        ):  # else a plume changes nothing of it
            found = way_out(self._site, danger.source, danger)
        if found is None or wrong_with(found.path, danger) == "plume":
            return None
        return [self._seen(origin, found.muster, found.path, danger)]

    def _seen(self, origin: str, muster: str, path: Sequence[Point], danger: Danger) -> WaySeen:
        return {
            "origin": origin,
            "muster": muster,
            "path": shown_path(self._site, path),
            "heading": heading(path, danger.wind_from_deg),
            "wrong": wrong_with(path, danger),
        }

    def _id(self, kind: TagKind) -> str:
        tag: Tag | None = self._tags[kind]
        return tag.id if tag is not None else ""

    def _mean(self, kind: TagKind) -> float | None:
        recent = self._recent.get(self._id(kind))
        return fmean(value for _, value in recent) if recent else None

    def _wind_from(self) -> tuple[int, float] | None:
        """The time of the last wind reading and the mean direction, degrees."""
        recent = self._recent.get(self._id(TagKind.WIND_FROM))
        if not recent:
            return None
        mean = mean_wind((value for _, value in recent), ()).from_deg
        return None if mean is None else (recent[-1][0], mean)

    def _row(self, state: State, incident: Incident) -> tuple[PlumeRow, Rings] | None:
        tank = self._site.tank_by_id.get(incident.source.tank or "")
        speed, told = self._mean(TagKind.WIND_SPEED), self._wind_from()
        if tank is None or speed is None or told is None or speed < CALM_M_S:
            return None
        substance = self._site.substance_by_id.get(tank.substance or "")
        vapour = vapour_of(self._site, tank)
        spill = spill_of(self._site, tank, incident, state.alarms, told[0])
        if substance is None or vapour is None or spill is None:
            return None
        air = counting_air(state, self._site, incident)
        clear = incident.measurements.gas_clear(GAS_APART_MS, air)
        if clear and not detectors_in_alarm(state, self._site, incident):
            return None
        at, wind_from = told
        plume = Plume(
            vapour.evaporation_kg_s(spill.area_m2, speed),
            spill.width_m,
            speed,
            wind_from,
            stability_of(
                speed, rains=(self._mean(TagKind.RAIN) or 0) > 0, night=self._is_night(at)
            ),
        )
        return self._told(incident, tank, substance, vapour, spill, plume, at)

    def _is_night(self, at: int) -> bool:
        hour = datetime.fromtimestamp(at / 1000, self._site.zone).hour
        return hour >= NIGHT[0] or hour < NIGHT[1]

    def _told(
        self,
        incident: Incident,
        tank: Tank,
        substance: Substance,
        vapour: Vapour,
        spill: Spill,
        plume: Plume,
        at: int,
    ) -> tuple[PlumeRow, Rings]:
        contours: list[Contour] = []
        reached: list[str] = []
        rings: list[tuple[Point, ...]] = []
        for number, ppm in substance.pacs:
            if number in DRAWN:
                limit = vapour.kg_m3(ppm)
                reach = plume.reach_m(limit) if ppm < vapour.saturation_ppm else None
                ring = plume.outline(spill.at, limit) if reach is not None else []
                near = plume.near_part(spill.at, limit) if reach is not None else []
                closed = [tuple(ring), (*near, *near[:1])]
                rings += [one for one in closed if one]
                if number == PROPOSED_PAC:
                    reached = areas_in_plume(self._site, closed)
                contours.append(
                    {
                        "pac": number,
                        "ppm": ppm,
                        "reach_m": None if reach is None else round(reach),
                        "ring": [self._position(*point) for point in ring],
                        "near": [self._position(*point) for point in near],
                    }
                )
        row: PlumeRow = {
            "incident": incident.id,
            "tank": tank.id,
            "substance": words(substance.name),
            "at": at,
            "spill": self._position(*spill.at),
            "nearest_m": NEAREST_M,
            "wind_m_s": round(plume.wind_m_s, 1),
            "wind_from": round(plume.wind_from_deg),
            "stability": plume.stability,
            "leaking": spill.leaking,
            "loss_m3_min": round(spill.loss_m3_min, 2),
            "area_m2": round(spill.area_m2),
            "contours": contours,
            "areas": reached,
        }
        return row, tuple(rings)

    def _position(self, x: float, y: float) -> list[float]:
        lat, lon = to_wgs84(self._site.anchor, x, y)
        return [round(lat, DECIMALS), round(lon, DECIMALS)]

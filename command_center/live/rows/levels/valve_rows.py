"""Rows `valve:ID` of topic `levels`: whether a valve is open and by whose word, and what was reported of a pump."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from typing_extensions import TypedDict

from command_center.domain.readers import EVERYBODY
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.reports import ValveState
from command_center.domain.verdicts.turns import Turn
from command_center.domain.water.valve import Position, must_be_shut, valve_turns
from command_center.live.rows.kind import RowKind
from command_center.live.rows.levels.sensed import sensed
from command_center.live.rows.row import Change


class ReportedState(TypedDict):
    """The latest report by a person of a valve or pump, and its time."""

    state: ValveState
    at: int
    by: str


class IndicatedState(TypedDict):
    """The indication of the plant's own tag, and since when."""

    state: str
    at: int


class ValveRow(TypedDict):
    """A valve, or a pump with a report. `indicated`: the plant's indication of what was reported. `turns` give a
    valve's state (open, shut; prefixed by was_, reported_, usually_ or unheard_); they count from the newest reading
    of its tag `position`. `valued_at` is when its position was last known, if the newest reading is bad. A pump has
    no turns. `must_be_shut`: an incident is open, and the valve is at an outfall or isolates the leaking source.
    """

    element: str
    reported: ReportedState | None
    indicated: IndicatedState | None
    position: str | None
    valued_at: int | None
    turns: list[Turn]
    must_be_shut: bool


VALVE = RowKind("levels", "valve:", ValveRow, readers=EVERYBODY)


@sensed(
    VALVE,
    facts=(
        "clock.stepped",
        "incident.*",
        "plant.confirmed",
        "plant.indicated",
        "source.*",
        "valve.reported",
    ),
)
class ValveRows:
    """Makes a row when a valve's state changes; an unchanged reading sends none."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._holds_back = {pool.outfall for pool in site.pools if pool.outfall}
        self._valve_of = {valve.position: valve for valve in site.valves if valve.position}
        self._positions: dict[str, Position] = {}
        self._shown: dict[str, ValveRow] = {}

    @property
    def remembers(self) -> frozenset[str]:
        """The position tags: if the newest reading is bad, the last good one counts."""
        return frozenset(self._valve_of)

    def whole(
        self, state: State, latest: Mapping[str, Reading], before: Sequence[Reading]
    ) -> Iterator[Change]:
        """Yield the row of every valve, and of every pump with a report."""
        self.remember(before)
        self.remember(latest.values())
        self._shown.clear()
        return self.after(state)

    def read(self, readings: Sequence[Reading], state: State) -> Iterator[Change]:
        """Yield the rows of valves whose state changes with these readings."""
        return self.changes(state, self.remember(readings))

    def after(self, state: State) -> Iterator[Change]:
        """Yield the rows after a fact: a report about a valve or pump, or a change in which valves must be shut."""
        every = self._site.valve_by_id
        return self.changes(state, (*every, *(state.valves.keys() - every)))

    def remember(self, readings: Iterable[Reading]) -> set[str]:
        """Take readings of position tags; return the valves concerned."""
        said: set[str] = set()
        for reading in readings:
            if reading.tag in self._valve_of:
                said.add(self._valve_of[reading.tag].id)
                known = self._positions.get(reading.tag)
                valued = known.valued if known and known.newest.ts <= reading.ts else None
                if reading.quality is not Quality.BAD:
                    valued = reading
                self._positions[reading.tag] = Position(reading, valued)
        return said

    def changes(self, state: State, elements: Iterable[str]) -> Iterator[Change]:
        """Yield the rows of these elements that have changed."""
        for element in elements:
            row = self._row(state, element)
            if self._shown.get(element) != row:
                self._shown[element] = row
                yield VALVE.change(element, row)

    def _row(self, state: State, element: str) -> ValveRow:
        reported = state.valves.get(element)
        valve = self._site.valve_by_id.get(element)
        shown = state.indicated.get(element) if reported is not None else None
        tag = valve.position if valve is not None else None
        position = self._positions.get(tag) if tag else None
        return {
            "element": element,
            "reported": None
            if reported is None
            else {"state": reported.state, "at": reported.at, "by": reported.by},
            "indicated": None if shown is None else {"state": shown.state, "at": shown.at},
            "position": tag,
            "valued_at": _valued_at(position),
            "turns": []
            if valve is None
            else valve_turns(
                valve,
                position,
                reported,
                self._site.tag_by_id[tag].period_s if tag else None,
                holds_back=element in self._holds_back,
            ),
            "must_be_shut": valve is not None
            and must_be_shut(valve, state.open_incidents.values()),
        }


def _valued_at(position: Position | None) -> int | None:
    if position is None or position.newest.quality is not Quality.BAD:
        return None
    return None if position.valued is None else position.valued.ts

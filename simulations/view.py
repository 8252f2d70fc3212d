"""The board as a virtual person sees it: typed rows by kind and name, as sent by the live door."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar, cast

from typing_extensions import TypedDict

from command_center.domain.drills.exercise_tag import drill_of_name
from command_center.domain.state.people.headcount import Account
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.alarms.alarm_rows import ALARM, AlarmRow
from command_center.live.rows.center.ticker_rows import TICKER, TickerRow
from command_center.live.rows.directives.directive_rows import DIRECTIVE, DirectiveRow
from command_center.live.rows.exercises.drill_rows import DIRECTED, DRILL, DirectionRow, DrillRow
from command_center.live.rows.exercises.review_rows import REVIEW
from command_center.live.rows.incidents.incident_rows import INCIDENT, IncidentRow
from command_center.live.rows.kind import RowKind, kind_of
from command_center.live.rows.people.contact_rows import CAMPAIGN
from command_center.live.rows.people.inside_rows import VISITOR
from command_center.live.rows.people.people_rows import PERSON
from command_center.live.rows.resources.dispatch_rows import DISPATCH, DispatchRow
from command_center.live.rows.told.paging_rows import PAGED
from command_center.live.rows.told.reach_rows import Attempt

BoardRow = Mapping[str, Any]
Rows = Mapping[str, Mapping[str, BoardRow | None]]
R = TypeVar("R")


class News(NamedTuple):
    """Rows sent by the live door: the `whole` board, or its changes."""

    whole: bool
    rows: Rows


LEAK_ASKED = "simulation.leak_asked"
"""The fact by which somebody at the board asks for the leak."""
VALVE_REPORTED = "valve.reported"
"""The fact by which somebody says how a valve stands."""
REPORTED = "report.received"
"""The fact of a report by telephone, radio or patrol."""
BY_HAND = frozenset({
    VALVE_REPORTED, "kit.drawn", "resource.arrived", "entry.ready", "entry.in", "entry.out",
})  # fmt: skip
"""What people say that they have done to the plant and its kit."""


class SeenPerson(TypedDict):
    """Whether a person is accounted for, and since when they act themselves."""

    account: Account | None
    stood_down_at: int | None


class SeenVisitor(TypedDict):
    """Whether a visitor is accounted for."""

    account: Account | None


class SeenCampaign(TypedDict):
    """What was sent to people who are asked to verify their contacts."""

    campaign: str
    attempts: list[Attempt]


class SeenNotices(TypedDict):
    """Notices about one subject, by its id: a review's next step, or one person of a paging."""

    id: str
    attempts: list[Attempt]


def _always(row: BoardRow) -> bool:
    return True


def _sent(row: BoardRow) -> bool:
    return bool(row["attempts"])


def _heard_of(row: BoardRow) -> bool:
    by_hand = row["kind"] in BY_HAND and row["actor_kind"] == "human"
    return by_hand or row["kind"] in (REPORTED, LEAK_ASKED)


@dataclass(frozen=True, eq=False)
class Looked(Generic[R]):
    """The part of a kind of rows that virtual people use: the fields of `row`, a TypedDict, of those rows that are
    `worth` it. What is not kept cannot make a replay differ.
    """

    kind: RowKind[Any]
    row: type[R]
    worth: Callable[[BoardRow], bool] = _always

    def of(self, row: BoardRow) -> BoardRow | None:
        """The fields of a row that the simulation uses; None where the row is of no use to it."""
        if self.kind.row is self.row:
            return row if self.worth(row) else None
        fields = self.row.__annotations__
        return {name: row[name] for name in fields} if self.worth(row) else None


ALARMS = Looked(ALARM, AlarmRow)
INCIDENTS = Looked(INCIDENT, IncidentRow)
DIRECTIVES = Looked(DIRECTIVE, DirectiveRow)
DISPATCHES = Looked(DISPATCH, DispatchRow)
PEOPLE = Looked(PERSON, SeenPerson)
VISITORS = Looked(VISITOR, SeenVisitor)
CAMPAIGNS = Looked(CAMPAIGN, SeenCampaign, _sent)
REVIEWS = Looked(REVIEW, SeenNotices, _sent)
PAGES = Looked(PAGED, SeenNotices, _sent)
TICKED = Looked(TICKER, TickerRow, _heard_of)
DRILLS = Looked(DRILL, DrillRow)
DIRECTIONS = Looked(DIRECTED, DirectionRow)
LOOKED: tuple[Looked[Any], ...] = (
    ALARMS, INCIDENTS, DIRECTIVES, DISPATCHES, PEOPLE, VISITORS, CAMPAIGNS, REVIEWS, PAGES, TICKED,
)  # fmt: skip
"""What people look at; the drills themselves are for whoever directs them."""
_OF_KIND = {looked.kind: looked for looked in LOOKED}


class View:
    """The rows known so far. `now_ms` is the board's clock, UTC epoch ms.

    Rows are read by their kind (`of`, `one`), never by their topic: a topic has rows of several kinds.
    """

    def __init__(self) -> None:
        self.now_ms = 0
        self._rows: dict[str, dict[str, BoardRow]] = {}
        self._kinds: dict[tuple[str | None, RowKind[Any]], dict[str, BoardRow]] = {}

    def replace(self, rows: Rows) -> None:
        """Replace the whole board: rows not in it are gone."""
        self._rows, self._kinds = {}, {}
        self.merge(rows)

    def merge(self, rows: Rows) -> None:
        """Applies the changes of a frame; None deletes a row."""
        for topic, changed in rows.items():
            here = self._rows.setdefault(topic, {})
            scene, plain = drill_of_name(topic)
            for key, row in changed.items():
                kind = kind_of(plain, key)
                known = {} if kind is None else self._kinds.setdefault((scene, kind), {})
                name = "" if kind is None else kind.name_of(key)
                if row is None:
                    here.pop(key, None)
                    known.pop(name, None)
                else:
                    here[key] = known[name] = row

    def of(self, looked: Looked[R], scene: str | None = None) -> Mapping[str, R]:
        """Return all rows of a kind by name, in the order in which they came; `scene` is their drill."""
        return cast(Mapping[str, R], self._kinds.get((scene, looked.kind), {}))

    def one(self, looked: Looked[R], name: str) -> R | None:
        """The row of this name, or None."""
        return self.of(looked).get(name)

    def changes(self, news: Sequence[News]) -> dict[str, dict[str, BoardRow | None]]:
        """Return what the news change in the rows people look at; the view itself is unchanged."""
        if not news:
            return {}
        rows = {topic: dict(here) for topic, here in self._rows.items()}
        for whole, sent in news:
            if whole:
                rows = {}
            for topic, changed in sent.items():
                here = rows.setdefault(topic, {})
                for key, row in changed.items():
                    seen = _looked_at(topic, key, row)
                    if seen is None:
                        here.pop(key, None)
                    else:
                        here[key] = seen
        found: dict[str, dict[str, BoardRow | None]] = {}
        for topic in (*rows, *self._rows):
            before, after = self._rows.get(topic, {}), rows.get(topic, {})
            differing: dict[str, BoardRow | None] = {k: None for k in before if k not in after}
            differing |= {k: row for k, row in after.items() if before.get(k) != row}
            if differing:
                found[topic] = differing
        return found

    @property
    def rows(self) -> Rows:
        """All rows as they were received."""
        return self._rows

    def incidents(self) -> Iterator[IncidentRow]:
        """Open incidents, oldest first."""
        found = (row for row in self.of(INCIDENTS).values() if row["status"] == "open")
        return iter(sorted(found, key=lambda row: row["opened_at"]))

    def directives(self, incident: str) -> Iterator[DirectiveRow]:
        """Every directive of an incident."""
        return (row for row in self.of(DIRECTIVES).values() if row["incident"] == incident)

    def ticker(self) -> Iterator[TickerRow]:
        """Yield the last facts, oldest first."""
        return iter(sorted(self.of(TICKED).values(), key=lambda row: row["seq"]))


def _looked_at(topic: str, key: str, row: BoardRow | None) -> BoardRow | None:
    """As much of a row as any virtual person looks at."""
    kind = kind_of(topic, key)
    looked = None if row is None or kind is None else _OF_KIND.get(kind)
    return None if looked is None or row is None else looked.of(row)

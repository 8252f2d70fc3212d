"""The whole board as rows, and the rows that change when facts and positions come."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.fact import Fact
from command_center.domain.reading import Position
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.rows.alarm_rows import alarm_row
from command_center.live.rows.directive_rows import directive_row
from command_center.live.rows.drill_rows import drill_keys, drill_row
from command_center.live.rows.incident_rows import incident_row
from command_center.live.rows.level_rows import valve_row
from command_center.live.rows.people_rows import person_row
from command_center.live.rows.resource_rows import TOPIC as RESOURCES
from command_center.live.rows.resource_rows import (
    every_resource,
    resource_keys,
    resource_row,
    store_keys,
)
from command_center.live.rows.review_rows import COUNT, review_row
from command_center.live.rows.row import Change, Row, RowKey
from command_center.live.rows.ticker_rows import KEPT, ticker_row
from command_center.live.rows.touched import touched


class Projection:
    """Rows of one site, or of the twin a drill has of it (their topics then begin with the drill).

    It keeps nothing but the ticker's window and the latest positions.
    """

    def __init__(
        self,
        site: Site,
        positions: Mapping[str, Position] | None = None,
        drill: str | None = None,
    ) -> None:
        self._site = site
        self._drill = drill
        self._positions: dict[str, Position] = dict(positions or {})
        self._ticker: deque[Fact] = deque(maxlen=KEPT)

    def whole(self, state: State) -> Iterator[Change]:
        """Every row there is, for a board that starts."""
        for topic, key in self._keys(state):
            yield self._change(state, topic, key)
        for fact in self._ticker:
            yield self._named("ticker"), str(fact.seq), ticker_row(fact)

    def remember(self, facts: Iterable[Fact]) -> None:
        """Facts that the ticker holds from now on, oldest first."""
        self._ticker.extend(facts)

    def after(self, facts: Sequence[Fact], state: State) -> Iterator[Change]:
        """What `facts`, already folded into `state`, may have changed; `remember` them once told."""
        keys = dict.fromkeys(
            k for fact in facts for k in touched(fact, state, self._site, len(facts))
        )
        for topic, key in keys:
            yield self._change(state, topic, key)
        shown = [*self._ticker, *facts]
        for old in shown[:-KEPT]:
            yield self._named("ticker"), str(old.seq), None
        for fact in facts[-KEPT:]:
            yield self._named("ticker"), str(fact.seq), ticker_row(fact)

    def moved(self, positions: Iterable[Position], state: State) -> Iterator[Change]:
        """The rows of people whose position came in."""
        for position in positions:
            self._positions[position.person] = position
            yield self._change(state, "people", position.person)

    def _named(self, topic: str) -> str:
        return in_drill(self._drill, topic)

    def _change(self, state: State, topic: str, key: str) -> Change:
        return self._named(topic), key, self._row(state, topic, key)

    def _keys(self, state: State) -> Iterator[RowKey]:
        yield from (("drill", key) for drill in state.drills for key in drill_keys(drill))
        yield from (("incident", key) for key in state.incidents)
        yield from (("directives", key) for key in state.directives)
        yield from (("alarms", key) for key in state.alarms)
        yield from (("review", key) for key in (COUNT, *state.reviews.running))
        yield from (("levels", f"valve:{key}") for key in state.valves)
        yield from resource_keys(state, self._site, every_resource(state, self._site))
        yield from store_keys(self._site)
        yield from ((RESOURCES, f"dispatch:{key}") for key in state.ledger.dispatches)
        yield "people", "count"
        for person in self._site.people:
            yield "people", person.id
            yield "people", f"contact:{person.id}"
        yield from (("people", f"sos:{person}") for person in state.sos)

    def _row(self, state: State, topic: str, key: str) -> Row | None:
        if topic == "people":
            return person_row(state, self._site, key, self._positions)
        if topic == "levels":
            return valve_row(state, key)
        rows = {
            "drill": drill_row,
            "incident": incident_row,
            "directives": directive_row,
            "alarms": alarm_row,
            "review": review_row,
            RESOURCES: resource_row,
        }
        return rows[topic](state, self._site, key)

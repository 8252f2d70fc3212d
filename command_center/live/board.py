"""The board: facts, readings and positions become rows in the hub, and nothing else does."""

from collections.abc import Iterable, Mapping, Sequence

from command_center.domain.fact import Fact
from command_center.domain.reading import Position, Reading
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.hub import Hub
from command_center.live.rows.level_rows import LevelRows, latest_changes
from command_center.live.rows.projection import Projection


class Board:
    """Feeds one hub. Start it once with what is stored; then tell it all that comes."""

    def __init__(self, site: Site, hub: Hub) -> None:
        self._site = site
        self._hub = hub
        self._levels = LevelRows(site)
        self._projection = Projection(site)
        self._state = State.start(site)
        self._untold: list[Fact] = []

    def start(
        self,
        state: State,
        recent: Iterable[Fact],
        readings: Mapping[str, Reading],
        positions: Mapping[str, Position],
    ) -> None:
        """Put the whole board: the folded state, the ticker's last facts, the latest values."""
        self._state = state
        self._projection = Projection(self._site, positions)
        self._projection.remember(recent)
        self._hub.change(self._projection.whole(state), seq=state.seq)
        self._hub.change(latest_changes(self._levels, readings))
        self._hub.flush()  # nobody listens yet; what stayed pending would hold back every pulse

    def take_facts(self, facts: Sequence[Fact], state: State) -> None:
        """Facts just folded: told at once. A listener of the Desk.

        If a row of theirs cannot be made none is told, and they are tried again with the next
        facts; until then the hub's `seq` lies behind the journal's, which readiness shows.
        """
        self._untold.extend(facts)
        self._hub.change(self._projection.after(self._untold, state), seq=facts[-1].seq)
        self._untold.clear()

    def take_readings(self, readings: Sequence[Reading]) -> None:
        """Readings that are news: told with the next regular flush."""
        self._hub.change(self._levels.changes(readings), urgent=False)

    def take_positions(self, positions: Sequence[Position]) -> None:
        """Positions that are news: told with the next regular flush."""
        self._hub.change(self._projection.moved(positions, self._state), urgent=False)

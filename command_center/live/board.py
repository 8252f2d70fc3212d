"""The board: facts, readings and positions become rows in the hub, and nothing else does."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from command_center import log
from command_center.domain.fact import Fact
from command_center.domain.reading import Position, Reading
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.hub import Hub
from command_center.live.rows.level_rows import LevelRows, latest_changes
from command_center.live.rows.projection import Projection

_log = log.get(__name__)


class Board:
    """Feeds one hub. Start it once with what is stored; then tell it all that comes.

    It never raises for what it is told: a row that cannot be made is our own mistake, and may keep
    neither the alarms nor the other processes from their news. What is not on the board for such a
    reason waits, `complete` is False, and `try_again` and every further news try it again.
    """

    def __init__(self, site: Site, hub: Hub) -> None:
        self._site = site
        self._hub = hub
        self._levels = LevelRows(site)
        self._projection = Projection(site)
        self._state = State.start(site)
        self._failing = False
        self._untold: list[Fact] = []
        self._unread: dict[str, Reading] = {}
        self._unmoved: dict[str, Position] = {}

    @property
    def complete(self) -> bool:
        """Whether everything it was told is in the hub."""
        return not (self._failing or self._untold or self._unread or self._unmoved)

    def start(
        self,
        state: State,
        recent: Iterable[Fact],
        readings: Mapping[str, Reading],
        positions: Mapping[str, Position],
    ) -> None:
        """Put the whole board: the folded state, the ticker's last facts, the latest values.

        Raises what a row that cannot be made raises: a process without a board should not start.
        """
        self._state = state
        self._projection = Projection(self._site, positions)
        self._projection.remember(recent)
        self._hub.change(self._projection.whole(state), seq=state.seq)
        self._hub.change(latest_changes(self._levels, readings))
        self._hub.flush()  # nobody listens yet; what stayed pending would hold back every pulse

    def take_facts(self, facts: Sequence[Fact], state: State) -> None:
        """Facts just folded: told at once. A listener of the Desk."""
        self._state = state
        self._untold.extend(facts)
        self.try_again()

    def take_readings(self, readings: Sequence[Reading]) -> None:
        """Readings that are news: told with the next regular flush."""
        if self._unread:  # an older value may not be put over these
            self._unread |= _latest(readings)
            self.try_again()
        elif not self._put(lambda: self._read(readings)):
            self._unread = _latest(readings)

    def take_positions(self, positions: Sequence[Position]) -> None:
        """Positions that are news: told with the next regular flush."""
        self._unmoved |= {position.person: position for position in positions}
        self.try_again()

    def try_again(self) -> None:
        """Put what waits, if anything does."""
        if self._untold and self._put(self._tell):
            self._untold.clear()
        unread, unmoved = self._unread, self._unmoved
        if unread and self._put(lambda: self._read(unread.values())):
            self._unread = {}
        if unmoved and self._put(lambda: self._move(unmoved.values())):
            self._unmoved = {}
        if self._failing and not (self._untold or self._unread or self._unmoved):
            self._failing = False
            _log.info("every row can be made again", seq=self._hub.seq)

    def _tell(self) -> None:
        """All of what is untold or, when one row cannot be made, none."""
        facts = self._untold
        self._hub.change(self._projection.after(facts, self._state), seq=facts[-1].seq)
        self._projection.remember(facts)

    def _read(self, readings: Iterable[Reading]) -> None:
        self._hub.change(self._levels.changes(readings), urgent=False)

    def _move(self, positions: Iterable[Position]) -> None:
        self._hub.change(self._projection.moved(positions, self._state), urgent=False)

    def _put(self, change: Callable[[], object]) -> bool:
        try:
            change()
        except Exception:
            if not self._failing:
                _log.exception("a row cannot be made; no screen is told anything until it can")
            self._failing = True
            return False
        return True


def _latest(readings: Iterable[Reading]) -> dict[str, Reading]:
    return {reading.tag: reading for reading in readings}

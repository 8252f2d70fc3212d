"""The rows of one scene: reality, or the twin state of a running drill."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from command_center.domain.drills.exercise_tag import drill_of_name, in_drill
from command_center.domain.fact import Fact
from command_center.domain.level_window import Sample
from command_center.domain.reading import Position, Proof, Reading
from command_center.domain.site.map.way_out import Air
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.water.overflow import BLOCK_MS, MINUTES
from command_center.faults import Faults
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.kind import Doorway, Masks, no_masks
from command_center.live.rows.levels.level_rows import LevelRows, Span
from command_center.live.rows.levels.plume_rows import PlumeRows
from command_center.live.rows.levels.sensed import SENSED, SensedRows
from command_center.live.rows.projection import Projection
from command_center.live.rows.row import Change, RowKey

REMEMBERED_MS = MINUTES * BLOCK_MS
"""So long readings are remembered: a pool's rates, and the wind's mean."""

MEASURED = (
    "tags", "sources", "tanks", "pools", "bunds", "valves", "pumps", "waters", "areas", "substances", "gas_limits",
    "anchor", "roads", "musters",
)  # fmt: skip
"""The parts of a site that rows of readings are made with."""


class Scene:
    """Makes the rows of one scene and remembers which it made. Pass it only what belongs to the scene."""

    def __init__(
        self,
        site: Site,
        drill: str | None = None,
        positions: Mapping[str, Position] | None = None,
        masks: Masks = no_masks,
        door: Doorway | None = None,
        faults: Faults | None = None,
    ) -> None:
        self._faults = faults or Faults(lambda: 0)
        self._drill = drill
        self._site: Site | None = site
        self._sensed = [(one, one.maker(site)) for one in SENSED]
        self._projection = Projection(site, positions, drill, masks, door, self._faults)
        self._placed: dict[tuple[str, str], None] = {}
        self._measured: dict[tuple[str, str], None] = {}

    @property
    def remembers(self) -> frozenset[str]:
        """The tags whose last minutes a starting scene needs: wind and rain."""
        return frozenset().union(*(rows.remembers for _, rows in self._sensed))

    @property
    def levels(self) -> LevelRows:
        """The level rows, whose windows are compared with the store (`live/level_store.py`)."""
        return next(rows for _, rows in self._sensed if isinstance(rows, LevelRows))

    @property
    def air(self) -> Air:
        """Where the wind comes from and where the models expect vapour, as the rows tell it."""
        return next(rows.air for _, rows in self._sensed if isinstance(rows, PlumeRows))

    def whole(
        self,
        state: State,
        recent: Iterable[Fact],
        readings: Mapping[str, Reading],
        before: Iterable[Reading] = (),
    ) -> Iterator[Change]:
        """Yield every row of a starting scene. `before` holds the last readings of the `remembers` tags, and of
        levels if available.
        """
        self._projection.remember(recent)
        read = list(before)
        yield from self._placing(self._projection.whole(state))
        for _, rows in self._sensed:
            yield from self._sensing(rows, partial(rows.whole, state, readings, read))

    @property
    def site(self) -> Site | None:
        """The plant that it shows; None while no screen has been sent it."""
        return self._site

    def untold(self) -> None:
        """Note that the current plant description has not been sent to the screens, so that it is sent again."""
        self._site = None

    def described(
        self,
        site: Site,
        state: State,
        readings: Mapping[str, Reading],
        before: Iterable[Reading] = (),
    ) -> Iterator[Change]:
        """Yield every row under a changed plant description. Windows restart only where the plant's own parts
        changed; they are then read from the store (`live/level_store.py`).
        """
        shown, self._site = self._site, site
        anew = shown is None or any(getattr(site, one) != getattr(shown, one) for one in MEASURED)
        yield from self._placing(self._projection.described(site, state))
        if not anew:
            return
        old = self._measured
        self._measured = {}
        self._sensed = [(one, one.maker(site)) for one in SENSED]
        read = list(before)
        for _, rows in self._sensed:
            yield from self._sensing(rows, partial(rows.whole, state, readings, read))
        for topic, key in old.keys() - self._measured.keys():
            yield topic, key, None

    def after(self, facts: Sequence[Fact], state: State) -> Iterator[Change]:
        """Yield the rows that facts, already folded, may have changed. Call `remember` for them once sent."""
        yield from self._placing(self._projection.after(facts, state))
        for one, rows in self._sensed:
            if any(one.moved_by(fact.kind) for fact in facts):
                yield from self._sensing(rows, partial(rows.after, state))

    def beside(self, facts: Sequence[Fact], state: State) -> Iterator[Change]:
        """Yield the rows that may change by commands about the drill itself."""
        yield from self._placing(self._projection.beside(facts, state))

    def remember(self, facts: Iterable[Fact]) -> None:
        """Keeps facts that were sent."""
        self._projection.remember(facts)

    def read(self, readings: Sequence[Reading], state: State) -> Iterator[Change]:
        """The rows after readings, under the plant's own tags."""
        for _, rows in self._sensed:
            try:
                changes = list(rows.read(readings, state))
            except Exception:  # whose reading it was is told one by one
                for one in readings:
                    yield from self._sensing(rows, partial(rows.read, [one], state), one.tag)
            else:
                yield from self._placing(self._named(changes))

    def late(self, readings: Sequence[Reading]) -> Iterator[Change]:
        """The rows after stored readings that are older than the latest of their tag."""
        return self._sensing(self.levels, lambda: self.levels.late(readings))

    def proven(self, proofs: Sequence[Proof]) -> Iterator[Change]:
        """The rows that change with these keep-alives."""
        return self._sensing(self.levels, lambda: self.levels.proven(proofs))

    def refill(self, stored: Mapping[str, tuple[Span, Iterable[Sample]]]) -> Iterator[Change]:
        """The rows after windows were read from the store, under the plant's own tags."""
        return self._sensing(self.levels, lambda: self.levels.refill(stored))

    def moved(self, positions: Iterable[Position], state: State) -> Iterator[Change]:
        """The rows of people with a new position."""
        return self._placing(self._projection.moved(positions, state))

    def passed(self, names: Iterable[str], state: State) -> Iterator[Change]:
        """The rows that change after these people passed a gate."""
        return self._placing(self._projection.passed(names, state))

    def again(self, state: State, unsayable: Iterable[RowKey]) -> Iterator[Change]:
        """The rows that could not be made, or not be written under plain topics, tried again."""
        return self._placing(self._projection.again(state, unsayable))

    def gone(self) -> Iterator[Change]:
        """Yield the removal of all rows: the scene has ended."""
        for topic, key in self._placed:
            yield topic, key, None

    def _sensing(
        self, rows: SensedRows, make: Callable[[], Iterable[Change]], tag: str = ""
    ) -> Iterator[Change]:
        """What a maker of measured rows makes; it fails alone."""
        changes: list[Change] = []
        name = in_drill(self._drill, f"{type(rows).__name__} {tag}".rstrip())
        with self._faults.alone("row", name, life=True):
            changes = list(make())
        return self._placing(self._named(changes))

    def _named(self, changes: Iterable[Change]) -> Iterator[Change]:
        """What is measured, under the topics of this scene."""
        for topic, key, row in changes:
            named = in_drill(self._drill, topic)
            if row is None:
                self._measured.pop((named, key), None)
            else:
                self._measured[named, key] = None
            yield named, key, row

    def _placing(self, changes: Iterable[Change]) -> Iterator[Change]:
        if self._drill is None:  # reality never ends
            yield from changes
            return
        for change in changes:
            self._placed[change[:2]] = None
            yield change


def readings_by_scene(readings: Iterable[Reading]) -> dict[str | None, list[Reading]]:
    """Readings of each scene under the plant's own tags."""
    found: dict[str | None, list[Reading]] = {}
    for reading in readings:
        drill, tag = drill_of_name(reading.tag)
        own = reading if drill is None else reading._replace(tag=tag)
        found.setdefault(drill, []).append(own)
    return found


def positions_by_scene(positions: Iterable[Position]) -> dict[str | None, list[Position]]:
    """Positions of each scene under the people's own ids."""
    found: dict[str | None, list[Position]] = {}
    for position in positions:
        drill, person = drill_of_name(position.person)
        own = position if drill is None else position._replace(person=person)
        found.setdefault(drill, []).append(own)
    return found

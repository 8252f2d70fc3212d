"""The board: turns facts, readings and positions into rows in the hub. (`center_watch.py` adds the rows about the
processes themselves.)
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from command_center import log
from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.fact import Fact
from command_center.domain.incidents.warning.exercise_over import TOLD_IN_REALITY
from command_center.domain.incidents.warning.public_warning import OF_DRILL
from command_center.domain.journal.set_aside import CHANGES_THE_PAST
from command_center.domain.level_window import Sample
from command_center.domain.reading import Position, Proof, Reading
from command_center.domain.registry import FACTS
from command_center.domain.site.map.way_out import STILL, Air
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.faults import Faults
from command_center.live.hub import Hub
from command_center.live.rows.kind import Doorway, Masks, no_masks
from command_center.live.rows.levels.level_rows import LevelRows, Span
from command_center.live.rows.row import Change, RowKey
from command_center.live.scene import Scene, positions_by_scene, readings_by_scene

_log = log.get(__name__)


class Board:
    """Feeds one hub. Start it once with the stored data, then pass it everything new.

    Reality is one scene, the twin state of a running drill another, each with the plant description in force in it
    (`State.in_force`). When that description changes, its rows are made again: `latest` gives the newest readings,
    `before(tags)` those of the last `REMEMBERED_MS`. A fact, reading or position goes to exactly one scene. A row
    that cannot be made or written is removed and noted in `faults`; all other rows are sent, and `try_again` retries
    it. The methods never raise: input that cannot be processed for any other reason waits, `complete` is False, and
    `try_again` and each further input retry it.
    """

    def __init__(
        self,
        site: Site,
        hub: Hub,
        masks: Masks = no_masks,
        latest: Callable[[], Mapping[str, Reading]] = dict,
        before: Callable[[frozenset[str]], Iterable[Reading]] = lambda tags: (),
        door: Doorway | None = None,
        faults: Faults | None = None,
    ) -> None:
        self._faults = faults or Faults(hub.now)
        self._masks, self._door = masks, door
        self._latest, self._before = latest, before
        self._hub = hub
        self._reality = Scene(site, masks=masks, door=door, faults=self._faults)
        self._twins: dict[str, Scene] = {}
        self._positions: dict[str, Position] = {}
        self._state = State.start(site)
        self._failing = False
        self._anew: list[Scene] = []
        self._untold: list[Fact] = []
        self._unread: dict[str, Reading] = {}
        self._unmoved: dict[str, Position] = {}
        self._unpassed: dict[str, None] | None = None

    @property
    def complete(self) -> bool:
        """Whether everything passed to the board is in the hub."""
        waits = self._untold or self._unread or self._unmoved or self._unpassed is not None
        return not (self._failing or waits)

    @property
    def remembers(self) -> frozenset[str]:
        """The tags whose last minutes a starting board needs: wind and rain."""
        return self._reality.remembers

    @property
    def level_rows(self) -> dict[str | None, LevelRows]:
        """The level rows of each scene, keyed by its drill (None: reality)."""
        return {None: self._reality.levels} | {d: one.levels for d, one in self._twins.items()}

    def air(self, drill: str | None) -> Air:
        """What is known of the air in a drill, or in reality; of a drill that is not shown nothing is."""
        scene = self._reality if drill is None else self._twins.get(drill)
        return STILL if scene is None else scene.air

    def start(
        self,
        state: State,
        recent: Iterable[Fact],
        readings: Mapping[str, Reading],
        positions: Mapping[str, Position],
        before: Iterable[Reading] = (),
    ) -> None:
        """Put the whole board: the folded state, the ticker's last facts, the latest values.

        `before` holds the readings of the `remembers` tags in the last `REMEMBERED_MS`, in order of time: a process
        that starts in the middle of a crisis knows what its predecessor knew. A row that cannot be made does not keep
        a process from starting.
        """
        self._state = state
        self._positions = dict(positions)
        facts, own = list(recent), _own(readings)
        places = _own_places(positions).get(None)
        self._reality = Scene(
            state.in_force,
            positions=places,
            masks=self._masks,
            door=self._door,
            faults=self._faults,
        )
        real = [fact for fact in facts if _scene_of(fact) is None]
        rows = self._reality.whole(state, real, own.get(None, {}), before)
        self._hub.change(rows, seq=state.seq)
        for drill in state.twins:
            self._hub.change(self._begun(drill, facts, own))
        self._hub.flush()  # nobody listens yet; what stayed pending would hold back every pulse

    def take_facts(self, facts: Sequence[Fact], state: State) -> None:
        """Show facts just folded, at once. A listener of the Desk."""
        self._state = state
        if any(fact.kind in CHANGES_THE_PAST for fact in facts):
            for scene in (self._reality, *self._twins.values()):
                scene.untold()  # any row may be another
        self._untold.extend(facts)
        self.try_again()

    def forget_places(self, names: Iterable[str]) -> None:
        """Forget the erased positions kept under these names."""
        for name in names:
            self._positions.pop(name, None)
            self._unmoved.pop(name, None)

    def take_readings(self, readings: Sequence[Reading]) -> None:
        """Take new readings; they are sent with the next regular flush."""
        if self._unread:  # an older value may not be put over these
            self._unread |= _latest(readings)
            self.try_again()
        elif not self._put(lambda: self._read(readings)):
            self._unread = _latest(readings)

    def take_late(self, readings: Sequence[Reading]) -> None:
        """Take stored readings that are older than the latest of their tag; they may change its rate."""
        for drill, own in readings_by_scene(readings).items():
            scene = self._reality if drill is None else self._twins.get(drill)
            if scene is not None and not self._put_levels(scene.late(own)):
                scene.levels.doubt(one.tag for one in own)

    def take_proofs(self, proofs: Sequence[Proof]) -> None:
        """Take keep-alives of the plant's tags: the rows then say until when their value was known to hold."""
        self._put_levels(self._reality.proven(proofs))

    def refill(
        self, drill: str | None, rows: LevelRows, stored: Mapping[str, tuple[Span, list[Sample]]]
    ) -> None:
        """Put windows of a scene's `rows` as read from the store; does nothing if the scene is over."""
        scene = self._reality if drill is None else self._twins.get(drill)
        if scene is None or scene.levels is not rows:
            return
        if not self._put_levels(scene.refill(stored)):
            rows.doubt(stored)

    def take_positions(self, positions: Sequence[Position]) -> None:
        """Take new positions; they are sent with the next regular flush."""
        self._unmoved |= {position.person: position for position in positions}
        self.try_again()

    def take_passages(self, names: Iterable[str]) -> None:
        """Take the people who passed a gate; if empty, a reader was heard or went silent. Sent with
        the next flush.
        """
        self._unpassed = (self._unpassed or {}) | dict.fromkeys(names)
        self.try_again()

    def try_again(self) -> None:
        """Process waiting input, and retry the rows that could not be made."""
        self._put(lambda: self._hub.change(list(self._again())))
        if self._untold and self._put(self._tell):
            self._untold.clear()
        unread, unmoved = self._unread, self._unmoved
        if unread and self._put(lambda: self._read(unread.values())):
            self._unread = {}
        if unmoved and self._put(lambda: self._move(unmoved.values())):
            self._unmoved = {}
        unpassed = self._unpassed
        if unpassed is not None and self._put(lambda: self._pass(unpassed)):
            self._unpassed = None
        waits = self._untold or self._unread or self._unmoved or self._unpassed is not None
        if self._failing and not waits:
            self._failing = False
            _log.info("the board can be told again", seq=self._hub.seq)

    def _again(self) -> Iterator[Change]:
        unsayable: dict[str, list[RowKey]] = {}
        for topic, key in self._hub.unsayable():
            drill, _, plain = topic.rpartition("/")
            unsayable.setdefault(drill, []).append((plain, key))
        yield from self._reality.again(self._state, unsayable.get("", ()))
        for drill, scene in self._twins.items():
            if drill in self._state.twins:
                yield from scene.again(self._state.twins[drill], unsayable.get(drill, ()))

    def _tell(self) -> None:
        """All of what is untold or, when it cannot be told, none."""
        facts, twins = self._untold, dict(self._twins)
        self._anew.clear()
        try:
            self._hub.change(list(self._after(facts)), seq=facts[-1].seq)
        except BaseException:
            self._twins = twins  # a scene that was not shown has not begun
            for untold in self._anew:
                untold.untold()
            raise
        for drill, told in _by_scene(facts).items():
            scene = self._reality if drill is None else self._twins.get(drill)
            if scene is not None and (drill is None or drill in twins):
                scene.remember(told)

    def _after(self, facts: Sequence[Fact]) -> Iterator[Change]:
        """The rows that changed: of reality, and of each drill that goes on, began or ended."""
        by_scene = _by_scene(facts)
        if real := by_scene.get(None):
            yield from self._reality.after(real, self._state)
        if shown := [f for f in facts if self._told_in_reality(f)]:
            yield from self._reality.beside(shown, self._state)
        yield from self._described(self._reality, None, self._state)
        for drill in [drill for drill in self._twins if drill not in self._state.twins]:
            yield from self._twins.pop(drill).gone()
        for drill, twin in self._state.twins.items():
            scene, told = self._twins.get(drill), by_scene.get(drill, [])
            if scene is None:
                yield from self._begun(drill, facts, {})
            else:
                if told:
                    yield from scene.after(told, twin)
                if beside := [f for f in facts if _moves_twin(f, drill)]:
                    yield from scene.beside(beside, twin)
                yield from self._described(scene, drill, twin)

    def _told_in_reality(self, fact: Fact) -> bool:
        """Whether reality shows what happened in a drill: it does while it suspends it."""
        drill = self._state.drills.get(fact.drill or "")
        return fact.kind in TOLD_IN_REALITY and drill is not None and drill.phase == "suspended"

    def _described(self, scene: Scene, drill: str | None, state: State) -> Iterator[Change]:
        """The scene again, if its plant is described otherwise than it shows."""
        site = state.in_force
        if site is scene.site:
            return
        self._anew.append(scene)
        own = _own(self._latest()).get(drill, {})
        before = self._before(scene.remembers) if drill is None else ()
        yield from scene.described(site, state, own, before)

    def _begun(
        self, drill: str, recent: Iterable[Fact], readings: Mapping[str | None, dict[str, Reading]]
    ) -> list[Change]:
        """A drill's scene with what is known of it; people stand where they really are until they
        are said to be elsewhere in it."""
        places = _own_places(self._positions)
        really = self._really(drill, places.get(None, {}).values())
        known = {one.person: one for one in really} | places.get(drill, {})
        plant = self._state.twins[drill].in_force
        scene = self._twins[drill] = Scene(plant, drill, known, self._masks, faults=self._faults)
        own = [fact for fact in recent if _scene_of(fact) == drill]
        return list(scene.whole(self._state.twins[drill], own, readings.get(drill, {})))

    def _read(self, readings: Iterable[Reading]) -> None:
        for drill, own in readings_by_scene(readings).items():
            scene = self._reality if drill is None else self._twins.get(drill)
            state = self._state if drill is None else self._state.twins.get(drill)
            if scene is not None and state is not None:
                self._hub.change(scene.read(own, state), urgent=False)

    def _move(self, positions: Iterable[Position]) -> None:
        moved = list(positions)
        self._positions |= {position.person: position for position in moved}
        by_scene = positions_by_scene(moved)
        if real := by_scene.get(None):
            self._hub.change(self._reality.moved(real, self._state), urgent=False)
        for drill, twin in self._state.twins.items():
            if (scene := self._twins.get(drill)) is not None:
                own = [*self._really(drill, real or ()), *by_scene.get(drill, ())]
                self._hub.change(scene.moved(own, twin), urgent=False)

    def _pass(self, names: Iterable[str]) -> None:
        self._hub.change(self._reality.passed(names, self._state), urgent=False)

    def _really(self, drill: str, places: Iterable[Position]) -> list[Position]:
        """Where people really are, by the exercise clock; not of those whom the exercise has
        somewhere else."""
        clock = self._state.drills[drill]
        return [
            one._replace(ts=clock.exercise_at(one.ts))
            for one in places
            if in_drill(drill, one.person) not in self._positions
        ]

    def _put_levels(self, changes: Iterable[Change]) -> bool:
        return self._put(lambda: self._hub.change(changes, urgent=False))

    def _put(self, change: Callable[[], object]) -> bool:
        try:
            change()
        except Exception:
            if not self._failing:
                _log.exception("the board cannot be told; no screen is told anything until it can")
            self._failing = True
            return False
        return True


def _latest(readings: Iterable[Reading]) -> dict[str, Reading]:
    return {reading.tag: reading for reading in readings}


def _scene_of(fact: Fact) -> str | None:
    """The drill a fact happened in; what is done with a drill happens in reality."""
    return None if FACTS[fact.kind].of_drill else fact.drill


def _moves_twin(fact: Fact, drill: str) -> bool:
    """Whether a fact of reality moves the drill's rows too: what is done with the drill, and other sirens, which both
    boards have in common."""
    return fact.kind == "siren.enrolled" or (fact.drill == drill and fact.kind in OF_DRILL)


def _by_scene(facts: Iterable[Fact]) -> dict[str | None, list[Fact]]:
    found: dict[str | None, list[Fact]] = {}
    for fact in facts:
        found.setdefault(_scene_of(fact), []).append(fact)
    return found


def _own(readings: Mapping[str, Reading]) -> dict[str | None, dict[str, Reading]]:
    return {
        drill: {one.tag: one for one in own}
        for drill, own in readings_by_scene(readings.values()).items()
    }


def _own_places(positions: Mapping[str, Position]) -> dict[str | None, dict[str, Position]]:
    return {
        drill: {one.person: one for one in own}
        for drill, own in positions_by_scene(positions.values()).items()
    }

"""The whole board as rows, and the rows that change when facts and positions arrive."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.fact import Fact
from command_center.domain.reading import Position
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.faults import Alone, Faults
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.center.ticker_rows import KEPT, TICKER, ticker_row
from command_center.live.rows.described import Described
from command_center.live.rows.kind import (
    KINDS,
    Doorway,
    Masks,
    RowKind,
    Seen,
    kind_of,
    movers,
    no_masks,
    shown_name,
)
from command_center.live.rows.people.inside_rows import passed_by
from command_center.live.rows.row import Change, RowKey

LIFE = frozenset(
    {"alarms", "directives", "incident", "levels", "matters", "people", "readiness", "resources"}
)
"""Topics on whose rows lives hang (ours): where people are, what threatens them, what they were told."""


class Projection:
    """The rows of one site, or of a drill's twin state (their topics then begin with the drill).

    It stores only the ticker's window, the latest positions, and which rows cannot be made: such a row is removed,
    noted as a fault, and retried at every look.
    """

    def __init__(
        self,
        site: Site,
        positions: Mapping[str, Position] | None = None,
        drill: str | None = None,
        masks: Masks = no_masks,
        door: Doorway | None = None,
        faults: Faults | None = None,
    ) -> None:
        self._faults = faults or Faults(lambda: 0)
        self._failed: dict[tuple[int, str], tuple[RowKind[Any], str]] = {}
        self._site, self._masks = site, masks
        self._drill, self._door = drill, door or Doorway()
        self._positions: dict[str, Position] = dict(positions or {})
        self._ticker: deque[Fact] = deque(maxlen=KEPT)

    def whole(self, state: State) -> Iterator[Change]:
        """Yield all rows, for a starting board."""
        seen = Seen(state, self._site, self._positions, masks=self._masks, door=self._door)
        for kind in KINDS:
            for name in self._names(kind, kind.lister, seen):
                yield self._made(kind, name, seen)
        for fact in self._ticker:
            yield self._told(fact)

    def remember(self, facts: Iterable[Fact]) -> None:
        """Add facts to the ticker's window, oldest first."""
        self._ticker.extend(facts)

    def after(self, facts: Sequence[Fact], state: State) -> Iterator[Change]:
        """Yield the rows that `facts`, already folded into `state`, may have changed. Call `remember` for them once
        sent.
        """
        for fact in facts:
            if fact.kind == "person.erased":
                self._positions.pop(fact.data["person"], None)
        yield from self.beside(facts, state)
        shown = [*self._ticker, *facts]
        for old in shown[:-KEPT]:
            yield self._named(TICKER.change(str(old.seq), None))
        for fact in facts[-KEPT:]:
            yield self._told(fact)

    def beside(self, facts: Sequence[Fact], state: State) -> Iterator[Change]:
        """Yield the rows that these facts may have changed, without ticker rows: the facts did not happen in this
        scene.
        """
        seen = Seen(state, self._site, self._positions, len(facts), self._masks, self._door)
        for kind, name in dict.fromkeys(one for fact in facts for one in self._moved(fact, seen)):
            yield self._made(kind, name, seen)

    def again(self, state: State, unsayable: Iterable[RowKey]) -> Iterator[Change]:
        """Yield the rows that could not be made or written, retried."""
        places = [(kind_of(topic, key), key) for topic, key in unsayable]
        failed = [(kind, kind.name_of(key)) for kind, key in places if kind and kind.maker]
        failed += self._failed.values()
        if failed:
            seen = Seen(state, self._site, self._positions, masks=self._masks, door=self._door)
            for kind, name in failed:
                yield self._made(kind, name, seen)

    def _moved(self, fact: Fact, seen: Seen) -> Iterator[tuple[RowKind[Any], str]]:
        """The rows that a fact may have changed; where a kind cannot tell, all of its rows."""
        for kind, mover in movers(fact.kind):
            names: list[str] | None = None
            with self._alone(kind, f"moved by {fact.kind}"):
                names = list(mover(fact, seen))
            for name in self._names(kind, kind.lister, seen) if names is None else names:
                yield kind, name

    def _names(
        self, kind: RowKind[Any], lister: Callable[[Seen], Iterable[str]] | None, seen: Seen
    ) -> list[str]:
        """The names of a kind's rows; none where they cannot be told."""
        if lister is None:
            return []
        with self._alone(kind, "list"):
            return list(lister(seen))
        return []

    def described(self, site: Site, state: State) -> Iterator[Change]:
        """Yield the rows that may differ under the new plant description, and the removal of rows that no longer
        exist.
        """
        before = Seen(state, self._site, self._positions, masks=self._masks, door=self._door)
        change, self._site = Described(self._site, site), site
        seen = Seen(state, site, self._positions, masks=self._masks, door=self._door)
        for kind in KINDS:
            if kind.lister is None:
                continue
            names: Iterable[str] | None = None
            with self._alone(kind, "description"):
                told = kind.named_anew(change, seen)
                names = None if told is None else list(dict.fromkeys(told))
            if names is not None:
                for name in names:
                    yield self._made(kind, name, seen)
                continue
            old = dict.fromkeys(self._names(kind, kind.lister, before))
            for name in self._names(kind, kind.lister, seen):
                old.pop(name, None)
                yield self._made(kind, name, seen)
            for name in old:
                yield self._named(kind.change(name, None))

    def moved(self, positions: Iterable[Position], state: State) -> Iterator[Change]:
        """The rows of people with a new position."""
        seen = Seen(state, self._site, self._positions, masks=self._masks, door=self._door)
        for position in positions:
            self._positions[position.person] = position
            for kind in LOCATED:
                yield self._made(kind, position.person, seen)

    def passed(self, names: Iterable[str], state: State) -> Iterator[Change]:
        """Yield the rows after these people passed a gate; without names, after a reader was heard or went silent."""
        seen = Seen(state, self._site, self._positions, masks=self._masks, door=self._door)
        named: list[tuple[RowKind[Any], str]] = []
        with self._faults.alone("row", "inside: passages", life=True):
            named = list(passed_by(names, seen))
        for kind, name in named:
            yield self._made(kind, name, seen)

    def _alone(self, kind: RowKind[Any], what: str) -> Alone:
        named = f"{in_drill(self._drill, kind.topic)}/{kind.pattern}: {what}"
        return self._faults.alone("row", named, life=kind.topic in LIFE)

    def _made(self, kind: RowKind[Any], name: str, seen: Seen) -> Change:
        place = in_drill(self._drill, kind.topic), kind.key_of(name)
        try:
            made = kind.make(seen, name)
        except Exception as error:
            self._failed[id(kind), name] = kind, name
            self._faults.note("row", shown_name(*place), error, life=kind.topic in LIFE)
            made = None
        else:
            if self._failed and self._failed.pop((id(kind), name), None) is not None:
                self._well(shown_name(*place))
        return *place, made

    def _well(self, shown: str) -> None:
        """A row is made again. Rows that not everybody may see share a name: it stands until all of them are."""
        left = (
            (in_drill(self._drill, kind.topic), kind.key_of(n)) for kind, n in self._failed.values()
        )
        if all(shown_name(*place) != shown for place in left):
            self._faults.well("row", shown)

    def _told(self, fact: Fact) -> Change:
        row = None
        with self._faults.alone("row", f"{TICKER.topic}/{fact.seq}"):
            row = ticker_row(fact)
        return self._named(TICKER.change(str(fact.seq), row))

    def _named(self, change: Change) -> Change:
        """The change under this scene's name of the topic."""
        topic, key, row = change
        return in_drill(self._drill, topic), key, row


LOCATED: tuple[RowKind[Any], ...] = tuple(kind for kind in KINDS if kind.located)

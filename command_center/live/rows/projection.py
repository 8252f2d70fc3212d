"""The whole board as rows, and the rows that change when facts and positions come."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from command_center.domain.drills.exercise_tag import in_drill
from command_center.domain.fact import Fact
from command_center.domain.reading import Position
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.live.rows import every as every  # noqa: PLC0414 - declares the kinds
from command_center.live.rows.described import Described
from command_center.live.rows.inside_rows import passed_by
from command_center.live.rows.kind import KINDS, Doorway, Masks, RowKind, Seen, listed, no_masks
from command_center.live.rows.row import Change
from command_center.live.rows.ticker_rows import KEPT, TICKER, ticker_row
from command_center.live.rows.touched import moved


class Projection:
    """Rows of one site, or of the twin a drill has of it (their topics then begin with the drill).

    It keeps nothing but the ticker's window and the latest positions.
    """

    def __init__(
        self,
        site: Site,
        positions: Mapping[str, Position] | None = None,
        drill: str | None = None,
        masks: Masks = no_masks,
        door: Doorway | None = None,
    ) -> None:
        self._site, self._masks = site, masks
        self._drill, self._door = drill, door or Doorway()
        self._positions: dict[str, Position] = dict(positions or {})
        self._ticker: deque[Fact] = deque(maxlen=KEPT)

    def whole(self, state: State) -> Iterator[Change]:
        """Every row there is, for a board that starts."""
        seen = Seen(state, self._site, self._positions, masks=self._masks, door=self._door)
        for kind, name in listed(seen):
            yield self._made(kind, name, seen)
        for fact in self._ticker:
            yield self._told(fact)

    def remember(self, facts: Iterable[Fact]) -> None:
        """Facts that the ticker holds from now on, oldest first."""
        self._ticker.extend(facts)

    def after(self, facts: Sequence[Fact], state: State) -> Iterator[Change]:
        """What `facts`, already folded into `state`, may have changed; `remember` them once told."""
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
        """What these may have changed, which the ticker does not tell: they did not happen here."""
        seen = Seen(state, self._site, self._positions, len(facts), self._masks, self._door)
        for kind, name in dict.fromkeys(one for fact in facts for one in moved(fact, seen)):
            yield self._made(kind, name, seen)

    def described(self, site: Site, state: State) -> Iterator[Change]:
        """The rows that may be others of a plant that is described otherwise from now on, and the end of those that are
        no more."""
        before = Seen(state, self._site, self._positions, masks=self._masks, door=self._door)
        change, self._site = Described(self._site, site), site
        seen = Seen(state, site, self._positions, masks=self._masks, door=self._door)
        for kind in KINDS:
            if kind.lister is None:
                continue
            names = kind.named_anew(change, seen)
            if names is not None:
                for name in dict.fromkeys(names):
                    yield self._made(kind, name, seen)
                continue
            old = dict.fromkeys(kind.lister(before))
            for name in kind.lister(seen):
                old.pop(name, None)
                yield self._made(kind, name, seen)
            for name in old:
                yield self._named(kind.change(name, None))

    def moved(self, positions: Iterable[Position], state: State) -> Iterator[Change]:
        """The rows of people whose position came in."""
        seen = Seen(state, self._site, self._positions, masks=self._masks, door=self._door)
        for position in positions:
            self._positions[position.person] = position
            for kind in LOCATED:
                yield self._made(kind, position.person, seen)

    def passed(self, names: Iterable[str], state: State) -> Iterator[Change]:
        """The rows after these passed a gate; without any, after a reader was heard or went silent."""
        seen = Seen(state, self._site, self._positions, masks=self._masks, door=self._door)
        for kind, name in passed_by(names, seen):
            yield self._made(kind, name, seen)

    def _made(self, kind: RowKind[Any], name: str, seen: Seen) -> Change:
        return self._named(kind.change(name, kind.make(seen, name)))

    def _told(self, fact: Fact) -> Change:
        return self._named(TICKER.change(str(fact.seq), ticker_row(fact)))

    def _named(self, change: Change) -> Change:
        """Under the topic of this scene."""
        topic, key, row = change
        return in_drill(self._drill, topic), key, row


LOCATED: tuple[RowKind[Any], ...] = tuple(kind for kind in KINDS if kind.located)

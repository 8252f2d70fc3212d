"""The headcount on site, in one process: stored passages are folded at start; the door and other
processes add to it.
"""

import hmac
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.fact import Fact
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.people.gate_presence import CARD, GatePresence
from command_center.ingest.batch import Window
from command_center.ingest.passages import PassagesDoor
from command_center.ingest.source_clocks import SourceClocks
from command_center.live.rows.kind import Doorway, VisitorSaid
from command_center.store.people.passages import Passages
from command_center.store.people.visitors import VisitorBook, VisitorCard

STRANGER_LENGTH = 10
"""Hex digits of an unknown card's name: 40 bits."""
OVERLAP_MS = 10_000
"""How far back a process reads again what others stored: a commit may be seen later than its time (ours)."""
NOBODY = VisitorSaid()


class Inside:
    """The gates of one site. `gates` is the folded headcount; `passages` and `visitors` store its source data."""

    def __init__(
        self, site: Site, passages: Passages, visitors: VisitorBook, secret: bytes,
        clock: Clock, window: Window, *, shared: bool,
    ) -> None:  # fmt: skip
        self.passages, self.visitors = passages, visitors
        self._clock, self._window, self._shared = clock, window, shared
        self._site: Callable[[], Site] = lambda: site
        self._secret = secret
        self.gates = GatePresence(readers=passages.readers())
        self.gates.take(passages.newest())
        self._name(passages.badges())
        self.gates.look(site, clock.now())
        self._said = {number: _said(card) for number, card in visitors.here().items()}
        self._read_until = clock.now()
        self._publish: Callable[[Iterable[str]], object] = lambda names: None
        self.doorway = Doorway(self.gates, self.said_of)
        """What rows are made of."""

    def follow(self, site: Callable[[], Site]) -> None:
        """Use this plant description from now on."""
        self._site = site

    def door(self, desk: Desk, clocks: SourceClocks | None = None) -> PassagesDoor:
        """Return the door through which gates report passages. `clocks` correct the times of senders whose clocks are
        wrong.
        """
        return PassagesDoor(
            self._site, self.gates, self.passages,
            visitors=lambda: desk.state.visitors.here,
            stranger=self.stranger, publish=self._heard, now=self._clock.now, window=self._window,
            clocks=clocks,
        )  # fmt: skip

    def publish_to(self, publish: Callable[[Iterable[str]], object]) -> None:
        """Call `publish` with the people who passed; with nobody where only a reader was heard or went silent."""
        self._publish = publish

    def stranger(self, badge: str) -> str:
        """Return a stable pseudonym for an unknown card. The card number cannot be guessed from it without the
        secret.
        """
        return hmac.new(self._secret, badge.encode(), sha256).hexdigest()[:STRANGER_LENGTH]

    def give_badges(self, given: dict[str, str], by: str) -> None:
        """Assign badges to people. Earlier passages with one of these badges are then counted under the holder's
        name.
        """
        self.passages.give_badges(given, self._clock.now(), by)
        self.named(given)

    def named(self, badges: Mapping[str, str]) -> None:
        """Publish the names of the holders of these badges."""
        if names := self._name(badges):
            self._publish(names)

    def _name(self, badges: Mapping[str, str]) -> list[str]:
        """The passages of unknown cards that are these badges become their holders'; whose rows change by that."""
        cards = {CARD + self.stranger(badge): who for badge, who in badges.items()}
        known = {card: who for card, who in cards.items() if card in self.gates.latest}
        if known:
            self.passages.name(known)
        return self.gates.name(cards)

    def said_of(self, visitor: str) -> VisitorSaid:
        """Return what this process knows of a visitor."""
        return self._said.get(visitor, NOBODY)

    def learn(self, facts: Sequence[Fact]) -> None:
        """Take in the visitors whom a gate desk, of this or another process, admitted."""
        new = [fact.data["visitor"] for fact in facts if fact.kind == "visitor.registered"]
        new = [visitor for visitor in new if visitor not in self._said]
        for number, card in self.visitors.of(new).items():
            self._said[number] = _said(card)
        for fact in facts:
            if fact.kind == "visitor.left":
                self.visitors.leave(fact.data["visitor"], fact.at)

    def make_up(self, state: State) -> None:
        """Sign out visitors who have left by the journal but are still in the table because of a crash in between."""
        for number, card in self.visitors.here().items():
            if (
                number not in state.visitors.here
                and card.arrived_at < self._clock.now() - OVERLAP_MS
            ):
                self.visitors.leave(number, self._clock.now())

    def forget(self, who: Iterable[str]) -> None:
        """Remove erased people and publish the removal."""
        names = list(who)
        for one in names:
            self._said.pop(one, None)
        self._publish(self.gates.forget(names) or names)

    def look(self) -> None:
        """Called once a second: note readers that went silent, and take in what other processes stored."""
        now = self._clock.now()
        names: list[str] = []
        if self._shared:
            since = min(self._read_until, now) - OVERLAP_MS
            self._read_until = now
            names = self.gates.take(self.passages.received_since(since))
            names += self._name(self.passages.badges_since(since))
            known = dict(self.gates.readers)
            self.gates.readers.update(
                {
                    name: one
                    for name, one in self.passages.readers().items()
                    if name not in known or one.heard_at > known[name].heard_at
                }
            )
        if self.gates.look(self._site(), now) or names:
            self._publish(names)

    def _heard(self, names: Sequence[str], readers: Sequence[str]) -> None:
        self.passages.hear({one: self.gates.readers[one] for one in readers})
        self.gates.look(self._site(), self._clock.now())
        self._publish(names)


def _said(card: VisitorCard) -> VisitorSaid:
    return VisitorSaid(card.name, card.company, card.plate, card.badge)

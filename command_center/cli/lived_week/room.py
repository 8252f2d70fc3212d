"""The environment of the generated week: the Desk, a clock advanced by hand, the duties, and the people by name."""

import heapq
from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import Any

from numpy.random import Generator
from sqlalchemy import BigInteger, ColumnElement, Dialect, literal

from command_center.boot.drills.planned import PlansSealed
from command_center.boot.outbox import wired
from command_center.boot.plant.site_templates import SiteTemplates
from command_center.boot.turned_clock import TurnedClock
from command_center.desk import Accepted, Desk, InvalidCommand
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role
from command_center.domain.drills.drill import live_drill
from command_center.domain.evidence.claims import Verdict
from command_center.domain.fact import Fact
from command_center.domain.notifications.wanted import wanted
from command_center.domain.reading import Reading
from command_center.domain.reviews.clock import proposals as review_proposals
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.notices.notice import Error
from command_center.duties.confirmation import confirmations
from command_center.duties.escalation import escalations
from command_center.duties.expiry import expired_since
from command_center.duties.matters import MatterClock
from command_center.duties.script import Scripts
from command_center.duties.shift_change import shift_to_begin
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.provider import Outcome, Receipt
from command_center.notify.routes import SIMULATED, Routes
from command_center.store.database.databases import Databases
from command_center.store.journal.batch import BatchJournal
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from command_center.store.plant.scenario_texts import ScenarioTexts
from command_center.store.reference import Descriptions
from command_center.store.sealed import SealedDrills
from simulations.chance import stream

SECOND_MS, MINUTE_MS, HOUR_MS, DAY_MS = 1_000, 60_000, 3_600_000, 86_400_000
BUSY_BEAT_MS, QUIET_BEAT_MS = 2 * SECOND_MS, 10 * MINUTE_MS
"""How often the duties look while something is going on, and else: shifts change at whole hours."""
PAST_BEAT_MS = HOUR_MS
"""How often they look before the week: nothing but shifts and matters waits for them there."""
TOLD_MS = DAY_MS
"""Before the last day, the notices of matters go out only while an incident or a drill keeps the outbox at work."""
FACTS_AT_ONCE = 2_000
MOST_ROUNDS = 20
"""How often the clock of matters is asked at one moment: a move by rule may lead to the next."""

Story = Iterator[int]
"""What somebody does one after the other: each value is the time (UTC epoch ms) of what comes next."""


class WeekFailed(RuntimeError):
    """A command of the week was refused: the script and the plant's description disagree."""


class Room:
    """Runs the week from `since` to `until` (UTC epoch ms), and the half year of matters before it.

    `readings` is everything that gauges sent, `evidence` every photograph of a matter by its SHA-256,
    `chance(purpose)` the seed's random stream for a purpose.
    """

    def __init__(
        self,
        site: Site,
        stores: Databases,
        plants: Descriptions,
        since: int,
        until: int,
        seed: int,
        begins: int | None = None,
    ) -> None:
        self.site, self.since, self.until, self.seed = site, since, until, seed
        self.clock = TurnedClock(since if begins is None else begins)
        self.journal = BatchJournal(stores.journal, site.id, self.clock.now)
        self.sealed = SealedDrills(stores.journal, site.id)
        self.evidence: dict[str, Verdict] = {}
        self.templates = SiteTemplates(
            lambda: self.desk.state.own_templates,
            lambda: frozenset(post.id for post in site.posts),
            ScenarioTexts(stores.journal, site.id), self.clock,
        )  # fmt: skip
        self.desk = Desk(
            site, self.journal, self.clock, site_version=plants.version, described=plants.of,
            planned=PlansSealed(self.sealed).of, templates=self.templates, evidence=self.evidence.get,
        )  # fmt: skip
        self._asked: set[str] = set()
        self._matters = MatterClock()
        self.readings: list[Reading] = []
        self.switched_off: set[tuple[str, str]] = set()
        """Who cannot be reached by which channel just now."""
        self.facts: list[Fact] = []

        def time(_dialect: Dialect) -> ColumnElement[int]:
            return literal(self.clock.now(), BigInteger)

        self._outbox = wired(
            self.desk, stores.journal, self.clock, "week", Routes(()), {}, time=time
        )
        self._inbox = Inbox(stores.journal, site.id, time)
        self._deliveries = OutboxReader(stores.journal, site.id, time)
        self._scripts = Scripts(
            self.sealed,
            lambda seq: self.journal.read(seq, FACTS_AT_ONCE) if seq < self.state.seq else [],
            lambda drill: State.start(self.desk.site_of(drill)),
        )
        self._order = count()
        self._stories: list[tuple[int, int, Story]] = []
        self.desk.listen(lambda facts, _state: self.facts.extend(facts))

    @property
    def state(self) -> State:
        """The current folded state."""
        return self.desk.state

    @property
    def now(self) -> int:
        """The current time, UTC epoch ms."""
        return self.clock.now()

    def chance(self, *purpose: str) -> Generator:
        """Return the random stream of a purpose: the same seed gives the same numbers."""
        return stream(self.seed, "week", *purpose)

    def begin(self, story: Story) -> None:
        """Start a story beside the others, at the first time that it names."""
        for at in story:
            heapq.heappush(self._stories, (at, next(self._order), story))
            return

    def live(self) -> None:
        """Play the week up to `until`: every story, and the duties beside them."""
        self.beat()
        self.begin(self._duties())
        while self._stories and self._stories[0][0] < self.until:
            at, _, story = heapq.heappop(self._stories)
            self._let_pass(at)
            self.begin(story)
            self.look_at_matters()
        self._let_pass(self.until)
        self.journal.flush()

    def _let_pass(self, at: int) -> None:
        """Turn the clock to `at`; each deadline of a matter on the way has its moment."""
        while (due := self._matters.next_at) is not None and due < at:
            self.clock.turn(max(0, due - self.now))
            self.look_at_matters()
        self.clock.turn(max(0, at - self.now))

    def look_at_matters(self) -> None:
        """Do what the matters' clock proposes now, and what follows from it."""
        for _ in range(MOST_ROUNDS):
            asked = list(self._matters.due(self.state, self.site, self.templates, None, self.now))
            if not asked:
                return
            for kind, data in asked:
                self.desk.submit(kind, data, DUTY_ACTOR)  # what it refuses is asked again later

    def does(self, actor: Actor, kind: str, scene: str | None = None, /, **data: Any) -> list[Fact]:
        """Give a command that must be accepted, in reality or in a drill (`scene`); return its facts. Raises
        WeekFailed if it is refused.
        """
        try:
            answer = self.desk.submit(kind, data, actor, drill=scene)
        except InvalidCommand as invalid:
            raise WeekFailed(f"{kind}: {invalid.errors}") from invalid
        if not isinstance(answer, Accepted):
            now = datetime.fromtimestamp(self.now / 1000, self.site.zone)
            raise WeekFailed(
                f"{now:%m-%d %H:%M} {kind} by {actor.person or actor.id}: {answer.refusal}"
            )
        return list(answer.facts)

    def as_person(self, person: str | None, role: Role = Role.RESPONDER) -> Actor:
        """Return an actor signed in with the demonstration's one-click account of a role, acting as `person`."""
        return Actor(f"demo-{role.value}", role, ActorKind.HUMAN, person)

    def holder(self, post: str, drill: str | None = None) -> str:
        """Return the holder of a post now, in reality or in a drill. Raises WeekFailed if nobody holds it."""
        state = self.state if drill is None else self.state.twins[drill]
        person = state.roster.holders.get(post)
        if person is None:
            raise WeekFailed(f"nobody holds {post}")
        return person

    def first(self, kind: str, after: int = 0, **data: Any) -> Fact:
        """Return the first fact of a kind after a sequence number whose data has these values. Raises WeekFailed."""
        for fact in self.facts:
            same = all(fact.data.get(name) == value for name, value in data.items())
            if fact.seq > after and fact.kind == kind and same:
                return fact
        raise WeekFailed(f"no {kind} {data}")

    def _duties(self) -> Story:
        """The clocks: shifts, reviews, notices, the scripts of drills."""
        while True:
            beat = BUSY_BEAT_MS if self._busy else QUIET_BEAT_MS
            if self.now < self.since - PAST_BEAT_MS:
                beat = PAST_BEAT_MS
            yield self.now - self.now % beat + beat
            self.beat()

    def beat(self) -> None:
        """Runs all duties of the clock once."""
        state, now = self.state, self.now
        shift = shift_to_begin(self.site, state.roster, now)
        if shift is not None:
            self._duty("shift.begin", {"shift": shift})
        for incident, word in list(confirmations(state, self.site)):
            self._duty("plant.confirm", {"incident": incident, "state": word})
        for kind, data in list(escalations(state, now)):
            self._duty(kind, data)
        for resource, store, batch in list(expired_since(state, self.site, now)):
            self._duty("resource.expire", {"resource": resource, "store": store, "batch": batch})
        for kind, told in list(review_proposals(state, now)):
            self._duty(kind, told)
        for kind, data in list(self._scripts.others(state, now)):
            self._duty(kind, data)
        self._run_drill()
        if self.now < self.until - TOLD_MS and not self._busy:
            return
        asked = {one.delivery for one in wanted(self.state, self.site)}
        if asked != self._asked:
            self.tell()
        self._asked = asked

    def _run_drill(self) -> None:
        drill = live_drill(self.state)
        twin = None if drill is None else self.state.twins.get(drill.id)
        if drill is None or twin is None or drill.phase != "running":
            return
        now = drill.exercise_at(self.now)
        shift = shift_to_begin(self.site, twin.roster, now)
        if shift is not None:
            self._duty("shift.begin", {"shift": shift}, drill.id)
        for incident, word in list(confirmations(twin, self.site)):
            self._duty("plant.confirm", {"incident": incident, "state": word}, drill.id)
        for kind, data in list(escalations(twin, now)):
            self._duty(kind, data, drill.id)
        script = self._scripts.of(drill)
        if script is None:
            return
        script.read(drill, twin)
        for kind, data in list(script.due(drill, now)):
            self._duty(kind, data)

    def _duty(self, kind: str, data: dict[str, Any], drill: str | None = None) -> None:
        self.does(DUTY_ACTOR, kind, drill, **data)

    def tell(self) -> None:
        """Send the notices that are due; their delivery outcomes follow some seconds later."""
        read = len(self.facts)
        self._outbox.run_once(self.now)
        sent = [fact for fact in self.facts[read:] if fact.kind == "notification.sent"]
        if self._busy:
            for fact in sent:
                self.begin(self._carried([fact]))
        elif sent:
            self.begin(self._carried(sent))

    @property
    def _busy(self) -> bool:
        return bool(self.state.open_incidents or self.state.twins)

    def _carried(self, sent: list[Fact]) -> Story:
        """The carrier says of each notice what became of it; the center notes it after the last."""
        took = [
            (self.now + int(self.chance("carrier", str(fact.seq)).integers(2_000, 7_000)), rank)
            for rank, fact in enumerate(sent)
        ]
        for at, rank in sorted(took):
            yield at
            self._receive(sent[rank])
        self.tell()

    def _receive(self, sent: Fact) -> None:
        delivery = sent.data["delivery"]
        off = (sent.data["person"], sent.data["channel"]) in self.switched_off
        if sent.drill is not None and sent.drill not in self.state.twins:
            return  # the exercise is over, and with it its telephones
        row = self._deliveries.delivery(delivery)
        if row is None:
            raise WeekFailed(f"{delivery} was never sent")
        outcome: Outcome = "failed" if off else "delivered"
        error: Error | None = "switched_off" if off else None
        receipt = Receipt(f"week/{sent.seq}", outcome, ref=row.ref, error=error)
        take_receipts(self._inbox, SIMULATED, [receipt])

"""The Desk: locks, decides and appends a command; folds and decides again if another process was first; then applies
and publishes.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from pydantic import ValidationError

from command_center import log
from command_center.clock import Clock
from command_center.desk.listeners import Listener, Listeners, ListenerSubmits
from command_center.desk.outcomes import (
    Accepted,
    Contended,
    Forbidden,
    InvalidCommand,
    Refused,
    UnknownCommand,
)
from command_center.desk.refolding import (
    MOST_PASSED,
    NO_FAULT,
    TooManyFail,
    folded_without,
    read_after,
)
from command_center.domain.actor import DUTY_ACTOR, Actor
from command_center.domain.deciding import decided
from command_center.domain.drills.twin import in_reality, inside
from command_center.domain.evidence.claims import VerdictOf
from command_center.domain.fact import Draft, Fact
from command_center.domain.fold import apply, apply_without_matters
from command_center.domain.journal.recording import complete, fingerprint_of
from command_center.domain.journal.set_aside import CHANGES_THE_PAST
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import (
    COMMANDS,
    AirOf,
    Command,
    CommandSpec,
    Context,
    HasDouble,
    Planned,
    nobody_has_a_double,
)
from command_center.domain.site.described import Described, always
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.domain.state.people.gate_presence import GatePresence
from command_center.domain.template_language.shelf import TemplateShelf
from command_center.faults import Faults, reason_of
from command_center.store.journal import (
    Given,
    HeadMoved,
    Journal,
    KeyReused,
    KeyTaken,
    KeyUse,
    TermLost,
    Turn,
)
from command_center.store.journal.refusals import read_refusal, written

CHUNK = 5_000
"""Facts read at once when folding up to the head."""
MOST_TRIES = 100
"""Times another process may append first before a command is given back. Only where the journal
cannot hand out turns: racing for the head, four processes needed up to 84, in turns 2."""

_log = log.get(__name__)


class _Asked(NamedTuple):
    """One command on its way: who gives it, and under which key and term."""

    spec: CommandSpec
    command: Command
    actor: Actor
    key: str | None
    fingerprint: str | None
    term: int | None
    drill: str | None
    by_door: bool


class Desk:
    """Decides the commands of one site, one at a time, on the fold of its whole journal.

    Listeners are called in journal order, under the lock: they must be quick and may not submit (ListenerSubmits).
    `certain` is False while it is unknown whether the database kept an append; the state may then lack a fact, until
    the journal has been read again. `virtual_act` is False for a plant that is not simulated: there virtual people act
    in its drills only.
    """

    def __init__(
        self,
        site: Site,
        journal: Journal,
        clock: Clock,
        *,
        site_version: int | None = None,
        keep: Callable[[Site], int] | None = None,
        described: Described | None = None,
        planned: Planned | None = None,
        has_double: HasDouble = nobody_has_a_double,
        gates: GatePresence | None = None,
        templates: TemplateShelf | None = None,
        evidence: VerdictOf | None = None,
        air: AirOf | None = None,
        faults: Faults | None = None,
        virtual_act: bool = True,
    ) -> None:
        self.faults = faults or Faults(clock.now)
        self._kept, self._keep = (site, site_version), keep
        self.described, self.planned = described or always(site), planned
        self.has_double, self.gates, self.templates = has_double, gates, templates
        self.evidence, self.air, self.virtual_act = evidence, air, virtual_act
        self._pinned: set[str] = set()
        self._begun = site
        self.state = State.start(site)
        self.failed: dict[int, tuple[str, str]] = {}
        """Facts that cannot be folded here and that no fact sets aside yet: kind and error by number."""
        self._journal = journal
        self._clock = clock
        self._lock = threading.Lock()
        self._inside: int | None = None
        self._listeners = Listeners(self.faults)
        self.certain = True
        self._crowded = False

    def listen(self, listener: Listener) -> None:
        """Call `listener` with every later fact, each batch once and in order."""
        self._listeners.add(listener)

    @property
    def site(self) -> Site:
        """The plant description in force on the board now (`State.in_force`). It changes with the journal: read it
        each time, do not keep it. `state.site` is the description that is edited.
        """
        return self.state.in_force

    def site_of(self, drill: str | None) -> Site:
        """Return the plant description for a board: in a drill, with plans and limits as they were when it began. A
        drill that is over has the description that it began with.
        """
        twin = self.state.twins.get(drill or "")
        if twin is not None:
            return twin.in_force
        found = self.state.drills.get(drill or "")
        return self.site if found is None else self.described(found.site_version)

    def begin_with(self, state: State) -> None:
        """Resume from a state folded earlier, instead of the first fact. Allowed only before the first fold."""
        assert self.state.seq == 0
        self.state, self._pinned = state, set(state.twins)

    def catch_up(self) -> int:
        """Fold the facts that are in the journal but not yet in the state: those of other processes, or an own append
        whose answer was lost. Return how many.
        """
        with self._alone():
            return self._fold_to_head()

    def submit(
        self,
        kind: str,
        data: Mapping[str, Any],
        actor: Actor,
        *,
        key: str | None = None,
        term: int | None = None,
        drill: str | None = None,
        by_door: bool = False,
    ) -> Accepted | Refused:
        """Carry out a command, or refuse it and say what would lift the refusal.

        In a `drill` it is decided on the drill's twin state, by the exercise clock, and marked for ever. `key` makes
        repeating safe: the same command again gets its first answer, even a refusal. `term` is the lease term of the
        duties, checked inside the append. `by_door` says that a door of the command's own gives it; then the roles
        that the command names for that door (`CommandSpec.by_door`) are allowed too.

        Raises UnknownCommand, Forbidden, InvalidCommand before anything is decided; KeyReused for a key that named
        another command; TermLost when another process has taken over the duties; Contended when other processes keep
        appending first.
        """
        spec = COMMANDS.get(kind)
        if spec is None:
            raise UnknownCommand(kind)
        if actor.role not in spec.roles and not (by_door and actor.role in spec.by_door):
            raise Forbidden(kind, actor.role)
        try:
            command = spec.model.model_validate(data)
        except ValidationError as error:
            raise InvalidCommand(kind, error) from error
        fingerprint = fingerprint_of(kind, command, actor, drill) if key else None
        with self._alone():
            return self._decide(
                _Asked(spec, command, actor, key, fingerprint, term, drill, by_door)
            )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._inside == me:
            raise ListenerSubmits
        with self._lock:
            self._inside = me
            try:
                yield
            finally:
                self._inside = None

    def _decide(self, asked: _Asked) -> Accepted | Refused:
        for _ in range(MOST_TRIES):
            try:
                if self._crowded and self._journal.holds_turns:
                    return self._decide_in_turn(asked)
                decision, given = self._given(asked)
                if not given.new and asked.key is None:
                    if self._fold_to_head():
                        continue  # it was decided on what another process has changed since
                    return self._outcome(decision, [])
                with self._in_doubt():
                    stored = self._journal.append(**given._asdict())
            except HeadMoved:
                self._crowded = True
                self._fold_to_head()
            except KeyTaken as taken:
                return self._answer_of(taken.use)
            else:
                self._apply(stored)
                return self._outcome(decision, stored)
        raise Contended(asked.spec.kind, MOST_TRIES)

    def _decide_in_turn(self, asked: _Asked) -> Accepted | Refused:
        """Where several processes append at once, wait for the head instead of racing for it."""
        with self._in_doubt(), self._journal.turn() as turn:
            self._crowded = self._fold(turn) > 0
            decision, given = self._given(asked)
            stored = turn.append(given)
        self._apply(stored)
        return self._outcome(decision, stored)

    def _given(self, asked: _Asked) -> tuple[Decision, Given]:
        """Decide on the state as it is: the decision, and what it would append."""
        spec, command, actor, key, fingerprint, term, drill, by_door = asked
        site, version = self._plant_of(spec, command)
        ctx = Context(
            self._clock.now(), actor, site, version, described=self.described,
            planned=self.planned, has_double=self.has_double, gates=self.gates,
            templates=self.templates, evidence=self.evidence, by_door=by_door, recorded=self._recorded,
            air=self.air,
        )  # fmt: skip
        decision: Decision
        if drill is None:
            scene = in_reality(self.state, ctx, virtual_act=self.virtual_act)
        else:
            scene = inside(self.state, ctx, spec, drill)
        if isinstance(scene, Refusal):
            decision = scene
        else:
            state, ctx = scene
            decision = decided(state, spec, command, ctx)
        refused = decision if isinstance(decision, Refusal) else None
        drafts = decision.facts if isinstance(decision, Refusal) else decision
        facts = [complete(draft, command, ctx) for draft in drafts]
        refusal = written(refused) if refused and key else None
        return decision, Given(facts, self.state.seq, key, fingerprint, refusal, term)

    def _recorded(self, seq: int) -> Fact | None:
        """The fact of this number."""
        return next(iter(self._journal.numbered([seq])), None)

    def _plant_of(self, spec: CommandSpec, command: Command) -> tuple[Site, int | None]:
        """The plant that a command is decided on: what begins goes by today's, whose number is kept with it; what
        belongs to an open incident by its own, all else by what is in force."""
        today = self.state.site
        if spec.begins:
            return today, self._version_of(today)
        incident = self.state.open_incidents.get(getattr(command, "incident", None) or "")
        if incident is not None and incident.plant.begun:
            return incident.plant.site, incident.site_version
        return self.site, self._kept[1]

    def _version_of(self, site: Site) -> int | None:
        """The number under which a description is kept; one that was changed since is kept now."""
        kept, version = self._kept
        if site is not kept and self._keep is not None:
            version = self._keep(site)
            self._kept = (site, version)
        return version

    @contextmanager
    def _in_doubt(self) -> Iterator[None]:
        """Around an append: what fails with anything but its own refusals may have been kept."""
        try:
            yield
        except (HeadMoved, KeyTaken, KeyReused, TermLost, ValueError):
            raise  # nothing was
        except BaseException:
            self._look_after_doubt()
            raise

    def _look_after_doubt(self) -> None:
        """An append may have been kept although it failed: everybody must hear of it now, not at
        the next command. While the journal cannot be read, `certain` stays False."""
        self.certain = False
        try:
            self._fold_to_head()
        except Exception:
            _log.exception("whether the last append was kept is not known yet")

    def _outcome(
        self, decision: Refusal | Sequence[Draft], stored: Sequence[Fact]
    ) -> Accepted | Refused:
        if isinstance(decision, Refusal):
            return Refused(decision, stored)
        return self._accepted(stored)

    def _answer_of(self, use: KeyUse) -> Accepted | Refused:
        self._fold_to_head()
        facts = self._journal.facts_of(use)
        if use.refusal is not None:
            return Refused(read_refusal(use.refusal), facts)
        return self._accepted(facts)

    def _accepted(self, facts: Sequence[Fact]) -> Accepted:
        aside = self._aside(facts) if self.state.passing else ()
        return Accepted(facts[-1].seq if facts else self.state.seq, facts, aside)

    def _aside(self, facts: Sequence[Fact]) -> list[int]:
        return [fact.seq for fact in facts if fact.seq in self.state.passing]

    def _fold_to_head(self) -> int:
        folded = self._fold(self._journal)
        self.certain = True
        return folded

    def _fold(self, journal: Journal | Turn) -> int:
        folded = 0
        while facts := journal.read(self.state.seq, CHUNK):
            self._apply(facts)
            folded += len(facts)
        return folded

    def _apply(self, facts: Sequence[Fact]) -> None:
        """Fold what is durable and tell it, even when a later fact of it cannot be folded."""
        before = self.state.seq
        try:
            for fact in facts:
                self._apply_one(fact)
            self._pin()
        finally:
            self._listeners.tell(facts[: self.state.seq - before], self.state)

    def _apply_one(self, fact: Fact) -> None:
        """Fold one fact. One that cannot be folded is passed over; one that sets aside what was folded, or annuls
        that, changes the past, which is then folded anew."""
        try:
            apply(self.state, fact)
        except NO_FAULT:
            raise
        except Exception as error:
            passing = self.state.passing | {fact.seq}
            self._note_failed(fact, error)
            self._fold_anew(fact.seq, passing)
            return
        if fact.kind in CHANGES_THE_PAST:
            number, aside = fact.data["fact"], fact.data["fact"] in self.state.passed_over
            self.failed.pop(number, None)
            if aside != (number in self.state.passing):
                passing = self.state.passing | {number} if aside else self.state.passing - {number}
                self._fold_anew(fact.seq, passing)

    def _fold_anew(self, until: int, passing: frozenset[int]) -> None:
        self.state, failed = folded_without(self._begun, self._journal, until, passing)
        self._pinned = set()
        for fact, error in failed.values():
            self._note_failed(fact, error)

    def _note_failed(self, fact: Fact, error: Exception) -> None:
        self.faults.note("fact", f"{fact.seq} {fact.kind}", error, life=True)
        self.failed[fact.seq] = (fact.kind, reason_of(error))
        if len(self.failed) > MOST_PASSED:
            raise TooManyFail(len(self.failed), fact) from error

    def set_aside(self) -> None:
        """Record a fact that sets aside the facts that cannot be folded here. Raises the database's errors."""
        for number, (kind, why) in list(self.failed.items()):
            told = {"fact": number, "of": kind, "why": why}
            if number not in self.state.passed_over:
                self.submit("journal.set_aside", told, DUTY_ACTOR)
            self.failed.pop(number, None)

    def fresh(self, site: Site) -> State:
        """Return the state before the first fact, for a fold that skips the same facts as this one."""
        return State.start(site, self.state.passing)

    def _pin(self) -> None:
        """The fold begins with today's stock; a drill that began under another description, before
        this process did, gets the board that its own description gives."""
        for name in [name for name in self.state.twins if name not in self._pinned]:
            self._pinned.add(name)
            version = self.state.drills[name].site_version
            plant = self.described(version)
            if version is None or self.state.twins[name].plant.began_as(plant):
                continue
            other = self.fresh(plant)
            while other.seq < self.state.seq:
                most = min(CHUNK, self.state.seq - other.seq)
                for fact in read_after(self._journal, other.seq, most):
                    apply_without_matters(other, fact)
            twin = other.twins[name]
            twin.times, twin.accounts = self.state.times, self.state.accounts
            twin.pages_off = self.state.pages_off
            twin.contacts, twin.erased = self.state.contacts, self.state.erased
            twin.warnings.sirens = self.state.warnings.sirens
            self.state.twins[name] = twin

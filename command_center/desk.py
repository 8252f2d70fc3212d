"""The one door for change: lock, fold up to the journal's head, decide, append, apply, tell."""

import hashlib
import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from command_center import log
from command_center.clock import Clock
from command_center.domain.actor import Actor, Role
from command_center.domain.causality import before_cause, out_of_time
from command_center.domain.fact import AtBasis, Draft, Fact
from command_center.domain.fold import apply
from command_center.domain.refusal import Decision, Refusal
from command_center.domain.registry import COMMANDS, FACTS, Command, CommandSpec, Context
from command_center.domain.site.model import Site
from command_center.domain.speaking import unheard
from command_center.domain.state import State
from command_center.store.journal import HeadMoved, Journal, KeyReused, KeyTaken

Listener = Callable[[Sequence[Fact], State], None]

CHUNK = 5_000
"""Facts read at once when folding up to the head."""

_log = log.get(__name__)


class UnknownCommand(LookupError):
    """No such command is declared."""


class Forbidden(PermissionError):
    """The actor's role is not among the command's roles."""

    def __init__(self, kind: str, role: Role) -> None:
        super().__init__(f"{role} may not {kind}")
        self.kind = kind
        self.role = role


class InvalidCommand(ValueError):
    """The command's fields are wrong; `errors` are pydantic's, one a field."""

    def __init__(self, kind: str, error: ValidationError) -> None:
        super().__init__(f"{kind}: {error.error_count()} invalid field(s)")
        self.kind = kind
        self.errors = error.errors(include_url=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command was carried out; `facts` are durable. A no-op has none."""

    seq: int
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Refused:
    """The command was refused; `facts` is what was recorded of the attempt."""

    refusal: Refusal
    facts: Sequence[Fact]


class Desk:
    """Decides commands of one site, one at a time, over the fold of its whole journal.

    Listeners are called in journal order, under the lock: they must be quick and may not submit.
    """

    def __init__(self, site: Site, journal: Journal, clock: Clock) -> None:
        self.site = site
        self.state = State.start(site)
        self._journal = journal
        self._clock = clock
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Hear of every fact from now on, each batch once and in order."""
        self._listeners.append(listener)

    def catch_up(self) -> int:
        """Fold what other processes have appended; returns how many facts that was."""
        with self._lock:
            return self._fold_to_head()

    def submit(
        self,
        kind: str,
        data: Mapping[str, Any],
        actor: Actor,
        *,
        key: str | None = None,
        term: int | None = None,
    ) -> Accepted | Refused:
        """Carry out a command, or refuse it with what would lift the refusal.

        `key` makes repeating safe: the same command again answers with its first facts. `term`
        is the lease term of the duties, checked inside the append.

        Raises UnknownCommand, Forbidden, InvalidCommand before anything is decided; KeyReused
        for a key that named another command; TermLost when the duties have moved on.
        """
        spec = COMMANDS.get(kind)
        if spec is None:
            raise UnknownCommand(kind)
        if actor.role not in spec.roles:
            raise Forbidden(kind, actor.role)
        try:
            command = spec.model.model_validate(data)
        except ValidationError as error:
            raise InvalidCommand(kind, error) from error
        fingerprint = _fingerprint(kind, command, actor) if key else None
        with self._lock:
            if key and (use := self._journal.use_of(key)):
                if use.fingerprint != fingerprint:
                    raise KeyReused(key)
                return self._answer_of(key)
            return self._decide(spec, command, actor, key, fingerprint, term)

    def _decide(
        self,
        spec: CommandSpec,
        command: Command,
        actor: Actor,
        key: str | None,
        fingerprint: str | None,
        term: int | None,
    ) -> Accepted | Refused:
        while True:
            ctx = Context(now=self._clock.now(), actor=actor, site=self.site)
            decision = self._decision(spec, command, ctx)
            refused = isinstance(decision, Refusal)
            drafts = decision.facts if isinstance(decision, Refusal) else decision
            if not drafts and (refused or key is None):
                if self._fold_to_head():
                    continue  # it was decided on what another process has changed since
                return self._outcome(decision, [])
            facts = [_complete(draft, command, ctx) for draft in drafts]
            try:
                stored = self._journal.append(
                    facts,
                    expected=self.state.seq,
                    key=None if refused else key,
                    fingerprint=None if refused else fingerprint,
                    term=term,
                )
            except HeadMoved:
                self._fold_to_head()
            except KeyTaken:
                return self._answer_of(key or "")
            else:
                self._apply(stored)
                return self._outcome(decision, stored)

    def _decision(self, spec: CommandSpec, command: Command, ctx: Context) -> Decision:
        """The rules of every command around the command's own."""
        refusal = out_of_time(command, ctx) or unheard(command, ctx)
        if refusal:
            return refusal
        decision = spec.decide(self.state, command, ctx)
        drafts = decision.facts if isinstance(decision, Refusal) else decision
        return before_cause(self.state, drafts, command, ctx) or decision

    def _outcome(
        self, decision: Refusal | Sequence[Draft], stored: Sequence[Fact]
    ) -> Accepted | Refused:
        if isinstance(decision, Refusal):
            return Refused(decision, stored)
        return Accepted(stored[-1].seq if stored else self.state.seq, stored)

    def _answer_of(self, key: str) -> Accepted:
        self._fold_to_head()
        facts = self._journal.facts_of_key(key)
        return Accepted(facts[-1].seq if facts else self.state.seq, facts)

    def _fold_to_head(self) -> int:
        folded = 0
        while facts := self._journal.read(self.state.seq, CHUNK):
            self._apply(facts)
            folded += len(facts)
        return folded

    def _apply(self, facts: Sequence[Fact]) -> None:
        """Fold what is durable and tell it. No listener's mistake may turn that into a failure, or
        keep the others from hearing of it."""
        for fact in facts:
            apply(self.state, fact)
        if not facts:
            return  # a no-op under an idempotency key: recorded, and no news
        for listener in self._listeners:
            try:
                listener(facts, self.state)
            except Exception:
                _log.exception("a listener failed", first=facts[0].seq, last=facts[-1].seq)


def _complete(draft: Draft, command: Command, ctx: Context) -> Fact:
    """A draft with everything but its number; its payload checked against the registry."""
    spec = FACTS[draft.kind]
    backdated = draft.at is None and command.at is not None and command.at < ctx.now
    return Fact(
        seq=0,
        site=ctx.site.id,
        at=draft.at if draft.at is not None else ctx.when(command),
        at_basis=AtBasis.BACKDATED if backdated else AtBasis.OBSERVED,
        recorded_at=ctx.now,
        actor=ctx.actor.person or ctx.actor.id,
        actor_kind=ctx.actor.kind,
        via=command.via,
        speaker=command.speaker,
        kind=draft.kind,
        v=spec.v,
        data=spec.adapter.validate_python(draft.data, strict=True),
        incident=draft.incident,
        caused_by=draft.caused_by,
    )


def _fingerprint(kind: str, command: Command, actor: Actor) -> str:
    """Which command an idempotency key stands for: kind, fields as sent, and who sent it."""
    sent = command.model_dump(mode="json", exclude_unset=True)
    text = json.dumps([kind, actor.id, sent], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()

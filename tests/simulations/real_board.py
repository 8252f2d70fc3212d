"""The real Desk, duties and rows behind the same few calls as the doors, on a clock one turns."""

from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import orjson

from command_center.desk import Accepted, Desk, Forbidden, InvalidCommand, UnknownCommand
from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.fact import Fact
from command_center.domain.reading import Quality, Reading
from command_center.domain.site.model import Site
from command_center.duties.duties import Duties
from command_center.live.rows.projection import Projection
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.provider import Inbound
from command_center.notify.routes import SIMULATED
from command_center.notify.simulated import Simulated
from command_center.store.database.engine import open_engine
from command_center.store.journal import Journal
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from simulations.doors.receipts import receipt_of
from simulations.intent import CARRIER, COMMANDER, LOST, PLANT, Answer, Spoken
from simulations.night import Night
from simulations.parameters import parameters
from simulations.scenario import Scenario
from tests.simulations.sites import TODAY
from tests.support.empty_database import empty_at
from tests.support.hand_clock import HandClock
from tests.support.outbox import outbox_on

STEP_S = 0.5


def local_night(site: Site, scenario: Scenario) -> int:
    """The scenario's start as UTC epoch ms."""
    hour, minute = map(int, scenario.starts_at.split(":"))
    local = datetime.combine(TODAY, time(hour, minute), site.zone)
    return int(local.timestamp() * 1000)


class RealBoard:
    """A night at a real desk over a real SQLite journal, as fast as it goes."""

    step_s = STEP_S

    def __init__(self, site: Site, scenario: Scenario, seed: int, folder: Path) -> None:
        file = empty_at(folder / "night.db")
        self.engine = open_engine(f"sqlite:///{file}", synchronous="NORMAL")
        self.site, self.clock = site, HandClock(local_night(site, scenario))
        self.began_ms = self.clock.now()
        journal = Journal(self.engine, site.id, self.clock.now)
        self.desk = Desk(site, journal, self.clock)
        self.duties = Duties(self.desk, site, self.clock)
        self.outbox = outbox_on(self.desk, self.engine, self.clock)
        reader = OutboxReader(self.engine, site.id)
        self._carrier = Simulated(reader.delivery, lambda: True)
        self._inbox = Inbox(self.engine, site.id)
        self.rows = Projection(site)
        self.facts: list[Fact] = []
        self.refusals: list[tuple[str, str, str]] = []
        self.desk.listen(self._heard)
        self._changed: dict[str, dict[str, Any]] = {}
        self.duties.run_once(self.clock.now())
        for topic, key, row in self.rows.whole(self.desk.state):
            self._changed.setdefault(topic, {})[key] = row
        self.night = Night(site, scenario, parameters(), seed, self.clock.now())
        self.silent: set[str] = set()

    def _heard(self, facts: Any, state: Any) -> None:
        self.facts += facts
        for topic, key, row in self.rows.after(facts, state):
            self._changed.setdefault(topic, {})[key] = row

    def run(self, until_s: float, stop: Callable[[], bool] = lambda: False) -> None:
        """Let the night run to `until_s` simulated seconds, or until `stop`."""
        while self.t_s < until_s and not stop():
            self.clock.move(self.step_s)
            self.night.view.merge(orjson.loads(orjson.dumps(self._changed)))
            self._changed = {}
            for spoken in self.night.step(self.t_s, self.clock.now()):
                spoken.answer = self._submit(spoken)
            self._send_readings()
            self.duties.run_once(self.clock.now())
            self.outbox.run_once(self.clock.now())

    @property
    def t_s(self) -> float:
        return (self.clock.now() - self.began_ms) / 1000

    def _send_readings(self) -> None:
        sent, self.night.samples = self.night.samples, []
        self.duties.take(
            [
                Reading(
                    s.tag, self.began_ms + int(s.t_s * 1000), s.value, Quality(s.quality),
                    self.site.tag_by_id[s.tag].source,
                )
                for s in sent
            ]
        )  # fmt: skip

    def _submit(self, spoken: Spoken) -> Answer:
        say = spoken.say
        if say.voice in self.silent:
            return Answer(accepted=False, code=LOST)
        receipt = receipt_of(say, f"night-{say.key}")
        if receipt is not None:
            heard = self._carrier.receipts(Inbound("POST", {}, {}, orjson.dumps(receipt)))
            take_receipts(self._inbox, SIMULATED, heard.receipts)
            return Answer(accepted=heard.status == 200)
        return self.submit(say.kind, dict(say.data), self._actor(say.voice), key=say.key)

    def _actor(self, voice: str) -> Actor:
        if voice == COMMANDER:
            person = self.night.commander.person
            return Actor("virtual-commander", Role.COMMANDER, ActorKind.VIRTUAL, person)
        if voice == CARRIER:
            return Actor("virtual-carrier", Role.CARRIER, ActorKind.VIRTUAL)
        if voice == PLANT:
            return Actor("virtual-readings", Role.GATEWAY, ActorKind.GATEWAY)
        return Actor(f"virtual-{voice}", Role.RESPONDER, ActorKind.VIRTUAL, voice)

    def submit(
        self, kind: str, data: dict[str, Any], actor: Actor, key: str | None = None
    ) -> Answer:
        try:
            result = self.desk.submit(kind, data, actor, key=key)
        except (Forbidden, InvalidCommand, UnknownCommand) as error:
            raise AssertionError(
                f"{actor.id}: {kind} {data}: {error!r} {getattr(error, 'errors', '')}"
            ) from error
        if isinstance(result, Accepted):
            return Answer(accepted=True)
        self.refusals.append((actor.id, kind, result.refusal.code))
        return Answer(accepted=False, code=result.refusal.code)

    def first(self, kind: str, **data: Any) -> Fact | None:
        """The first fact of a kind whose data has these values."""
        return next(
            (f for f in self.facts if f.kind == kind
             and all(f.data.get(k) == v for k, v in data.items())),
            None,
        )  # fmt: skip

    def seconds_to(self, kind: str, since: Fact, **data: Any) -> float | None:
        """Seconds from one fact to the first of a kind."""
        fact = self.first(kind, **data)
        return (fact.at - since.at) / 1000 if fact else None

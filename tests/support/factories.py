"""A control room to test in: a real Desk on a real database, a clock set by hand, and its people."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect

from command_center.desk import Accepted, Desk, Refused
from command_center.domain.actor import DUTY_ACTOR, Actor, ActorKind, Role, Via
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.fact import Fact
from command_center.domain.fold import replay
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.schema import facts
from tests.support.any_command import NONCE, SEALED
from tests.support.empty_database import empty_at
from tests.support.hand_clock import HandClock
from tests.support.small_works import small_works

START = 1_796_148_600_000
"""2026-12-02 02:10 in the works' time zone: the night shift is on."""

ROLES = {"ann": Role.COMMANDER, "ben": Role.COMMANDER, "joe": Role.COMMANDER}
"""Who signs in as what; everybody else is a responder."""


def person(name: str, role: Role | None = None) -> Actor:
    """Somebody of the works at their own screen."""
    return Actor(id=f"account-{name}", role=role or ROLES.get(name, Role.RESPONDER), person=name)


def virtual(name: str) -> Actor:
    """The simulated hand that plays somebody's part."""
    role = ROLES.get(name, Role.RESPONDER)
    return Actor(id=f"virtual-{name}", role=role, kind=ActorKind.VIRTUAL, person=name)


CONTROLLER = Actor(id="account-controller", role=Role.CONTROLLER, kind=ActorKind.CONTROLLER)


def journal_at(where: Path | str, site: Site, clock: HandClock) -> Journal:
    """The works' journal, in a file or at a URL, which is migrated when it is new.

    It waits for no disk: what a killed process wrote stays, and no test here cuts the power.
    """
    if isinstance(where, Path) and not where.exists():
        empty_at(where)
    url = where if isinstance(where, str) else f"sqlite:///{where}"
    engine: Engine = open_engine(url, synchronous="NORMAL")
    if not inspect(engine).has_table(facts.name):
        migrate(engine)
    return Journal(engine, site.id, clock.now)


class ControlRoom:
    """What is done here is accepted, and what is refused here is refused, or the test fails."""

    def __init__(
        self,
        where: Path | str,
        site: Site | None = None,
        clock: HandClock | None = None,
        shift: str | None = "night",
    ) -> None:
        self.site = site or small_works()
        self.clock = clock or HandClock(START)
        self.journal = journal_at(where, self.site, self.clock)
        self.desk = Desk(self.site, self.journal, self.clock)
        self.desk.catch_up()
        if shift is not None:
            self.does(DUTY_ACTOR, "shift.begin", shift=shift)

    @property
    def state(self) -> State:
        """The live state."""
        return self.desk.state

    @property
    def now(self) -> int:
        """The room's clock, UTC epoch ms."""
        return self.clock.now()

    def does(self, who: str | Actor, kind: str, **data: Any) -> list[Fact]:
        """A command that is accepted; returns its facts."""
        answer = self.desk.submit(kind, data, person(who) if isinstance(who, str) else who)
        assert isinstance(answer, Accepted), f"{kind}: {answer}"
        return list(answer.facts)

    def refuses(self, who: str | Actor, kind: str, **data: Any) -> Refused:
        """A command that is refused; returns the refusal and what was recorded of the attempt."""
        answer = self.desk.submit(kind, data, person(who) if isinstance(who, str) else who)
        assert isinstance(answer, Refused), f"{kind}: accepted {answer}"
        return answer

    def plays(self, drill: str, who: str | Actor, kind: str, **data: Any) -> list[Fact]:
        """A command given in a drill, accepted; returns its facts."""
        actor = person(who) if isinstance(who, str) else who
        answer = self.desk.submit(kind, data, actor, drill=drill)
        assert isinstance(answer, Accepted), f"{kind}: {answer}"
        return list(answer.facts)

    def drill(self, **started: Any) -> str:
        """A drill that runs; returns its id."""
        planned = self.does(CONTROLLER, "drill.plan", name="Night drill")
        drill = str(planned[0].data["id"])
        self.seals(drill)
        self.does(CONTROLLER, "drill.start", drill=drill, **started)
        return drill

    def seals(self, drill: str) -> None:
        """Seal a planned drill."""
        seal = commitment_of(SEALED, NONCE)
        self.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="test/1")

    def hears(self, speaker: str, kind: str, **data: Any) -> list[Fact]:
        """A word from the radio, entered by the chief."""
        return self.does("ann", kind, via=Via.RADIO.value, speaker=speaker, **data)

    def later(self, seconds: float) -> int:
        """Let time pass."""
        return self.clock.move(seconds)

    def alarm(self, condition: str = "NETLOSS", tag: str = "LT-T", **data: Any) -> str:
        """An alarm that the duties raise; returns its id."""
        given = {"priority": "emergency", "onset": self.now - 60_000, "value": 5.0, "limit": None}
        self.does(DUTY_ACTOR, "alarm.raise", tag=tag, condition=condition, **(given | data))
        return f"{tag}:{condition}"

    def leak(self) -> str:
        """The tank leaks, the chief acknowledges and opens an incident; returns its id."""
        alarm = self.alarm()
        self.does("ann", "alarm.ack", alarm=alarm)
        opened = self.does("ann", "incident.open", place="tank", plan="leak-plan", alarm=alarm)
        return str(opened[0].data["id"])

    def measures_gas(self, incident: str = "INC-1", value: float = 0, **data: Any) -> None:
        """Gas is measured at the source, in ppm, so that somebody may go in."""
        given = {"place": "tank", "value": value, "unit": "ppm"} | data
        self.does("ann", "gas.measure", incident=incident, **given)

    def orders(self, incident: str, to: str = "farm-hand", **data: Any) -> str:
        """A directive of whoever commands, the chief or who took over; returns its id."""
        given = {"text": "Do it", "urgency": "urgent", "category": "source"}
        by = self.state.incidents[incident].commander or "ann"
        facts = self.does(by, "directive.issue", incident=incident, to=to, **(given | data))
        return str(facts[0].data["id"])

    def leak_under(self, commander: str) -> str:
        """A leak of which the chief has given command to another, so that they can be ordered too."""
        incident = self.leak()
        self.does("ann", "incident.transfer", incident=incident, to_person=commander)
        self.does(commander, "incident.transfer_ack", incident=incident)
        return incident

    def facts(self, kind: str | None = None) -> list[Fact]:
        """The whole journal, or all facts of a kind, as any reader gets them."""
        return [f for f in self.journal.read(0, 100_000) if kind in (None, f.kind)]

    def replayed(self) -> State:
        """A state made from the journal alone."""
        return replay(State.start(self.site), self.facts())

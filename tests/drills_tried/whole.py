"""A whole server in this process, wired as `app.build` wires it, with a clock set by hand.

`killed` is what kill -9 leaves: what is in its databases. The next one on the same folder starts from
that, with another description of the plant if it is given one.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from werkzeug.test import Client

from command_center.boot.app import Server, build
from command_center.desk import Accepted, Refused
from command_center.domain.actor import Actor, ActorKind, Role
from command_center.domain.drills.sealing import commitment_of
from command_center.domain.fact import Fact
from command_center.domain.reading import Reading
from command_center.domain.site.model import Site
from command_center.domain.state import State
from command_center.settings import Settings
from command_center.store.accounts.accounts import Accounts
from command_center.store.database.databases import Databases, databases
from command_center.store.journal import Journal
from command_center.store.sealed import Kept, SealedDrills
from tests.support.any_command import NONCE, SEALED
from tests.support.factories import CONTROLLER, START, person
from tests.support.hand_clock import HandClock

Who = str | Actor


class Whole:
    """One process of the embedded form. Times are the hand clock's, UTC epoch ms."""

    def __init__(self, folder: Path, site: Site, clock: HandClock, stores: Databases) -> None:
        self.site, self.clock, self.stores = site, clock, stores
        self.settings = Settings(data_dir=folder / "var")
        self.server: Server = build(self.settings, site, stores, clock)
        self.journal = Journal(stores.journal, site.id, clock.now)
        self._secrets: dict[Role, str] = {}
        self.sealed = SealedDrills(stores.journal, site.id)
        self.turn()

    @property
    def state(self) -> State:
        return self.server.desk.state

    @property
    def now(self) -> int:
        return self.clock.now()

    def turn(self, seconds: float = 0.0) -> None:
        """Let time pass, then everything that turns beside the server turns once."""
        now = self.clock.move(seconds)
        self.server.duties.run_once(now)
        self.server.outbox.run_once(now)
        self.server.look()
        self.server.widen()
        self.server.hub.flush()

    def lasts(self, seconds: float, each: float = 0.5) -> None:
        """A turn every `each` seconds."""
        for _ in range(round(seconds / each)):
            self.turn(each)

    def does(self, who: Who, kind: str, **data: Any) -> list[Fact]:
        return self._accepted(self.asks(None, who, kind, **data), kind)

    def plays(self, drill: str, who: Who, kind: str, **data: Any) -> list[Fact]:
        """A command given in a drill."""
        return self._accepted(self.asks(drill, who, kind, **data), kind)

    def refuses(self, inside: str | None, who: Who, kind: str, **data: Any) -> Refused:
        answer = self.asks(inside, who, kind, **data)
        assert isinstance(answer, Refused), f"{kind}: accepted {answer}"
        return answer

    def asks(self, inside: str | None, who: Who, kind: str, **data: Any) -> Accepted | Refused:
        actor = person(who) if isinstance(who, str) else who
        return self.server.desk.submit(kind, data, actor, drill=inside)

    def _accepted(self, answer: Accepted | Refused, kind: str) -> list[Fact]:
        assert isinstance(answer, Accepted), f"{kind}: {answer}"
        return list(answer.facts)

    def drill(self, content: str = SEALED, **started: Any) -> str:
        """A drill that runs; `content` is what was sealed of it."""
        planned = self.does(CONTROLLER, "drill.plan", name="Night drill")
        drill = str(planned[0].data["id"])
        seal = commitment_of(content, NONCE)
        if content != SEALED:
            self.sealed.keep(seal, Kept(content, NONCE), self.now)
        self.does(CONTROLLER, "drill.seal", drill=drill, commitment=seal, generator="test/1")
        self.does(CONTROLLER, "drill.start", drill=drill, **started)
        self.turn()
        return drill

    def reads(self, *readings: Reading) -> None:
        """Values that come in by the plant's own door."""
        by_source: dict[str, list[dict[str, Any]]] = {}
        for one in readings:
            by_source.setdefault(one.source, []).append(
                {"tag": one.tag, "ts": one.ts, "value": one.value}
            )
        for source, told in by_source.items():
            body = {"source": source, "readings": told}
            answer = self.posted(Role.GATEWAY, "readings", body)
            assert answer["rejected"] == [], answer

    def posted(self, role: Role, path: str, body: Any) -> dict[str, Any]:
        return self._asked("POST", role, path, json=body)

    def got(self, path: str, role: Role = Role.CONTROLLER) -> dict[str, Any]:
        return self._asked("GET", role, path)

    def _asked(self, method: str, role: Role, path: str, **options: Any) -> dict[str, Any]:
        kind = ActorKind.GATEWAY if role is Role.GATEWAY else ActorKind.HUMAN
        if role not in self._secrets:
            accounts = Accounts(self.stores.journal)
            name = f"{role}-{len(accounts.tokens())}"
            self._secrets[role] = accounts.add_token(name, role, self.now, actor_kind=kind)
        headers = {"Authorization": f"Bearer {self._secrets[role]}", "Accept-Language": "en"}
        answer = Client(self.server.wsgi).open(
            f"/api/v1/{path}",
            method=method,
            headers=headers,
            base_url="http://localhost",
            **options,
        )
        assert answer.status_code in (200, 202), answer.text
        told: dict[str, Any] = answer.get_json()
        return told

    def rows(self, drill: str | None, role: Role = Role.CONTROLLER) -> dict[str, Any]:
        """What the screens of a role show of reality or a drill, by topic and key."""
        told = self.got("board", role)["rows"]
        own = f"{drill}/" if drill else ""
        return {
            topic.removeprefix(own): rows
            for topic, rows in told.items()
            if (topic.startswith(own) if drill else "/" not in topic)
        }

    def facts(self, *kinds: str, drill: str | None = None) -> list[Fact]:
        """The facts of these kinds (all, if none is named), of a drill if it is."""
        return [
            fact
            for fact in self.journal.read(0, 100_000)
            if (not kinds or fact.kind in kinds) and drill in (None, fact.drill)
        ]


class Folder:
    """Where one server after the other runs."""

    def __init__(self, folder: Path, start: int = START) -> None:
        self._folder = folder
        self.clock = HandClock(start)
        self._open = ExitStack()

    def starts(self, site: Site) -> Whole:
        """The next process, after the last one was killed."""
        self.killed()
        stores = self._open.enter_context(databases(Settings(data_dir=self._folder / "var")))
        return Whole(self._folder, site, self.clock, stores)

    def killed(self) -> None:
        """Nothing of it is asked to end well; its files are let go."""
        self._open.close()


@contextmanager
def folder(at: Path, start: int = START) -> Iterator[Folder]:
    """A folder whose last process is gone at the end."""
    made = Folder(at, start)
    try:
        yield made
    finally:
        made.killed()

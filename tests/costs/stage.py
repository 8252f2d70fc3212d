"""A center with its board, and so many facts, matters and reports in its journal."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import orjson
from werkzeug.test import EnvironBuilder

from command_center.desk import Accepted
from command_center.domain.actor import DUTY_ACTOR, HUMAN_ROLES, Role
from command_center.domain.fact import Fact
from command_center.duties.duties import Duties
from command_center.live.audience import Audience
from command_center.live.board import Board
from command_center.live.rows.center.ticker_rows import KEPT
from tests.support.cost_counter import Counted, counted, peak_kib
from tests.support.outbox import outbox_on
from tests.support.small_works import small_works
from tests.support.template_shelf import Shelf
from tests.web.center import Center

NOTE = """
template: note
readers: [everyone]
fields: {place: {type: place}, found: {type: text}}
parties: {a: opener}
states: [open, over]
moves: {end: {from: open, to: over, by: a}}
"""
CHUNK = 5_000
CHECKED_IN = ("fay", "gus", "hua", "ivy", "cai", "dov")
STATUSES = ("en_route", "staged", "on_scene", "en_route", "staged", "on_scene")

Work = Callable[[], object]


class Given:
    """The ten given three times at a stage that has just begun: to warm up, for lines and statements, for bytes."""

    def __init__(self, stage: "Stage") -> None:
        for _, work in stage.commands(0):
            work()
        self.counted: dict[str, Counted] = {kind: counted(work) for kind, work in stage.commands(1)}
        self.kib = {kind: peak_kib(work) for kind, work in stage.commands(2)}


class Stage:
    """One process of the small works, its night begun, with an incident and an evacuation, beside `size` reports that
    no incident stands on, `size` open matters and `size` words of somebody on the way. Everything that it does is
    the same in every run. `given` is what the ten commands cost at its beginning, whatever is asked of it later."""

    def __init__(self, folder: Path, size: int) -> None:
        self.center = center = Center(folder, small_works())
        center.desk.templates = Shelf(NOTE)
        self._tokens = {
            "ann": center.token(Role.COMMANDER, "ann", person="ann"),
            "eva": center.token(Role.RESPONDER, "eva", person="eva"),
            "dcs": center.token(Role.GATEWAY, "dcs"),
        } | {role: center.token(role, f"of-{role}") for role in HUMAN_ROLES}
        self._number = 0
        self._submit("shift.begin", shift="night")
        opened = self.does("ann", "incident.open", place="tank", plan="leak-plan")
        self.incident = str(opened[0]["data"]["id"])
        self.does("ann", "evacuation.order", incident=self.incident, zones=["farm"])
        self._grow(size)
        self.board = Board(
            center.desk.site, center.hub, latest=lambda: center.readings.latest,
            door=center.inside.doorway, faults=center.desk.faults,
        )  # fmt: skip
        state = center.desk.state
        recent = center.journal.read(max(0, state.seq - KEPT), KEPT)
        self.board.start(state, recent, {}, {})
        center.desk.listen(self.board.take_facts)
        self.duties = Duties(center.desk, center.desk.site, center.clock)
        self.outbox = outbox_on(center.desk, center.engine, center.clock)
        center.desk.listen(self.outbox.hear)
        for role in HUMAN_ROLES:
            center.hub.join(Audience(role))
        center.hub.flush()
        self.given = Given(self)

    def _submit(self, kind: str, **data: Any) -> None:
        answer = self.center.desk.submit(kind, data, DUTY_ACTOR)
        assert isinstance(answer, Accepted), answer

    def _grow(self, size: int) -> None:
        """One of each by its command, the others as copies of the facts that it made."""
        first = self.center.desk.state.seq
        self.does("ann", "report.receive", **self.report())
        self.does("eva", "matter.open", **self._matter())
        self.does("eva", "responder.status", incident=self.incident, status="released")
        made = self.center.journal.read(first, 100)
        self._said = made[0]
        journal, copies = self.center.journal, list(_copies(made, size - 1))
        for begin in range(0, len(copies), CHUNK):
            journal.append(copies[begin : begin + CHUNK], expected=journal.head().seq)
        self.center.desk.catch_up()
        state = self.center.desk.state
        assert (len(state.reports), len(state.matters.open)) == (size, size)

    def report(self) -> dict[str, Any]:
        """What a report says."""
        return {"channel": "call", "place": "shop-1", "text": "Smoke"}

    def _matter(self) -> dict[str, Any]:
        self._number += 1
        ident = f"ffffffff-0000-4000-8000-{self._number:012d}"
        fields = {"place": "shop-1", "found": "It drips"}
        return {"matter": ident, "template": "note", "fields": fields}

    def does(self, who: str, kind: str, **data: Any) -> list[dict[str, Any]]:
        """A command over HTTP that is accepted; its facts."""
        status, told = self.asks(*self.command(who, kind, **data))
        assert status == 200, (kind, told)
        facts: list[dict[str, Any]] = orjson.loads(told)["facts"]
        return facts

    def command(self, who: str, kind: str, **data: Any) -> tuple[str, str, bytes]:
        """Who asks for what."""
        return who, "/api/v1/commands", orjson.dumps({"kind": kind, "data": data})

    def asks(self, who: str, path: str, body: bytes | None = None) -> tuple[int, bytes]:
        """Status and body of an answer."""
        return self.ready(who, path, body)()

    def ready(
        self, who: str, path: str, body: bytes | None = None
    ) -> Callable[[], tuple[int, bytes]]:
        """A request as the server is handed it: making it is no part of what it costs."""
        self.center.clock.advance(1)
        environ = EnvironBuilder(
            path, base_url="http://localhost", method="GET" if body is None else "POST",
            headers=[("Authorization", f"Bearer {self._tokens[who]}"), ("Accept-Language", "en")],
            content_type=None if body is None else "application/json",
            input_stream=None if body is None else BytesIO(body),
            content_length=0 if body is None else len(body),
        ).get_environ()  # fmt: skip

        def ask() -> tuple[int, bytes]:
            told: list[str] = []

            def start(status: str, headers: Any, error: Any = None) -> Callable[[bytes], object]:
                told.append(status)
                return told.append  # type: ignore[return-value]  # nobody writes by it

            answer: Any = self.center.server.wsgi_app(environ, start)
            whole = b"".join(answer)
            if hasattr(answer, "close"):
                answer.close()
            return int(told[0][:3]), whole

        return ask

    def told(self, who: str, kind: str, **data: Any) -> Work:
        """A command, ready: from WSGI until its last frame is made. It must be accepted."""
        ask = self.ready(*self.command(who, kind, **data))

        def work() -> None:
            status, answer = ask()
            assert status == 200, (kind, answer)
            assert self.center.hub.flush()

        return work

    def commands(self, number: int) -> Iterator[tuple[str, Work]]:
        """The ten, in an order in which each of them is accepted; `number` is how often they were given before."""
        mine = {"incident": self.incident}
        yield "report.receive", self.told("ann", "report.receive", **self.report())
        yield "matter.open", self.told("eva", "matter.open", **self._matter())
        person = CHECKED_IN[number]
        checked = {"person": person, "muster": "muster-north"}
        yield "person.check_in", self.told("ann", "person.check_in", **checked)
        status = {**mine, "status": STATUSES[number]}
        yield "responder.status", self.told("eva", "responder.status", **status)
        yield from self.ordered()

    def order(self) -> Work:
        """A directive to the farm hand, ready."""
        order = {"to": "farm-hand", "text": "Do it", "urgency": "urgent", "category": "source"}
        return self.told("ann", "directive.issue", incident=self.incident, **order)

    def ordered(self) -> Iterator[tuple[str, Work]]:
        """A directive and the steps by which it is followed."""
        yield "directive.issue", self.order()
        directive = {"directive": list(self.center.desk.state.directives)[-1]}
        yield "directive.ack", self.told("eva", "directive.ack", **directive)
        yield "directive.start", self.told("eva", "directive.start", **directive)
        half = {**directive, "percent": 50}
        yield "directive.progress", self.told("eva", "directive.progress", **half)
        yield "directive.done", self.told("eva", "directive.done", **directive)
        yield "directive.verify", self.told("ann", "directive.verify", **directive)

    def beat(self) -> None:
        """One beat of the duties."""
        self.duties.run_once(self.center.clock.now())

    def outbox_round(self) -> None:
        """What the outbox does twice a second, and five times while anything is under way."""
        self.outbox._round()

    def outbox_plan(self) -> None:
        """A round after a fact that plans nothing, soon after another."""
        self.outbox.hear([self._said], self.center.desk.state)
        self.outbox._round()

    def readings(self) -> Work:
        """A batch of 100 readings, ready: from WSGI until the frames are made."""
        self.center.clock.advance(60)
        now = self.center.clock.now()
        values = [
            {"tag": tag, "ts": now - 500 * (50 - number), "value": 5.0 + number % 2 / 100}
            for number in range(50)
            for tag in ("LT-T", "LT-P")
        ]
        ask = self.ready(
            "dcs", "/api/v1/readings", orjson.dumps({"source": "dcs", "readings": values})
        )

        def work() -> None:
            status, answer = ask()
            assert status == 202, answer
            assert orjson.loads(answer)["rejected"] == []
            self.duties.take(self.center.told[-100:])
            self.board.take_readings(self.center.told[-100:])
            assert self.center.hub.flush()

        return work


def _copies(made: Sequence[Fact], times: int) -> Iterator[Fact]:
    """The facts again so many times; of a matter its id and its number are others."""
    for number in range(times):
        for fact in made:
            data = dict(fact.data)
            if fact.kind == "matter.opened":
                data["matter"] = f"{number:08x}-0000-4000-8000-000000000000"
                data["running"] = number + 2
            yield replace(fact, data=data, caused_by=None)

"""How soon and how fast pages go out, through the real desk, outbox and workers, by providers that take 100 ms."""

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import Engine, update

from benchmarks.figure import Figure
from benchmarks.waiting import until
from command_center.desk import Desk
from command_center.duties import Duties
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.outbox import Outbox
from command_center.notify.provider import Accepted, Keep, Message, Provider, Receipt, Temporary
from command_center.notify.providers.gammu_smsd import FOLDERS, GammuProvider
from command_center.notify.providers.gammu_smsd import Settings as ModemSettings
from command_center.notify.routes import Route, Routes
from command_center.notify.sending.carrying import Addresses
from command_center.notify.sending.sending import Sending
from command_center.store.database.engine import open_engine
from command_center.store.database.migrate import migrate
from command_center.store.journal import Journal
from command_center.store.lease import Lease, duties_of
from command_center.store.outbox.planning import Planned, Plans
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from command_center.store.schema import deliveries
from command_center.store.writer import write
from tests.notify.providers.gammu_service import FakeSmsd
from tests.support.factories import START, ControlRoom
from tests.support.hand_clock import HandClock
from tests.support.outbox import Told, no_secret, outbox_on
from tests.support.postgres import fresh_database, running_postgres
from tests.support.reachable_works import reachable_works
from tests.support.unavailable import Unavailable

TAKES_S = 0.1
PAGES = 1_200
MODEM_NUMBER = "13800000001"
LEASE_MS = 3_500
"""The web process's own (`boot/center.py`)."""


class Timed(Told):
    """Takes 100 ms a message and keeps when each began, by its text."""

    def __init__(self, workers: int = 32, takes_s: float = TAKES_S, timeout_s: float = 10) -> None:
        super().__init__("im", self._take, workers=workers, timeout_s=timeout_s)
        self.began: dict[str, float] = {}
        self.takes_s = takes_s

    def _take(self, message: Message) -> Accepted:
        self.began.setdefault(message.text, time.perf_counter())
        time.sleep(self.takes_s)
        return Accepted(message.ref)


def measure() -> Iterator[Figure]:
    """Every figure, in a process with gevent's threads as the web process has them."""
    program = (
        "from gevent import monkey; monkey.patch_all();"
        "import json; from benchmarks.outbox import figures;"
        "[print('FIGURE', json.dumps(one), flush=True) for one in figures()]"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("FIGURE "):
                yield Figure(*json.loads(line.removeprefix("FIGURE ")))
    if process.returncode:
        raise RuntimeError("the outbox's process ended with an error; it stands above")


def figures() -> Iterator[Figure]:
    """Every figure on SQLite; those of several processes, and the throughput, on PostgreSQL too."""
    for in_a_room in (_command_to_page, _behind_routine, _receipt_to_board, _key_to_chain):
        with tempfile.TemporaryDirectory() as folder:
            migrate(open_engine(f"sqlite:///{folder}/outbox.db"))
            yield from in_a_room(Path(folder) / "outbox.db")
    yield from _modem_to_directive()
    with _sqlite() as engine:
        yield _evacuation(engine, "SQLite")
    with _sqlite() as engine:
        yield _throughput(engine, "SQLite", 100)
    with _sqlite() as engine:
        yield from _one_hangs(engine)
    with _sqlite() as engine:
        yield _dead_to_fallback(engine)
    try:
        with running_postgres() as server, fresh_database(server, "outbox") as url:
            engine = open_engine(url)
            migrate(engine)
            yield _throughput(engine, "PostgreSQL", 200)
            yield _evacuation(engine, "PostgreSQL")
            engine.dispose()
        with running_postgres() as server, fresh_database(server, "leaders") as url:
            migrate(open_engine(url))
            yield _leader_killed(url)
    except Unavailable as reason:
        yield Figure("NOT MEASURED on PostgreSQL", 0, "", str(reason))


@contextmanager
def _sqlite() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/outbox.db")
        migrate(engine)
        yield engine
        engine.dispose()


class NightClock(HandClock):
    """Runs on from the works' night. The desk, the outbox and the modem all read this one: by today's date every order
    of that night has expired, and to a desk that stands still an answer comes from the future and does not count."""

    def __init__(self) -> None:
        super().__init__(START)
        self._begun = time.monotonic()

    def now(self) -> int:
        return super().now() + int(1000 * self.elapsed())

    def elapsed(self) -> float:
        return time.monotonic() - self._begun


@contextmanager
def _room(
    file: Path | str,
    provider: Provider,
    kind: str = "im",
    addresses: Addresses = no_secret,
    clock: NightClock | None = None,
) -> Iterator[tuple[ControlRoom, str]]:
    """A desk whose outbox runs, and an incident to give orders in."""
    room = ControlRoom(file, reachable_works(simulated=False), clock or NightClock())
    outbox = outbox_on(
        room.desk, room.journal.engine, room.clock, {kind: provider}, addresses=addresses
    )
    room.desk.listen(outbox.hear)
    incident = room.leak()
    thread = threading.Thread(target=outbox.run, daemon=True)
    thread.start()
    reader = OutboxReader(room.journal.engine, room.site.id)
    _until(lambda: bool(reader.health()), "the outbox makes its channel known")
    try:
        yield room, incident
    finally:
        outbox.stop()
        thread.join(5)
        room.journal.engine.dispose()


def _order_to_page(
    room: ControlRoom, incident: str, provider: Timed, what: str, urgency: str
) -> float:
    """Milliseconds from the command to the provider's first call."""
    begun = time.perf_counter()
    room.orders(incident, to="farm-hand", text=what, urgency=urgency)
    _until(
        lambda: any(what in text for text in provider.began),
        f"the provider gets the page of {what}",
    )
    return 1000 * (next(at for text, at in provider.began.items() if what in text) - begun)


def _command_to_page(file: Path) -> Iterator[Figure]:
    provider = Timed()
    with _room(file, provider) as (room, incident):
        times = sorted(
            _order_to_page(room, incident, provider, f"Order {number:03}.", "urgent")
            for number in range(60)
        )
    beside = "the command decided and durable included; SQLite, synchronous=FULL"
    yield Figure("command to first provider call, p50", round(times[30], 1), "ms", beside, 100)
    yield Figure("command to first provider call, p99", round(times[-1], 1), "ms", beside, 500)


ANSWERS = 40
"""So many receipts and answers are timed, one after another."""


def _receipt_to_board(file: Path) -> Iterator[Figure]:
    """From what the door of receipts keeps to the fact, of which every screen is told."""
    provider = Timed(takes_s=0)
    with _room(file, provider) as (room, incident):
        inbox = Inbox(room.journal.engine, room.site.id)
        times = []
        for number in range(ANSWERS):
            before = len(room.facts("notification.delivered"))
            ref = _paged(room, incident, provider, f"Order {number:03}.")
            begun = time.perf_counter()
            take_receipts(inbox, "im", [Receipt(f"e{number}", "delivered", ref=ref)])
            _until_more(room, "notification.delivered", before, f"the receipt of order {number}")
            times.append(1000 * (time.perf_counter() - begun))
    beside = "from the request's receipt to the fact; the outbox looks every 200 ms; SQLite"
    yield Figure("receipt to board, p99", round(max(times)), "ms", beside, 300)


class Called(Timed):
    """A line on which a key can be pressed."""

    def __init__(self) -> None:
        super().__init__(takes_s=0)
        self.keep: Keep = lambda told: None

    def hear_with(self, keep: Keep) -> None:
        self.keep = keep


def _key_to_chain(file: Path) -> Iterator[Figure]:
    """From the key that a call hears to the directive acknowledged, which ends its chain."""
    line = Called()
    with _room(file, line) as (room, incident):
        times = []
        for number in range(ANSWERS):
            before = len(room.facts("directive.acknowledged"))
            ref = _paged(room, incident, line, f"Order {number:03}.")
            begun = time.perf_counter()
            line.keep([Receipt(f"k{number}", "answered", ref=ref, word="acknowledge")])
            _until_more(
                room, "directive.acknowledged", before, f"the key pressed for order {number}"
            )
            times.append(1000 * (time.perf_counter() - begun))
    beside = "written down, matched, decided and durable; SQLite, synchronous=FULL"
    yield Figure("key press to chain stopped, p99", round(max(times)), "ms", beside, 1_000)


def _modem_to_directive() -> Iterator[Figure]:
    """From the file of an answer in the modem's inbox to the directive acknowledged."""
    with tempfile.TemporaryDirectory() as folder:
        spool = Path(folder) / "spool"
        for name in FOLDERS:
            (spool / name).mkdir(parents=True)
        file = Path(folder) / "outbox.db"
        migrate(open_engine(f"sqlite:///{file}"))
        # One person gets every order: a modem's usual ten messages a minute would make the run an hour.
        settings = ModemSettings(id="sms", type="gammu_smsd", spool=spool, per_minute=None)
        clock = NightClock()
        modem, daemon = GammuProvider(settings, clock), FakeSmsd(spool)
        with _room(file, modem, "sms", lambda person, version: MODEM_NUMBER, clock) as (
            room,
            incident,
        ):
            times = []
            for number in range(ANSWERS):
                before = len(room.facts("directive.acknowledged"))
                room.orders(incident, to="farm-hand", text=f"Order {number:03}.")
                reply = _replied_to(room, number)
                daemon.settle()
                name = f"IN20261128_{number // 60:02}{number % 60:02}00_00_{MODEM_NUMBER}_00.txt"
                hidden = spool / f".{name}"
                hidden.write_bytes(b"\xfe\xff" + f"1 {reply}".encode("utf-16-be"))
                begun = time.perf_counter()
                hidden.rename(spool / "inbox" / name)
                answer = f"the SMS that answers order {number}"
                _until_more(room, "directive.acknowledged", before, answer)
                times.append(1000 * (time.perf_counter() - begun))
    beside = "an SMS that gammu-smsd has laid down; its folder is looked at every 500 ms"
    yield Figure("SMS answer to directive, p99", round(max(times)), "ms", beside, 1_000)


def _until_more(room: ControlRoom, kind: str, before: int, cause: str) -> None:
    """Wait until the journal has more facts of a kind than before."""
    _until(lambda: len(room.facts(kind)) > before, f"{cause} becomes a {kind}")


def _replied_to(room: ControlRoom, number: int) -> str:
    """The number that answers the page of an order, once it was sent and that is on record."""
    reader = OutboxReader(room.journal.engine, room.site.id)
    found: list[str] = []

    def sent() -> bool:
        pages = [one for one in reader.recent(20) if f"Order {number:03}." in one.text]
        found[:] = [one.reply or "" for one in pages if one.state == "sent" and one.told]
        return bool(found)

    _until(sent, f"the SMS of order {number} is sent and that is on record")
    return found[0]


def _paged(room: ControlRoom, incident: str, provider: Timed, what: str) -> str:
    """Order something; the ref of its page once that is on record."""
    _order_to_page(room, incident, provider, what, "urgent")
    reader = OutboxReader(room.journal.engine, room.site.id)
    found: list[str] = []

    def told() -> bool:
        found[:] = [one.ref or "" for one in reader.recent(20) if what in one.text and one.told]
        return bool(found)

    _until(told, f"the page of {what} is on record")
    return found[0]


def _behind_routine(file: Path) -> Iterator[Figure]:
    provider = Timed(workers=4)
    with _room(file, provider) as (room, incident):
        _planned(room.journal.engine, 1000, "im", "routine", site=room.site.id)
        time.sleep(1)
        times = sorted(
            _order_to_page(room, incident, provider, f"Save {number:03}.", "life_safety")
            for number in range(20)
        )
        left = len(OutboxReader(room.journal.engine, room.site.id).waiting(2000))
    beside = f"4 workers of 100 ms; {left} of 1,000 routine pages still waited at the end"
    yield Figure("life safety behind 1,000 routine, p99", round(times[-1]), "ms", beside, 1_000)


def _evacuation(engine: Engine, name: str) -> Figure:
    """How long the rows of everybody in a zone take."""
    _planned(engine, 1, "w", "life_safety")
    begun = time.perf_counter()
    _planned(engine, 300, "e", "life_safety")
    took = 1000 * (time.perf_counter() - begun)
    said = f"one transaction; a bare one took {_bare_ms(engine, 'w-0/sent/im'):.1f} ms"
    return Figure(f"an evacuation of 300 planned on {name}", round(took), "ms", said, 1_000)


def _planned(
    engine: Engine, count: int, channel: str, urgency: str, begin: int = 0, site: str = "small"
) -> None:
    Plans(engine, site).add(
        [
            Planned(
                id=f"{channel}-{number}/sent/im", channel=channel, kind="im", person=f"p{number % 50}",
                subject=f"{channel}-{number}", step="sent", address_version="1", urgency=urgency,
                expires_in_ms=3_600_000, language="en", title="Go", text=f"{channel} {number}",
            )
            for number in range(begin, begin + count)
        ]
    )  # fmt: skip


def _sending(engine: Engine, providers: dict[str, Told], routes: list[Route]) -> Sending:
    return Sending(
        engine, "small", "bench", providers, Routes(routes), lambda who, which: f"{who}/{which}",
        time.monotonic,
    )  # fmt: skip


def _throughput(engine: Engine, name: str, goal: float) -> Figure:
    provider = Timed(workers=48)
    _planned(engine, PAGES, "n", "urgent")
    sending = _sending(engine, {"n": provider}, [Route("n", "im")])
    reader = OutboxReader(engine, "small")
    bare = _bare_ms(engine, "n-0/sent/im")
    begun, cpu = time.perf_counter(), time.process_time()
    sending.start()
    _until(lambda: not reader.waiting(1), f"all {PAGES} pages are sent", every_s=0.05)
    took, cpu = time.perf_counter() - begun, time.process_time() - cpu
    sending.stop()
    beside = (
        f"48 workers of 100 ms can do {48 / TAKES_S:.0f}/s at most; {1000 * cpu / PAGES:.1f} ms of CPU a page; "
        f"a bare transaction took {bare:.1f} ms"
    )
    return Figure(f"pages a second on {name}", round(PAGES / took), "1/s", beside, goal, True)


def _bare_ms(engine: Engine, delivery: str) -> float:
    """What one update and its commit take on this database now: a turn is about ten statements and a commit."""
    one = update(deliveries).where(deliveries.c.id == delivery).values(holder="")
    times = []
    for _ in range(50):
        begun = time.perf_counter()
        write(engine, lambda connection: connection.execute(one))
        times.append(1000 * (time.perf_counter() - begun))
    return median(times)


def _times_beside(engine: Engine, begin: int, hangs: bool) -> list[float]:
    """Milliseconds of 100 pages by `b`, from due to the provider's call, one after another."""
    over = threading.Event()
    other = Timed(workers=8, takes_s=0.01)
    providers: dict[str, Told] = {"b": other}
    if hangs:
        providers["a"] = Told("sms", partial(_hangs, over), workers=4, timeout_s=30)
        _planned(engine, 100, "a", "urgent", begin)
    sending = _sending(engine, providers, [Route("a", "sms"), Route("b", "im")])
    sending.start()
    times = []
    for number in range(begin, begin + 100):
        begun = time.perf_counter()
        _planned(engine, 1, "b", "urgent", number)
        sending.wake(["b"])
        what = f"b {number}"
        _until(partial(other.began.__contains__, what), f"the provider gets page {what}")
        times.append(1000 * (other.began[what] - begun))
    over.set()
    sending.stop()
    return times


def _hangs(over: threading.Event, message: Message) -> Accepted:
    """Say nothing until the measurement is over, at most 30 s."""
    over.wait(30)
    raise Temporary("hung")


def _one_hangs(engine: Engine) -> Iterator[Figure]:
    """Both by turns, so that what else the machine does falls on both."""
    alone: list[float] = []
    beside: list[float] = []
    for turn in range(5):
        alone += _times_beside(engine, 200 * turn, hangs=False)
        beside += _times_beside(engine, 200 * turn + 100, hangs=True)
    for name, of_hundred in (("p50", 50), ("p99", 99)):
        one, two = (quantiles(times, n=100)[of_hundred - 1] for times in (alone, beside))
        said = f"{one:.1f} ms with no provider hanging, by turns; ratio {two / one:.2f}"
        what = f"{name} beside a provider that hangs 30 s"
        yield Figure(what, round(two, 1), "ms", said, round(one * 1.1, 1))


def _dead_to_fallback(engine: Engine) -> Figure:
    failed: list[float] = []

    def dead(message: Message) -> Accepted:
        failed.append(time.perf_counter())
        raise Temporary("refused")

    other = Timed()
    providers: dict[str, Told] = {"a": Told("im", dead, workers=1), "b": other}
    sending = _sending(engine, providers, [Route("a", "im", "b"), Route("b", "im")])
    _planned(engine, 20, "a", "normal")
    sending.start()
    _until(lambda: len(other.began) == 20, "all 20 pages go by the fallback")
    sending.stop()
    took = 1000 * (max(other.began.values()) - failed[2])
    said = "all 20 pages that waited, from the third failure"
    return Figure("provider dead to fallback", round(took), "ms", said, 1_000)


def _leader_killed(url: str) -> Figure:
    """The leader stops without a word: neither its lease nor anything else is given back."""
    provider = Timed()
    clock = NightClock()
    rooms = [
        ControlRoom(url, reachable_works(simulated=False), clock),
        ControlRoom(url, reachable_works(simulated=False), clock, shift=None),
    ]
    dead = [threading.Event(), threading.Event()]

    def lives(room: ControlRoom, name: str, over: threading.Event) -> Duties:
        engine = open_engine(url)
        site = room.site
        desk = Desk(site, Journal(engine, site.id, clock.now), clock)
        desk.catch_up()
        duties = Duties(desk, site, clock, Lease(engine, duties_of(site.id), name, LEASE_MS))
        outbox: Outbox = outbox_on(
            desk, engine, clock, {"im": provider}, name,
            leading=lambda: duties.leading and not over.is_set(), term=lambda: duties.term,
        )  # fmt: skip
        desk.listen(outbox.hear)

        def beat() -> None:
            while not over.wait(0.5):
                duties.run_once(clock.now())

        threading.Thread(target=beat, daemon=True).start()
        threading.Thread(target=outbox.run, daemon=True).start()
        return duties

    first = lives(rooms[0], "one", dead[0])
    _until(lambda: first.leading, "the first process leads")
    lives(rooms[1], "two", dead[1])
    incident = rooms[0].leak()
    dead[0].set()
    took = _order_to_page(rooms[0], incident, provider, "After the end.", "urgent") / 1000
    dead[1].set()
    said = f"two processes' parts on one PostgreSQL; the lease lasts {LEASE_MS / 1000} s"
    return Figure("leader killed to next page", round(took, 2), "s", said, 6)


def _until(
    look: Callable[[], bool], what: str, seconds: float = 120, every_s: float = 0.002
) -> None:
    """Look so often that the wait adds nothing to what is measured."""
    until(look, what, seconds, every_s)

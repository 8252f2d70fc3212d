"""The wired outbox of a web process: the channels for which it plans and those that it serves, its HTTP
doors (receipts, answers by link, the operators' view), and its metrics.
"""

import threading
import time
from collections.abc import Callable, Mapping
from functools import partial

from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.notifications.channel_state import is_down, state_of
from command_center.domain.site.model import Site
from command_center.duties.duties import Duties
from command_center.notify.answers.answer_links import AnswerLinks
from command_center.notify.answers.applier import Applier
from command_center.notify.answers.inbox import take_receipts
from command_center.notify.auditor import GRACE_MS, Auditor
from command_center.notify.channels_file import ChannelsFile, read_channels
from command_center.notify.heartbeat import Heartbeat
from command_center.notify.outbox import Outbox
from command_center.notify.planner import Planner
from command_center.notify.provider import Provider
from command_center.notify.routes import SIMULATED, Route, Routes, routes_of
from command_center.notify.sending.carrying import Addresses
from command_center.notify.sending.probing import Probes
from command_center.notify.sending.retries import Outcome
from command_center.notify.sending.sending import Sending
from command_center.notify.simulated import Simulated
from command_center.notify.standing import seen_of
from command_center.notify.teller import Teller
from command_center.settings import Settings
from command_center.store.database_time import Time, database_time
from command_center.store.outbox.matching import Matching
from command_center.store.outbox.planning import Plans
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from command_center.store.outbox.rows import OPEN, KeptReceipt
from command_center.store.outbox.stuck import Audits
from command_center.store.people.address_book import AddressBook
from command_center.store.people.contact_codes import ContactCodes
from command_center.store.reference import kept_secret
from command_center.web.doors.messages.outbox_doors import OutboxDoors
from command_center.web.metrics import ChannelFigures


def channels_of(settings: Settings, site: Site) -> ChannelsFile:
    """Return the plant's channels file; a plant without one has no real channels. Raises ChannelsFileError."""
    if settings.channels is None:
        return ChannelsFile()
    return read_channels(settings.channels, [person.id for person in site.people])


def outbox_of(
    settings: Settings,
    desk: Desk,
    engine: Engine,
    clock: Clock,
    duties: Duties,
    holder: str,
    doors: OutboxDoors,
    tried: Callable[[str, Outcome], None] = lambda channel, outcome: None,
) -> Outbox:
    """Build the outbox of one web process. Every process can serve the channels but only the leader does. So each
    provider has one client and its limits one counter, and no message needs to pass between processes.
    """
    here = settings.sending == "here"
    outbox = wired(
        desk, engine, clock, holder, routes_of(doors.file.entries),
        doors.providers if here else {}, leading=lambda: duties.leading, term=lambda: duties.term,
        file=doors.file, links=doors.links, tried=tried,
    )  # fmt: skip
    if settings.heartbeat_url is not None:
        outbox.heartbeat = Heartbeat(
            settings.heartbeat_url, settings.heartbeat_s, lambda: outbox.clean
        )
    return outbox


def wired(
    desk: Desk,
    engine: Engine,
    clock: Clock,
    holder: str,
    routes: Routes,
    providers: Mapping[str, Provider],
    *,
    leading: Callable[[], bool] = lambda: True,
    term: Callable[[], int | None] = lambda: None,
    file: ChannelsFile | None = None,
    links: AnswerLinks | None = None,
    addresses: Addresses | None = None,
    tried: Callable[[str, Outcome], None] = lambda channel, outcome: None,
    time: Time = database_time,
) -> Outbox:
    """Build the outbox of a desk with these channels and the simulated one, which never leaves the process."""
    site, file = desk.site.id, file or ChannelsFile()
    addresses = addresses or AddressBook(engine, site).address
    news = threading.Event()
    served: dict[str, Provider] = {**providers, SIMULATED: Simulated()}
    everything = Routes([*routes.all, Route(SIMULATED, "simulated")])
    planner = Planner(
        desk, clock, engine, everything, drill_people=file.drill_people,
        addresses=addresses,
        links=links, phone_page=file.answers and f"{file.answers}/m",
        matter_page=file.answers and f"{file.answers}/mine",
        code_of=ContactCodes(engine, site).of, time=time,
    )  # fmt: skip
    sending = Sending(
        engine, site, holder, served, everything, addresses, clock.elapsed,
        may=leading, quiet=lambda: planner.idle, settled=news.set, tried=tried, time=time,
    )  # fmt: skip
    return Outbox(
        planner,
        sending,
        Teller(desk, Plans(engine, site, time), term),
        Applier(
            desk, Inbox(engine, site, time), Matching(engine, site, addresses, time),
            clock.elapsed, {route.id: route.kind for route in routes.all},
        ),
        Auditor(desk, clock, Audits(engine, site, GRACE_MS, time), holder),
        clock,
        news,
        leading,
        file,
    )  # fmt: skip


JUDGING_S = 2.0
"""So long an answer by a link waits for the board; the applier needs a quarter of a second (ours)."""
LOOK_S = 0.05


def answer_links(engine: Engine, file: ChannelsFile) -> AnswerLinks:
    """Return the signed answer links by which people reply. All processes share the signing secret."""
    return AnswerLinks(kept_secret(engine, "answer_links_secret"), file.answers)


def _judged(reader: OutboxReader, within_s: float, channel: str, event: str) -> KeptReceipt | None:
    """The leading process applies receipts, and it may be another one: look until it has."""
    until = time.monotonic() + within_s
    while True:
        found = reader.receipt(channel, event)
        left = until - time.monotonic()
        if found is None or found.state != "waiting" or left <= 0:
            return found
        time.sleep(min(LOOK_S, left))


def outbox_doors(
    engine: Engine,
    site: str,
    clock: Clock,
    file: ChannelsFile,
    providers: dict[str, Provider],
    *,
    here: bool = True,
    judging_s: float = JUDGING_S,
) -> OutboxDoors:
    """Build the outbox doors. `providers` are the channels of `file`, made once for the whole process. `here` says
    whether this network zone sends. An answer waits up to `judging_s` seconds for the board's decision on it.
    """
    reader = OutboxReader(engine, site)
    return OutboxDoors(
        file=file,
        providers=providers,
        links=answer_links(engine, file),
        reader=reader,
        judged=partial(_judged, reader, judging_s),
        keep=partial(take_receipts, Inbox(engine, site)),
        now=lambda: clock.now() - clock.offset_ms,
        address=AddressBook(engine, site).address,
        probe=partial(Probes(engine, site, "operator", providers).probe, now_due=True),
        here=here,
    )


def outbox_figures(doors: OutboxDoors) -> list[ChannelFigures]:
    """Return the metrics of every configured channel and of any other that has messages. Raises the database's
    errors.
    """
    now, counts = doors.reader.now(), doors.reader.counts()
    dead = doors.reader.dead_receipts()
    health = {one.channel: one for one in doors.reader.health()}
    ids = dict.fromkeys([*doors.providers, *(one.channel for one in counts if one.channel)])
    found = []
    for id in ids:
        own = [one for one in counts if one.channel == id]
        oldest = min((one.oldest_at for one in own if one.state in OPEN), default=now)
        state = state_of(seen_of(health[id]) if id in health else None, now)
        found.append(
            ChannelFigures(
                id,
                {one.state: one.number for one in own},
                max(0, now - oldest) / 1000,
                not is_down(state),
                dead.get(id, 0),
            )
        )
    return found

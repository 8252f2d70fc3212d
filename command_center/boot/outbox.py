"""The wired outbox of a web process: the channels for which it plans and those that it serves."""

import threading
from collections.abc import Callable, Mapping

from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.desk import Desk
from command_center.domain.site.model import Site
from command_center.duties.duties import Duties
from command_center.notify.answer_links import AnswerLinks
from command_center.notify.applier import Applier
from command_center.notify.auditor import GRACE_MS, Auditor
from command_center.notify.carrying import Addresses
from command_center.notify.channels_file import ChannelsFile, read_channels
from command_center.notify.heartbeat import Heartbeat
from command_center.notify.outbox import Outbox
from command_center.notify.planner import Planner
from command_center.notify.provider import Provider
from command_center.notify.retries import Outcome
from command_center.notify.routes import SIMULATED, Route, Routes, routes_of
from command_center.notify.sending import Sending
from command_center.notify.simulated import Simulated
from command_center.notify.teller import Teller
from command_center.settings import Settings
from command_center.store.database_time import Time, database_time
from command_center.store.outbox.matching import Matching
from command_center.store.outbox.planning import Plans
from command_center.store.outbox.receipts import Inbox
from command_center.store.outbox.stuck import Audits
from command_center.store.people.address_book import AddressBook
from command_center.store.people.contact_codes import ContactCodes
from command_center.web.doors.messages.outbox_doors import OutboxDoors


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

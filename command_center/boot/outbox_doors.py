"""The wired HTTP doors of the outbox: receipts, answers by link, and the operators' view."""

import time
from functools import partial

from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.notify.answer_links import AnswerLinks
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.inbox import take_receipts
from command_center.notify.probing import Probes
from command_center.notify.provider import Provider
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from command_center.store.outbox.rows import KeptReceipt
from command_center.store.people.address_book import AddressBook
from command_center.store.reference import kept_secret
from command_center.web.doors.messages.outbox_doors import OutboxDoors

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

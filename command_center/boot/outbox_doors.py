"""The doors of the outbox, wired: receipts, answers by link, and what operators see."""

from functools import partial

from sqlalchemy import Engine

from command_center.clock import Clock
from command_center.notify.answer_links import AnswerLinks
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.inbox import take_receipts
from command_center.notify.probing import Probes
from command_center.notify.provider import Provider
from command_center.store.address_book import AddressBook
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.receipts import Inbox
from command_center.store.reference import kept_secret
from command_center.web.outbox_doors import OutboxDoors


def answer_links(engine: Engine, file: ChannelsFile) -> AnswerLinks:
    """The links by which people answer, signed by the secret that all processes share."""
    return AnswerLinks(kept_secret(engine, "answer_links_secret"), file.answers)


def outbox_doors(
    engine: Engine,
    site: str,
    clock: Clock,
    file: ChannelsFile,
    providers: dict[str, Provider],
    *,
    here: bool = True,
) -> OutboxDoors:
    """What the doors lead to; `providers` are the channels of `file`, made once for the whole process. `here`:
    whether this zone sends."""
    return OutboxDoors(
        file=file,
        providers=providers,
        links=answer_links(engine, file),
        reader=OutboxReader(engine, site),
        keep=partial(take_receipts, Inbox(engine, site)),
        now=lambda: clock.now() - clock.offset_ms,
        address=AddressBook(engine, site).address,
        probe=partial(Probes(engine, site, "operator", providers).probe, now_due=True),
        here=here,
    )

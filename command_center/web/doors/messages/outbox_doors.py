"""What the outbox routes need."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from command_center.notify.answers.answer_links import AnswerLinks
from command_center.notify.channels_file import ChannelsFile
from command_center.notify.provider import Health, Provider, Receipt
from command_center.store.outbox.reading import OutboxReader
from command_center.store.outbox.rows import KeptReceipt


@dataclass(frozen=True, slots=True)
class OutboxDoors:
    """What the outbox routes need. `providers` are the configured channels by id, in the order of `file`. `keep` puts
    receipts into the inbox and returns how many were new. `now` is real time (UTC epoch ms), by which deliveries
    expire.
    """

    file: ChannelsFile
    providers: Mapping[str, Provider]
    links: AnswerLinks
    reader: OutboxReader
    keep: Callable[[str, Sequence[Receipt]], int]
    judged: Callable[[str, str], KeptReceipt | None]
    """A receipt by its channel and event, as soon as the board has judged it; as it stands after two seconds."""
    now: Callable[[], int]
    address: Callable[[str, str], str | None]
    """A person's address by its version; None where it was erased."""
    probe: Callable[[str], Health | None]
    """Probes a channel now and keeps what was found; None where it cannot be probed."""
    here: bool = True
    """Whether this zone sends. Where it does not, it asks no service either: what it found would be of this zone."""

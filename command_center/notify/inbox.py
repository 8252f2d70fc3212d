"""Where the receipts of a channel go, whoever received them: the HTTP door, a fetch, a sender."""

from collections.abc import Sequence

from command_center.notify.provider import Receipt
from command_center.store.outbox.receipts import Inbox, NewReceipt


def take_receipts(inbox: Inbox, channel: str, receipts: Sequence[Receipt]) -> int:
    """Keep what a service told of messages of `channel` (its id). Safe to repeat: an event is kept once.

    The leading process applies them. Returns how many were new. Raises what the database raises: answer the
    service with an error then, and it tells again.
    """
    return inbox.keep(
        channel,
        [
            NewReceipt(
                event=one.event[:200],
                outcome=one.outcome,
                ref=one.ref,
                provider_id=one.id,
                address=one.address,
                reply=one.reply,
                word=one.word,
                error=one.error,
                at=one.at,
            )
            for one in receipts
        ],
    )

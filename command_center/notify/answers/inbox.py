"""Stores the receipts of a channel, whoever received them: the HTTP door, a fetch, or a sender."""

from collections.abc import Sequence

from command_center.notify.provider import Receipt
from command_center.store.outbox.receipts import Inbox, NewReceipt


def take_receipts(inbox: Inbox, channel: str, receipts: Sequence[Receipt]) -> int:
    """Store what a service reported about messages of `channel` (its id); return how many receipts were new.
    Repeating is safe: an event is stored once.

    The leading process applies them. Raises the database's errors: answer the service with an error then, and it
    repeats the report.
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

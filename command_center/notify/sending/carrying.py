"""One try of one delivery at its provider. Every result is an Outcome, never an exception."""

import time
from collections.abc import Callable

from command_center import log
from command_center.domain.site.parts.people import dialled
from command_center.notify.provider import (
    Accepted,
    CanLookUp,
    Choice,
    Message,
    Permanent,
    Provider,
    Temporary,
    Unknown,
)
from command_center.notify.routes import SIMULATED
from command_center.notify.sending.retries import URGENT, Outcome
from command_center.store.outbox.rows import Delivery

Addresses = Callable[[str, str], str | None]
"""The address that a person's version stands for; None where it was erased."""

_log = log.get(__name__)


def message_of(row: Delivery, address: str) -> Message:
    """The message of a delivery, as it stands in its row."""
    return Message(
        ref=row.ref or "",
        address=address,
        title=row.title,
        text=row.text,
        language="en" if row.language == "en" else "zh-CN",
        urgency=row.urgency,  # type: ignore[arg-type]  # the planner's words
        expires_at=row.expires_at,
        exercise=row.drill is not None,
        reply=row.reply,
        choices=tuple(Choice(**one) for one in row.choices),
        link=row.link,
    )


def carry(provider: Provider, row: Delivery, addresses: Addresses) -> Outcome:
    """Send the message, or find that an earlier try was accepted."""
    began = time.monotonic()

    def took() -> int:
        return round((time.monotonic() - began) * 1000)

    address = "" if row.channel == SIMULATED else None
    try:
        address = addresses(row.person, row.address_version) if address is None else address
        if address is None:
            return Outcome("permanent", "no address", error="no_address", took_ms=took())
        address = dialled(row.kind, address)
        message = message_of(row, address)
        taken = _taken(provider, row, message) or provider.send(message)
    except Temporary as why:
        after = None if why.after_s is None else round(why.after_s * 1000)
        return Outcome(
            "temporary", _plain(why, address), after, of_address=why.of_address, took_ms=took()
        )
    except Permanent as why:
        return Outcome("permanent", _plain(why, address), error=why.error, took_ms=took())
    except Unknown as why:
        return Outcome("unknown", _plain(why, address), took_ms=took())
    except Exception as why:
        if address is None:  # the address book could not be read: nothing was sent
            why_not = "the addresses cannot be read"
            return Outcome("temporary", why_not, of_address=True, took_ms=took())
        # A provider that breaks its word may have sent the message before.
        _log.error("a provider broke", channel=row.channel, error=type(why).__name__)
        return Outcome("unknown", f"{type(why).__name__}: {_plain(why, address)}", took_ms=took())
    return Outcome(
        "accepted", provider_id=taken.id, delivered=taken.delivered, cost=taken.cost, took_ms=took()
    )


def _taken(provider: Provider, row: Delivery, message: Message) -> Accepted | None:
    """What the service has of an earlier try that may have arrived; None if it has nothing or cannot be asked.

    Raises Temporary where it does not say, for what is not urgent: that is sent again only once it is certain.
    """
    if row.attempt == 1 or not isinstance(provider, CanLookUp):
        return None
    try:
        return provider.look_up(message)
    except (Temporary, Unknown):
        if row.rank <= URGENT:
            return None
        raise Temporary("nobody says what became of the earlier try") from None


def _plain(why: Exception, address: str | None) -> str:
    """The provider's error text without the address."""
    text = str(why)
    return text.replace(address, "…") if address else text

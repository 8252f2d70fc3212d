"""The provider interface: a provider hands messages over to people's addresses, and reports their outcome.

A provider is one file in `notify/providers/` (docs/howto-channel.md). It knows the protocol of one service and
nothing of directives, tries or drills: the outbox decides what is sent, when and how often.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from command_center.domain.notifications.answers import Word as Word  # noqa: PLC0414
from command_center.domain.state.notices.notice import Channel, Error

Outcome = Literal["delivered", "read", "failed", "answered"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a message offers: `code` is what a person types or presses ("1"), `url` is what a button posts
    to without signing in (None if the plant has set no address for answers).
    """

    word: Word
    label: str
    code: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one address, exactly as sent. A telephone number contains no blanks, brackets or dashes
    (`dialled` in `domain/site/parts/people.py`).

    `ref` is 16 characters of a-z and 0-9 and stays the same over all tries: pass it to the service as its idempotency
    or task id. `reply` is the number that a text answer gives beside the choice's code ("1 8431"). `expires_at` is
    UTC epoch ms; `title` has at most 60 characters, `text` at most 500. `exercise` messages already begin with the
    exercise's prefix. `link` opens the directive on the phone page, if an address is set.
    """

    ref: str
    address: str
    title: str
    text: str
    language: Literal["zh-CN", "en"]
    urgency: Literal["life_safety", "urgent", "normal", "routine"]
    expires_at: int
    exercise: bool = False
    reply: str | None = None
    choices: tuple[Choice, ...] = ()
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The service took the message. `id` is the service's own id, which receipts refer to (None if it gives none).
    `delivered` is True only if the answer itself proves that it reached the device. `cost` is in the account's
    currency.
    """

    id: str | None = None
    delivered: bool = False
    cost: float | None = None


class Temporary(Exception):
    """The service did not take the message but may later: it is away, overloaded, or over its limit.

    `after_s` is the wait that the service asks for. `of_address`: it would take messages to other addresses, so the
    channel is not to blame. The message was certainly not sent.
    """

    def __init__(self, why: str, after_s: float | None = None, *, of_address: bool = False) -> None:
        super().__init__(why)
        self.after_s, self.of_address = after_s, of_address


class Permanent(Exception):
    """The service will never take this message for this address. `error` says whether the address (`not_in_service`,
    `rejected`) or the provider's own settings (`provider`) are at fault.
    """

    def __init__(self, why: str, error: Error) -> None:
        super().__init__(why)
        self.error: Error = error


class Unknown(Exception):
    """It is unknown whether the message was taken: the connection broke or timed out after it was sent."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A later report of a service about a message. `event` is unique, and equal in repeated reports.

    The message is identified by its `ref`, by the service's `id`, or, for a free-text answer, by the sender's
    `address` and the `reply` number in it. `at` is UTC epoch ms by the service's clock, None if it gives no time.
    `word` is set only for `answered`.
    """

    event: str
    outcome: Outcome
    ref: str | None = None
    id: str | None = None
    address: str | None = None
    reply: str | None = None
    word: Word | None = None
    error: Error | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Inbound:
    """A request from a service to `/api/v1/receipts/<channel id>`; header names are in lower case."""

    method: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Heard:
    """The receipts in an inbound request, and the answer that the service expects."""

    receipts: Sequence[Receipt] = ()
    status: int = 200
    body: bytes = b""
    type: str = "text/plain; charset=utf-8"


class NotTheirs(Exception):
    """The signature, token or time of an inbound request is wrong. It gets status 403 and changes nothing."""


@dataclass(frozen=True, slots=True)
class Health:
    """The result of a probe, which sends nothing to any person. `detail` gives the operator figures: balance, signal,
    token age. Never a secret.
    """

    ok: bool
    why: str = ""
    detail: Mapping[str, str | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """The service's limits. The outbox delays, merges and reserves capacity for life-safety messages by them."""

    per_minute: int | None = None
    per_address_minute: int | None = None
    per_address_hour: int | None = None
    per_address_day: int | None = None


class Provider(Protocol):
    """One configured channel. Created by its module's `provider(settings)`; used from several threads at once."""

    kind: Channel
    """What contacts it serves."""
    timeout_s: float
    """The longest that `send` may take; the lease of a delivery is this and two seconds."""
    workers: int
    """How many messages may be under way at once."""
    limits: Limits

    def send(self, message: Message) -> Accepted:
        """Hand one message over. Raises Temporary, Permanent or Unknown, and nothing else deliberately."""


@runtime_checkable
class CanLookUp(Protocol):
    """A provider that can look up a message whose sending ended as `Unknown`."""

    def look_up(self, message: Message) -> Accepted | None:
        """Return what the service has under this message's ref at its address; None if it certainly has nothing.
        Raises Temporary.
        """


@runtime_checkable
class CanReceive(Protocol):
    """A provider whose service posts receipts to us."""

    def receipts(self, request: Inbound) -> Heard:
        """Reads one inbound request. Raises NotTheirs."""


@runtime_checkable
class CanFetch(Protocol):
    """A provider whose receipts and answers are fetched, for plants that nobody can reach from outside. A local
    service may set `fetch_s` to be polled more often than every two seconds.
    """

    def fetch(self) -> Sequence[Receipt]:
        """Return everything new since the last call. Raises Temporary."""


Keep = Callable[[Sequence[Receipt]], None]
"""Stores receipts durably; raises what the database raises."""


@runtime_checkable
class HearsReceipts(Protocol):
    """A provider that receives receipts by itself: over a connection that it holds, or during a call."""

    def hear_with(self, keep: Keep) -> None:
        """Pass what is heard to `keep` at once from now on, and confirm it to the service or person only after `keep`
        has returned. What `keep` refuses is reported again, by the service, the person or `fetch`.
        """


@runtime_checkable
class CanProbe(Protocol):
    """A provider that can be tested without sending a message to anybody."""

    def probe(self) -> Health:
        """Check whether the service would take a message now."""

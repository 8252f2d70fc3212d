"""What the contract test asks of a provider's counterpart: a service that behaves as it is told.

A counterpart is real (a mail server, an ntfy server) or a faithful fake over real sockets. Each type of
channel has one, in `tests/notify/providers/`, as a context manager that is called without arguments.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Literal, Protocol, runtime_checkable

from command_center.domain.state.notices.notice import Error
from command_center.notify.provider import Accepted, Choice, Inbound, Message, Outcome, Provider

Behaviour = Literal[
    "accepts", "busy", "refuses_address", "refuses_us", "hangs_after_taking", "away"
]
"""How a service behaves towards the next messages: it takes them; is busy or over its limit for now; refuses
their address; refuses our credentials or settings; takes them and never answers; or nobody listens."""


class Counterpart(Protocol):
    """One service and how our provider reaches it."""

    address: str
    """An address that it serves."""
    secrets: Sequence[str]
    """Everything that its settings keep secret: none of it may be shown."""
    behaviours: frozenset[Behaviour]
    """What it can be told to do. Leave one out only where the service cannot do it, and say so there."""
    refusal: Error
    """What `Permanent` says when it refuses the address."""

    def behave(self, behaviour: Behaviour) -> None:
        """From now on."""

    def provider(self, timeout_s: float) -> Provider:
        """A new provider that talks to it, made by its module's `Settings` and `provider`."""

    def taken(self) -> Sequence[str]:
        """The texts of the messages that it took, as a person reads them, oldest first. A message that came twice
        under one ref is there once if the service folds it, else twice."""


@runtime_checkable
class PostsReceipts(Protocol):
    """A counterpart of a provider that `CanReceive`."""

    outcomes: Sequence[Outcome]
    """What it tells of a message."""

    def post(self, message: Message, accepted: Accepted, outcome: Outcome) -> Inbound:
        """The request that the service makes when that became of the message; the same for the same event."""

    def forged(self, request: Inbound) -> Sequence[Inbound]:
        """The request as others would make it: without, and with a wrong, signature or token."""


@runtime_checkable
class KeepsReceipts(Protocol):
    """A counterpart of a provider that `CanFetch`."""

    outcomes: Sequence[Outcome]

    def keep(self, message: Message, accepted: Accepted, outcome: Outcome) -> None:
        """That became of the message; the provider is told when it asks."""


MakeCounterpart = Callable[[], AbstractContextManager[Counterpart]]


def message_to(address: str, ref: str = "a1b2c3d4e5f60718", text: str | None = None) -> Message:
    """An urgent message of an exercise with two choices, such as the outbox gives to a provider."""
    return Message(
        ref=ref,
        address=address,
        title="【演练】氯气泄漏 / Chlorine leak",
        text=text or "【演练】请关闭 XV-2203，并回复。 Close XV-2203 & <report>.",
        language="zh-CN",
        urgency="life_safety",
        expires_at=4_102_444_800_000,
        exercise=True,
        reply="8431",
        choices=(
            Choice("acknowledge", "收到", "1", f"http://127.0.0.1:9/a/{ref}/1"),
            Choice("start", "开始执行", "2", f"http://127.0.0.1:9/a/{ref}/2"),
        ),
        link="http://127.0.0.1:9/m",
    )

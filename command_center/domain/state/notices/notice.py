"""A notice: one attempt to notify one person of one directive or request by one channel, and its
result."""

from dataclasses import dataclass
from typing import Literal, get_args

from typing_extensions import TypedDict

Channel = Literal["im", "sms", "voice", "email", "push"]
CHANNELS: tuple[Channel, ...] = get_args(Channel)
PagingKind = Literal[
    "directive",
    "authority",
    "review",
    "evacuation",
    "sos",
    "alarm",
    "kit",
    "proof",
    "break_glass",
    "outside",
    "matter",
    "matter_late",
    "matter_paused",
]
"""What somebody is paged for."""
NoticeState = Literal["sent", "delivered", "read", "failed"]
Error = Literal[
    "not_in_service", "switched_off", "rejected", "no_answer", "provider", "expired", "no_address"
]  # fmt: skip

STALE = frozenset({"not_in_service", "switched_off", "rejected"})
"""Failures that speak of the address: its contact is unproven at once (docs/domain.md, "People"). A call
that rang unanswered and a provider that was away say nothing of it."""


SENT = "sent"
"""The step that everybody's directive begins with."""


class Rung(TypedDict):
    """One step of a directive's frozen escalation chain: whom it pages, `after_ms` ms after it was
    issued or acknowledged."""

    step: str
    post: str | None
    since: str
    after_ms: int


@dataclass(frozen=True, slots=True)
class Page:
    """A person to be notified by every channel of a step: by the fact `seq`, since `at`, as the
    holder of `post`. `reply` is the number by which their text message answers."""

    step: str
    person: str
    seq: int
    at: int
    post: str | None = None
    reply: str | None = None


@dataclass(slots=True)
class Notice:
    """One attempt. Times are UTC epoch ms; `state` is sent, delivered, read or failed.

    `address` is the version of the address it went to (docs/privacy.md), never the address.
    `attempt` above 1 was sent again after a crash, so that the first may have arrived too. `answer`
    is what the person answered to it, at `answered_at`.
    """

    id: str
    step: str
    person: str
    channel: Channel
    address: str
    attempt: int
    sent_at: int
    seq: int
    state: NoticeState = "sent"
    error: Error | None = None
    delivered_at: int | None = None
    read_at: int | None = None
    failed_at: int | None = None
    answer: str | None = None
    answered_at: int | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What the last notice to a version of an address showed: reached or failed, and when."""

    at: int
    error: Error | None = None


def notice_id(subject: str, step: str, channel: str) -> str:
    """Returns the id of a step's attempt by a channel; a step notifies one person."""
    return f"{subject}/{step}/{channel}"

"""Sends a marked test message to one person and reports the result. It is not a delivery and pages nobody."""

import secrets
import string
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from command_center.domain.notifications.wanted import is_outside
from command_center.domain.site.model import Site
from command_center.domain.site.parts.people import dialled
from command_center.notify.channel_entry import ChannelEntry
from command_center.notify.provider import (
    Message,
    Permanent,
    Provider,
    Temporary,
    Unknown,
)
from command_center.words import say

LASTS_MS = 10 * 60_000
"""How long a service may try to bring a test (ours)."""
REF_LETTERS = string.ascii_lowercase + string.digits

Outcome = Literal[
    "accepted", "delivered", "temporary", "permanent", "unknown", "broken", "no_address"
]
GOOD: frozenset[Outcome] = frozenset({"accepted", "delivered"})


@dataclass(frozen=True, slots=True)
class Tested:
    """The result of a test. `address` is masked; `why` is the provider's reason, without the address."""

    channel: str
    kind: str
    outcome: Outcome
    address: str = ""
    why: str = ""
    id: str | None = None
    took_ms: int = 0

    @property
    def good(self) -> bool:
        """Whether the service took the test message."""
        return self.outcome in GOOD


Barred = Literal["simulated", "not_allowed", "outside"]


def barred(
    site: Site,
    person: str,
    addresses: Collection[str | None],
    drill_people: Collection[str],
    *,
    exercise: bool,
) -> Barred | None:
    """Return why a test must not be sent, or None. A simulated plant's people are invented, and their numbers may
    belong to strangers. As an `exercise` it may reach only people of the drills' list, and no outside unit. A real
    plant may always test.
    """
    if not site.simulated:
        return None
    if not exercise:
        return "simulated"
    if person not in drill_people:
        return "not_allowed"
    return "outside" if any(one and is_outside(site, one) for one in addresses) else None


def sent_test(
    entry: ChannelEntry,
    provider: Provider,
    address: str | None,
    plant: str,
    lang: Literal["zh-CN", "en"],
    now: int,
    elapsed: Callable[[], float] = time.monotonic,
    *,
    exercise: bool = False,
) -> Tested:
    """Send one test by a channel to `address`; an `exercise` begins with its mark. `now` is UTC epoch ms, `elapsed`
    monotonic seconds.
    """
    if address is None:
        return Tested(entry.id, entry.kind, "no_address")
    address = dialled(entry.kind, address)
    mark = say(lang, "exercise.mark") if exercise else ""
    title, text = (
        say(lang, "notify.test.title"),
        say(lang, "notify.test.text", plant=plant, channel=entry.id),
    )
    message = Message(
        ref="".join(secrets.choice(REF_LETTERS) for _ in range(16)),
        address=address,
        title=f"{mark} {title}".strip(),
        text=f"{mark} {text}".strip(),
        language=lang,
        urgency="normal",
        expires_at=now + LASTS_MS,
        exercise=exercise,
    )
    began = elapsed()

    def ended(outcome: Outcome, why: object = "", id: str | None = None) -> Tested:
        shown = masked(address)
        said = str(why).replace(address, shown)
        took = round((elapsed() - began) * 1000)
        return Tested(entry.id, entry.kind, outcome, shown, said, id, took)

    try:
        taken = provider.send(message)
    except Temporary as why:
        return ended("temporary", why)
    except Permanent as why:
        return ended("permanent", why)
    except Unknown as why:
        return ended("unknown", why)
    except Exception as why:  # a provider that breaks its word is told too
        return ended("broken", f"{type(why).__name__}: {why}")
    return ended("delivered" if taken.delivered else "accepted", id=taken.id)


def channels_for(
    entries: tuple[ChannelEntry, ...], kinds: Mapping[str, str | None], channel: str | None
) -> list[tuple[ChannelEntry, str | None]]:
    """Return the channels for a test of a person, each with the person's address for it.

    `kinds` gives the person's address by kind of channel. With `channel` only that one is returned, whether or not
    the person has an address for it; otherwise every channel for which the person has one.
    """
    return [
        (one, kinds.get(one.kind))
        for one in entries
        if one.id == channel or (channel is None and kinds.get(one.kind) is not None)
    ]


def masked(address: str) -> str:
    """Mask an address: `138****5678`, `l***@plant.example`, `lu***` for anything else."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    digits = address.removeprefix("+")
    if digits.isdigit() and len(digits) >= 7:
        kept = address[: len(address) - len(digits) + 3]
        return f"{kept}{'*' * (len(digits) - 7)}{digits[-4:]}" if len(digits) > 7 else f"{kept}****"
    return f"{address[:2]}***" if len(address) > 4 else "***"

"""How many messages a provider's limits allow now, with capacity reserved for life safety. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from command_center.notify.provider import Limits
from command_center.store.outbox.claiming import Used
from command_center.store.outbox.rows import RANKS, Delivery

RESERVED = 5
"""One slot of so many is kept for life safety, at least one where there are several (ours)."""
LIFE_SAFETY = RANKS["life_safety"]
HELD_MS = 5_000
"""What had no room at its address is looked at again after this long (ours)."""

Address = tuple[str, str]
"""A person and the version of the address."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """What may be sent now, what an address's limit holds back, and whether routine messages are over the channel's
    limit.
    """

    go: list[Delivery]
    held: list[Delivery]
    crowded: bool


def has_limits(limits: Limits) -> bool:
    """Whether a provider has limits on its rate."""
    return limits != Limits()


def admitted(
    rows: Sequence[Delivery],
    limits: Limits,
    minute: int,
    used: Mapping[Address, Used],
    free: int,
) -> Admitted:
    """Return which due rows may be sent, at most `free`. `minute` is the number sent by the channel in the last
    minute, `used` the number sent to each address.
    """
    go: list[Delivery] = []
    held: list[Delivery] = []
    crowded = False
    more: dict[Address, int] = {}
    for row in rows:
        if len(go) >= free:
            break
        saves = row.rank <= LIFE_SAFETY
        if limits.per_minute is not None and minute + len(go) >= _share(limits.per_minute, saves):
            crowded = True
            continue
        address = (row.person, row.address_version)
        extra = more.get(address, 0)
        if _over(limits, used.get(address, Used()), extra, saves):
            held.append(row)
            crowded = crowded or not saves
            continue
        more[address] = extra + 1
        go.append(row)
    return Admitted(go, held, crowded)


def with_kept(rows: Sequence[Delivery], free: int, kept: int) -> list[Delivery]:
    """Return which rows may be sent if `kept` of the `free` workers stay reserved for life safety."""
    saves = [row for row in rows if row.rank <= LIFE_SAFETY][:free]
    others = [row for row in rows if row.rank > LIFE_SAFETY]
    return [*saves, *others[: max(0, free - kept - len(saves))]]


def _over(limits: Limits, used: Used, more: int, saves: bool) -> bool:
    spans = (
        (limits.per_address_minute, used.minute),
        (limits.per_address_hour, used.hour),
        (limits.per_address_day, used.day),
    )
    return any(limit is not None and count + more >= _share(limit, saves) for limit, count in spans)


def _share(limit: int, saves: bool) -> int:
    """How much of a rate limit a message of this urgency may use."""
    if saves or limit < 2:
        return limit
    return limit - max(1, limit // RESERVED)

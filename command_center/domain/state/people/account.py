"""The accounts as far as their facts tell: enough to say whether anybody could command at all.

Who may sign in is decided by the store (`store/accounts/accounts.py`); this is only what the board says of it.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A person's account. Without a `person` of the site it holds no post."""

    role: str | None
    person: str | None
    open: bool = True


@dataclass(frozen=True, slots=True)
class Seal:
    """A break-glass account. Times are UTC epoch ms; `until` is when its use ends, `network` where it came from."""

    sealed_at: int | None
    opened_at: int | None = None
    until: int | None = None
    uses: int = 0
    network: str | None = None


def commanders(accounts: Mapping[str, Known], people: Container[str]) -> int:
    """How many open accounts could take command as one of these people, those of the site."""
    return sum(
        one.open and one.role == "commander" and one.person in people for one in accounts.values()
    )

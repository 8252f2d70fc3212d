"""The state of accounts, as far as facts tell: enough to say whether anybody could take command.

The store decides who may sign in (`store/accounts/accounts.py`); this is only what the board shows
of it.
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
    """The state of a break-glass account. Times are UTC epoch ms; `until` is when its use ends,
    `network` where it was used from."""

    sealed_at: int | None
    opened_at: int | None = None
    until: int | None = None
    uses: int = 0
    network: str | None = None


def commanders(accounts: Mapping[str, Known], people: Container[str]) -> int:
    """Returns how many open accounts could take command as one of these people of the site."""
    return sum(
        one.open and one.role == "commander" and one.person in people for one in accounts.values()
    )

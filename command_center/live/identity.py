"""Who a connection speaks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from command_center.domain.actor import Role


@dataclass(frozen=True, slots=True)
class Identity:
    """What `authenticate` found: the role, and what a later withdrawal will name.

    `session` is the id of the session or token, `account` the user's or token's name; `topics`
    a token's own limit (None: all); `expires` UTC epoch ms, when the connection is closed.
    """

    role: Role
    session: str = ""
    account: str = ""
    person: str | None = None
    topics: frozenset[str] | None = None
    expires: int | None = None


Authenticate = Callable[[Mapping[str, Any], Mapping[str, Any]], Identity | None]
"""From the WSGI environ and the client's `auth` mapping (empty if it sent none)."""

"""The identity of a connection: on whose behalf it reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from command_center.domain.actor import Role


@dataclass(frozen=True, slots=True)
class Identity:
    """The result of `authenticate`: the role, and the names by which it can later be withdrawn.

    `session` is the id of the session or token, `account` the user's or token's name; `topics` a token's own limit
    (None: all); `expires` (UTC epoch ms) is when the connection is closed.
    """

    role: Role
    session: str = ""
    account: str = ""
    person: str | None = None
    topics: frozenset[str] | None = None
    expires: int | None = None


Authenticate = Callable[[Mapping[str, Any], Mapping[str, Any]], Identity | None]
"""From the WSGI environ and the client's `auth` mapping (empty if it sent none)."""

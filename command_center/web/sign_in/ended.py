"""Closes the sockets of people who are signed out, by themselves or by the administrator."""

from collections.abc import Callable
from dataclasses import dataclass

from command_center.domain.actor import Role
from command_center.store.accounts.account_changes import Signature
from command_center.store.accounts.accounts import Accounts


@dataclass(frozen=True, slots=True)
class Ended:
    """Sessions (public ids) and a token that are no longer valid."""

    sessions: frozenset[str]
    token: int | None = None


OnEnded = Callable[[Ended], None]
"""Closes the live connections of what ended, here and in every other process."""


def change_role(
    accounts: Accounts, user_id: int, role: Role, on_ended: OnEnded, by: Signature | None = None
) -> None:
    """Give a person another role and end the sessions opened with the old one. Raises `LastAdministrator`."""
    ended = accounts.set_role(user_id, role, by=by, keep_administrator=True)
    on_ended(Ended(frozenset(ended)))


def disable_user(
    accounts: Accounts, user_id: int, on_ended: OnEnded, by: Signature | None = None
) -> None:
    """Close a person's account and end all its sessions. Raises `LastAdministrator`."""
    ended = accounts.disable(user_id, by=by, keep_administrator=True)
    on_ended(Ended(frozenset(ended)))


def withdraw_token(
    accounts: Accounts, token_id: int, on_ended: OnEnded, by: Signature | None = None
) -> None:
    """Withdraw a machine's or wall's token, and end the sessions opened with it."""
    on_ended(Ended(frozenset(accounts.revoke_token(token_id, by=by)), token_id))

"""One-time codes by which people who lost their password set a new one.

A code is stored as its hash with its expiry, one for each account: a new code replaces it, a new password ends it.
"""

import json
import secrets
from base64 import b32encode
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from command_center.domain.actor import Actor
from command_center.store.accounts.account_changes import Signature, note
from command_center.store.accounts.account_rows import User, hashed
from command_center.store.accounts.session_cache import forget_standing
from command_center.store.accounts.sessions import end
from command_center.store.schema import meta, sessions, users
from command_center.store.writer import read, write

LASTS_MS = 24 * 3_600_000
"""A code opens for one day (ours): somebody of another shift gets it too, and a forgotten one does not lie about."""
CODE_BYTES = 10
"""80 random bits: nobody guesses it within a day at 20 tries a minute."""


@dataclass(frozen=True, slots=True)
class Issued:
    """An issued code, which cannot be read again, its expiry (UTC epoch ms), and the sessions ended."""

    code: str
    expires_at: int
    ended: list[str]


class PasswordResets:
    """The password resets of one installation."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def issue(self, user: User, closed: str, by: Signature) -> Issued:
        """Issue a code for the account. Its password is replaced by `closed`, a hash that no password opens, and its
        sessions end: the owner lost the password, and a finder must not use it.
        """
        code = b32encode(secrets.token_bytes(CODE_BYTES)).decode()
        expires_at = by.at + LASTS_MS
        value = json.dumps({"hash": hashed(code), "expires_at": expires_at})
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        row = dialect.insert(meta).values(key=key_of(user.id), value=value)
        keep = row.on_conflict_do_update(index_elements=[meta.c.key], set_={"value": value})

        def transaction(connection: Connection) -> list[str]:
            connection.execute(keep)
            forget_devices(connection, user.id, by.at)
            shut = update(users).where(users.c.id == user.id).values(password_hash=closed)
            connection.execute(shut)
            note(connection, by, "reset_issued", account=user.username)
            return end(connection, sessions.c.user_id == user.id)

        try:
            return Issued(code, expires_at, write(self._engine, transaction))
        finally:
            forget_standing(self._engine)

    def devices_from(self, user_id: int) -> int:
        """Return the time (UTC epoch ms) since which a device must have signed in with the account to act for it; 0:
        at any time.
        """
        query = select(meta.c.value).where(meta.c.key == _devices_key(user_id))
        return int(read(self._engine, lambda connection: connection.scalar(query)) or 0)

    def opens(self, user: User, code: str, now: int) -> bool:
        """Whether this is the account's code and it has not expired."""
        query = select(meta.c.value).where(meta.c.key == key_of(user.id))
        kept = read(self._engine, lambda connection: connection.scalar(query))
        return kept is not None and _fits(kept, code, now)

    def spend(self, user: User, code: str, password_hash: str, now: int) -> bool:
        """Set the new password, once; return False if the code is no longer valid."""
        key = key_of(user.id)
        by = Signature(Actor(user.username, user.role, person=user.person), now)

        def transaction(connection: Connection) -> bool:
            kept = connection.scalar(select(meta.c.value).where(meta.c.key == key))
            if kept is None or not _fits(kept, code, now):
                return False
            mine = delete(meta).where(meta.c.key == key, meta.c.value == kept)
            if connection.execute(mine).rowcount != 1:  # another process was first
                return False
            new = update(users).where(users.c.id == user.id).values(password_hash=password_hash)
            connection.execute(new)
            note(connection, by, "password_changed", account=user.username)
            end(connection, sessions.c.user_id == user.id)
            return True

        try:
            return write(self._engine, transaction)
        finally:
            forget_standing(self._engine)


def key_of(user_id: int) -> str:
    """Return the key under which an account's code is stored."""
    return f"password_reset:{user_id}"


def forget_devices(connection: Connection, user_id: int, at: int) -> None:
    """Revoke devices that signed in with the account before `at` (UTC epoch ms): its owner lost the password, or the
    device.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(meta).values(key=_devices_key(user_id), value=str(at))
    keep = row.on_conflict_do_update(
        index_elements=[meta.c.key], set_={"value": row.excluded.value}
    )
    connection.execute(keep)


def _devices_key(user_id: int) -> str:
    return f"devices_from:{user_id}"


def _fits(kept: str, code: str, now: int) -> bool:
    told = json.loads(kept)
    typed = hashed(code.strip().upper().replace("-", "").replace(" ", ""))
    return secrets.compare_digest(told["hash"], typed) and now < told["expires_at"]

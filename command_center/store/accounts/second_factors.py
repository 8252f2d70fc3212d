"""Second factors of people's accounts: the secret of a TOTP (RFC 6238), and recovery codes for a lost phone.

A TOTP needs its secret in the clear on both sides, so it is not hashed but encrypted (`factor_key.py`). Recovery
codes have 80 random bits and are stored as sha256, as tokens are.
"""

import secrets
from base64 import b32encode
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, delete, insert, select, update

from command_center.store.accounts.account_changes import Signature, note
from command_center.store.accounts.account_rows import hashed
from command_center.store.accounts.factor_key import FactorKey
from command_center.store.schema import recovery_codes, second_factors, users
from command_center.store.writer import read, write

CODES = 10
"""Recovery codes of an account; each works once."""
MOST_WRONG = 50
"""Wrong codes one after another, then only an administrator opens it (NIST SP 800-63B, 5.2.2 allows 100)."""


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """A second factor. `secret` is base32, None if another key sealed it: then only recovery codes open the account.
    Codes of step `last_step` or earlier are no longer accepted.
    """

    secret: str | None
    confirmed: bool
    last_step: int
    wrong: int

    @property
    def locked(self) -> bool:
        """Whether there were too many wrong codes: then no code is checked any more."""
        return self.wrong >= MOST_WRONG


class SecondFactors:
    """The second factors of one installation. Times are UTC epoch ms. `outside` is the half of the key that is not in
    the database (`CC_FACTOR_KEY_FILE`).
    """

    def __init__(self, engine: Engine, outside: bytes = b"") -> None:
        self._engine = engine
        self._key = FactorKey(engine, outside)

    def of(self, user_id: int) -> SecondFactor | None:
        """Return an account's factor; an unconfirmed one neither opens the account nor is asked for."""
        c = second_factors.c
        query = select(c.secret, c.confirmed_at, c.last_step, c.wrong).where(c.user_id == user_id)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return row and SecondFactor(
            self._key.open(row.secret), row.confirmed_at is not None, row.last_step, row.wrong
        )

    def propose(self, user_id: int, secret: str, now: int) -> bool:
        """Store a secret to be confirmed, replacing an unconfirmed one. Return False if a confirmed one exists."""
        sealed = self._key.seal(secret)
        row = {"secret": sealed, "made_at": now, "confirmed_at": None, "last_step": -1, "wrong": 0}

        def transaction(connection: Connection) -> bool:
            c = second_factors.c
            unconfirmed = (c.user_id == user_id) & c.confirmed_at.is_(None)
            connection.execute(delete(second_factors).where(unconfirmed))
            if connection.scalar(select(c.user_id).where(c.user_id == user_id)) is not None:
                return False
            connection.execute(insert(second_factors), {"user_id": user_id, **row})
            return True

        return write(self._engine, transaction)

    def confirm(self, user_id: int, step: int, by: Signature) -> list[str] | None:
        """Confirm the factor by its first code, that of `step`. Return the recovery codes, which cannot be read
        again; None if it was confirmed or replaced in the meantime.
        """
        codes = [_recovery_code() for _ in range(CODES)]
        c = second_factors.c
        mine = (c.user_id == user_id) & c.confirmed_at.is_(None)
        query = update(second_factors).where(mine)
        query = query.values(confirmed_at=by.at, last_step=step, wrong=0)

        def transaction(connection: Connection) -> bool:
            if connection.execute(query).rowcount != 1:
                return False
            gone = delete(recovery_codes).where(recovery_codes.c.user_id == user_id)
            connection.execute(gone)
            rows = [{"user_id": user_id, "hash": hashed(code), "used_at": None} for code in codes]
            connection.execute(insert(recovery_codes), rows)
            note(connection, by, "factor_set", account=_name(connection, user_id))
            return True

        return codes if write(self._engine, transaction) else None

    def spend_step(self, user_id: int, step: int) -> bool:
        """Return whether a code of this step is used for the first time, and no later one was used."""
        c = second_factors.c
        fresh = (c.user_id == user_id) & c.confirmed_at.is_not(None) & (c.last_step < step)
        query = update(second_factors).where(fresh).values(last_step=step, wrong=0)
        return write(self._engine, lambda connection: connection.execute(query).rowcount == 1)

    def spend_recovery(self, user_id: int, code: str, by: Signature) -> bool:
        """Return whether this is an unused recovery code of the account; it is now used."""
        c = recovery_codes.c
        wanted = hashed(code.strip().upper().replace("-", "").replace(" ", ""))
        fresh = (c.user_id == user_id) & (c.hash == wanted) & c.used_at.is_(None)
        query = update(recovery_codes).where(fresh).values(used_at=by.at)
        forgiven = update(second_factors).where(second_factors.c.user_id == user_id).values(wrong=0)

        def transaction(connection: Connection) -> bool:
            if connection.execute(query).rowcount != 1:
                return False
            connection.execute(forgiven)
            note(connection, by, "recovery_used", account=_name(connection, user_id))
            return True

        return write(self._engine, transaction)

    def count_wrong(self, user_id: int) -> None:
        """Counts a wrong code."""
        c = second_factors.c
        query = update(second_factors).where(c.user_id == user_id).values(wrong=c.wrong + 1)
        write(self._engine, lambda connection: connection.execute(query))

    def reset(self, user_id: int, by: Signature) -> bool:
        """Remove the factor with its recovery codes; return whether there was one."""

        def transaction(connection: Connection) -> bool:
            codes = delete(recovery_codes).where(recovery_codes.c.user_id == user_id)
            connection.execute(codes)
            gone = delete(second_factors).where(second_factors.c.user_id == user_id)
            if connection.execute(gone).rowcount == 0:
                return False
            note(connection, by, "factor_reset", account=_name(connection, user_id))
            return True

        return write(self._engine, transaction)

    def without(self, roles: list[str]) -> list[int]:
        """Return open accounts of these roles that have a password but no confirmed factor."""
        c = second_factors.c
        have = select(c.user_id).where(c.confirmed_at.is_not(None))
        query = select(users.c.id).where(
            users.c.role.in_(roles), ~users.c.disabled, users.c.id.not_in(have)
        )
        return list(read(self._engine, lambda connection: connection.scalars(query).all()))


def shown(code: str) -> str:
    """Return a recovery code in groups of four, as it is displayed."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _recovery_code() -> str:
    return b32encode(secrets.token_bytes(10)).decode()


def _name(connection: Connection, user_id: int) -> str:
    return str(connection.scalar(select(users.c.username).where(users.c.id == user_id)))

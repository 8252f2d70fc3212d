"""Second factors of people's accounts: the secret of a TOTP (RFC 6238), and recovery codes for a lost phone.

Both sides of a TOTP need its secret as it is, so it is not hashed but encrypted (`factor_key.py`). Recovery codes
have 80 random bits and are stored as sha256, as tokens are.
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
    """`secret` is base32, None where another key sealed it: then only recovery codes open the account. A code of step
    `last_step` or before counts no more."""

    secret: str | None
    confirmed: bool
    last_step: int
    wrong: int

    @property
    def locked(self) -> bool:
        """Too many wrong codes: no code is looked at any more."""
        return self.wrong >= MOST_WRONG


class SecondFactors:
    """Those of one installation. Times are UTC epoch ms. `outside` is the part of the key that is no part of the
    database (`CC_FACTOR_KEY_FILE`)."""

    def __init__(self, engine: Engine, outside: bytes = b"") -> None:
        self._engine = engine
        self._key = FactorKey(engine, outside)

    def of(self, user_id: int) -> SecondFactor | None:
        """What an account has; one that is not confirmed yet opens nothing and asks nothing."""
        c = second_factors.c
        query = select(c.secret, c.confirmed_at, c.last_step, c.wrong).where(c.user_id == user_id)
        row = read(self._engine, lambda connection: connection.execute(query).first())
        return row and SecondFactor(
            self._key.open(row.secret), row.confirmed_at is not None, row.last_step, row.wrong
        )

    def propose(self, user_id: int, secret: str, now: int) -> bool:
        """Keep a secret that is yet to be confirmed, in place of one that never was. False: one stands."""
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
        """Its first code was given, that of `step`. Returns the recovery codes, which cannot be read again; None if
        it was confirmed or replaced meanwhile."""
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
        """Whether a code of this step is used for the first time, and none after it was."""
        c = second_factors.c
        fresh = (c.user_id == user_id) & c.confirmed_at.is_not(None) & (c.last_step < step)
        query = update(second_factors).where(fresh).values(last_step=step, wrong=0)
        return write(self._engine, lambda connection: connection.execute(query).rowcount == 1)

    def spend_recovery(self, user_id: int, code: str, by: Signature) -> bool:
        """Whether this is a recovery code of the account that was never used; it is used now."""
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
        """Take it away with its recovery codes. Returns whether there was one."""

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
        """Open accounts of these roles, with a password, that have no confirmed factor."""
        c = second_factors.c
        have = select(c.user_id).where(c.confirmed_at.is_not(None))
        query = select(users.c.id).where(
            users.c.role.in_(roles), ~users.c.disabled, users.c.id.not_in(have)
        )
        return list(read(self._engine, lambda connection: connection.scalars(query).all()))


def shown(code: str) -> str:
    """A recovery code in groups of four, as it is written down."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def _recovery_code() -> str:
    return b32encode(secrets.token_bytes(10)).decode()


def _name(connection: Connection, user_id: int) -> str:
    return str(connection.scalar(select(users.c.username).where(users.c.id == user_id)))

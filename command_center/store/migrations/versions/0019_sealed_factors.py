"""Encrypts the secrets of authenticator apps, which were stored in the clear."""

import secrets

import sqlalchemy as sa
from alembic import op

from command_center.store.accounts.sealed_text import SealedText

revision = "0019"
down_revision = "0014"
branch_labels = None
depends_on = None

KEPT = "factor_secret"


def upgrade() -> None:
    """Encrypt each with a key of this database, which is created if missing."""
    known = op.get_bind().scalar(sa.text("SELECT value FROM meta WHERE key = :key"), {"key": KEPT})
    if known is None:
        known = secrets.token_hex(32)
        row = {"key": KEPT, "value": known}
        op.get_bind().execute(sa.text("INSERT INTO meta (key, value) VALUES (:key, :value)"), row)
    cipher = SealedText(bytes.fromhex(known))
    for user, secret in _all():
        _write(user, cipher.seal(secret))


def downgrade() -> None:
    """Decrypt each again. One sealed with a key file cannot be opened here: its account is closed, because its
    password alone would otherwise let somebody in.
    """
    known = op.get_bind().scalar(sa.text("SELECT value FROM meta WHERE key = :key"), {"key": KEPT})
    cipher = SealedText(bytes.fromhex(known or ""))
    for user, sealed in _all():
        secret = cipher.open(sealed)
        if secret is None:
            closed = sa.text("UPDATE users SET disabled = TRUE WHERE id = :user")
            op.get_bind().execute(closed, {"user": user})
        else:
            _write(user, secret)


def _all() -> list[tuple[int, str]]:
    rows = op.get_bind().execute(sa.text("SELECT user_id, secret FROM second_factors")).all()
    return [(user, secret) for user, secret in rows]


def _write(user: int, secret: str) -> None:
    query = sa.text("UPDATE second_factors SET secret = :secret WHERE user_id = :user")
    op.get_bind().execute(query, {"secret": secret, "user": user})

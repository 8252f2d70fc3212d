"""Stores when an idempotency key was used, so that it can be deleted after its time."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Existing keys count from now, so none is deleted too early."""
    op.add_column(
        "command_keys",
        sa.Column("used_at", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    )
    since = sa.text("UPDATE command_keys SET used_at = :now")
    op.execute(since.bindparams(now=round(time.time() * 1000)))
    op.create_index(op.f("ix_command_keys_used_at"), "command_keys", ["used_at"])


def downgrade() -> None:
    """Keys are kept for ever again."""
    op.drop_index(op.f("ix_command_keys_used_at"), "command_keys")
    op.drop_column("command_keys", "used_at")

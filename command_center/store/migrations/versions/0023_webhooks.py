"""Webhooks: how far each has read the journal, and what it still has to deliver. Expiry dates of tokens."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; an existing token stays valid until it is withdrawn."""
    op.create_table(
        "webhooks",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sent", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("site", "hook", name=op.f("pk_webhooks")),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("hook", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "hook", "seq", name=op.f("pk_webhook_deliveries")),
    )
    op.create_index(
        "ix_webhook_deliveries_due", "webhook_deliveries", ["site", "hook", "state", "next_at"]
    )
    op.add_column("tokens", sa.Column("expires_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Drop them. Undelivered webhooks are not sent again, and tokens lose their expiry."""
    op.drop_column("tokens", "expires_at")
    op.drop_table("webhook_deliveries")
    op.drop_table("webhooks")

"""The outbox: each delivery with its text, channel, tries and expiry; receipts; channel health.

A delivery of the older form keeps its state and number of attempts. The planner fills in what it lacks (person, text,
channel) if it is still wanted.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def added() -> list[sa.Column[Any]]:
    """Return the new columns of `deliveries`."""
    return [
        sa.Column("channel", sa.Text(), nullable=False, server_default=""),
        sa.Column("kind", sa.Text(), nullable=False, server_default=""),
        sa.Column("person", sa.Text(), nullable=False, server_default=""),
        sa.Column("subject", sa.Text(), nullable=False, server_default=""),
        sa.Column("step", sa.Text(), nullable=False, server_default=""),
        sa.Column("address_version", sa.Text(), nullable=False, server_default=""),
        sa.Column("urgency", sa.Text(), nullable=False, server_default="normal"),
        sa.Column("rank", sa.Integer(), nullable=False, server_default="2"),
        sa.Column("drill", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False, server_default="zh-CN"),
        sa.Column("title", sa.Text(), nullable=False, server_default=""),
        sa.Column("text", sa.Text(), nullable=False, server_default=""),
        sa.Column("choices", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("planned_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("due_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("expires_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("next_try_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("cost", sa.Double(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()),
    ]


def upgrade() -> None:
    """Add the columns. A claim of the older form waits again: its process is gone, and it counts as an attempt."""
    for column in added():
        op.add_column("deliveries", column)
    op.create_index(op.f("ix_deliveries_ref"), "deliveries", ["ref"], unique=True)
    op.create_index("ix_deliveries_due", "deliveries", ["site", "state", "channel", "next_try_at"])
    op.create_index("ix_deliveries_provider_id", "deliveries", ["site", "provider_id"])
    op.create_index("ix_deliveries_told", "deliveries", ["site", "told"])
    op.execute(
        "UPDATE deliveries SET tries = attempt, attempt = attempt + 1, state = 'waiting',"
        " holder = '', lease_until = 0 WHERE state = 'claimed'"
    )
    op.create_table(
        "delivery_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("address_version", sa.Text(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("took_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_tries")),
    )
    op.create_index("ix_delivery_tries_delivery", "delivery_tries", ["site", "delivery"])
    op.create_index("ix_delivery_tries_recent", "delivery_tries", ["site", "channel", "ended_at"])
    op.create_table(
        "receipts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ref", sa.Text(), nullable=True),
        sa.Column("provider_id", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("word", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=True),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False, server_default=""),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("site", "channel", "event", name=op.f("uq_receipts_site")),
    )
    op.create_index("ix_receipts_state", "receipts", ["site", "state"])
    op.create_table(
        "channel_health",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("down_since", sa.BigInteger(), nullable=True),
        sa.Column("retry_at", sa.BigInteger(), nullable=False),
        sa.Column("last_ok_at", sa.BigInteger(), nullable=True),
        sa.Column("last_failure_at", sa.BigInteger(), nullable=True),
        sa.Column("probed_at", sa.BigInteger(), nullable=False),
        sa.Column("probe_ok", sa.Boolean(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "channel", name=op.f("pk_channel_health")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Remove them. Sent, failed and claimed deliveries stay; the older program sends waiting ones again, under its
    own claim.
    """
    op.drop_table("channel_health")
    op.drop_table("receipts")
    op.drop_table("delivery_tries")
    op.execute("DELETE FROM deliveries WHERE state IN ('waiting', 'withdrawn', 'merged')")
    op.execute("UPDATE deliveries SET state = 'sent' WHERE state = 'unknown'")
    op.execute("UPDATE deliveries SET state = 'failed', error = 'provider' WHERE state = 'expired'")
    op.drop_index("ix_deliveries_told", "deliveries")
    op.drop_index("ix_deliveries_provider_id", "deliveries")
    op.drop_index("ix_deliveries_due", "deliveries")
    op.drop_index(op.f("ix_deliveries_ref"), "deliveries")
    for column in reversed(added()):
        op.drop_column("deliveries", column.name)

"""Gate passages, heartbeats of readers, badge holders, and visitors admitted by the gate desk."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the four tables."""
    op.create_table(
        "passages",
        sa.Column("seq", sa.Integer().with_variant(sa.BigInteger(), "postgresql"), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("gate", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("ts", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_passages")),
        sa.UniqueConstraint("site", "source", "event", name=op.f("uq_passages_site")),
    )
    op.create_index("ix_passages_site_who_ts", "passages", ["site", "who", "ts"])
    op.create_index("ix_passages_site_received_at", "passages", ["site", "received_at"])
    op.create_table(
        "gate_readers",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("heard_at", sa.BigInteger(), nullable=False),
        sa.Column("up", sa.Boolean(), nullable=False),
        sa.Column("missed_until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("site", "reader", name=op.f("pk_gate_readers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "badges",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("badge", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "badge", name=op.f("pk_badges")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_badges_site_who", "badges", ["site", "who"])
    op.create_table(
        "visitors",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("visitor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("plate", sa.Text(), nullable=True),
        sa.Column("badge", sa.Text(), nullable=True),
        sa.Column("host", sa.Text(), nullable=True),
        sa.Column("gate", sa.Text(), nullable=True),
        sa.Column("arrived_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("site", "visitor", name=op.f("pk_visitors")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_visitors_site_left_at", "visitors", ["site", "left_at"])


def downgrade() -> None:
    """Drop the tables. Who is inside is then the shift list again."""
    for table in ("visitors", "badges", "gate_readers", "passages"):
        op.drop_table(table)

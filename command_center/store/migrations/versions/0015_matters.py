"""Matters with indexed columns: hazards, permits, duties and all else that templates describe. Derived from facts."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; the first list requested fills it."""
    op.create_table(
        "matters",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("revision", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("opener", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.Column("history", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "id", name=op.f("pk_matters")),
    )
    op.create_index("ix_matters_site_opened_at", "matters", ["site", "opened_at"])
    op.create_index(
        "ix_matters_site_template_state", "matters", ["site", "template", "state", "opened_at"]
    )
    op.create_index("ix_matters_site_ended_at", "matters", ["site", "ended_at", "opened_at"])
    op.create_index("ix_matters_site_last_seq", "matters", ["site", "last_seq"])


def downgrade() -> None:
    """Drop the table. The facts stay; it can be rebuilt."""
    op.drop_table("matters")

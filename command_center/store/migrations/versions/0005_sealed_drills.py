"""Stores sealed drill contents in a table that no reader of the journal reads."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create a table beside the journal."""
    op.create_table(
        "sealed_drills",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("commitment", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("nonce", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "commitment", name=op.f("pk_sealed_drills")),
    )


def downgrade() -> None:
    """Drop the table. Drills sealed but not revealed can then be neither played nor revealed."""
    op.drop_table("sealed_drills")

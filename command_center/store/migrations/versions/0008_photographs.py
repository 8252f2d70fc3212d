"""Photographs with observers' notes, beside the journal that names them by their SHA-256."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table. No note had a photograph before."""
    op.create_table(
        "photographs",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "sha256", name=op.f("pk_photographs")),
    )


def downgrade() -> None:
    """Drop the table. The journal keeps the hashes of the photographs."""
    op.drop_table("photographs")

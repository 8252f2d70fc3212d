"""What is sealed of a drill has a place that no reader of the journal looks into."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table beside the journal."""
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
    """Drills that are sealed and not revealed can be neither played nor revealed any more."""
    op.drop_table("sealed_drills")

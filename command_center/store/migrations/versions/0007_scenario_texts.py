"""Stores texts of the site's own scenarios in a table that no reader of the journal reads."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create a table beside the journal."""
    op.create_table(
        "scenario_texts",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "sha256", name=op.f("pk_scenario_texts")),
    )


def downgrade() -> None:
    """Drop the table. The site's own scenarios are lost; drills made from them keep their plans."""
    op.drop_table("scenario_texts")

"""Signing PINs, with which people sign for matters on another person's screen."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create a separate table: most people who sign so have no account."""
    op.create_table(
        "signing_pins",
        sa.Column("site", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), primary_key=True),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
    )


def downgrade() -> None:
    """Drop the table; nobody can sign by a PIN any more."""
    op.drop_table("signing_pins")

"""Stores a refusal under its command's idempotency key, as the facts of an accepted command are."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Earlier keys have no refusal: until now a refused command left its key free."""
    op.add_column("command_keys", sa.Column("refusal", sa.Text(), nullable=True))


def downgrade() -> None:
    """Free the keys of refused commands that recorded nothing, as they were before."""
    op.execute("DELETE FROM command_keys WHERE refusal IS NOT NULL AND last_seq < first_seq")
    op.drop_column("command_keys", "refusal")

"""A refusal is kept under its command's idempotency key, like what an accepted one made."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Keys used before this have no refusal: until now a refused command left its key free."""
    op.add_column("command_keys", sa.Column("refusal", sa.Text(), nullable=True))


def downgrade() -> None:
    """A key of a refused command that recorded nothing is free again, as it was before this."""
    op.execute("DELETE FROM command_keys WHERE refusal IS NOT NULL AND last_seq < first_seq")
    op.drop_column("command_keys", "refusal")

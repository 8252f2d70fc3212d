"""Finds the newest matters of a list by an index, however many there are."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_matter_stories_site_opened", "matter_stories"


def upgrade() -> None:
    """Add the index."""
    op.create_index(NAME, TABLE, ["site", "opened_at", "matter"])


def downgrade() -> None:
    """Drop the index."""
    op.drop_index(NAME, TABLE)

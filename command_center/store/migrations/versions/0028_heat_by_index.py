"""Counts the heat map by hours from the index alone; it leaves out imported matters, whose hour is unknown."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

NAME, TABLE = "ix_matter_stories_site_opened_at", "matter_stories"
BEFORE = ["site", "template", "opened_at", "area", "category"]


def upgrade() -> None:
    """Widen the index."""
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, [*BEFORE, "old_number"])


def downgrade() -> None:
    """Narrow it again."""
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, BEFORE)

"""The number of an imported matter in its older system."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column to both tables of matters; it is empty, because none was imported before."""
    op.add_column("matters", sa.Column("old_number", sa.Text()))
    op.add_column("matter_stories", sa.Column("old_number", sa.Text()))


def downgrade() -> None:
    """Drop the columns."""
    op.drop_column("matter_stories", "old_number")
    op.drop_column("matters", "old_number")

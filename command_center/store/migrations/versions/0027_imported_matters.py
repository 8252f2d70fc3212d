"""The number of an imported matter in its older system."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column of both tables of matters; none of them was imported before."""
    op.add_column("matters", sa.Column("old_number", sa.Text()))
    op.add_column("matter_stories", sa.Column("old_number", sa.Text()))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("matter_stories", "old_number")
    op.drop_column("matters", "old_number")

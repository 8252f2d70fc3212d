"""A gateway's token is valid only for its sources. Earlier tokens stay valid for every source."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column, empty for every existing token."""
    op.add_column("tokens", sa.Column("sources", sa.Text()))


def downgrade() -> None:
    """Withdraw the tokens limited to sources, which would otherwise be valid for all, and drop the column."""
    op.execute(sa.text("UPDATE tokens SET revoked = TRUE WHERE sources IS NOT NULL"))
    op.drop_column("tokens", "sources")

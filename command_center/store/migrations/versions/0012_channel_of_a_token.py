"""A carrier's token is valid for one channel. Earlier tokens have none: they report outcomes for every channel, and
answer for none.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column, empty for every existing token."""
    op.add_column("tokens", sa.Column("channel", sa.Text()))


def downgrade() -> None:
    """Withdraw the tokens limited to a channel, which would otherwise be valid for all, and drop the column."""
    op.execute(sa.text("UPDATE tokens SET revoked = TRUE WHERE channel IS NOT NULL"))
    op.drop_column("tokens", "channel")

"""A carrier's token speaks for one channel. Tokens of before have none: they say what became of notices of every
channel, and answer none."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more column, empty for every token that there is."""
    op.add_column("tokens", sa.Column("channel", sa.Text()))


def downgrade() -> None:
    """Withdraw the tokens of a channel, which would speak for every one, and drop the column."""
    op.execute(sa.text("UPDATE tokens SET revoked = TRUE WHERE channel IS NOT NULL"))
    op.drop_column("tokens", "channel")

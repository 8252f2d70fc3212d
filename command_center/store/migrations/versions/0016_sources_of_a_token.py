"""A gateway's token speaks for its sources only. Tokens of before speak for every source, as they did."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """One more column, empty for every token that there is."""
    op.add_column("tokens", sa.Column("sources", sa.Text()))


def downgrade() -> None:
    """Withdraw the tokens of some sources, which would speak for every one, and drop the column."""
    op.execute(sa.text("UPDATE tokens SET revoked = TRUE WHERE sources IS NOT NULL"))
    op.drop_column("tokens", "sources")

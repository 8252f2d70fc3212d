"""Histories of matters, their points, and the events that hazards point to, with indexed columns.
Derived from facts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; the first figure requested fills them."""
    op.create_table(
        "matter_stories",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("category", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("opener", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("missed_at", sa.BigInteger(), nullable=True),
        sa.Column("rejections", sa.Integer(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("missed", sa.Text(), nullable=False),
        sa.Column("holders", sa.Text(), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
        sa.Column("readers", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "matter", name=op.f("pk_matter_stories")),
    )
    op.create_index(
        "ix_matter_stories_site_opened_at",
        "matter_stories",
        ["site", "template", "opened_at", "area", "category"],
    )
    op.create_index(
        "ix_matter_stories_site_ended_at", "matter_stories", ["site", "template", "ended_at"]
    )
    op.create_index("ix_matter_stories_site_missed_at", "matter_stories", ["site", "missed_at"])
    op.create_index("ix_matter_stories_site_last_seq", "matter_stories", ["site", "last_seq"])
    op.create_table(
        "matter_points",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("n", sa.Double(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "seq", "line", name=op.f("pk_matter_points")),
    )
    op.create_index("ix_matter_points_site_period", "matter_points", ["site", "account", "period"])
    op.create_index("ix_matter_points_site_matter", "matter_points", ["site", "matter"])
    op.create_table(
        "matter_events",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "seq", name=op.f("pk_matter_events")),
    )
    op.create_index("ix_matter_events_site_at", "matter_events", ["site", "at"])
    op.create_table(
        "matter_stories_read",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_matter_stories_read")),
    )


def downgrade() -> None:
    """Drop the tables. The facts stay; they can be rebuilt."""
    op.drop_table("matter_stories_read")
    op.drop_table("matter_events")
    op.drop_table("matter_points")
    op.drop_table("matter_stories")

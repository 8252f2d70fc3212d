"""Accounts' identities at the identity provider, the sessions that it may end, second factors with their recovery
codes, and sealed emergency accounts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create five tables; accounts and sessions are unchanged."""
    op.create_table(
        "identities",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("linked_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_identities_user_id"),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_identities"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_identities_user_id", "identities", ["user_id"])
    op.create_table(
        "provider_sessions",
        sa.Column("session", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("next_check", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("session", name="pk_provider_sessions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_provider_sessions_next_check", "provider_sessions", ["next_check"])
    op.create_table(
        "second_factors",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger()),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_second_factors_user_id"),
        sa.PrimaryKeyConstraint("user_id", name="pk_second_factors"),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("used_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_recovery_codes_user_id"),
        sa.PrimaryKeyConstraint("user_id", "hash", name="pk_recovery_codes"),
    )
    op.create_table(
        "break_glass",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("sealed_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.BigInteger()),
        sa.Column("ends_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_break_glass_user_id"),
        sa.PrimaryKeyConstraint("user_id", name="pk_break_glass"),
    )


def downgrade() -> None:
    """Close the accounts that only these tables secure, end the provider's sessions, and drop the tables."""
    op.execute(
        sa.text(
            "UPDATE users SET disabled = TRUE WHERE id IN "
            "(SELECT user_id FROM identities UNION SELECT user_id FROM break_glass)"
        )
    )
    op.execute(
        sa.text(
            "UPDATE sessions SET revoked = TRUE WHERE id IN (SELECT session FROM provider_sessions)"
        )
    )
    for name in (
        "break_glass", "recovery_codes", "second_factors", "provider_sessions", "identities",
    ):  # fmt: skip
        op.drop_table(name)

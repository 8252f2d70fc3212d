"""Every table, for SQLite and PostgreSQL alike; changed only together with a migration.

Times are UTC epoch ms. `site` is the shard key of everything that belongs to one plant. Tables
read in key order are WITHOUT ROWID: SQLite then keeps the rows themselves in that order.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

facts = Table(
    "facts",
    metadata,
    Column("site", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),  # canonical JSON: the bytes that are hashed
    Column("hash", Text, nullable=False),
    sqlite_with_rowid=False,
)

heads = Table(
    "heads",
    metadata,
    Column("site", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("hash", Text, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
)

command_keys = Table(
    "command_keys",
    metadata,
    Column("site", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("first_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("refusal", Text),  # JSON of `store/journal/refusals.py`; null for an accepted command
    Column("used_at", BigInteger, nullable=False, server_default=text("0"), index=True),
    sqlite_with_rowid=False,
)

leases = Table(
    "leases",
    metadata,
    Column("name", Text, primary_key=True),
    Column("term", BigInteger, nullable=False),
    Column("holder", Text),
    Column("expires_at", BigInteger, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("site", Text, primary_key=True),
    Column("tag", Text, primary_key=True),
    Column("ts", BigInteger, primary_key=True, autoincrement=False),
    Column("value", Double, nullable=False),
    Column("quality", Text, nullable=False),
    Column("source", Text, nullable=False),
    sqlite_with_rowid=False,
)

positions = Table(
    "positions",
    metadata,
    Column("site", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("ts", BigInteger, primary_key=True, autoincrement=False),
    Column("lat", Double, nullable=False),
    Column("lon", Double, nullable=False),
    Column("source", Text, nullable=False),
    sqlite_with_rowid=False,
)

users = Table(
    "users",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("username", Text, nullable=False, unique=True),
    Column("password_hash", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("person", Text),
    Column("disabled", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("person", Text),
    Column("read_only", Boolean, nullable=False),
    Column("topics", Text),  # JSON list; null is every topic the role may see
    Column("revoked", Boolean, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("channel", Text),  # what a carrier speaks for
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", Text, primary_key=True),  # sha256 of the cookie's secret
    Column("account", Text, nullable=False),
    Column("user_id", Integer, ForeignKey("users.id"), index=True),
    Column("token_id", Integer, ForeignKey("tokens.id"), index=True),
    Column("role", Text, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("person", Text),
    Column("read_only", Boolean, nullable=False),
    Column("topics", Text),
    Column("created_at", BigInteger, nullable=False),
    Column("expires_at", BigInteger, nullable=False, index=True),
    Column("revoked", Boolean, nullable=False),
)

account_changes = Table(
    "account_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("actor", Text, nullable=False),
    Column("actor_kind", Text, nullable=False),
    Column("person", Text),
    Column("data", Text, nullable=False),  # JSON: what the command account.record takes
    Column("told", Boolean, nullable=False, index=True),
)

sealed_drills = Table(
    "sealed_drills",
    metadata,
    Column("site", Text, primary_key=True),
    Column("commitment", Text, primary_key=True),
    Column("content", Text, nullable=False),  # canonical JSON: what the commitment is made of
    Column("nonce", Text, nullable=False),
    Column("sealed_at", BigInteger, nullable=False),
)

scenario_texts = Table(
    "scenario_texts",
    metadata,
    Column("site", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
)

photographs = Table(
    "photographs",
    metadata,
    Column("site", Text, primary_key=True),
    Column("sha256", Text, primary_key=True),  # of the content, in hex
    Column("type", Text, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", BigInteger, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("site", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # of the notice: directive, step and channel
    Column("state", Text, nullable=False),  # claimed, sent or failed
    Column("holder", Text, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("error", Text),
    Column("updated_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

site_versions = Table(
    "site_versions",
    metadata,
    Column("site", Text, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("sha256", Text, nullable=False),
    Column("yaml", Text, nullable=False),
    Column("recorded_at", BigInteger, nullable=False),
    UniqueConstraint("site", "sha256"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

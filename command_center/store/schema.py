"""Every table, for SQLite and PostgreSQL alike; change them only together with a migration.

Times are UTC epoch ms. `site` is the shard key of everything that belongs to one plant. Tables read in key order are
WITHOUT ROWID: SQLite then stores the rows themselves in that order.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    false,
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
    Column("sources", Text),  # JSON list of what a gateway speaks for; null is every source
    Column("expires_at", BigInteger),  # from then on it is refused; null is until it is withdrawn
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

identities = Table(  # who an account is at the identity provider
    "identities",
    metadata,
    Column("issuer", Text, primary_key=True),
    Column("subject", Text, primary_key=True),
    Column("user_id", Integer, ForeignKey("users.id"), nullable=False, index=True),
    Column("linked_at", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

provider_sessions = Table(  # sessions that the identity provider may end
    "provider_sessions",
    metadata,
    Column("session", Text, primary_key=True),
    Column("issuer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("sealed", Text, nullable=False),  # refresh token and id token, encrypted
    Column("next_check", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

second_factors = Table(
    "second_factors",
    metadata,
    Column("user_id", Integer, ForeignKey("users.id"), primary_key=True, autoincrement=False),
    Column("secret", Text, nullable=False),  # base32: both sides of a TOTP need it as it is
    Column("made_at", BigInteger, nullable=False),
    Column("confirmed_at", BigInteger),  # null until its first code was given
    Column("last_step", BigInteger, nullable=False),  # a code of this step or before counts no more
    Column("wrong", Integer, nullable=False),  # wrong codes one after another
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    Column("user_id", Integer, ForeignKey("users.id"), primary_key=True, autoincrement=False),
    Column("hash", Text, primary_key=True),
    Column("used_at", BigInteger),
)

break_glass = Table(  # accounts that open once for some hours, and loudly
    "break_glass",
    metadata,
    Column("user_id", Integer, ForeignKey("users.id"), primary_key=True, autoincrement=False),
    Column("hours", Double, nullable=False),
    Column("sealed_at", BigInteger, nullable=False),
    Column("opened_at", BigInteger),
    Column("ends_at", BigInteger),
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

matters = Table(  # made of facts (`store/matters.py`); can be made again
    "matters",
    metadata,
    Column("site", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("template", Text, nullable=False),
    Column("revision", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),  # JSON, in both languages
    Column("state", Text, nullable=False),
    Column("place", Text),
    Column("area", Text),
    Column("category", Text),
    Column("opener", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("opened_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
    Column("due_at", BigInteger),
    Column("people", Text, nullable=False),  # JSON: everybody who is a party
    Column("readers", Text, nullable=False),  # JSON
    Column("readership", Text, nullable=False),  # of `matter_readers`
    Column("history", Text, nullable=False),  # JSON: the numbers of its facts
    Column("old_number", Text),  # in the older system from which it was imported
    Index("ix_matters_site_opened_at", "site", "opened_at"),
    Index("ix_matters_site_template_state", "site", "template", "state", "opened_at", "readership"),
    Index("ix_matters_site_ended_at", "site", "ended_at", "opened_at", "readership"),
    Index("ix_matters_site_place", "site", "place", "opened_at", "readership"),
    Index("ix_matters_site_readership", "site", "readership", "opened_at", "id"),
)

matter_readers = Table(  # what matters with the same readers in the same area have in common
    "matter_readers",
    metadata,
    Column("site", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("readers", Text, nullable=False),  # JSON
    Column("area", Text),
    sqlite_with_rowid=False,
)

matter_people = Table(  # everybody who takes part in a matter
    "matter_people",
    metadata,
    Column("site", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("readership", Text, primary_key=True),
    Column("opened_at", BigInteger, primary_key=True),
    Column("matter", Text, primary_key=True),
    sqlite_with_rowid=False,
)

matters_read = Table(  # up to which fact the three tables are made
    "matters_read",
    metadata,
    Column("site", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)

matter_stories = Table(  # made of facts (`store/stories/`); can be made again
    "matter_stories",
    metadata,
    Column("site", Text, primary_key=True),
    Column("matter", Text, primary_key=True),
    Column("template", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("title", Text, nullable=False),  # JSON, in both languages
    Column("what", Text, nullable=False),  # its own words
    Column("state", Text, nullable=False),
    Column("area", Text),
    Column("place", Text),
    Column("category", Text),
    Column("level", Text),
    Column("opener", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("opened_seq", BigInteger, nullable=False),
    Column("last_seq", BigInteger, nullable=False),
    Column("signed_at", BigInteger),
    Column("ended_at", BigInteger),
    Column("missed_at", BigInteger),  # the first deadline that was missed, or will be
    Column("rejections", Integer, nullable=False),
    Column("due", Text, nullable=False),  # JSON: the deadlines that run
    Column("missed", Text, nullable=False),  # JSON
    Column("holders", Text, nullable=False),  # JSON
    Column("people", Text, nullable=False),  # JSON: everybody who is a party
    Column("readers", Text, nullable=False),  # JSON
    Column("old_number", Text),  # in the older system from which it was imported
    Index(
        "ix_matter_stories_site_opened_at",
        "site",
        "template",
        "opened_at",
        "area",
        "category",
        "old_number",
    ),
    Index("ix_matter_stories_site_opened", "site", "opened_at", "matter"),
    Index("ix_matter_stories_site_ended_at", "site", "template", "ended_at"),
    Index("ix_matter_stories_site_missed_at", "site", "missed_at"),
    Index("ix_matter_stories_site_last_seq", "site", "last_seq"),
)

matter_points = Table(  # made of facts (`store/stories/`); can be made again
    "matter_points",
    metadata,
    Column("site", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),  # of the fact that entered them
    Column("line", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("matter", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("n", Double, nullable=False),
    Column("period", Text, nullable=False),
    Index("ix_matter_points_site_period", "site", "account", "period"),
    Index("ix_matter_points_site_matter", "site", "matter"),
)

matter_events = (
    Table(  # alarms, incidents and expiries that a hazard may have foretold; made of facts
        "matter_events",
        metadata,
        Column("site", Text, primary_key=True),
        Column("seq", BigInteger, primary_key=True),
        Column("kind", Text, nullable=False),
        Column("id", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("about", Text, nullable=False),  # the tag, place or store
        Index("ix_matter_events_site_at", "site", "at"),
    )
)

matter_stories_read = Table(  # up to which fact the three tables are made
    "matter_stories_read",
    metadata,
    Column("site", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),
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

evidence = Table(
    "evidence",
    metadata,
    Column("site", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # the name that the phone gave it
    Column("sha256", Text, nullable=False),  # of the content, in hex: what a fact names
    Column("type", Text, nullable=False),
    Column("content", LargeBinary),  # none once it was erased
    Column("claims", Text),  # JSON: what the camera wrote, where and when; erased with the content
    Column("flags", Text, nullable=False),  # JSON: what was noted of it
    Column("account", Text, nullable=False),
    Column("person", Text),
    Column("kept_at", BigInteger, nullable=False),
    Column("erased_at", BigInteger),
    Index("ix_evidence_site_sha256", "site", "sha256"),
    Index("ix_evidence_site_person", "site", "person"),
)

webhooks = Table(
    "webhooks",
    metadata,
    Column("site", Text, primary_key=True),
    Column("hook", Text, primary_key=True),
    Column("seq", BigInteger, nullable=False),  # up to which the journal was looked through
    Column("sent", BigInteger, nullable=False),  # how many facts arrived
    Column("sent_at", BigInteger),
)

webhook_deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("site", Text, primary_key=True),
    Column("hook", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),  # of the fact
    Column("state", Text, nullable=False),  # waiting or dead; what arrived has no row
    Column("attempt", Integer, nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("error", Text),
    Column("updated_at", BigInteger, nullable=False),
    Index("ix_webhook_deliveries_due", "site", "hook", "state", "next_at"),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("site", Text, primary_key=True),
    Column("id", Text, primary_key=True),  # of the notice: its subject, step and kind of channel
    Column("state", Text, nullable=False),  # `store/outbox/rows.py` says which there are
    Column("holder", Text, nullable=False),
    Column("lease_until", BigInteger, nullable=False),
    Column("attempt", Integer, nullable=False),  # above 1: an earlier try may have arrived too
    Column("error", Text),
    Column("updated_at", BigInteger, nullable=False),
    Column("channel", Text, nullable=False, server_default=""),  # the channel's id, not its kind
    Column("kind", Text, nullable=False, server_default=""),
    Column("person", Text, nullable=False, server_default=""),
    Column("subject", Text, nullable=False, server_default=""),
    Column("step", Text, nullable=False, server_default=""),
    Column("address_version", Text, nullable=False, server_default=""),
    Column("urgency", Text, nullable=False, server_default="normal"),
    Column("rank", Integer, nullable=False, server_default="2"),  # 0 life safety ... 3 routine
    Column("drill", Text),
    Column("language", Text, nullable=False, server_default="zh-CN"),
    Column("title", Text, nullable=False, server_default=""),  # erasable, like the text
    Column("text", Text, nullable=False, server_default=""),
    Column("choices", Text, nullable=False, server_default="[]"),  # JSON
    Column("link", Text),
    Column("reply", Text),
    Column("ref", Text),
    Column("sequence", BigInteger, nullable=False, server_default="0"),
    Column("planned_at", BigInteger, nullable=False, server_default="0"),
    Column("due_at", BigInteger, nullable=False, server_default="0"),
    Column("expires_at", BigInteger, nullable=False, server_default="0"),
    Column("next_try_at", BigInteger, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("provider_id", Text),
    Column("cost", Double),
    Column("sent_at", BigInteger),
    Column("merged_into", Text),  # the delivery whose message speaks for this one too
    Column("told", Boolean, nullable=False, server_default=false()),  # the journal has its fact
    Index("ix_deliveries_ref", "ref", unique=True),
    Index("ix_deliveries_due", "site", "state", "channel", "next_try_at"),
    Index("ix_deliveries_provider_id", "site", "provider_id"),
    Index("ix_deliveries_told", "site", "told"),
    sqlite_with_rowid=False,
)

delivery_tries = Table(  # only ever added to, until its delivery is forgotten
    "delivery_tries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("delivery", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("address_version", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("provider_id", Text),
    Column("holder", Text, nullable=False),
    Column("ended_at", BigInteger, nullable=False),
    Column("took_ms", BigInteger, nullable=False),
    Index("ix_delivery_tries_delivery", "site", "delivery"),
    Index("ix_delivery_tries_recent", "site", "channel", "ended_at"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("ref", Text),
    Column("provider_id", Text),
    Column("address", Text),  # where an answer came from: erasable
    Column("reply", Text),
    Column("word", Text),
    Column("error", Text),
    Column("at", BigInteger),
    Column("received_at", BigInteger, nullable=False),
    Column("state", Text, nullable=False),  # waiting, applied, ignored or unmatched
    Column("delivery", Text),
    Column("why", Text, nullable=False, server_default=""),
    Column("settled_at", BigInteger),
    UniqueConstraint("site", "channel", "event"),
    Index("ix_receipts_state", "site", "state"),
)

channel_health = Table(
    "channel_health",
    metadata,
    Column("site", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("state", Text, nullable=False),  # up or down
    Column("failures", Integer, nullable=False),  # one after another
    Column("why", Text, nullable=False),
    Column("down_since", BigInteger),
    Column("retry_at", BigInteger, nullable=False),  # when a channel that is down is tried again
    Column("last_ok_at", BigInteger),
    Column("last_failure_at", BigInteger),
    Column("probed_at", BigInteger, nullable=False),
    Column("probe_ok", Boolean),
    Column("detail", Text, nullable=False),  # JSON: figures of the last probe
    Column("beat_at", BigInteger, nullable=False),  # when a process served it last
    Column("sender", Text, nullable=False),  # that process
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

# What may be erased, for a person who asks for it (docs/privacy.md); facts name an address by its version.
contacts = Table(
    "contacts",
    metadata,
    Column("site", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("version", Text, primary_key=True),  # opaque: what facts say instead of the address
    Column("channel", Text, nullable=False),
    Column("address", Text),  # null once erased
    Column("added_at", BigInteger, nullable=False),
    Column("added_by", Text),  # an account; null for what the site file brought
    Column("erased_at", BigInteger),
    UniqueConstraint("site", "person", "address"),
)

personal_reads = Table(
    "personal_reads",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("site", Text, nullable=False),
    Column("at", BigInteger, nullable=False, index=True),
    Column("reader", Text, nullable=False),  # an account or token
    Column("role", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("what", Text, nullable=False),  # contacts
    Column("why", Text, nullable=False),  # where it was shown: people, sos, reads
    Index("ix_personal_reads_site_person", "site", "person"),
)

# Who passed which gate, and who was let in. Facts hold numbers of visitors; who they are lies here and is erased.
passages = Table(
    "passages",
    metadata,
    Column("seq", Integer().with_variant(BigInteger, "postgresql"), primary_key=True),
    Column("site", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("event", Text, nullable=False),  # the sender's own id of it
    Column("gate", Text, nullable=False),
    Column("reader", Text),
    Column("who", Text, nullable=False),  # a person, a visitor, or card:... of an unknown card
    Column("direction", Text, nullable=False),  # in, out
    Column("ts", BigInteger, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    UniqueConstraint("site", "source", "event"),
    Index("ix_passages_site_who_ts", "site", "who", "ts"),
    Index("ix_passages_site_received_at", "site", "received_at"),
)

gate_readers = Table(
    "gate_readers",
    metadata,
    Column("site", Text, primary_key=True),
    Column("reader", Text, primary_key=True),
    Column("heard_at", BigInteger, nullable=False),
    Column("up", Boolean, nullable=False),
    Column("missed_until", BigInteger),
    sqlite_with_rowid=False,
)

signing_pins = Table(
    "signing_pins",
    metadata,
    Column("site", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("pin_hash", Text, nullable=False),
    Column("set_at", BigInteger, nullable=False),
    Column("set_by", Text, nullable=False),
)

# What gateways told of themselves last, and which readings were not taken; both are told again by the senders.
gateway_states = Table(
    "gateway_states",
    metadata,
    Column("site", Text, primary_key=True),
    Column("gateway", Text, primary_key=True),
    Column(
        "token", Text, nullable=False
    ),  # whose it is: no other token may tell of it while it lives
    Column("received_at", BigInteger, nullable=False),
    Column("told", Text, nullable=False),  # JSON
    sqlite_with_rowid=False,
)

refused_readings = Table(
    "refused_readings",
    metadata,
    Column("site", Text, primary_key=True),
    Column("sender", Text, primary_key=True),  # the token's name
    Column("tag", Text, primary_key=True),
    Column("code", Text, primary_key=True),
    Column("params", Text, nullable=False),  # JSON, of the newest
    Column("first_at", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False),
    Column("number", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

badges = Table(
    "badges",
    metadata,
    Column("site", Text, primary_key=True),
    Column("badge", Text, primary_key=True),  # the number on the card
    Column("who", Text, nullable=False),  # a person of the site, or a visitor
    Column("added_at", BigInteger, nullable=False),
    Column("added_by", Text, nullable=False),
    Index("ix_badges_site_who", "site", "who"),
    sqlite_with_rowid=False,
)

visitors = Table(
    "visitors",
    metadata,
    Column("site", Text, primary_key=True),
    Column("visitor", Text, primary_key=True),  # the number that facts name
    Column("kind", Text, nullable=False),  # visitor, driver, contractor
    Column("name", Text),  # null for a badge without a name, and once erased
    Column("company", Text),
    Column("plate", Text),
    Column("badge", Text),
    Column("host", Text),  # a person of the site
    Column("gate", Text),
    Column("arrived_at", BigInteger, nullable=False),
    Column("left_at", BigInteger),
    Column("by", Text, nullable=False),  # an account
    Column("erased_at", BigInteger),
    Index("ix_visitors_site_left_at", "site", "left_at"),
    sqlite_with_rowid=False,
)

meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

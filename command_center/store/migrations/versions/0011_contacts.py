"""Moves people's addresses from the stored descriptions into an erasable table.

A stored description then names an address by its version: the first 8 hex digits of the address's SHA-256, as earlier
facts name it, so that proofs stay valid. A downgrade puts the addresses still stored back into the descriptions; a
contact whose address was erased is left out.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
import yaml
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

SITE_VERSIONS = sa.table(
    "site_versions", sa.column("site"), sa.column("version"), sa.column("sha256"),
    sa.column("yaml"), sa.column("recorded_at"),
)  # fmt: skip
CONTACTS = sa.table(
    "contacts", sa.column("site"), sa.column("person"), sa.column("version"), sa.column("channel"),
    sa.column("address"), sa.column("added_at"), sa.column("added_by"), sa.column("erased_at"),
)  # fmt: skip


def upgrade() -> None:
    """Create the tables, then move every address."""
    op.create_table(
        "contacts",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by", sa.Text(), nullable=True),
        sa.Column("erased_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("site", "person", "version", name=op.f("pk_contacts")),
        sa.UniqueConstraint("site", "person", "address", name=op.f("uq_contacts_site")),
    )
    op.create_table(
        "personal_reads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_personal_reads")),
    )
    op.create_index(op.f("ix_personal_reads_at"), "personal_reads", ["at"])
    op.create_index("ix_personal_reads_site_person", "personal_reads", ["site", "person"])
    if rows := _rewrite(_leave, {}):
        op.bulk_insert(CONTACTS, rows)


def downgrade() -> None:
    """Put the stored addresses back; the record of who read what is lost."""
    columns = (CONTACTS.c.site, CONTACTS.c.person, CONTACTS.c.version, CONTACTS.c.address)
    found = op.get_bind().execute(sa.select(*columns)).all()
    _rewrite(
        _return, {(site, person, version): address for site, person, version, address in found}
    )
    op.drop_table("personal_reads")
    op.drop_table("contacts")


Contact = dict[str, Any]
Moved = dict[tuple[str, str, str], str | None]
"""(site, person, version) -> address, None where it was erased."""


def _leave(kept: Moved, site: str, person: str, contact: Contact) -> Contact | None:
    """The contact without its address, which goes to `kept`."""
    address = contact.get("address")
    if not isinstance(address, str):
        return contact
    version = hashlib.sha256(address.encode()).hexdigest()[:8]
    kept.setdefault((site, person, version), address)
    return _renamed(contact, "address", "version", version)


def _return(kept: Moved, site: str, person: str, contact: Contact) -> Contact | None:
    """The contact with its address; None where that was erased: the older release cannot do without."""
    if "version" not in contact:
        return contact
    address = kept.get((site, person, str(contact["version"])))
    return None if address is None else _renamed(contact, "version", "address", address)


def _renamed(contact: Contact, old: str, new: str, value: str) -> Contact:
    """The keys keep their order: the text of today's plant is then the kept text, and has its number."""
    return {new if key == old else key: value if key == old else contact[key] for key in contact}


Move = Callable[[Moved, str, str, Contact], Contact | None]


def _rewrite(move: Move, kept: Moved) -> list[dict[str, Any]]:
    """Write each kept description anew, its contacts as `move` gives them. Returns the rows of `contacts` that
    came to be in `kept`."""
    connection = op.get_bind()
    rows = []
    keys = connection.execute(sa.select(SITE_VERSIONS.c.site, SITE_VERSIONS.c.version)).all()
    for site, number in sorted(tuple(key) for key in keys):
        own = (SITE_VERSIONS.c.site == site) & (SITE_VERSIONS.c.version == number)
        text, at = connection.execute(
            sa.select(SITE_VERSIONS.c.yaml, SITE_VERSIONS.c.recorded_at).where(own)
        ).one()
        described = _described(text)
        if described is None:
            continue
        for person in described["people"]:
            told = person.get("contacts") if isinstance(person, dict) else None
            if not isinstance(told, list):
                continue
            moved = []
            for contact in told:
                if not isinstance(contact, dict):
                    continue
                before = len(kept)
                one = move(kept, site, str(person.get("id")), contact)
                if one is not None:
                    moved.append(one)
                if one is not None and len(kept) > before:
                    rows.append({
                        "site": site, "person": str(person.get("id")), "version": one["version"],
                        "channel": _channel(one), "address": contact["address"],
                        "added_at": at,
                    })  # fmt: skip
            person["contacts"] = moved
        again = json.dumps(described, ensure_ascii=False, separators=(",", ":"), default=str)
        while _taken(site, number, digest := hashlib.sha256(again.encode()).hexdigest()):
            again += " "  # two that differed in erased addresses alone stay two
        connection.execute(SITE_VERSIONS.update().where(own).values(yaml=again, sha256=digest))
    return rows


def _channel(contact: Contact) -> str:
    """What older descriptions call wecom is im."""
    told = str(contact.get("channel"))
    return "im" if told == "wecom" else told


def _taken(site: str, number: int, digest: str) -> bool:
    """Whether another description of the site has this very text."""
    c = SITE_VERSIONS.c
    other = sa.select(c.version).where(c.site == site, c.sha256 == digest, c.version != number)
    return op.get_bind().execute(other).first() is not None


def _described(text: str) -> dict[str, Any] | None:
    """A description with people; None for another text. A start keeps JSON; YAML was kept by hand alone."""
    try:
        found = json.loads(text)
    except ValueError:
        try:
            found = yaml.safe_load(text)
        except yaml.YAMLError:
            return None
    told = found.get("people") if isinstance(found, dict) else None
    return found if isinstance(told, list) and told else None

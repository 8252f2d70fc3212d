"""Deletes a person's data from the tables. The journal is not touched: its facts hold only versions of addresses."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, func, or_, select, update

from command_center.store.accounts.signing_pins import SigningPins
from command_center.store.database.engine import SQLITE_BUSY_MS
from command_center.store.evidence import EvidenceStore
from command_center.store.people.passages import Passages
from command_center.store.schema import contacts, metadata, positions
from command_center.store.writer import read, run, write

TEXTS = ("title", "text", "choices", "link", "reply")
"""Columns of a delivery that say what somebody was told."""
EMPTY: Mapping[str, str | None] = {"title": "", "text": "", "choices": "[]"}
"""What stands there afterwards; nothing in the others."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """The amount deleted for a person: addresses, positions and passages, messages whose text was cleared, and
    uploaded photographs and voice notes.
    """

    addresses: int = 0
    positions: int = 0
    messages: int = 0
    passages: int = 0
    evidence: int = 0

    def told(self) -> dict[str, int]:
        """Return the JSON form."""
        return asdict(self)


def is_known(journal: Engine, feeds: Engine, site: str, person: str) -> bool:
    """Whether any table holds data of a person, who may have left the site file long ago."""
    own = select(contacts.c.person).where(contacts.c.site == site, contacts.c.person == person)
    seen = select(positions.c.person).where(positions.c.site == site, positions.c.person == person)
    if read(journal, lambda connection: connection.execute(own.limit(1)).first()) is not None:
        return True
    return read(feeds, lambda connection: connection.execute(seen.limit(1)).first()) is not None


def erase_person(
    journal: Engine,
    feeds: Engine,
    site: str,
    person: str,
    names: Collection[str],
    until: int,
    now: int,
) -> Deleted:
    """Delete a person's data stored at or before `until` (UTC epoch ms); repeating it deletes nothing more.

    `names` are those under which positions are stored: the person's own, and one for each drill.
    """

    def texts(connection: Connection) -> tuple[int, int]:
        return _addresses(connection, site, person, until, now), _messages(
            connection, site, person, until
        )

    def tracks(connection: Connection) -> int:
        old = delete(positions).where(
            positions.c.site == site, positions.c.person.in_(names), positions.c.ts <= until
        )
        return int(connection.execute(old).rowcount)

    addresses, messages = write(journal, texts)
    passed = Passages(journal, site).erase([person], until)
    SigningPins(journal, site).erase(person)
    brought = EvidenceStore(journal, site).erase(person, until, now)
    return Deleted(addresses, write(feeds, tracks), messages, passed, brought)


def empty_log(engine: Engine) -> bool:
    """Write SQLite's write-ahead log into its file and truncate it, because it still holds pages from before an
    erasure. Return False if somebody is reading an older state: try again. PostgreSQL keeps its log elsewhere
    (privacy.md).
    """
    if engine.dialect.name != "sqlite":
        return True

    def fold() -> bool:
        raw = engine.raw_connection()
        try:
            cursor = raw.cursor()
            # Whoever reads may need this very thread to end.
            cursor.execute("PRAGMA busy_timeout=0")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                [busy, _pages, _folded] = cursor.fetchall()[0]
            finally:  # the next one that gets this connection waits as ever
                cursor.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_MS}")
            cursor.close()
            return not busy
        finally:
            raw.close()

    return run(engine, fold)


def _addresses(connection: Connection, site: str, person: str, until: int, now: int) -> int:
    c = contacts.c
    gone = update(contacts).where(
        c.site == site, c.person == person, c.address.is_not(None), c.added_at <= until
    )
    return int(connection.execute(gone.values(address=None, erased_at=now)).rowcount)


def _messages(connection: Connection, site: str, person: str, until: int) -> int:
    """Clear the texts of what was sent to the person, and where their answers came from. What still waits to be sent
    is of now and stays."""
    sent = metadata.tables["deliveries"]
    if "person" not in sent.c or "text" not in sent.c:
        return 0
    mine = (sent.c.site == site) & (sent.c.person == person) & (sent.c.updated_at <= until)
    said = or_(sent.c.text != "", *(sent.c[name] != "" for name in ("title",) if name in sent.c))
    count = connection.scalar(select(func.count()).select_from(sent).where(mine, said)) or 0
    inbox = metadata.tables.get("receipts")
    if inbox is not None:
        theirs = inbox.c.delivery.in_(select(sent.c.id).where(mine))
        connection.execute(
            update(inbox).where(inbox.c.site == site, theirs).values(address=None, reply=None)
        )
    connection.execute(update(sent).where(mine).values(_emptied(sent)))
    return int(count)


def _emptied(table: Table) -> dict[str, Any]:
    return {name: EMPTY.get(name) for name in TEXTS if name in table.c}

"""People's addresses: the only table that holds them, and they can be erased from it.

Facts, rows and stored descriptions name an address by its version, an opaque word. A sender looks up the address
itself here when sending.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.schema import contacts
from command_center.store.writer import read, write

VERSION_BYTES = 8
"""Of randomness in a new version: 64 bits tell any two addresses apart and say nothing of either."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored address. `added_at` is UTC epoch ms; `added_by` is None for one from the site file."""

    person: str
    version: str
    channel: str
    address: str
    added_at: int
    added_by: str | None = None


@dataclass(frozen=True, slots=True)
class NewAddress:
    """An address to be stored, under `version` if it is not stored already."""

    person: str
    channel: str
    address: str
    version: str


class AddressBook:
    """The addresses of one site's people."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine, self._site = engine, site

    def address(self, person: str, version: str) -> str | None:
        """Return the address for a version; None if it was erased or never stored here."""
        query = select(contacts.c.address).where(self._is(person, version))
        return read(self._engine, lambda connection: connection.scalar(query))

    def versions(self, person: str) -> dict[str, str]:
        """Return every stored address of a person: version -> address."""
        return {one.version: one.address for one in self._kept(contacts.c.person == person)}

    def everything(self) -> list[Kept]:
        """Return every stored address of the site, by person and version."""
        return self._kept()

    def keep(
        self, person: str, channel: str, address: str, now: int, by: str | None = None,
        version: str | None = None,
    ) -> str:  # fmt: skip
        """Store an address and return its version: the existing one if it is stored already, else `version` or a
        random one.
        """

        def transaction(connection: Connection) -> str:
            return _keep(connection, self._site, person, channel, address, now, by, version)

        return write(self._engine, transaction)

    def keep_all(self, told: Sequence[NewAddress], now: int, by: str) -> list[str]:
        """Store addresses, all or none; return the version of each: the existing one if it is stored already, else
        its own.
        """

        def transaction(connection: Connection) -> list[str]:
            return [
                _keep(connection, self._site, one.person, one.channel, one.address, now, by, one.version)
                for one in told
            ]  # fmt: skip

        return write(self._engine, transaction)

    def erase(self, person: str, now: int, *, until: int | None = None) -> int:
        """Erase a person's addresses added at or before `until` (UTC epoch ms; None: all). Return how many."""
        old = [contacts.c.person == person]
        if until is not None:
            old.append(contacts.c.added_at <= until)
        return self._erase(and_(*old), now)

    def erase_from_file(self, person: str, used: Collection[str], now: int) -> int:
        """Erase a person's addresses that came again from a site file, except versions in `used`. Return how many."""
        c = contacts.c
        return self._erase(
            and_(c.person == person, c.added_by.is_(None), c.version.not_in(used)), now
        )

    def drop(self, person: str, version: str) -> None:
        """Delete an address that no fact names."""
        gone = delete(contacts).where(self._is(person, version))
        write(self._engine, lambda connection: connection.execute(gone))

    def forget_unused(self, used: Collection[tuple[str, str]], before: int, now: int) -> int:
        """Erase addresses added before `before` (UTC epoch ms) whose (person, version) is not in `used`. Return how
        many.
        """
        found = self._kept(contacts.c.added_at < before)
        gone = [one for one in found if (one.person, one.version) not in used]
        for one in gone:
            self._erase(
                and_(contacts.c.person == one.person, contacts.c.version == one.version), now
            )
        return len(gone)

    def _erase(self, which: ColumnElement[bool], now: int) -> int:
        gone = (
            update(contacts)
            .where(contacts.c.site == self._site, contacts.c.address.is_not(None), which)
            .values(address=None, erased_at=now)
        )
        return int(write(self._engine, lambda connection: connection.execute(gone).rowcount))

    def _kept(self, *which: ColumnElement[bool]) -> list[Kept]:
        c = contacts.c
        query = (
            select(c.person, c.version, c.channel, c.address, c.added_at, c.added_by)
            .where(c.site == self._site, c.address.is_not(None), *which)
            .order_by(c.person, c.version)
        )
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [Kept(*row) for row in rows]

    def _is(self, person: str, version: str) -> ColumnElement[bool]:
        return and_(
            contacts.c.site == self._site,
            contacts.c.person == person,
            contacts.c.version == version,
        )


def random_version() -> str:
    """Return a new random version of an address; neither can be guessed from the other."""
    return secrets.token_hex(VERSION_BYTES)


Told = tuple[str, str, str]
"""What a site file tells of a contact: person, channel, address."""


def seed(
    engine: Engine, site: str, told: Iterable[Told], now: int, versions: Mapping[str, str]
) -> dict[tuple[str, str], str]:
    """Store a site file's addresses that are not stored yet. Return (person, address) -> version.

    `versions` gives the version of a new address; otherwise it is random. Several processes that start at once get
    the same.
    """

    def transaction(connection: Connection) -> dict[tuple[str, str], str]:
        c = contacts.c
        query = select(c.person, c.address, c.version).where(c.site == site, c.address.is_not(None))
        found = {(p, a): v for p, a, v in connection.execute(query).all()}
        for person, channel, address in told:
            if (person, address) not in found:
                version = versions.get(address)
                found[(person, address)] = _keep(
                    connection, site, person, channel, address, now, None, version
                )
        return found

    return write(engine, transaction)


def _keep(
    connection: Connection, site: str, person: str, channel: str, address: str, now: int,
    by: str | None, version: str | None,
) -> str:  # fmt: skip
    kind = postgresql if connection.dialect.name == "postgresql" else sqlite
    c = contacts.c
    same = select(c.version).where(c.site == site, c.person == person, c.address == address)
    for wanted in (version, None):
        row = {
            "site": site, "person": person, "version": wanted or random_version(), "channel": channel,
            "address": address, "added_at": now, "added_by": by,
        }  # fmt: skip
        connection.execute(kind.insert(contacts).values(**row).on_conflict_do_nothing())
        kept: str | None = connection.scalar(same)
        if kept is not None:
            return kept
    raise LookupError("a random version is taken")

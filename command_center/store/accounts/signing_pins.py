"""Signing PINs, with which people sign for matters on another person's screen: stored as hashes, for people with or
without an account.
"""

from sqlalchemy import Engine, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from command_center.store.schema import signing_pins
from command_center.store.writer import read, write


class SigningPins:
    """The PINs of one site. Hashes are the caller's (argon2)."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine, self._site = engine, site

    def of(self, person: str) -> str | None:
        """The hash of a person's PIN; None if they have none."""
        c = signing_pins.c
        query = select(c.pin_hash).where(c.site == self._site, c.person == person)
        return read(self._engine, lambda connection: connection.scalar(query))

    def give(self, person: str, pin_hash: str, at: int, by: str) -> None:
        """Set a person's PIN from now on (`at`: UTC epoch ms), on behalf of the account `by`."""
        new = {"pin_hash": pin_hash, "set_at": at, "set_by": by}
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        query = dialect.insert(signing_pins).values(site=self._site, person=person, **new)
        kept = query.on_conflict_do_update(index_elements=["site", "person"], set_=new)
        write(self._engine, lambda connection: connection.execute(kept))

    def erase(self, person: str) -> int:
        """Delete a person's PIN; return how many there were."""
        c = signing_pins.c
        gone = delete(signing_pins).where(c.site == self._site, c.person == person)
        return int(write(self._engine, lambda connection: connection.execute(gone).rowcount))

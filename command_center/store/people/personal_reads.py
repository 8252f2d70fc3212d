"""The log of who was shown whose numbers, when and where: one row each time, written before the answer is given."""

from dataclasses import dataclass

from sqlalchemy import Engine, delete, insert, select

from command_center.store.schema import personal_reads
from command_center.store.writer import read, write

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class PersonalRead:
    """A person's data was shown to somebody. `at` is UTC epoch ms, `reader` an account or token, `what` the kind of
    data, `why` where it was shown.
    """

    at: int
    reader: str
    role: str
    person: str
    what: str
    why: str


class PersonalReads:
    """The log of reads of one site's personal data."""

    def __init__(self, engine: Engine, site: str) -> None:
        self._engine, self._site = engine, site

    def note(self, *reads: PersonalRead) -> None:
        """Record that somebody is about to be shown something: all entries, or none."""
        values = [
            {
                "site": self._site, "at": one.at, "reader": one.reader, "role": one.role,
                "person": one.person, "what": one.what, "why": one.why,
            }
            for one in reads
        ]  # fmt: skip
        if values:
            write(self._engine, lambda c: c.execute(insert(personal_reads), values))

    def of(self, person: str, limit: int = MOST_SHOWN) -> list[PersonalRead]:
        """Return who was shown this person's data, the newest first."""
        t = personal_reads.c
        query = (
            select(t.at, t.reader, t.role, t.person, t.what, t.why)
            .where(t.site == self._site, t.person == person)
            .order_by(t.at.desc(), t.id.desc())
            .limit(limit)
        )
        rows = read(self._engine, lambda connection: connection.execute(query).all())
        return [PersonalRead(*row) for row in rows]

    def forget(self, before: int) -> int:
        """Delete entries older than `before` (UTC epoch ms); return how many."""
        old = delete(personal_reads).where(
            personal_reads.c.site == self._site, personal_reads.c.at < before
        )
        return int(write(self._engine, lambda connection: connection.execute(old).rowcount))
